namespace RawHttp.Tests.Cli;

/// <summary>The limit of the whole run, -m: what came by then is shown and kept, and never called complete.</summary>
public sealed class GetTimeLimitTests
{
    private const string Ok = "HTTP/1.1 200 OK\r\n";

    [Fact]
    public async Task The_whole_run_has_a_limit_and_what_came_is_shown()
    {
        await using var server = ScriptedServer.SendingThenSilent(Ok + "Half a li");

        var result = await Tool.GetAsync(server, "-m", "2");

        Assert.Equal((28, Ok + "Half a li", $"rawhttp: get {server.Address}: no whole response within 2 s\n"), (result.Status, result.Text, result.Error));
    }

    [Theory]
    [InlineData("5\r\nhello\r\n1", "hello")]
    [InlineData("5\r\nhello\r\n0\r\nTrail: a", "hello")]
    public async Task What_frames_chunks_is_never_printed_as_a_body(string sent, string body)
    {
        using var folder = new TemporaryFolder();
        await using var server = ScriptedServer.SendingThenSilent(Ok + "Transfer-Encoding: chunked\r\n\r\n" + sent);

        var toFile = await Tool.GetAsync(server, "-m", "2", "-o", folder.PathOf("body"));
        var toPipe = await Tool.GetAsync(server, "-m", "2", "--print", "b");

        Assert.Equal((28, 28, body), (toFile.Status, toPipe.Status, toPipe.Text));
        Assert.Equal(body, folder.Read("body.part"));
    }

    [Theory]
    [InlineData]
    [InlineData("--raw")]
    public async Task A_response_out_of_time_leaves_the_old_file(params string[] options)
    {
        using var folder = new TemporaryFolder();
        folder.Write("body", "old");
        await using var server = ScriptedServer.SendingThenSilent(Ok + "Content-Length: 9\r\n\r\nhello");

        var result = await Tool.GetAsync(server, ["-m", "2", "-o", folder.PathOf("body"), .. options]);

        Assert.Equal(28, result.Status);
        Assert.Equal("old", folder.Read("body"));
        Assert.EndsWith("hello", folder.Read("body.part"), StringComparison.Ordinal);
        Assert.Contains($"is not whole; what came of it is kept in {folder.PathOf("body")}.part\n", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_response_out_of_time_is_not_called_complete()
    {
        await using var server = ScriptedServer.SendingThenSilent(Ok);

        var result = await Tool.GetAsync(server, "-m", "2", "-v", "--print", "m");

        Assert.EndsWith(" ms; no whole response within 2 s\n", result.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("complete", result.Text + result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_limit_of_the_run_ends_even_a_write_nobody_reads()
    {
        await using var server = ScriptedServer.Start(async client =>
        {
            await client.SendAsync(Ok + "\r\n");
            await client.SendForeverAsync(new string('x', 64 * 1024));
        });

        // The pipe is open for reading, too, in a shell that does not read.
        using var folder = new TemporaryFolder();
        var result = await Tool.ShellAsync($"cd {folder.PathOf("")} && mkfifo pipe && exec 3<> pipe; $TOOL get -m 2 {server.Address} > pipe; echo $? >&2");

        Assert.Equal($"rawhttp: get {server.Address}: no whole response within 2 s\n28\n", result.Error);
    }

    [Theory]
    [InlineData("-o")]
    [InlineData("--save")]
    public async Task The_limit_of_the_run_ends_the_wait_for_a_reader_of_a_pipe(string option)
    {
        await using var server = ScriptedServer.SendingThenSilent(Ok + "\r\nhello");
        using var folder = new TemporaryFolder();

        var result = await Tool.ShellAsync($"cd {folder.PathOf("")} && mkfifo pipe && $TOOL get -m 1 {server.Address} {option} pipe > /dev/null; echo $? >&2");

        Assert.Equal($"rawhttp: get {server.Address}: no whole response within 1 s\n28\n", result.Error);
    }
}
