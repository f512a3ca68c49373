using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.Time.Testing;
using RawHttp.Echo;
using RawHttp.Lines;
using RawHttp.Tests.Cli;

namespace RawHttp.Tests.Echo;

/// <summary>The server as its clients see it (R4 and R6).</summary>
public sealed class EchoServerTests
{
    [Fact]
    public async Task Three_lines_serve_a_test()
    {
        await using var server = EchoServer.Start();
        await using var client = await EchoClient.ConnectAsync("127.0.0.1", server.EndPoint.Port);
        await client.SendAsync("hello"u8.ToArray());

        Assert.Equal("hello\n", Text(await client.ReadAsync()));
    }

    [Theory]
    [InlineData("one\n", "one\n")]
    [InlineData("one\r\n", "one\r\n")]
    [InlineData("one\ntwo\n\u00ff\0\u001b[2J\n", "one\ntwo\n\u00ff\0\u001b[2J\n")]
    [InlineData(" one \n", " one \n")]
    [InlineData("one\n\ntwo\n", "one\n")]
    [InlineData("one\n \t\r\ntwo\n", "one\n")]
    [InlineData("one\nunended", "one\nunended")]
    [InlineData("", "")]
    [InlineData("set time 5\n", "set time 5\n")]
    [InlineData("set timeout\n", "set timeout\n")]
    public async Task A_line_is_answered_with_itself_until_a_blank_one_or_the_end(string sent, string answered)
    {
        await using var server = EchoServer.Start();

        Assert.Equal(answered, await TalkAsync(server, sent));
    }

    [Theory]
    [InlineData("set time 0\n")]
    [InlineData("set time -1\n")]
    [InlineData("set time 1.5\n")]
    [InlineData("set time\n")]
    [InlineData("set time x\r\n")]
    [InlineData("set time 4000001\n")]
    [InlineData("set time 99999999999\n")]
    [InlineData("set time 5\0\n")]
    public async Task A_time_that_is_none_is_answered_with_an_error_line(string line)
    {
        await using var server = EchoServer.Start();

        Assert.Equal("set time: a whole number of seconds from 1 to 4000000 is needed\nnext\n", await TalkAsync(server, line + "next\n"));
    }

    [Fact]
    public async Task A_line_can_be_acknowledged_instead()
    {
        await using var server = EchoServer.Start(new EchoServerOptions { Reply = EchoReply.Ack });
        using var client = await ConnectAsync(server);
        await client.SendAsync("one\ntwo\n\n"u8.ToArray());

        Assert.Equal($"{client.LocalEndPoint} recevied ok!\n{client.LocalEndPoint} recevied ok!\n", await ReadToEndAsync(client));
    }

    [Fact]
    public async Task A_line_over_the_limit_is_told_and_the_server_lives_on()
    {
        await using var server = EchoServer.Start(new EchoServerOptions { MaxLine = 10 });

        Assert.Equal("123456789\nline too long: the limit is 10 bytes\n", await TalkAsync(server, "123456789\n1234567890\nmore\n" + new string('x', 1_000_000)));
        Assert.Equal("next\n", await TalkAsync(server, "next\n"));
    }

    [Fact]
    public async Task A_client_too_many_is_told_so()
    {
        await using var server = EchoServer.Start(new EchoServerOptions { MaxConnections = 1 });
        using var first = await ConnectAsync(server);
        await first.SendAsync("a\n"u8.ToArray());
        await ReceiveAsync(first);

        Assert.Equal("server busy\n", await TalkAsync(server, "b\n"));
        await first.SendAsync("\n"u8.ToArray());
        await ReadToEndAsync(first);
        string answer;
        do
        {
            // The place is free a moment after the first client sees its end.
            answer = await TalkAsync(server, "c\n");
        }
        while (answer == "server busy\n");

        Assert.Equal("c\n", answer);
    }

