using System.Text;

namespace RawHttp.Tests.Cli;

/// <summary>Descriptors that are closed when the tool begins, that are not its own to write to, or that take no more.</summary>
public sealed class DescriptorTests : IDisposable
{
    private const string Response = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello";
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("<&-")]
    [InlineData(">&-")]
    [InlineData("2>&-")]
    [InlineData("<&- >&-")]
    [InlineData("<&- 2>&-")]
    [InlineData(">&- 2>&-")]
    [InlineData("<&- >&- 2>&-")]
    public async Task What_is_said_on_a_closed_descriptor_is_sent_to_no_server(string closed)
    {
        var (output, error) = (closed.Contains(" >&-", StringComparison.Ordinal) || closed.StartsWith('>') ? "" : Response, closed.Contains("2>&-", StringComparison.Ordinal));
        using var received = new MemoryStream();
        var server = ScriptedServer.Start(
            async client =>
            {
                await client.SendAsync(Response);
                client.ShutDown();
                var octets = new byte[4096];
                while (await client.Socket.ReceiveAsync(octets) is > 0 and var count)
                {
                    received.Write(octets, 0, count);
                }
            },
            readsRequest: false);
        var address = server.Address;

        var result = await Tool.ShellAsync($"$TOOL get {address} -v --save {_folder.PathOf("saved")} {closed}; echo $?; $TOOL read {_folder.PathOf("saved")} {closed}; echo $?");
        await server.DisposeAsync();

        Assert.Equal($"{output}0\n{output}0\n", result.Text);
        Assert.Equal(error, result.Error.Length == 0);
        Assert.Equal($"GET / HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n", Encoding.Latin1.GetString(received.ToArray()));
        Assert.Equal(Response, _folder.Read("saved"));
    }

    [Theory]
    [InlineData("read")]
    [InlineData("get 127.0.0.1:1 --request -")]
    public async Task A_closed_standard_input_is_no_empty_one(string command)
    {
        var result = await Tool.ShellAsync($"$TOOL {command} <&-");

        Assert.Equal((26, ""), (result.Status, result.Text));
        Assert.Matches("^rawhttp: read (standard input|-): it is closed\n$", result.Error);
    }

    [Fact]
    public async Task A_descriptor_that_was_not_open_is_not_written_to()
    {
        await using var server = ScriptedServer.Sending(Response);

        // The numbers that files and sockets of the tool itself get.
        var result = await Tool.ShellAsync($"for number in 0 3 4 5 8 58 59; do $TOOL get {server.Address} --save /dev/fd/$number; $TOOL get {server.Address} --report /dev/fd/$number; echo $?; done 0<&- 3>&- 4>&- 5>&- 6>&- 7>&- 8>&- 9>&-");

        Assert.Equal(string.Concat(Enumerable.Repeat("23\n", 7)), result.Text);
        Assert.All(result.Error.TrimEnd('\n').Split('\n'), line => Assert.Matches("^rawhttp: write /dev/fd/[0-9]+: it is closed$", line));
        Assert.Empty(server.Requests);
    }

    [Fact]
    public async Task A_descriptor_that_was_open_is_written_to()
    {
        await using var server = ScriptedServer.Sending(Response);

        var result = await Tool.ShellAsync($"exec 7> {_folder.PathOf("seven")}; echo first >&7; $TOOL get {server.Address} --print '' --save /dev/fd/7 -D /proc/self/fd/7; echo last >&7");

        Assert.Equal((0, ""), (result.Status, result.Error));
        Assert.StartsWith("first\n", _folder.Read("seven"), StringComparison.Ordinal);
        Assert.Contains(Response, _folder.Read("seven"), StringComparison.Ordinal);
        Assert.EndsWith("last\n", _folder.Read("seven"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("> $FOLDER/output", "standard output", 8192)]
    [InlineData("-o $FOLDER/file", "file", 160)]
    [InlineData("--save $FOLDER/file", "file", 58049)]
    [InlineData("--save $FOLDER/file --raw", "file", 58049)]
    public async Task A_limit_of_the_size_of_files_is_told_and_keeps_nothing_else_back(string options, string name, int shown)
    {
        // What the runtime maps as a file of its own has the limit, too.
        var result = await Tool.ShellAsync($"export FOLDER={_folder.PathOf("")} DOTNET_EnableWriteXorExecute=0; ulimit -f 8; $TOOL get --demo {options}");

        var output = options.StartsWith('>') ? _folder.Read("output") : result.Text;
        Assert.Equal(23, result.Status);
        Assert.Equal(Encoding.Latin1.GetString(Fixture.Read("example-coolpython"))[..shown], output);
        Assert.Matches($"rawhttp: write .*{name}: File too large\n$", result.Error);
        if (name == "file")
        {
            Assert.Equal(8192, _folder.Read("file.part").Length);
            Assert.Equal(["file.part"], _folder.Names);
        }
    }

    [Theory]
    [InlineData("-o $FOLDER/absent/file", "absent/file: no such file or folder")]
    [InlineData("-D $FOLDER/absent/file", "absent/file: no such file or folder")]
    [InlineData("-D $FOLDER", ": it is a folder")]
    [InlineData("--save $FOLDER/absent/file", "absent/file: no such file or folder")]
    [InlineData("--report $FOLDER/absent/file", "absent/file: no such file or folder")]
    public async Task A_file_that_cannot_be_there_is_refused_before_anything_is_sent(string options, string error)
    {
        await using var server = ScriptedServer.Sending(Response);

        var result = await Tool.ShellAsync($"export FOLDER={_folder.PathOf("")}; $TOOL get {server.Address} {options}");

        Assert.Equal((23, "", 0), (result.Status, result.Text, server.Requests.Count));
        Assert.Matches($"^rawhttp: write .*{error}\n$", result.Error);
    }

    [Theory]
    [InlineData("-D /dev/full", "/dev/full: No space left on device")]
    [InlineData("--report /dev/full --raw", "/dev/full: No space left on device")]
    [InlineData("--save /dev/full", "/dev/full: No space left on device")]
    public async Task A_file_that_cannot_be_written_keeps_no_response_back(string options, string error)
    {
        await using var server = ScriptedServer.Sending(Response);

        var result = await Tool.ShellAsync($"export FOLDER={_folder.PathOf("")}; $TOOL get {server.Address} {options}");

        Assert.Equal((23, Response), (result.Status, result.Text));
        Assert.Matches($"^rawhttp: write .*{error}\n$", result.Error);
        Assert.Empty(_folder.Names);
    }

    [Theory]
    [InlineData("--help")]
    [InlineData("--version")]
    [InlineData("--explain RFC9112-2.2-BARE-LF")]
    public async Task What_is_no_response_is_an_output_like_others(string options)
    {
        var full = await Tool.ShellAsync($"$TOOL {options} >/dev/full");
        var closed = await Tool.ShellAsync($"$TOOL {options} | true; echo ${{PIPESTATUS[0]}}");

        Assert.Equal((23, "rawhttp: write standard output: No space left on device\n"), (full.Status, full.Error));
        Assert.Equal("", closed.Error);
        Assert.Matches("^(0|23)\n$", closed.Text);
    }
}
