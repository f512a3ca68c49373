using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;
using RawHttp.Echo;

namespace RawHttp.Tests.Cli;

/// <summary><c>echo serve</c> and <c>echo connect</c> as programs, between themselves and with others.</summary>
public sealed class EchoTests
{
    [Fact]
    public async Task The_server_prints_its_address_who_came_what_was_said_and_the_counts()
    {
        using var server = await ServingTool.StartAsync();

        Assert.Equal("one\ntwo\n", await server.TalkAsync("one\ntwo\n\n"));
        await server.ReadUntilAsync("left: blank line");

        var output = await server.StopAsync();
        Assert.Matches(
            """
            ^listening on 127\.0\.0\.1:[0-9]+
            wait for connecting \.\.\.
            connect from (127\.0\.0\.1:[0-9]+)
            \1 client say: one
            \1 client say: two
            \1 left: blank line
            served 1 client, 2 lines
            $
            """.TrimEnd('\n'),
            output);
        Assert.Equal((130, ""), (server.Status, server.Error));
    }

    [Fact]
    public async Task What_a_client_sends_cannot_drive_the_servers_terminal()
    {
        using var server = await ServingTool.StartAsync();
        byte[] octets = [.. Enumerable.Range(1, 255).Where(octet => octet != '\n').Select(octet => (byte)octet)];

        await server.TalkAsync($"a{Encoding.Latin1.GetString(octets)}\e]52;c;aGk=\a\u00c2\u009b2J\n\n");
        await server.ReadUntilAsync("left:");

        var said = Assert.Single((await server.StopAsync()).Split('\n'), line => line.Contains("say:", StringComparison.Ordinal));
        Assert.DoesNotContain(said, c => char.IsControl(c) && c != '\t');
        Assert.EndsWith("\\x1b]52;c;aGk=\\x07\\xc2\\x9b2J", said, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("--reply ack")]
    public async Task A_silent_server_says_where_it_listens_and_how_many_it_served(string options)
    {
        using var server = await ServingTool.StartAsync(["-s", .. options.Split(' ', StringSplitOptions.RemoveEmptyEntries)]);

        Assert.Matches(options.Length > 0 ? "^127.0.0.1:[0-9]+ recevied ok!\n$" : "^one\n$", await server.TalkAsync("one\n\n"));

        Assert.Matches("^listening on .*\nwait for connecting ...\nserved 1 client, 1 line\n$", await server.StopAsync());
    }

    [Fact]
    public async Task Running_out_of_descriptors_does_not_end_the_server()
    {
        // A runtime that compiles as it goes needs descriptors for that and aborts without: only the native binary, on which CI
        // runs these tests again, is held to its limit. The other serves as many clients with descriptors enough.
        using var server = await ServingTool.StartAsync(shell: Tool.IsNative ? "ulimit -n 200; " : "");
        var clients = new List<Socket>();
        try
        {
            for (var i = 0; i < 300; i++)
            {
                var client = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
                clients.Add(client);
                await client.ConnectAsync("127.0.0.1", server.Port);
            }

            if (Tool.IsNative)
            {
                Assert.StartsWith("rawhttp: accept: ", await server.ReadErrorAsync(), StringComparison.Ordinal);
            }
        }
        finally
        {
            clients.ForEach(client => client.Dispose());
        }

        Assert.Equal("still here\n", await server.TalkAsync("still here\n\n"));
        await server.StopAsync();
    }

    [Fact]
    public async Task A_client_that_holds_too_much_is_told_and_logged()
    {
        using var server = await ServingTool.StartAsync(["--max-memory", "32K"]);

        Assert.Equal("out of memory: the limit of all clients is 32768 bytes, and this one held the most\n", await server.TalkAsync(new string('x', 40_000)));
        await server.ReadUntilAsync("shut down: out of memory");
        Assert.Equal("still here\n", await server.TalkAsync("still here\n\n"));
        await server.StopAsync();
    }

    [Fact]
    public async Task An_address_in_use_is_told()
    {
        await using var first = EchoServer.Start();

        var result = await Tool.RunAsync("echo", "serve", "--listen", $"{first.EndPoint}");

        Assert.Equal((45, "", $"rawhttp: listen {first.EndPoint}: Address already in use\n"), (result.Status, result.Text, result.Error));
    }

    [Theory]
    [InlineData("--listen: \"x\" is not ADDR:PORT, an address and a port from 0 to 65535; see rawhttp echo serve --help", "serve", "--listen", "x")]
    [InlineData("--listen: \"127.0.0.1\" is not ADDR:PORT, an address and a port from 0 to 65535; see rawhttp echo serve --help", "serve", "--listen", "127.0.0.1")]
    [InlineData("--listen: \"127.0.0.1:70000\" is not ADDR:PORT, an address and a port from 0 to 65535; see rawhttp echo serve --help", "serve", "--listen", "127.0.0.1:70000")]
    [InlineData("--reply: \"loud\" is none of echo, ack; see rawhttp echo serve --help", "serve", "--reply", "loud")]
    [InlineData("--on-timeout: \"\" is none of shutdown, release; see rawhttp echo serve --help", "serve", "--on-timeout", "")]
    [InlineData("--timeout: \"0\" is no time in seconds (0.001 to 4000000); see rawhttp echo serve --help", "serve", "--timeout", "0")]
    [InlineData("--max-connections: \"0\" is no size (1 to 2147483647; K, M and G are understood); see rawhttp echo serve --help", "serve", "--max-connections", "0")]
    [InlineData("--max-memory: \"0\" is no size (1 to 9223372036854775807; K, M and G are understood); see rawhttp echo serve --help", "serve", "--max-memory", "0")]
    [InlineData("a command is missing: serve or connect; see rawhttp echo --help")]
    public async Task Wrong_usage_is_one_line(string error, params string[] arguments)
    {
        var result = await Tool.RunAsync(["echo", .. arguments]);

        Assert.Equal((2, "", $"rawhttp: {error}\n"), (result.Status, result.Text, result.Error));
    }

    [Fact]
    public async Task Nobody_there_is_told()
    {
        using var refusing = new RefusingPort();
        var port = refusing.Number;

        var result = await ConnectAsync(port, "one\n");

        Assert.Equal((7, "", $"rawhttp: connect 127.0.0.1:{port}: connection refused\n"), (result.Status, result.Text, result.Error));
    }

    [Theory]
    [InlineData("one\ntwo\n", "one\ntwo\n")]
    [InlineData("one\nunended", "one\nunended\n")]
    [InlineData("one\n\n", "one\n")]
    [InlineData("one\n \t\r\n", "one\n")]
    [InlineData("\n", "")]
    [InlineData("one\r\n", "one\r\n")]
    [InlineData("\u00ff\0\u001b[2J\n", "\u00ff\0\u001b[2J\n")]
    [InlineData("", "")]
    public async Task From_a_pipe_the_replies_alone_are_printed(string input, string replies)
    {
        await using var server = EchoServer.Start();

        var result = await ConnectAsync(server.EndPoint.Port, input);

        Assert.Equal((0, replies, ""), (result.Status, result.Text, result.Error));
    }

    [Theory]
    [InlineData("printf 'one\\n\\nnot sent\\n'", "one\n", "1 line")]
    [InlineData("printf 'one\\n\\n\\n'", "one\n", "1 line")]
    [InlineData("printf '\\none\\ntwo'", "", "2 lines")]
    [InlineData("printf 'one\\n\\n'; sleep 0.1; echo two; echo; echo three", "one\n", "3 lines")]
    [InlineData("seq 9; echo; seq 300000", "1\n2\n3\n4\n5\n6\n7\n8\n9\n", "300000 lines")]
    [InlineData("echo one; echo; exec yes 2> /dev/null", "one\n", "at least [0-9]+ lines")]
    [InlineData("echo one; echo; echo two; exec sleep 300 2> /dev/null", "one\n", "at least 1 line")]
    public async Task Lines_behind_a_blank_one_are_told_as_unsent(string input, string replies, string unsent)
    {
        await using var server = EchoServer.Start();

        var result = await FromAsync(input, server.EndPoint.Port);

        Assert.Equal((55, replies), (result.Status, result.Text));
        Assert.Matches($"^rawhttp: send 127.0.0.1:{server.EndPoint.Port}: a blank line of the input ended the session, {unsent} unsent\n$", result.Error);
    }

    [Fact]
    public async Task An_input_that_stays_open_behind_a_blank_line_holds_nobody_up()
    {
        await using var server = EchoServer.Start();

        var result = await FromAsync("printf 'one\\n\\n'; exec sleep 300 2> /dev/null", server.EndPoint.Port);

        Assert.Equal((0, "one\n", ""), (result.Status, result.Text, result.Error));
    }

    [Fact]
    public async Task Lines_that_a_server_left_no_time_for_are_told()
    {
        await using var server = ScriptedServer.Start(async client =>
        {
            // A reply that comes before any line was sent answers none.
            await client.Socket.ReceiveAsync(new byte[1]);
            await client.SendAsync("one\n");
            await client.CloseAsync();
        }, readsRequest: false);

        var result = await Tool.ShellAsync($"seq 1000000 | $TOOL echo connect 127.0.0.1:{server.Port}");

        Assert.Equal((18, "one\n"), (result.Status, result.Text));
        var told = Regex.Match(result.Error, "the server closed the connection, ([0-9]+) unanswered, ([0-9]+) lines unsent, before the input ended\n$");
        Assert.True(told.Success, result.Error);
        Assert.Equal(999_999, int.Parse(told.Groups[1].Value, null) + int.Parse(told.Groups[2].Value, null));
    }

    [Fact]
    public async Task A_million_lines_do_not_deadlock()
    {
        await using var server = EchoServer.Start();

        var result = await Tool.ShellAsync($"seq 1000000 | $TOOL echo connect 127.0.0.1:{server.EndPoint.Port} | sha256sum; seq 1000000 | sha256sum");

        var sums = result.Text.Split('\n');
        Assert.Equal(sums[1], sums[0]);
        Assert.Equal((1, 1_000_000), (server.ClientsServed, server.LinesServed));
    }

    [Theory]
    [InlineData("", 18, "the server closed the connection, 1 unanswered")]
    [InlineData("reply\nmore\n", 0, "")]
    [InlineData("repl", 18, "the server closed the connection, 1 unanswered")]
    public async Task The_servers_end_is_told_when_something_was_lost(string replies, int status, string error)
    {
        await using var server = ScriptedServer.Start(async client =>
        {
            await client.SendAsync(replies);
            await client.CloseAsync();
        });

        var result = await ConnectAsync(server.Port, "GET\r\n");

        Assert.Equal(status, result.Status);
        Assert.Equal(error.Length > 0 ? $"rawhttp: read 127.0.0.1:{server.Port}: {error}\n" : "", result.Error);
    }

    [Fact]
    public async Task An_input_line_over_the_limit_is_told()
    {
        await using var server = EchoServer.Start();

        var result = await Tool.ShellAsync($"(echo a; sleep 1; head -c 100000 /dev/zero | tr '\\0' x) | $TOOL echo connect 127.0.0.1:{server.EndPoint.Port}");

        Assert.Equal((100, "a\n", "rawhttp: read standard input: line of the input at offset 2 is longer than the limit of 65536 bytes\n"), (result.Status, result.Text, result.Error));
    }

    [Fact]
    public async Task A_closed_standard_input_is_told()
    {
        await using var server = EchoServer.Start();

        var result = await Tool.ShellAsync($"$TOOL echo connect 127.0.0.1:{server.EndPoint.Port} <&-");

        Assert.Equal((26, "", "rawhttp: read standard input: it is closed\n"), (result.Status, result.Text, result.Error));
    }

    [Fact]
    public async Task A_server_that_leaves_in_the_middle_is_told_in_one_line()
    {
        await using var server = ScriptedServer.Start(async client =>
        {
            await client.SendAsync("one\n");
            await client.CloseAsync();
        });

        var result = await Tool.ShellAsync($"(echo 'GET'; echo; seq 1000000 | sed 's/^/x/') | sed '2d' | $TOOL echo connect 127.0.0.1:{server.Port}");

        Assert.Matches($"^rawhttp: read 127.0.0.1:{server.Port}: the (server closed the connection|connection was reset), [0-9]+ unanswered(, [0-9]+ lines? unsent)?(, before the input ended)?\n$", result.Error);
        Assert.True(result.Status is 18 or 56, $"{result.Status}");
    }

    [Fact]
    public async Task A_reset_is_told()
    {
        await using var server = ScriptedServer.SendingThenReset("one\n");

        var result = await ConnectAsync(server.Port, "a\nb\n");

        Assert.Equal((56, "one\n", $"rawhttp: read 127.0.0.1:{server.Port}: the connection was reset, 1 unanswered\n"), (result.Status, result.Text, result.Error));
    }

    [Fact]
    public async Task A_reply_that_does_not_come_is_given_up()
    {
        var givenUp = new TaskCompletionSource();
        await using var server = ScriptedServer.Start(async client =>
        {
            await client.SendAsync("one\n");
            await givenUp.Task;
        });

        var result = await ConnectAsync(server.Port, "a\nb\n", "--timeout", "2");
        givenUp.SetResult();

        Assert.Equal((28, "one\n", $"rawhttp: read 127.0.0.1:{server.Port}: no reply within 2 s\n"), (result.Status, result.Text, result.Error));
    }

    [RequiresProgram("script", "bsdutils")]
    public async Task In_a_terminal_there_is_a_prompt_and_the_server_says()
    {
        await using var server = EchoServer.Start();

        var screen = await TypeAsync($"echo connect 127.0.0.1:{server.EndPoint.Port}", "hello\\n", "sleep 3; printf 'w\\033[2Jrld\\n'; sleep 1; printf '\\n'; sleep 1");

        Assert.Contains($"connected to 127.0.0.1:{server.EndPoint.Port}\n>", screen, StringComparison.Ordinal);
        Assert.Contains("server say: hello\n>", screen, StringComparison.Ordinal);
        Assert.Contains("server say: w\\x1b[2Jrld\n>", screen, StringComparison.Ordinal);
        Assert.DoesNotContain("rawhttp:", screen, StringComparison.Ordinal);
    }

    [RequiresProgram("script", "bsdutils")]
    public async Task What_comes_at_the_prompt_is_shown_at_once_and_so_is_the_end()
    {
        await using var server = EchoServer.Start();

        var screen = await TypeAsync($"echo connect 127.0.0.1:{server.EndPoint.Port}; echo status $?", "set time 1\\n", "sleep 5");

        Assert.EndsWith($"server say: set time 1\n>\nserver say: time out !\n>\n127.0.0.1:{server.EndPoint.Port}: the server closed the connection\nstatus 0\n", screen, StringComparison.Ordinal);
    }

    [RequiresProgramTheory("script", "bsdutils")]
    [InlineData("dumb")]
    [InlineData("xterm")]
    public async Task Cursor_keys_are_not_sent(string terminal)
    {
        await using var server = EchoServer.Start();

        var screen = await TypeAsync($"echo connect 127.0.0.1:{server.EndPoint.Port}; echo status $?", "", "sleep 2; printf 'one\\033[D\\n'; sleep 1; printf '\\033OD\\033[3~two\\n'; sleep 1; printf '\\n'; sleep 1", terminal);

        Assert.Contains("server say: one\n", screen, StringComparison.Ordinal);
        Assert.Contains("server say: two\n", screen, StringComparison.Ordinal);
        Assert.EndsWith("status 0\n", screen, StringComparison.Ordinal);
    }

    [RequiresLibrary("libedit.so.2", "libedit2")]
    public async Task What_was_pasted_behind_the_end_of_the_session_is_not_left_to_the_shell()
    {
        await using var server = EchoServer.Start();
        using var folder = new TemporaryFolder();

        var screen = await TypeAsync($"echo connect 127.0.0.1:{server.EndPoint.Port}; cat > {folder.PathOf("left")}", "", "sleep 2; printf 'one\\n\\ntouch left\\n'; sleep 2; printf '\\004'; sleep 1", "xterm");

        Assert.Contains("server say: one\n", screen, StringComparison.Ordinal);
        Assert.Contains("rawhttp: note: 11 bytes typed after the end of the session were not sent\n", screen, StringComparison.Ordinal);
        Assert.Equal("", folder.Read("left"));
    }

    [RequiresLibrary("libedit.so.2", "libedit2")]
    public async Task A_line_that_comes_while_another_is_typed_leaves_that_to_be_typed_on()
    {
        var sent = new TaskCompletionSource();
        await using var server = ScriptedServer.Start(
            async client =>
            {
                await Task.Delay(3000);
                await client.SendAsync("unasked\n");
                Assert.Equal("half more\n", await ReadLineAsync(client));
                sent.SetResult();
                await client.CloseAsync();
            },
            readsRequest: false);

        var screen = await TypeAsync($"echo connect 127.0.0.1:{server.Port}", "", "sleep 1; printf 'half'; sleep 4; printf ' more\\n'; sleep 2", "xterm");

        Assert.Contains("server say: unasked\n>half", screen.Replace("\r", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.True(sent.Task.IsCompletedSuccessfully);

        static async Task<string> ReadLineAsync(ScriptedClient client)
        {
            var line = "";
            var octets = new byte[100];
            while (!line.EndsWith('\n') && await client.Socket.ReceiveAsync(octets) is > 0 and var count)
            {
                line += System.Text.Encoding.ASCII.GetString(octets, 0, count);
            }

            return line;
        }
    }

    [RequiresLibrary("libedit.so.2", "libedit2")]
    public async Task A_line_is_edited_and_a_former_one_taken_from_the_history()
    {
        await using var server = EchoServer.Start();

        // Left twice, a letter; Up twice; an umlaut of two octets, removed; Ctrl-D.
        var screen = await TypeAsync($"echo connect 127.0.0.1:{server.EndPoint.Port}; echo status $?; stty -a", "", "sleep 2; printf 'helo\\033[D\\033[Dl\\n'; sleep 1; printf 'other\\n'; sleep 1; printf '\\033[A\\033[A\\n'; sleep 1; printf 'x\\303\\274\\177y\\n'; sleep 1; printf '\\004'; sleep 1", "xterm");

        Assert.Equal(["hello", "other", "hello", "xy"], screen.Split('\n').Where(line => line.StartsWith("server say: ", StringComparison.Ordinal)).Select(line => line["server say: ".Length..]));
        Assert.Contains("\nstatus 0\n", screen, StringComparison.Ordinal);
        Assert.Contains(" icanon ", screen, StringComparison.Ordinal);
        Assert.DoesNotContain("-echo ", screen, StringComparison.Ordinal);
    }

    [RequiresProgram("nc", "netcat-openbsd")]
    public Task Netcat_talks_to_the_server() => TalksToTheServerAsync(port => $"printf 'one\\ntwo\\n\\n' | nc 127.0.0.1 {port}");

    [RequiresProgram("socat", "socat")]
    public Task Socat_talks_to_the_server() => TalksToTheServerAsync(port => $"printf 'one\\ntwo\\n\\n' | socat -t 5 - TCP:127.0.0.1:{port}");

    [RequiresProgram("python3", "python3")]
    public Task The_reference_client_talks_to_the_server() => TalksToTheServerAsync(port => $"""
        python3 -c '
        import socket
        s = socket.create_connection(("127.0.0.1", {port}))
        f = s.makefile("rw")
        for line in ("one", "two"):
            f.write(line + "\n"); f.flush()
            print(f.readline(), end="")
        f.write("\n"); f.flush()
        assert f.readline() == ""
        '
        """);

    [RequiresProgram("socat", "socat")]
    public Task The_client_talks_to_socat() => TalksToAServerAsync(port => $"exec socat TCP-LISTEN:{port},bind=127.0.0.1,reuseaddr EXEC:cat");

    [RequiresProgram("ncat", "ncat")]
    public Task The_client_talks_to_ncat() => TalksToAServerAsync(port => $"exec ncat -l 127.0.0.1 {port} --exec /bin/cat");

    [Fact]
    public async Task A_stop_in_the_middle_of_a_load_sends_no_line_half()
    {
        using var server = await ServingTool.StartAsync(["-s"]);
        var line = new string('x', 99) + "\n";
        using var served = new SemaphoreSlim(0);
        var clients = Enumerable.Range(0, 100).Select(seed => Task.Run(async () =>
        {
            using var client = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            await client.ConnectAsync("127.0.0.1", server.Port);
            var random = new Random(seed);
            var lines = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat(line, 20)));
            var octets = new byte[64 * 1024];
            var received = new StringBuilder();
            var sent = 0;
            while (true)
            {
                // A fragment, and then what comes back for whole lines, so that only a few are on their way.
                var at = sent % lines.Length;
                sent += await client.SendAsync(lines.AsMemory(at, Math.Min(random.Next(1, 400), lines.Length - at)));
                if (sent / line.Length * line.Length <= received.Length)
                {
                    continue;
                }

                var count = await client.ReceiveAsync(octets);
                if (count == 0)
                {
                    return received.ToString();
                }

                if (received.Length == 0)
                {
                    served.Release();
                }

                received.Append(Encoding.ASCII.GetString(octets, 0, count));
            }
        })).ToList();
        for (var i = 0; i < 100; i++)
        {
            await served.WaitAsync();
        }

        var output = await server.StopAsync();

        Assert.All(await Task.WhenAll(clients), received => Assert.Equal("", received.Replace(line, "", StringComparison.Ordinal)));
        Assert.Equal((130, ""), (server.Status, server.Error));
        Assert.Matches("served 100 clients, [0-9]+ lines\n$", output);
    }

    private static Task<ToolResult> ConnectAsync(int port, string input, params string[] options)
    {
        var octal = string.Concat(Encoding.Latin1.GetBytes(input).Select(octet => "\\" + Convert.ToString(octet, 8).PadLeft(3, '0')));
        return Tool.ShellAsync($"printf '{octal}' | $TOOL echo connect 127.0.0.1:{port.ToString(CultureInfo.InvariantCulture)} {string.Join(' ', options)}");
    }

    // Of an input that does not end its writer is stopped.
    private static Task<ToolResult> FromAsync(string input, int port) =>
        Tool.ShellAsync($"exec 3< <({input}); $TOOL echo connect 127.0.0.1:{port} <&3 3<&-; status=$?; kill $! 2> /dev/null; exit $status");

    private static async Task TalksToTheServerAsync(Func<int, string> command)
    {
        await using var server = EchoServer.Start();

        var result = await Tool.ShellAsync(command(server.EndPoint.Port));

        Assert.Equal((0, "one\ntwo\n", ""), (result.Status, result.Text, result.Error));
    }

    private static async Task TalksToAServerAsync(Func<int, string> command)
    {
        int port;
        await using (var free = EchoServer.Start())
        {
            port = free.EndPoint.Port;
        }

        using var server = Process.Start("bash", ["-c", command(port)]);
        try
        {
            ToolResult result;
            do
            {
                // Refused until it listens.
                result = await ConnectAsync(port, "one\ntwo\n", "--timeout", "10");
            }
            while (result.Status == 7 && !server.HasExited);

            Assert.Equal((0, "one\ntwo\n", ""), (result.Status, result.Text, result.Error));
        }
        finally
        {
            server.Kill(entireProcessTree: true);
        }
    }

    /// <summary>Runs the tool on a terminal of its own; its keyboard is printf and then what holds it open.</summary>
    private static async Task<string> TypeAsync(string arguments, string keys, string after = "sleep 1", string terminal = "dumb")
    {
        using var script = new TemporaryFolder();
        script.Write("run", $"$TOOL {arguments}");
        var result = await Tool.ShellAsync($"(sleep 1; printf '{keys}'; {after}) | TERM={terminal} script -qec 'bash {script.PathOf("run")}' /dev/null");
        return result.Text.Replace("\r\n", "\n", StringComparison.Ordinal);
    }
}
