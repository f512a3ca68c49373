using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Time.Testing;
using RawHttp.Echo;
using RawHttp.Lines;
using RawHttp.Net;
using RawHttp.Tests.Cli;

namespace RawHttp.Tests.Docs;

/// <summary>What <c>docs/close-and-shutdown.md</c> says is so: each statement, and each session with its output.</summary>
public sealed partial class CloseAndShutdownTests
{
    private const string Released = "Released: the puzzle";
    private const string ShutDown = "Shut down: the cure, and the default";

    private static readonly Page Text = Page.Read("close-and-shutdown.md");

    [RequiresProgram("tcpdump", "tcpdump", And = "python3", AsRoot = true)]
    public Task Released_the_client_goes_on_and_no_fin_follows_the_notice() => AssertSessionAsync(Released);

    [RequiresProgram("tcpdump", "tcpdump", And = "python3", AsRoot = true)]
    public Task Shut_down_a_fin_follows_the_notice_an_rst_the_next_line_and_the_one_after_fails() => AssertSessionAsync(ShutDown);

    [Fact]
    public async Task Shutting_down_is_the_default()
    {
        await using var server = await RunningServer.StartAsync("--timeout", "1");
        using var client = await ConnectAsync(server.Port);

        Assert.Equal("time out !\n", await ReadToEndAsync(client));
    }

    [Fact]
    public async Task Released_a_silent_client_gets_the_notice_again_after_each_further_second()
    {
        var time = new WatchedTimeProvider();
        await using var server = EchoServer.Start(new EchoServerOptions { Time = time, IdleTimeout = TimeSpan.FromSeconds(1), OnTimeout = TimeoutEnding.Release });
        using var client = await ConnectAsync(server.EndPoint.Port);

        for (var round = 0; round < 3; round++)
        {
            await time.TimerSetAsync(TimeSpan.FromSeconds(1));
            time.Advance(TimeSpan.FromMilliseconds(999));
            Assert.Equal(0, client.Available);
            time.Advance(TimeSpan.FromMilliseconds(1));
            Assert.Equal("time out !\n", await ReceiveAsync(client));
        }
    }

    [RequiresProgram("tcpdump", "tcpdump", AsRoot = true)]
    public async Task Close_gives_up_one_hold_and_the_connection_ends_when_its_last_holder_has_let_go()
    {
        await using var pair = await SocketPair.ConnectAsync();
        await using var capture = await CaptureAsync(pair);
        var first = pair.Connection.MakeFile();
        var second = pair.Connection.MakeFile();

        pair.Connection.Release();
        await first.DisposeAsync();

        Assert.Equal(1, pair.Connection.Holders);
        Assert.Empty(await capture.SegmentsAsync());
        await pair.SendAsync("hello\n");
        Assert.Equal("hello\n", Told(await second.ReadLineAsync()));

        await second.DisposeAsync();

        Assert.Equal("", await pair.ReceiveAsync());
        Assert.Equal(["peer data 6", "ours FIN"], await capture.SegmentsAsync());
    }

    [RequiresProgram("tcpdump", "tcpdump", AsRoot = true)]
    public async Task Shutdown_ends_the_connection_at_once_and_for_every_holder_and_the_holds_remain()
    {
        await using var pair = await SocketPair.ConnectAsync();
        await using var capture = await CaptureAsync(pair);
        await using var first = pair.Connection.MakeFile();
        await using var second = pair.Connection.MakeFile();
        var reading = first.ReadLineAsync().AsTask();

        pair.Connection.Shutdown();

        Assert.Null(await reading);
        Assert.Null(await second.ReadLineAsync());
        Assert.Equal(3, pair.Connection.Holders);
        Assert.Equal(["ours FIN"], await capture.SegmentsAsync());
    }

    [Fact]
    public async Task Nothing_can_be_sent_after_the_shutdown()
    {
        await using var pair = await SocketPair.ConnectAsync();
        await using var file = pair.Connection.MakeFile();
        pair.Connection.Shutdown();

        await file.WriteLineAsync("time out !"u8.ToArray());

        await Assert.ThrowsAsync<IOException>(async () => await file.FlushAsync());
        Assert.Equal("", await pair.ReceiveAsync());
    }

