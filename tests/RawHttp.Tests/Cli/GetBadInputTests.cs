using System.Diagnostics;

namespace RawHttp.Tests.Cli;

/// <summary>Failures other than those of a <see cref="HostileServerTests">hostile server</see>: the exit status, the one error line, and that what had arrived was printed.</summary>
public sealed class GetBadInputTests
{
    private const string Ok = "HTTP/1.1 200 OK\r\n";

    [Fact]
    public async Task A_connection_reset_at_once_is_a_failure_to_receive()
    {
        await using var server = ScriptedServer.Start(
            client =>
            {
                client.Reset();
                return Task.CompletedTask;
            },
            readsRequest: false);

        for (var i = 0; i < 5; i++)
        {
            Assert.Equal(56, (await Tool.GetAsync(server)).Status);
        }
    }

    [Fact]
    public async Task A_failure_to_connect_leaves_the_files_as_they_are()
    {
        using var folder = new TemporaryFolder();
        folder.Write("head", "old");
        folder.Write("body", "old");

        await Tool.RunAsync("get", "127.0.0.1:1", "-D", folder.PathOf("head"), "-o", folder.PathOf("body"));
        await Tool.RunAsync("get", "127.0.0.1:1", "--raw", "-o", folder.PathOf("body"));

        Assert.Equal(["body", "head"], folder.Names);
        Assert.Equal(("old", "old"), (folder.Read("head"), folder.Read("body")));
    }

    [Theory]
    [InlineData("-o /dev/stdout --print b", "")]
    [InlineData("-o /dev/fd/1 --print b", "")]
    [InlineData("-D /dev/stdout --print ''", Ok + "Content-Length: 5\r\n\r\n")]
    public async Task Standard_output_by_another_name_is_appended_to(string options, string head)
    {
        using var folder = new TemporaryFolder();
        folder.Write("log", "old ");
        await using var server = ScriptedServer.Sending(Ok + "Content-Length: 5\r\n\r\nhello");

        await Tool.ShellAsync($"$TOOL get {server.Address} {options} >> {folder.PathOf("log")}");

        Assert.Equal("old " + (head.Length > 0 ? head : "hello"), folder.Read("log"));
    }

    [Fact]
    public async Task A_body_is_printed_up_to_its_limit()
    {
        await using var server = ScriptedServer.Sending(Chunked("5\r\nhello\r\n5\r\nworld\r\n0\r\n\r\n"));

        var result = await Tool.GetAsync(server, "--max-body", "7");

        Assert.Equal((63, Chunked("hellowo"), $"rawhttp: read {server.Address}: the body is longer than the limit of 7 bytes\n"), (result.Status, result.Text, result.Error));
    }

    [Fact]
    public async Task Both_lengths_are_read_as_chunks_and_told()
    {
        await using var server = ScriptedServer.Sending(Ok + "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n");

        var result = await Tool.GetAsync(server, "--print", "b");

        Assert.Equal((0, "hello"), (result.Status, result.Text));
        Assert.Equal("rawhttp: note: RFC9112-6.3-BOTH-LENGTHS (error) at offset 17: Content-Length stands beside Transfer-Encoding, which overrides it; a recipient that does not know this reads another body.\n", result.Error);
    }

    [Fact]
    public async Task A_name_without_an_address_is_not_resolved()
    {
        var result = await Tool.RunAsync("get", "no-such-host.invalid");

        Assert.Equal((6, ""), (result.Status, result.Text));
        Assert.Matches("^rawhttp: resolve no-such-host.invalid: the name (is not known|server did not answer)\n$", result.Error);
    }

    [Fact]
    public async Task A_port_nobody_listens_on_refuses()
    {
        using var refusing = new RefusingPort();
        var port = refusing.Number;

        var result = await Tool.RunAsync("get", $"127.0.0.1:{port}");

        Assert.Equal((7, "", $"rawhttp: connect 127.0.0.1:{port}: connection refused\n"), (result.Status, result.Text, result.Error));
    }

    [Fact]
    public async Task An_address_that_cannot_be_reached_is_told()
    {
        // The broadcast address of the loopback network: refused by the system itself, nothing is sent.
        var result = await Tool.RunAsync("get", "127.255.255.255");

        Assert.Equal((7, "", "rawhttp: connect 127.255.255.255:80: network unreachable\n"), (result.Status, result.Text, result.Error));
    }

    [Fact]
    public async Task A_server_that_does_not_answer_the_connection_is_given_up()
    {
        using var silent = new SilentListener();

        var result = await Tool.RunAsync("get", $"{silent.Address}:{silent.Port}", "--connect-timeout", "0.3");

        Assert.Equal((28, $"rawhttp: connect {silent.Address}:{silent.Port}: no connection within 0.3 s\n"), (result.Status, result.Error));
    }