    [Theory]
    [InlineData("", 60)]
    [InlineData("set time 5\n", 5)]
    [InlineData("set time 5\nset time x\n", 5)]
    public async Task An_idle_client_is_told_and_its_connection_shut_down(string first, int seconds)
    {
        var time = new WatchedTimeProvider();
        await using var server = EchoServer.Start(new EchoServerOptions { Time = time });
        using var client = await ConnectAsync(server);
        await SayAsync(client, first);

        Assert.Equal("time out !\n", await AwaitNoticeAsync(client, time, seconds));
        Assert.Equal("", await ReceiveAsync(client));
        await Assert.ThrowsAsync<SocketException>(async () =>
        {
            // The first line after the shutdown is answered with a reset, the next fails.
            while (true)
            {
                await client.SendAsync("next line\n"u8.ToArray());
            }
        });
    }

    [Fact]
    public async Task A_connection_that_is_only_released_goes_on()
    {
        var time = new WatchedTimeProvider();
        await using var server = EchoServer.Start(new EchoServerOptions { Time = time, OnTimeout = TimeoutEnding.Release });
        using var client = await ConnectAsync(server);

        // Each time is shorter, so that its timer is set when the server waits again after the line.
        foreach (var seconds in new[] { 4, 3, 2 })
        {
            await SayAsync(client, $"as if nothing had happened\nset time {seconds}\n");
            Assert.Equal("time out !\n", await AwaitNoticeAsync(client, time, seconds));
        }

        await client.SendAsync("\n"u8.ToArray());
        Assert.Equal("", await ReceiveAsync(client));
    }