    [RequiresProgram("tcpdump", "tcpdump", AsRoot = true)]
    public async Task What_is_sent_to_a_side_that_has_ended_receiving_too_is_answered_with_an_rst_and_the_next_fails()
    {
        await using var pair = await SocketPair.ConnectAsync();
        await using var capture = await CaptureAsync(pair);
        pair.Connection.Shutdown();

        await pair.SendAsync("hello\n");

        Assert.Equal(["ours FIN", "peer data 6", "ours RST"], await capture.SegmentsAsync());
        await Assert.ThrowsAsync<SocketException>(() => pair.SendAsync("\n"));
    }

    [RequiresProgram("python3", "python3")]
    public async Task A_file_made_over_a_connection_is_one_more_holder_in_Python_too()
    {
        const string Script = """
            import socket
            ours, peer = socket.socketpair()
            file = ours.makefile("w")
            ours.close()
            print("as if nothing had happened", file=file, flush=True)
            print(peer.recv(99))
            file.close()
            print(peer.recv(99))
            """;

        var result = await Tool.RunAsync("python3", ["-c", Script]);

        Assert.Equal(("b'as if nothing had happened\\n'\nb''\n", ""), (result.Text, result.Error));
    }

    [Fact]
    public async Task The_library_prints_what_the_comments_say()
    {
        var source = await File.ReadAllTextAsync(PathOfThis());
        var shown = Text.Block("The holders in the library", "csharp");
        Assert.Equal(shown, Unindent(Region().Match(source).Groups["content"].Value));
        using var printed = new StringWriter { NewLine = "\n" };
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen();
        using var peer = await ConnectAsync(((IPEndPoint)listener.LocalEndPoint!).Port);
        await PrintHoldersAsync(await listener.AcceptAsync(), printed);

        Assert.Equal(string.Concat(Comment().Matches(shown).Select(comment => comment.Groups["text"].Value + "\n")), printed.ToString());
        Assert.Equal("as if nothing had happened\n", await ReadToEndAsync(peer));
    }

    [Fact]
    public async Task A_released_connection_makes_no_more_files()
    {
        await using var pair = await SocketPair.ConnectAsync();
        await using var file = pair.Connection.MakeFile();
        pair.Connection.Release();

        Assert.Throws<ObjectDisposedException>(() => pair.Connection.MakeFile());
    }

    [RequiresProgram("tcpdump", "tcpdump", AsRoot = true)]
    public async Task Disposing_a_file_sends_what_was_written_to_it_then_lets_go_and_does_no_more()
    {
        await using var pair = await SocketPair.ConnectAsync();
        await using var capture = await CaptureAsync(pair);
        var file = pair.Connection.MakeFile();
        await file.WriteLineAsync("last words"u8.ToArray());

        await file.DisposeAsync();

        Assert.Equal(1, pair.Connection.Holders);
        await pair.Connection.SendAsync("more"u8.ToArray());
        Assert.Equal(["ours data 11", "ours data 4"], await capture.SegmentsAsync());
    }

    [RequiresProgram("tcpdump", "tcpdump", AsRoot = true)]
    public async Task Disposing_a_connection_shuts_it_down_then_releases_it()
    {
        await using var pair = await SocketPair.ConnectAsync();
        await using var capture = await CaptureAsync(pair);
        await using var file = pair.Connection.MakeFile();

        await pair.Connection.DisposeAsync();

        // The file still holds it; without the shutdown it would be open.
        Assert.Equal((1, ConnectionEnd.ShutDown), (pair.Connection.Holders, pair.Connection.End));
        Assert.Equal(["ours FIN"], await capture.SegmentsAsync());
        Assert.Throws<ObjectDisposedException>(() => pair.Connection.MakeFile());
    }

    [RequiresProgram("tcpdump", "tcpdump", AsRoot = true)]
    public async Task Shutdown_of_sending_sends_a_fin_and_what_the_peer_sends_is_still_received()
    {
        await using var pair = await SocketPair.ConnectAsync();
        await using var capture = await CaptureAsync(pair);
        await using var file = pair.Connection.MakeFile();

        pair.Connection.Shutdown(SocketShutdown.Send);

        Assert.Equal("", await pair.ReceiveAsync());
        await pair.SendAsync("hello\n");
        Assert.Equal("hello\n", Told(await file.ReadLineAsync()));
        Assert.Equal(["ours FIN", "peer data 6"], await capture.SegmentsAsync());
    }