    [Fact]
    public async Task A_unix_socket_that_is_none_is_told()
    {
        var result = await Tool.RunAsync("get", "host", "--unix-socket", "/nowhere/socket");

        Assert.Equal(7, result.Status);
        Assert.Equal("rawhttp: connect /nowhere/socket: no such socket\n", result.Error);
    }

    [Fact]
    public async Task A_request_file_that_cannot_be_read_is_told()
    {
        var result = await Tool.RunAsync("get", "127.0.0.1:1", "--request", "/nowhere/file");

        Assert.Equal((26, ""), (result.Status, result.Text));
        Assert.Matches("^rawhttp: read /nowhere/file: .+\n$", result.Error);
    }

    [Fact]
    public async Task A_request_without_an_end_is_told()
    {
        var result = await Tool.ShellAsync("DOTNET_GCHeapHardLimit=0x6000000 $TOOL get 127.0.0.1:1 --request /dev/zero");

        Assert.Equal((26, "", "rawhttp: read /dev/zero: it is larger than memory holds\n"), (result.Status, result.Text, result.Error));
    }

    [Fact]
    public async Task A_closed_output_ends_the_program_quietly()
    {
        await using var server = ScriptedServer.Start(async client =>
        {
            await client.SendAsync(Ok + "\r\n");
            await client.SendForeverAsync(new string('x', 64 * 1024));
        });

        var result = await Tool.ShellAsync($"$TOOL get {server.Address} | head -1; echo ${{PIPESTATUS[0]}}");

        Assert.Equal((Ok + "23\n", ""), (result.Text, result.Error));
    }

    [Theory]
    [InlineData("> /dev/full", "standard output")]
    [InlineData("-o /dev/full", "/dev/full")]
    [InlineData("--print '' -D /dev/full", "/dev/full")]
    [InlineData("-o /nowhere/file", "/nowhere/file")]
    [InlineData("-D /nowhere/file", "/nowhere/file")]
    [InlineData("-o /dev", "/dev")]
    [InlineData("-o /tmp/", "/tmp/")]
    public async Task An_output_that_cannot_be_written_is_told(string options, string name)
    {
        await using var server = ScriptedServer.Sending(Ok + "Content-Length: 5\r\n\r\nhello");

        var result = await Tool.ShellAsync($"$TOOL get {server.Address} {options}");

        Assert.Equal(23, result.Status);
        Assert.Matches($"^rawhttp: write {name}: .+\n$", result.Error);
    }

    [Fact]
    public async Task A_request_that_cannot_be_sent_is_told()
    {
        using var folder = new TemporaryFolder();
        folder.Write("request", "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 33554432\r\n\r\n" + new string('x', 32 * 1024 * 1024));
        await using var server = ScriptedServer.Start(client =>
        {
            client.Reset();
            return Task.CompletedTask;
        });

        var result = await Tool.GetAsync(server, "--request", folder.PathOf("request"));

        Assert.Equal((55, ""), (result.Status, result.Text));
        Assert.Matches($"^rawhttp: send {server.Address}: .+\n$", result.Error);
    }

    [Fact]
    public async Task An_answer_given_before_the_request_was_read_is_shown()
    {
        const string Answer = "HTTP/1.1 413 Content Too Large\r\nContent-Length: 0\r\n\r\n";
        using var folder = new TemporaryFolder();
        folder.Write("request", "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 33554432\r\n\r\n" + new string('x', 32 * 1024 * 1024));
        await using var server = ScriptedServer.SendingThenReset(Answer);

        var result = await Tool.GetAsync(server, "--request", folder.PathOf("request"));

        Assert.Equal((0, Answer, ""), (result.Status, result.Text, result.Error));
    }

    [Fact]
    public async Task Ctrl_c_shows_what_came_and_ends_with_130()
    {
        await using var server = ScriptedServer.SendingThenSilent(Ok + "Half a li");
        using var process = Tool.Start("get", server.Address);
        await process.StandardOutput.ReadLineAsync();

        using (var kill = Process.Start("kill", ["-INT", $"{process.Id}"]))
        {
            await kill.WaitForExitAsync();
        }

        Assert.Equal("Half a li", await process.StandardOutput.ReadToEndAsync());
        Assert.Equal("", await process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        Assert.Equal(130, process.ExitCode);
    }

    private static string Chunked(string body) => Ok + "Transfer-Encoding: chunked\r\n\r\n" + body;
}
