namespace RawHttp.Tests.Cli;

/// <summary><c>rawhttp minimize</c>: the smallest message that still has a finding, or passes a test.</summary>
public sealed class MinimizeTests : IDisposable
{
    private const string Response =
        "HTTP/1.1 200 OK\r\nDate: Sun, 06 Nov 1994 08:49:37 GMT\r\nServer: x\r\nX-A : b\r\nContent-Length: 5\r\n\r\nhello";

    private readonly TemporaryFolder _folder = new();

    public MinimizeTests() => _folder.Write("saved", Response);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Of_five_well_known_faults()
    {
        string[][] runs =
        [
            [Fixture.PathOf("9112-2.2-bare-lf"), "--finding", "bare-lf"],
            [Fixture.PathOf("9112-6.3-both-lengths"), "--finding", "both-lengths"],
            [Fixture.PathOf("9112-5.2-obs-fold-several"), "--finding", "obs-fold"],
            [Fixture.PathOf("9112-8-cut-in-chunk-data"), "--finding", "cut-body"],
            [Fixture.PathOf("9112-5.1-space-before-colon"), "--finding", "space-before-colon"],
        ];

        var results = await Tool.RunEachInAsync(_folder.PathOf(""), runs.Select(run => run.Prepend("minimize").ToArray()));

        Assert.All(results, result => Assert.Equal(0, result.Status));
        await Verifier.Verify(string.Join("\n", runs.Zip(results, (run, result) =>
            $"{run[2]}\n{string.Join('\n', result.Text.Split('\n').Select(Printable.Text))}\n{result.Error}"))).DisableScrubbers();
    }

    [Fact]
    public async Task The_message_goes_to_a_file()
    {
        var result = await RunAsync("saved", "--finding", "RFC9112-5.1-SPACE-BEFORE-COLON", "-o", _folder.PathOf("small"));

        Assert.Equal((0, ""), (result.Status, result.Text));
        Assert.Equal("HTTP/1.1 200 \r\nA :\r\n\r\n", _folder.Read("small"));
        Assert.Matches(@"^rawhttp: note: from 100 bytes to 22 in \d+ tries\n$", result.Error);
    }

    [Fact]
    public async Task A_command_may_be_the_test()
    {
        var result = await RunAsync("saved", "--test", "grep -q '^Server' {} && echo this is dropped");

        Assert.Equal((0, "Server"), (result.Status, result.Text));
        Assert.Matches(@"^rawhttp: note: from 100 bytes to 6 in \d+ tries\n$", result.Error);
    }

    [Fact]
    public async Task A_command_that_takes_too_long_fails()
    {
        var result = await RunAsync("saved", "--test", "grep -q hello {} || sleep 100", "--timeout", "0.05", "--max-tries", "5");

        Assert.Equal(0, result.Status);
        Assert.Contains("hello", result.Text, StringComparison.Ordinal);
        Assert.EndsWith(" in 5 tries; --max-tries is reached, so it may not be the smallest\n", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Standard_input_and_the_method_of_the_request()
    {
        var result = await Tool.ShellAsync(
            $"$TOOL minimize - --method HEAD --finding unexpected-body < {_folder.PathOf("saved")}");

        Assert.Equal((0, "HTTP/1.1 200 \r\n\r\ne"), (result.Status, result.Text));
    }

    [Theory]
    [InlineData(26, "minimize FILE: it has no RFC9112-5.2-OBS-FOLD; its findings are RFC9112-5.1-SPACE-BEFORE-COLON", "--finding", "obs-fold")]
    [InlineData(26, "minimize FILE: the test does not pass with the whole message: the command exits with 3", "--test", "exit 3 {}")]
    [InlineData(26, "minimize FILE: the test does not pass with the whole message: the command has not ended within 0.01 s", "--test", "sleep 9; : {}", "--timeout", "0.01")]
    [InlineData(2, "minimize: --finding CODE or --test CMD says what to keep, and both are missing; see rawhttp minimize --help")]
    [InlineData(2, "--finding and --test exclude each other; see rawhttp minimize --help", "--finding", "obs-fold", "--test", "true {}")]
    [InlineData(2, "--test: {} is missing from the command; it stands for the file with the message; see rawhttp minimize --help", "--test", "true")]
    [InlineData(2, "--timeout limits --test, which is missing; see rawhttp minimize --help", "--finding", "obs-fold", "--timeout", "1")]
    [InlineData(2, "--finding: bare may be RFC9112-2.2-BARE-CR, RFC9112-2.2-BARE-LF, RFC9112-7.1-CHUNK-BARE-LF", "--finding", "bare")]
    [InlineData(2, "--finding: there is no finding obs-flod, did you mean RFC9112-5.2-OBS-FOLD?", "--finding", "obs-flod")]
    [InlineData(2, "--finding: the code is empty; see rawhttp minimize --help", "--finding", "")]
    public async Task What_cannot_be_done_is_said(int status, string error, params string[] options)
    {
        var result = await RunAsync("saved", options);

        Assert.Equal((status, ""), (result.Status, result.Text));
        Assert.Equal($"rawhttp: {error.Replace("FILE", _folder.PathOf("saved"), StringComparison.Ordinal)}\n", result.Error);
    }

    [Theory]
    [InlineData(26, "nowhere", "-s")]
    [InlineData(26, "nowhere")]
    [InlineData(2, "saved", "-o", "saved")]
    public async Task Files_that_cannot_be_used(int status, string file, params string[] options)
    {
        var words = options.Contains("-s") ? [] : options.Select(word => word == "saved" ? _folder.PathOf(word) : word);

        var result = await RunAsync(file, [.. words, "--finding", "obs-fold"]);

        Assert.Equal((status, ""), (result.Status, result.Text));
        Assert.Equal(Response, _folder.Read("saved"));
    }

    // The command says when it runs the second time after the first try; the signal then ends the search.
    [Fact]
    public async Task What_was_found_by_an_interruption_is_written()
    {
        var result = await Tool.ShellAsync(
            $"""
            cd {_folder.PathOf("")}
            mkfifo began
            $TOOL minimize saved -o small --timeout 50 --test '[ -e second ] && echo > began && sleep 40; [ -e first ] && : > second; : > first; grep -q hello {"{}"}' &
            pid=$!
            read -r < began
            kill -TERM $pid
            wait $pid
            echo $?
            """);

        Assert.Equal("130\n", result.Text);
        Assert.Matches(@"^rawhttp: note: from 100 bytes to 26 in 2 tries; interrupted, so it may not be the smallest\n$", result.Error);
        Assert.Equal("Content-Length: 5\r\n\r\nhello", _folder.Read("small"));
    }

    // Progress is shown by the real clock, after a second.
    [RequiresProgram("script", "bsdutils")]
    public async Task A_terminal_sees_how_far_it_is_and_gets_the_message_escaped()
    {
        _folder.Write("saved", Response + "\e[2J");

        var screen = await new PseudoTerminal(80).RunAsync($"$TOOL minimize {_folder.PathOf("saved")} --test 'sleep 0.4; grep -q 2J {{}}'");

        Assert.Matches(@"^\r\d+ of 104 bytes left after \d+ tries?", screen);
        Assert.Matches(@"\r +\r2J\nrawhttp: note: from 104 bytes to 2 in \d+ tries\n$", screen);
    }

    private Task<ToolResult> RunAsync(string file, params string[] options) => Tool.RunAsync(["minimize", _folder.PathOf(file), .. options]);
}