    [Fact]
    public async Task Lines_of_many_clients_come_back_whole_in_order_and_to_their_own()
    {
        const int Clients = 50;
        const int Lines = 200;
        await using var server = EchoServer.Start();
        var random = new Random(1);
        var seeds = Enumerable.Range(0, Clients).Select(_ => random.Next()).ToList();

        await Task.WhenAll(seeds.Select(seed => Task.Run(async () =>
        {
            var random = new Random(seed);
            var sent = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Range(0, Lines).Select(i => $"{seed} {i} {new string('x', random.Next(100))}\n")));
            using var client = await ConnectAsync(server);
            var reading = ReadToEndAsync(client);
            for (var at = 0; at < sent.Length;)
            {
                at += await client.SendAsync(sent.AsMemory(at, Math.Min(random.Next(1, 300), sent.Length - at)));
            }

            client.Shutdown(SocketShutdown.Send);
            Assert.Equal(Encoding.ASCII.GetString(sent), await reading);
        })));

        Assert.Equal((Clients, Clients * Lines), (server.ClientsServed, server.LinesServed));
    }

    [Fact]
    public async Task Who_never_reads_stalls_only_itself()
    {
        await using var server = EchoServer.Start();
        using var deaf = await ConnectAsync(server);
        var line = Encoding.ASCII.GetBytes(new string('x', 1023) + "\n");
        using var stalled = new CancellationTokenSource();
        var sent = 0L;
        var sending = Task.Run(async () =>
        {
            while (true)
            {
                sent += await deaf.SendAsync(line, stalled.Token);
            }
        });

        // Until its kernel buffers and the server's are full, others are served all the while.
        long before;
        do
        {
            before = sent;
            for (var i = 0; i < 20; i++)
            {
                Assert.Equal("hello\n", await TalkAsync(server, "hello\n"));
            }
        }
        while (sent > before);

        await stalled.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sending);
        deaf.Dispose();
    }

    [Fact]
    public async Task Who_never_reads_is_shut_down_when_its_time_is_out()
    {
        var time = new FakeTimeProvider();
        var seen = new Observer();
        await using var server = EchoServer.Start(new EchoServerOptions { Time = time, Observer = seen });
        using var deaf = await ConnectAsync(server);
        var sending = Task.Run(async () =>
        {
            while (true)
            {
                await deaf.SendAsync(new byte[] { (byte)'x', (byte)'\n' });
            }
        });

        var ended = seen.EndedAsync();
        await Eventually.HoldsAsync(() =>
        {
            time.Advance(TimeSpan.FromSeconds(1));
            return ended.IsCompleted;
        });

        Assert.Equal("ended Timeout", seen.Events[^1]);
        await Assert.ThrowsAnyAsync<Exception>(() => sending);
    }

    [Fact]
    public async Task Who_never_reads_is_shut_down_though_it_is_sent_notices_only()
    {
        var time = new WatchedTimeProvider();
        var seen = new Observer();
        await using var server = EchoServer.Start(new EchoServerOptions { Time = time, Observer = seen, OnTimeout = TimeoutEnding.Release });
        using var deaf = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { ReceiveBufferSize = 1 };

        // TCP_MAXSEG: so that the systems between hold a thousand notices and not a hundred thousand.
        deaf.SetRawSocketOption(6, 2, BitConverter.GetBytes(88));
        await deaf.ConnectAsync(server.EndPoint);
        await deaf.SendAsync("set time 1\n"u8.ToArray());

        var ended = seen.EndedAsync();
        for (var seconds = 0; !ended.IsCompleted; seconds++)
        {
            Assert.True(seconds < 20_000, "it is held for ever");
            var next = time.TimerSetAsync(TimeSpan.FromSeconds(1));
            await await Task.WhenAny(ended, next);
            time.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Equal("ended Timeout", seen.Events[^1]);
    }

    [Fact]
    public async Task A_line_that_trickles_has_no_more_time()
    {
        var time = new WatchedTimeProvider();
        var seen = new Observer();
        await using var server = EchoServer.Start(new EchoServerOptions { Time = time, Observer = seen });
        using var client = await ConnectAsync(server);
        await time.TimerSetAsync(TimeSpan.FromSeconds(60));
        for (var seconds = 0; seconds < 60; seconds++)
        {
            Assert.Equal(["connected"], seen.Events);
            await client.SendAsync("x"u8.ToArray());
            await new ScriptedClient(client).HasBeenReadAsync();
            time.Advance(TimeSpan.FromSeconds(1));
        }

        await seen.EndedAsync().WaitAsync(Tool.Timeout);
        Assert.Equal(["connected", "ended Timeout"], seen.Events);
    }

    [Fact]
    public async Task Clients_that_always_have_something_to_say_leave_time_for_others()
    {
        await using var server = EchoServer.Start();
        using var stop = new CancellationTokenSource();
        var lines = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("yes\n", 10_000)));
        var talkers = Enumerable.Range(0, 4).Select(_ => Task.Run(async () =>
        {
            using var client = await ConnectAsync(server);
            var octets = new byte[256 * 1024];
            var sending = Task.Run(async () =>
            {
                while (!stop.IsCancellationRequested)
                {
                    await new ScriptedClient(client).SendAsync(lines);
                }

                client.Shutdown(SocketShutdown.Send);
            });
            while (await client.ReceiveAsync(octets) > 0)
            {
            }

            await sending;
        })).ToList();

        for (var i = 0; i < 20; i++)
        {
            Assert.Equal("hello\n", await TalkAsync(server, "hello\n"));
        }

        await stop.CancelAsync();
        await Task.WhenAll(talkers);
    }

    [Fact]
    public async Task Stopping_answers_what_has_come_and_ends_every_session()
    {
        var server = EchoServer.Start();
        using var idle = await ConnectAsync(server);
        await SayAsync(idle, "hello\n");
        using var halfway = await ConnectAsync(server);
        await SayAsync(halfway, "hello\n");
        await halfway.SendAsync("half a li"u8.ToArray());

        await server.DisposeAsync();

        Assert.Equal("", await ReceiveAsync(idle));
        Assert.Equal("", await ReadToEndAsync(halfway));
        await Assert.ThrowsAsync<SocketException>(() => ConnectAsync(server));
        Assert.Equal((2, 2), (server.ClientsServed, server.LinesServed));
    }

    [Fact]
    public async Task Stopping_does_not_wait_for_ever_for_who_does_not_read()
    {
        var time = new FakeTimeProvider();
        var server = EchoServer.Start(new EchoServerOptions { Time = time });
        using var deaf = await ConnectAsync(server);
        using var stalled = new CancellationTokenSource();
        var sending = Task.Run(async () =>
        {
            while (true)
            {
                await deaf.SendAsync(new byte[] { (byte)'x', (byte)'\n' }, stalled.Token);
            }
        });
        await SayAsync(deaf, "");

        var stopping = server.StopAsync(TimeSpan.FromSeconds(5));
        while (!stopping.IsCompleted)
        {
            time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        await stopping;
        await stalled.CancelAsync();
        await Assert.ThrowsAnyAsync<Exception>(() => sending);
    }

    [Fact]
    public async Task The_address_can_be_used_again_at_once()
    {
        IPEndPoint endPoint;
        await using (var first = EchoServer.Start())
        {
            endPoint = first.EndPoint;
            Assert.Throws<SocketException>(() => EchoServer.Start(new EchoServerOptions { EndPoint = endPoint }));
            using var client = await ConnectAsync(first);
            await SayAsync(client, "hello\n");
        }

        await using var second = EchoServer.Start(new EchoServerOptions { EndPoint = endPoint });
        Assert.Equal("hello\n", await TalkAsync(second, "hello\n"));
    }

    [Fact]
    public async Task The_observer_is_told_who_came_what_was_said_and_why_it_ended()
    {
        var seen = new Observer();
        await using var server = EchoServer.Start(new EchoServerOptions { Observer = seen, MaxLine = 10 });
        foreach (var sent in new[] { "a\n\n", "b\n", "12345678901\n" })
        {
            await TalkAsync(server, sent);
            await seen.EndedAsync();
        }

        Assert.Equal(["connected", "said a", "ended BlankLine", "connected", "said b", "ended EndOfStream", "connected", "ended LineLimit"], seen.Events);
    }

    private static async Task<Socket> ConnectAsync(EchoServer server)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await socket.ConnectAsync(server.EndPoint);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Sends this and ends; returns everything that was answered.</summary>
    private static async Task<string> TalkAsync(EchoServer server, string sent)
    {
        using var client = await ConnectAsync(server);
        var answering = ReadToEndAsync(client);
        try
        {
            await new ScriptedClient(client).SendAsync(sent);
            client.Shutdown(SocketShutdown.Send);
        }
        catch (SocketException)
        {
            // The server has ended before it had everything.
        }

        return await answering;
    }

    private static async Task SayAsync(Socket client, string text)
    {
        await new ScriptedClient(client).SendAsync(text);
        var lines = text.Count(c => c == '\n');
        for (var answer = ""; answer.Count(c => c == '\n') < lines;)
        {
            answer += await ReceiveAsync(client);
        }
    }

    // The limit is to the millisecond what the server waits for.
    private static async Task<string> AwaitNoticeAsync(Socket client, WatchedTimeProvider time, int seconds)
    {
        var limit = TimeSpan.FromSeconds(seconds);
        await time.TimerSetAsync(limit);
        time.Advance(limit - TimeSpan.FromMilliseconds(1));
        Assert.Equal(0, client.Available);
        time.Advance(TimeSpan.FromMilliseconds(1));
        return await ReceiveAsync(client);
    }

    private static async Task<string> ReceiveAsync(Socket client)
    {
        var octets = new byte[64 * 1024];
        return Encoding.Latin1.GetString(octets, 0, await client.ReceiveAsync(octets));
    }

    private static async Task<string> ReadToEndAsync(Socket client)
    {
        var all = new StringBuilder();
        while (await ReceiveAsync(client) is { Length: > 0 } received)
        {
            all.Append(received);
        }

        return all.ToString();
    }

    private static string Text(Line? line) => Encoding.Latin1.GetString(line!.Value.Octets.Span);

    private sealed class Observer : IEchoObserver
    {
        private readonly SemaphoreSlim _ended = new(0);

        public List<string> Events { get; } = [];

        public Task EndedAsync() => _ended.WaitAsync();

        public void Connected(string client) => Events.Add("connected");

        public void LineRead(string client, in Line line)
        {
            if (Events.Count < 100)
            {
                Events.Add("said " + Encoding.Latin1.GetString(line.Content.Span));
            }
        }

        public void Ended(string client, SessionEnd reason)
        {
            Events.Add("ended " + reason);
            _ended.Release();
        }

        public void Refused(string client) => Events.Add("refused");

        public void AcceptFailed(string reason) => Events.Add("accept failed");
    }
}