    [RequiresProgram("tcpdump", "tcpdump", AsRoot = true)]
    public async Task Shutdown_of_receiving_sends_nothing_and_the_octets_of_the_peer_are_still_acknowledged()
    {
        await using var pair = await SocketPair.ConnectAsync();
        await using var capture = await CaptureAsync(pair);

        pair.Connection.Shutdown(SocketShutdown.Receive);

        Assert.Empty(await capture.SegmentsAsync());
        for (var round = 0; round < 3; round++)
        {
            await ArriveAsync(pair, "hello\n");
        }

        Assert.Equal(["peer data 6", "peer data 6", "peer data 6"], await capture.SegmentsAsync());
    }

    [Fact]
    public async Task After_shutdown_of_receiving_what_has_arrived_is_read_then_the_stream_ends_and_sending_goes_on()
    {
        await using var pair = await SocketPair.ConnectAsync();
        await using var file = pair.Connection.MakeFile();
        await ArriveAsync(pair, "one\n");

        pair.Connection.Shutdown(SocketShutdown.Receive);

        await ArriveAsync(pair, "two\n");
        Assert.Equal("one\n", Told(await file.ReadLineAsync()));
        Assert.Equal("two\n", Told(await file.ReadLineAsync()));
        Assert.Null(await file.ReadLineAsync());
        await ArriveAsync(pair, "three\n");
        Assert.Null(await file.ReadLineAsync());
        await pair.Connection.SendAsync("bye"u8.ToArray());
        Assert.Equal("bye", await pair.ReceiveAsync());
    }

    [RequiresProgram("tcpdump", "tcpdump", AsRoot = true)]
    public async Task Closing_with_octets_unread_sends_an_rst_in_place_of_the_fin_and_the_peer_reads_a_reset()
    {
        await using var pair = await SocketPair.ConnectAsync();
        await using var capture = await CaptureAsync(pair);
        await ArriveAsync(pair, "unread");

        pair.Connection.Release();

        Assert.Equal(SocketError.ConnectionReset, (await Assert.ThrowsAsync<SocketException>(pair.ReceiveAsync)).SocketErrorCode);
        Assert.Equal(["peer data 6", "ours RST"], await capture.SegmentsAsync());
    }

    [RequiresProgram("tcpdump", "tcpdump", AsRoot = true)]
    public async Task Closing_with_octets_unread_after_a_shutdown_sends_an_rst_after_the_fin()
    {
        await using var pair = await SocketPair.ConnectAsync();
        await using var capture = await CaptureAsync(pair);
        await ArriveAsync(pair, "unread");

        pair.Connection.Shutdown();
        pair.Connection.Release();

        Assert.Equal(["peer data 6", "ours FIN", "ours RST"], await capture.SegmentsAsync());
    }

    [RequiresProgram("tcpdump", "tcpdump", AsRoot = true)]
    public async Task A_patient_close_sends_the_fin_and_lets_go_only_when_the_peer_has_ended_too()
    {
        // A clock that stands still: the peer is never silent for long.
        await using var pair = await SocketPair.ConnectAsync(new FakeTimeProvider());
        await using var capture = await CaptureAsync(pair);
        await ArriveAsync(pair, "unread");
        await pair.Connection.SendAsync("last words"u8.ToArray());

        var closing = pair.Connection.CloseAsync(TimeSpan.FromHours(1));

        Assert.Equal("last words", await pair.ReceiveAsync());
        Assert.Equal("", await pair.ReceiveAsync());
        await ArriveAsync(pair, "still arrives");
        Assert.Equal((1, false), (pair.Connection.Holders, closing.IsCompleted));
        pair.Peer.Shutdown(SocketShutdown.Send);
        await closing;
        Assert.Equal(0, pair.Connection.Holders);
        Assert.Equal(["peer data 6", "ours data 10", "ours FIN", "peer data 13", "peer FIN"], await capture.SegmentsAsync());
    }

