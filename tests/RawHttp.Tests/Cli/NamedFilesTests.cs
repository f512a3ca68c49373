namespace RawHttp.Tests.Cli;

/// <summary>Files that a command line names: one file for two options is refused before anything is written, and so is a name that cannot be opened as it is.</summary>
public sealed class NamedFilesTests
{
    private const string Response = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello";

    // file is there and has a second name and a link; new is not there, and has a link too; folder has a link.
    private static readonly string[] SameForGet =
    [
        "--output x --save x", "--output x --dump-header ./folder/../x", "--output file --save hard", "--dump-header soft --report file", "--output dangling --save new",
        "--output folder/x --save other/x", "--save here/x --report x", "--save file --request soft", "--save hard --cacert file", "--save /dev/shm/../../proc/self/cwd/x --report x",
        "--output pipe --save pipe",
    ];

    private static readonly string[] SameForRead = ["--report FILE file file", "--report FILE hard file", "--report FILE new dangling"];

    [Fact]
    public async Task One_file_for_two_options_is_refused()
    {
        using var folder = await FolderAsync();
        var get = SameForGet.Select(options => options.Split(' ')).ToList();
        var read = SameForRead.Select(words => words.Split(' ')).ToList();

        var ended = await Tool.RunEachInAsync(folder.PathOf(""), [
            .. get.Select(options => (string[])["get", "127.0.0.1:1", .. options]),
            .. read.Select(words => (string[])["read", words[2], "--report", words[3]]),
        ]);

        string Told(string command, string name, string other) => $"2 rawhttp: {name} and {other} are the same file; each needs its own; see rawhttp {command} --help\n";
        Assert.Equal([.. get.Select(options => Told("get", options[0], options[2])), .. read.Select(words => Told("read", words[0], words[1]))], ended.Select(one => $"{one.Status} {one.Error}"));
        Assert.Equal(Response, folder.Read("file"));
        Assert.Equal(["dangling", "file", "hard", "pipe", "soft"], folder.Names);
    }

    [Theory]
    [InlineData("get 127.0.0.1:1 --save file > file", "--save and standard output")]
    [InlineData("get 127.0.0.1:1 -o hard >> file", "--output and standard output")]
    [InlineData("get 127.0.0.1:1 -D file 2> >(cat >&2) >> hard", "--dump-header and standard output")]
    [InlineData("get 127.0.0.1:1 --request - --save file < soft", "--save and --request")]
    [InlineData("get 127.0.0.1:1 --save file --report /dev/fd/3 3>> file", "--save and --report")]
    [InlineData("read file >> hard", "FILE and standard output")]
    [InlineData("read --report soft < file", "--report and FILE")]
    [InlineData("read /dev/stdin --report soft < file", "--report and FILE")]
    public Task A_file_that_a_stream_of_the_shell_goes_to_is_not_named_too(string arguments, string names) => AssertRefusedAsync(arguments, names);

    [Theory]
    [InlineData("get 127.0.0.1:1 -o x --save x.part", "--save and --output's partial file")]
    [InlineData("get 127.0.0.1:1 -o dangling -D new.part", "--dump-header and --output's partial file")]
    [InlineData("get 127.0.0.1:1 -o folder/x --request other/x.part", "--request and --output's partial file")]
    [InlineData("get 127.0.0.1:1 -o x > x.part", "standard output and --output's partial file")]
    public Task The_name_of_a_partial_file_is_not_that_of_another(string arguments, string names) => AssertRefusedAsync(arguments, names);

    [Theory]
    [InlineData("-o - -D -", Response)]
    [InlineData("-o /dev/stdout -D /dev/fd/1 > out; cat out", Response)]
    [InlineData("-o /dev/null -D /dev/null --save /dev/null --report /dev/null --print ''", "")]
    [InlineData("-o /dev/fd/3 --print '' --save file 3>&1", "hello")]
    [InlineData("-o x -D y --save z --report r -s --request file --print ''", "")]
    public async Task Streams_and_devices_may_be_named_twice(string options, string output)
    {
        using var folder = await FolderAsync();
        await using var server = ScriptedServer.Sending(Response);

        var result = await Tool.ShellAsync($"cd {folder.PathOf("")} && $TOOL get {server.Address} {options}");

        Assert.Equal((0, output, ""), (result.Status, result.Text, result.Error));
    }

    [Fact]
    public async Task A_name_on_the_way_that_is_no_utf8_is_told_and_no_other_file_is_opened()
    {
        using var folder = await FolderAsync();

        // The folder and the file that such a name would become are there.
        var result = await Tool.ShellAsync($"""
            cd {folder.PathOf("")} && mkdir $'\xff' $'\xef\xbf\xbd' && ln -s $'\xfe' link && touch $'\xef\xbf\xbd/x' && cp file $'\xff/x'
            $TOOL get 127.0.0.1:1 -o link; echo $?
            cd $'\xff'
            $TOOL get 127.0.0.1:1 --save x; echo $?
            $TOOL read x; echo $?
            $TOOL read {folder.PathOf("file")}
            rm -r {folder.PathOf("")}/$'\xff'
            """);

        Assert.Equal("2\n2\n2\n" + Response, result.Text);
        const string Why = "lies in a folder, or behind a link, whose name is no UTF-8; see rawhttp";
        Assert.Equal($"rawhttp: --output: link {Why} get --help\nrawhttp: --save: x {Why} get --help\nrawhttp: FILE: x {Why} read --help\n", result.Error);
    }

    private static async Task AssertRefusedAsync(string arguments, string names)
    {
        using var folder = await FolderAsync();

        var result = await Tool.ShellAsync($"cd {folder.PathOf("")} && $TOOL {arguments}");

        Assert.Equal((2, $"rawhttp: {names} are the same file; each needs its own; see rawhttp {arguments.Split(' ')[0]} --help\n"), (result.Status, result.Error));
    }

    private static async Task<TemporaryFolder> FolderAsync()
    {
        var folder = new TemporaryFolder();
        folder.Write("file", Response);
        await Tool.ShellAsync($"cd {folder.PathOf("")} && ln file hard && ln -s file soft && ln -s new dangling && mkdir folder && ln -s folder other && ln -s . here && mkfifo pipe");
        return folder;
    }
}
