using System.Diagnostics;

namespace RawHttp.Tests.Cli;

/// <summary>Failures other than those of a <see cref="HostileServerTests">hostile server</see>: the exit status, the one error line, and that what had arrived was printed.</summary>
public sealed class GetBadInputTests
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
        await using var server = ScriptedServer.SendingThenSilent(Chunked(sent));

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

        Assert.EndsWith($" ms; get {server.Address}: no whole response within 2 s\n", result.Text, StringComparison.Ordinal);
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

        var result = await Tool.ShellAsync($"($TOOL get -m 2 {server.Address}; echo $? >&2) | sleep 10 & wait %1; true");

        Assert.Equal($"rawhttp: get {server.Address}: no whole response within 2 s\n28\n", result.Error);
    }

    [Fact]
    public async Task A_connection_reset_at_once_is_a_failure_to_receive()
    {
        using var listener = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        listener.Start();
        var port = ((System.Net.IPEndPoint)listener.LocalEndpoint).Port;
        var resetting = Task.Run(async () =>
        {
            for (var i = 0; i < 5; i++)
            {
                using var client = await listener.AcceptSocketAsync();
                client.LingerState = new System.Net.Sockets.LingerOption(true, 0);
            }
        });

        for (var i = 0; i < 5; i++)
        {
            Assert.Equal(56, (await Tool.RunAsync("get", $"127.0.0.1:{port}")).Status);
        }

        await resetting;
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
        Assert.Equal("rawhttp: note: RFC9112-6.3-BOTH-LENGTHS (Error) at offset 17: Content-Length stands beside Transfer-Encoding, which overrides it; a recipient that does not know this reads another body.\n", result.Error);
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

    [Theory]
    [InlineData("ftp://host", 1, "ftp: this scheme is not supported; http and https are")]
    [InlineData("https://host:0", 3, "target \"https://host:0\": 0 is no port (1 to 65535)")]
    [InlineData("", 3, "target \"\": it has no host")]
    [InlineData("http://", 3, "target \"http://\": it has no host")]
    [InlineData("http://:80/", 3, "target \"http://:80/\": it has no host")]
    [InlineData("host:0", 3, "target \"host:0\": 0 is no port (1 to 65535)")]
    [InlineData("host:65536", 3, "target \"host:65536\": 65536 is no port (1 to 65535)")]
    [InlineData("host:99999999999", 3, "target \"host:99999999999\": 99999999999 is no port (1 to 65535)")]
    [InlineData("host:http", 3, "target \"host:http\": it is no host, host:port or [ipv6]:port")]
    [InlineData("::1", 3, "target \"::1\": an IPv6 address needs brackets")]
    [InlineData("[::1", 3, "target \"[::1\": it is no host, host:port or [ipv6]:port")]
    [InlineData("[1.2.3.4]", 3, "target \"[1.2.3.4]\": 1.2.3.4 is no IPv6 address")]
    [InlineData("user:pw@host", 3, "target \"user:pw@host\": a user name in a target is not supported; send -H \"Authorization: ...\"")]
    [InlineData("@/etc/passwd", 3, "target \"@/etc/passwd\": a user name in a target is not supported; send -H \"Authorization: ...\"")]
    [InlineData("http://good.test\\@host/", 3, "target \"http://good.test\\@host/\": a user name in a target is not supported; send -H \"Authorization: ...\"")]
    [InlineData("file:///etc/passwd", 1, "file: this scheme is not supported; http and https are")]
    [InlineData("ho st", 3, "target \"ho st\": it is no host, host:port or [ipv6]:port")]
    [InlineData("host/a b", 3, "target \"host/a b\": its path holds a space or a control; write it as %20 or the like, or use --path-as-is")]
    [InlineData("host/a\r\nX: y", 2, "target: it holds CR, LF or NUL; --request FILE sends anything")]
    [InlineData("host\n", 2, "target: it holds CR, LF or NUL; --request FILE sends anything")]
    public async Task A_target_that_is_none_is_told(string target, int status, string error)
    {
        var result = await Tool.RunAsync("get", target);

        Assert.Equal((status, "", $"rawhttp: {error}\n"), (result.Status, result.Text, result.Error));
    }

    [Theory]
    [InlineData("request: the field value holds CR, LF or NUL; --request FILE sends anything", "-H", "A: b\r\nC: d")]
    [InlineData("request: the field name holds CR, LF or NUL; --request FILE sends anything", "-H", "A\n: b")]
    [InlineData("--method: it is empty or holds a space or a control; --request FILE sends anything", "-X", "GET / HTTP/1.1\r\nA:")]
    [InlineData("--method: it is empty or holds a space or a control; --request FILE sends anything", "-X", "G\u007fET")]
    [InlineData("--header: \" A: b\" begins with white space, which folds it into the field before; --request FILE sends anything", "-H", " A: b")]
    [InlineData("--header: \"\\x09A;\" begins with white space, which folds it into the field before; --request FILE sends anything", "-H", "B: c", "-H", "\tA;")]
    [InlineData("--header: \" Host:\" begins with white space, which folds it into the field before; --request FILE sends anything", "-H", " Host:")]
    [InlineData("--header: \"name\" is not \"Name: value\", \"Name:\" or \"Name;\"", "-H", "name")]
    [InlineData("--resolve: \"x\" is not HOST:PORT:ADDR[,ADDR]", "--resolve", "x")]
    [InlineData("--resolve: \"y\" in \"x:1:y\" is no address", "--resolve", "x:1:y")]
    [InlineData("--connect-to: \"a:b:c\" is not HOST:PORT:HOST:PORT", "--connect-to", "a:b:c")]
    [InlineData("--unix-socket: \"\" is empty or too long for a socket's path", "--unix-socket", "")]
    [InlineData("-4 and -6 exclude each other; see rawhttp --help", "-4", "-6")]
    [InlineData("--print: \"hx\" has a letter that is none of H, h, b and m; see rawhttp --help", "--print", "hx")]
    [InlineData("--color: \"red\" is none of auto, always, never; see rawhttp --help", "--color", "red")]
    [InlineData("--output: the file name is empty; see rawhttp --help", "-o", "")]
    [InlineData("--dump-header: the file name is empty; see rawhttp --help", "-D", "")]
    [InlineData("--request: the file name is empty; see rawhttp --help", "--request", "")]
    [InlineData("Required argument missing for option: '--print'; see rawhttp --help", "--print")]
    [InlineData("--print: its value is missing; see rawhttp --help", "--print", "h", "--print")]
    [InlineData("--header: its value is missing; see rawhttp --help", "-H", "A: b", "-H")]
    [InlineData("--max-time: \"x\" is no time in seconds (0.001 to 4000000); see rawhttp --help", "-m", "1", "-m", "x")]
    [InlineData("--strict takes no value; see rawhttp --help", "--strict=false")]
    [InlineData("-s takes no value; see rawhttp --help", "-s:true")]
    [InlineData("--raw and --print exclude each other; see rawhttp --help", "--raw", "--print", "h")]
    [InlineData("--wire and --json go without -o and -D; --save FILE keeps what was received; see rawhttp --help", "--json", "-o", "x")]
    [InlineData("--wire and --json go without -o and -D; --save FILE keeps what was received; see rawhttp --help", "--wire", "-D", "x")]
    [InlineData("\" 1\" in \"a:80:b: 1\" is no port (1 to 65535)", "--connect-to", "a:80:b: 1")]
    [InlineData("\"x\" in \"a:x:127.0.0.1\" is no port (1 to 65535)", "--resolve", "a:x:127.0.0.1")]
    [InlineData("--max-time: \"x\" is no time in seconds (0.001 to 4000000); see rawhttp --help", "-m", "x")]
    [InlineData("--read-timeout: \"-1\" is no time in seconds (0.001 to 4000000); see rawhttp --help", "--read-timeout", "-1")]
    [InlineData("--max-line: \"1T\" is no size (1 to 2147483647; K, M and G are understood); see rawhttp --help", "--max-line", "1T")]
    [InlineData("--max-body: \"99999999999G\" is no size (0 to 9223372036854775807; K, M and G are understood); see rawhttp --help", "--max-body", "99999999999G")]
    public async Task An_option_that_says_nothing_sensible_is_wrong_usage(string error, params string[] options)
    {
        var result = await Tool.RunAsync(["get", "127.0.0.1:1", .. options]);

        Assert.Equal((2, "", $"rawhttp: {error}\n"), (result.Status, result.Text, result.Error));
    }

    [Theory]
    [InlineData("a TARGET is missing (or --demo); see rawhttp --help", "get")]
    [InlineData("--demo takes no TARGET; see rawhttp --help", "get", "--demo", "host")]
    [InlineData("Required command was not provided; see rawhttp --help")]
    [InlineData("--explain: its value is missing; see rawhttp --help", "--explain")]
    [InlineData("there is no option --no-such-option; see rawhttp --help", "get", "host", "--no-such-option")]
    [InlineData("there is no option --wrie, did you mean --wire?; see rawhttp --help", "get", "--wrie", "host")]
    [InlineData("there is no option --conect-timeout, did you mean --connect-timeout?; see rawhttp --help", "get", "host", "--conect-timeout", "3")]
    [InlineData("there is no command \"gett\", did you mean get?; see rawhttp --help", "gett", "host")]
    [InlineData("there is no command \"serv\", did you mean serve?; see rawhttp --help", "echo", "serv")]
    [InlineData("there is no command \"xyz\"; see rawhttp --help", "xyz")]
    [InlineData("there is no command \"get\"; see rawhttp --help", "--", "get")]
    [InlineData("FILE: the file name is empty; see rawhttp --help", "read", "")]
    [InlineData("--method: it is empty or holds a space or a control; see rawhttp --help", "read", "-X", "")]
    public async Task Wrong_usage_is_one_line(string error, params string[] arguments)
    {
        var result = await Tool.RunAsync(arguments);

        Assert.Equal((2, "", $"rawhttp: {error}\n"), (result.Status, result.Text, result.Error));
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
        folder.Write("request", "POST / HTTP/1.1\r\n\r\n" + new string('x', 32 * 1024 * 1024));
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
        folder.Write("request", "POST / HTTP/1.1\r\n\r\n" + new string('x', 32 * 1024 * 1024));
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