    [Fact]
    public async Task A_patient_close_ends_when_the_peer_is_silent()
    {
        var time = new FakeTimeProvider();
        await using var pair = await SocketPair.ConnectAsync(time);
        var closing = pair.Connection.CloseAsync(TimeSpan.FromHours(1));

        time.Advance(TimeSpan.FromMilliseconds(99));
        Assert.Equal((1, false), (pair.Connection.Holders, closing.IsCompleted));
        time.Advance(TimeSpan.FromMilliseconds(1));
        await closing;

        Assert.Equal(0, pair.Connection.Holders);
    }

    [Fact]
    public async Task A_patient_close_waits_no_longer_than_it_is_told_to()
    {
        var time = new FakeTimeProvider();
        await using var pair = await SocketPair.ConnectAsync(time);
        var closing = pair.Connection.CloseAsync(TimeSpan.FromSeconds(1));

        var passed = 0;
        for (var received = 0L; !closing.IsCompleted; passed += 10)
        {
            await pair.SendAsync("more");
            while (pair.Connection.Received == received && !closing.IsCompleted)
            {
                await Task.Yield();
            }

            received = pair.Connection.Received;
            time.Advance(TimeSpan.FromMilliseconds(10));
        }

        await closing;
        Assert.InRange(passed, 1000, 1200);
        Assert.Equal(0, pair.Connection.Holders);
    }

    [RequiresProgram("tcpdump", "tcpdump", AsRoot = true)]
    public async Task The_server_closes_patiently_when_it_refuses_a_line_or_a_client()
    {
        await using var server = await RunningServer.StartAsync("--max-line", "10", "--max-connections", "1");
        await using var capture = await CaptureAsync(server.Port);
        using var first = await ConnectAsync(server.Port);
        await first.SendAsync("hello\n"u8.ToArray());
        Assert.Equal("hello\n", await ReceiveAsync(first));

        // Held up, the server has the second one's line before it sees the client.
        await server.SignalAsync("STOP");
        using var second = await ConnectAsync(server.Port);
        await second.SendAsync("hello\n"u8.ToArray());
        await server.SignalAsync("CONT");
        Assert.Equal("server busy\n", await ReadToEndAsync(second));
        second.Close();

        // More than the server reads before it knows; the rest lies unread.
        first.Send(new byte[200_000]);
        Assert.Equal("line too long: the limit is 10 bytes\n", await ReadToEndAsync(first));
        first.Close();

        var segments = await capture.SegmentsAsync();
        Assert.Equal(2, segments.Count(segment => segment == "ours FIN"));
        Assert.DoesNotContain("ours RST", segments);
    }

    // What the page shows, as it stands there; it prints to what is called like the console, for that is everybody's.
    private static async Task PrintHoldersAsync(Socket socket, TextWriter Console)
    {
        #region The holders in the library
        var connection = Connection.FromSocket(socket);
        Console.WriteLine(connection.Holders); // 1
        var file = connection.MakeFile();
        Console.WriteLine(connection.Holders); // 2
        connection.Release();
        Console.WriteLine(connection.Holders); // 1
        await file.WriteLineAsync("as if nothing had happened"u8.ToArray());
        await file.FlushAsync();
        Console.WriteLine(connection.Sent); // 27
        connection.Shutdown();
        Console.WriteLine($"{connection.Holders} {connection.End}"); // 1 ShutDown
        await file.DisposeAsync();
        Console.WriteLine(connection.Holders); // 0
        #endregion
    }

    /// <summary>Runs the server, the capture and the client of a session as the page has them, and compares what each prints.</summary>
    private static async Task AssertSessionAsync(string heading)
    {
        var session = Text.Session(heading);
        Assert.Equal(["rawhttp", "tcpdump", "python3"], session.Select(shown => shown.Command.Split(' ')[0]));
        var (serve, capture, talk) = (session[0], session[1], session[2]);
        using var folder = new TemporaryFolder();

        await using var server = await RunningServer.StartAsync(serve.Command.Split(' ')[3..]);
        await using var capturing = await Capture.StartAsync(capture.Command.Replace("9990", $"{server.Port}", StringComparison.Ordinal), server.Port);
        folder.Write("client.py", Text.Block("Both endings", "python").Replace("9990", $"{server.Port}", StringComparison.Ordinal));
        var client = await Tool.RunAsync("python3", [folder.PathOf(talk.Command.Split(' ')[1])]);
        var served = await server.InterruptAsync();
        var captured = string.Concat((await capturing.LinesAsync()).Select(line => line + "\n"));

        // The page has one port for the server and one for the client.
        var port = ClientPort().Match(served).Groups["port"].Value;
        string AsShown(string text) => Regex.Replace(Regex.Replace(text, $@"\b{server.Port}\b", "9990"), $@"\b{port}\b", "40000");
        Assert.Equal((talk.Output, ""), (client.Text, client.Error));

        // The terminal echoes Ctrl-C.
        Assert.Equal(serve.Output.Replace("^C", "", StringComparison.Ordinal), AsShown(served));
        Assert.Equal(capture.Output, AsShown(captured));
    }

    private static Task<Capture> CaptureAsync(SocketPair pair) => CaptureAsync(((IPEndPoint)pair.Connection.LocalEndPoint!).Port);

    private static Task<Capture> CaptureAsync(int port) =>
        Capture.StartAsync(Text.Session(Released)[1].Command.Replace("9990", $"{port}", StringComparison.Ordinal), port);

    // The peer sends this, and our system has it.
    private static async Task ArriveAsync(SocketPair pair, string text)
    {
        await pair.SendAsync(text);
        await new ScriptedClient(pair.Peer).HasArrivedAsync();
    }

    private static async Task<Socket> ConnectAsync(int port)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(IPAddress.Loopback, port);
        return socket;
    }

    private static async Task<string> ReceiveAsync(Socket client)
    {
        var octets = new byte[4096];
        return Encoding.Latin1.GetString(octets, 0, await client.ReceiveAsync(octets));
    }

    private static async Task<string> ReadToEndAsync(Socket client)
    {
        var all = "";
        while (await ReceiveAsync(client) is { Length: > 0 } received)
        {
            all += received;
        }

        return all;
    }

    private static string Told(Line? line) => Encoding.Latin1.GetString(line!.Value.Octets.Span);

    private static string Unindent(string code) => Regex.Replace(code, "^ {8}", "", RegexOptions.Multiline);

    private static string PathOfThis([CallerFilePath] string here = "") => here;

    [GeneratedRegex(@"connect from 127\.0\.0\.1:(?<port>\d+)")]
    private static partial Regex ClientPort();

    [GeneratedRegex(@"#region The holders in the library\n(?<content>(.*\n)*?) *#endregion")]
    private static partial Regex Region();

    [GeneratedRegex(@" // (?<text>.*)$", RegexOptions.Multiline)]
    private static partial Regex Comment();

    /// <summary><c>rawhttp echo serve</c> on a free port, killed if it was not interrupted.</summary>
    private sealed class RunningServer : IAsyncDisposable
    {
        private readonly CancellationTokenSource _patience = new(TimeSpan.FromSeconds(60));
        private readonly Process _process;
        private string _printed = "";

        private RunningServer(Process process) => _process = process;

        public int Port { get; private set; }

        public static async Task<RunningServer> StartAsync(params string[] options)
        {
            var server = new RunningServer(Tool.Start(["echo", "serve", .. options, "--listen", "127.0.0.1:0"]));
            try
            {
                var first = await server._process.StandardOutput.ReadLineAsync(server._patience.Token);
                Assert.StartsWith("listening on 127.0.0.1:", first, StringComparison.Ordinal);
                server.Port = IPEndPoint.Parse(first!.Split(' ')[^1]).Port;
                server._printed = first + "\n";
                return server;
            }
            catch
            {
                await server.DisposeAsync();
                throw;
            }
        }

        public async Task SignalAsync(string signal)
        {
            using var kill = Process.Start("kill", ["-" + signal, $"{_process.Id}"]);
            await kill.WaitForExitAsync(_patience.Token);
        }

        /// <summary>Ctrl-C; returns all that it has printed.</summary>
        public async Task<string> InterruptAsync()
        {
            await SignalAsync("INT");
            return _printed + await _process.StandardOutput.ReadToEndAsync(_patience.Token);
        }

        public async ValueTask DisposeAsync()
        {
            if (!_process.HasExited)
            {
                _process.Kill();
            }

            await _process.WaitForExitAsync();
            _process.Dispose();
            _patience.Dispose();
        }
    }
}
