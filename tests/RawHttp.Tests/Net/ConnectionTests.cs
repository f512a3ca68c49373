using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.Time.Testing;
using RawHttp.Client;
using RawHttp.Http;
using RawHttp.Lines;
using RawHttp.Net;

namespace RawHttp.Tests.Net;

public sealed class ConnectionTests
{
    private static readonly ReadLimit Rest = new(LineKind.Other, 1024 * 1024);

    [Fact]
    public async Task What_was_sent_arrives_and_the_end_is_told()
    {
        await using var server = ScriptedServer.Sending("hello");
        await using var connection = await ConnectAsync(server);

        Assert.Equal("hello", await ReadToEndAsync(connection));
        Assert.Equal(ConnectionEnd.EndOfStream, connection.End);
        Assert.Equal(5, connection.Received);
    }

    // Urgent data (RFC 9293 §3.8.5) is kept apart by the system unless asked for, and then nobody reads it.
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Urgent_data_is_part_of_the_stream(bool accepts)
    {
        await using var pair = await SocketPair.ConnectAsync(accepts: accepts);
        foreach (var (text, flags) in new[] { ("ab", SocketFlags.None), ("C", SocketFlags.OutOfBand), ("de", SocketFlags.None), ("fgH", SocketFlags.OutOfBand) })
        {
            await pair.Peer.SendAsync(Encoding.ASCII.GetBytes(text), flags);
        }

        pair.Peer.Shutdown(SocketShutdown.Send);

        Assert.Equal("abCdefgH", await ReadToEndAsync(pair.Connection));
        Assert.Equal(8, pair.Connection.Received);
    }

    [Fact]
    public async Task What_arrived_before_a_reset_is_delivered()
    {
        await using var server = ScriptedServer.SendingThenReset("hello");
        await using var connection = await ConnectAsync(server);

        Assert.Equal("hello", await ReadToEndAsync(connection));
        Assert.Equal(ConnectionEnd.Reset, connection.End);
    }

    // A reset that comes while the connection is being made is told to connect(2), on most of these.
    [Fact]
    public async Task What_a_server_sent_that_answered_and_reset_at_once_is_delivered()
    {
        const string Answer = "HTTP/1.0 503 Busy\r\n\r\ncome again later";
        await using var server = ScriptedServer.Hasty(Encoding.ASCII.GetBytes(Answer));
        for (var i = 0; i < 200; i++)
        {
            await using var connection = await Connection.ConnectAsync("127.0.0.1", server.Port);
            var exchange = await HttpMessages.ReadResponseAsync(connection.Input);

            Assert.Equal(
                ("come again later", ConnectionEnd.Reset, false),
                (Encoding.ASCII.GetString(exchange.Body.Span), exchange.StreamEnd, exchange.IsComplete));
            Assert.Null(Assert.Single(connection.Attempts).Failure);
            Assert.Equal($"127.0.0.1:{server.Port}", connection.RemoteEndPoint!.ToString());
        }
    }

    [Fact]
    public async Task A_server_that_resets_at_once_without_a_byte_is_not_connected_to_or_has_reset()
    {
        await using var server = ScriptedServer.Hasty([]);
        for (var i = 0; i < 200; i++)
        {
            try
            {
                await using var connection = await Connection.ConnectAsync("127.0.0.1", server.Port);
                Assert.Equal("", await ReadToEndAsync(connection));
                Assert.Equal(ConnectionEnd.Reset, connection.End);
            }
            catch (ConnectException failure)
            {
                Assert.Equal(
                    (ConnectError.Reset, $"connect 127.0.0.1:{server.Port}: the connection was reset"),
                    (failure.Error, failure.Message));
            }
        }
    }

    // The hello can often not be sent any more; what came instead is told all the same.
    [Theory]
    [InlineData("HTTP/1.0 503 Busy\r\n\r\n", "the server does not speak TLS", "HTTP/1.0 503 Busy\r\n\r\n")]
    [InlineData("\u0015\u0003\u0003\0\u0002\u0002\u0028", "the server refused with the alert 40 (handshake_failure)", "")]
    public async Task What_a_server_said_in_place_of_TLS_is_told_though_it_reset_at_once(string answer, string reason, string received)
    {
        await using var server = ScriptedServer.Hasty(Encoding.ASCII.GetBytes(answer));
        var overTls = new ConnectOptions { Tls = new TlsOptions() };
        for (var i = 0; i < 100; i++)
        {
            var failure = await Assert.ThrowsAsync<ConnectException>(() => Connection.ConnectAsync("127.0.0.1", server.Port, overTls));

            Assert.Equal(
                (ConnectError.TlsFailed, $"connect 127.0.0.1:{server.Port}: TLS handshake: {reason}", received),
                (failure.Error, failure.Message, Encoding.ASCII.GetString(failure.Received.Span)));
        }
    }

    [Fact]
    public async Task A_server_that_resets_in_place_of_TLS_is_told()
    {
        await using var server = ScriptedServer.Hasty([]);
        var overTls = new ConnectOptions { Tls = new TlsOptions() };
        for (var i = 0; i < 100; i++)
        {
            var failure = await Assert.ThrowsAsync<ConnectException>(() => Connection.ConnectAsync("127.0.0.1", server.Port, overTls));

            Assert.EndsWith("the connection was reset", failure.Message, StringComparison.Ordinal);
        }
    }

    // The reading ends when the system tells of the reset, and it may have told the sending.
    [Fact]
    public async Task A_reset_while_sending_is_no_orderly_end_of_a_body()
    {
        for (var i = 0; i < 50; i++)
        {
            await using var pair = await SocketPair.ConnectAsync(accepts: false);
            var sending = pair.Connection.SendAsync(new byte[16 * 1024 * 1024]);
            var reader = new ResponseReader(new LineReader(pair.Connection.Input), "POST");
            await pair.SendAsync("HTTP/1.1 200 OK\r\n\r\nhello");
            await reader.ReadHeadAsync();
            new ScriptedClient(pair.Peer).Reset();
            while (await reader.ReadBodyAsync() is { IsEmpty: false })
            {
            }

            Assert.Equal((ConnectionEnd.Reset, false), (pair.Connection.End, reader.IsComplete));
            await Assert.ThrowsAsync<IOException>(() => sending);
        }
    }

    [Fact]
    public async Task Silence_ends_the_connection_after_the_read_timeout()
    {
        var time = new FakeTimeProvider();
        await using var server = ScriptedServer.SendingThenSilent("hello");
        await using var connection = await ConnectAsync(server, new ConnectOptions { ReadTimeout = TimeSpan.FromSeconds(60), Time = time });
        var lines = new LineReader(connection.Input);
        Assert.Equal("hello", Encoding.ASCII.GetString(await lines.ReadExactlyAsync(5)));

        // The clock starts when the connection waits again, which may be a little after this.
        var more = lines.WaitForMoreAsync().AsTask();
        var passed = 0;
        for (; !more.IsCompleted; passed++)
        {
            time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        Assert.False(await more);
        Assert.True(passed >= 60, $"ended after {passed} s");
        Assert.Equal(ConnectionEnd.Timeout, connection.End);
    }

    [Fact]
    public async Task Ending_the_connection_ourselves_is_told_as_that()
    {
        await using var server = ScriptedServer.SendingThenSilent("hello");
        var connection = await ConnectAsync(server);
        var lines = new LineReader(connection.Input);
        await lines.ReadExactlyAsync(5);
        var more = lines.WaitForMoreAsync();

        await connection.DisposeAsync();

        Assert.False(await more);
        Assert.Equal(ConnectionEnd.ShutDown, connection.End);
    }

    [Fact]
    public async Task Every_octet_received_is_shown_to_who_asks()
    {
        var received = new StringBuilder();
        await using var server = ScriptedServer.Sending("hello");
        await using var connection = await ConnectAsync(server, new ConnectOptions { Received = (octets, _) => received.Append(Encoding.ASCII.GetString(octets.Span)) });

        await ReadToEndAsync(connection);

        Assert.Equal("hello", received.ToString());
    }

    [Fact]
    public async Task Every_address_is_tried()
    {
        await using var server = ScriptedServer.Sending("hello");
        var options = new ConnectOptions { Addresses = [IPAddress.IPv6Loopback, IPAddress.Parse("127.0.0.2"), IPAddress.Loopback] };

        await using var connection = await Connection.ConnectAsync("name.test", server.Port, options);
        await connection.SendAsync("GET\r\n\r\n"u8.ToArray());

        Assert.Equal("hello", await ReadToEndAsync(connection));
        Assert.Equal(
            [$"[::1]:{server.Port} connection refused", $"127.0.0.1:{server.Port} "],
            connection.Attempts.Where(attempt => attempt.EndPoint is not IPEndPoint { Address: var address } || !address.Equals(IPAddress.Parse("127.0.0.2"))).Select(attempt => $"{attempt.EndPoint} {attempt.Failure}"));
        Assert.Equal(3, connection.Attempts.Count);
    }

    [Fact]
    public async Task A_silent_address_is_passed_by_after_a_quarter_of_a_second()
    {
        var time = new FakeTimeProvider();
        using var silent = new SilentListener();
        var options = new ConnectOptions { Addresses = [silent.Address, IPAddress.Loopback], Time = time };

        // The same port on two addresses: silent on one, served on the other.
        using var served = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        served.Bind(new IPEndPoint(IPAddress.Loopback, silent.Port));
        served.Listen();
        var connecting = Connection.ConnectAsync("name.test", silent.Port, options);
        Assert.False(connecting.IsCompleted);
        time.Advance(TimeSpan.FromMilliseconds(250));

        await using var connection = await connecting;
        Assert.Equal(["connected", "given up"], connection.Attempts.Select(attempt => attempt.Failure ?? "connected"));
    }

    [Fact]
    public async Task No_answer_at_all_ends_with_the_connect_timeout()
    {
        var time = new FakeTimeProvider();
        using var silent = new SilentListener();
        var connecting = Connection.ConnectAsync($"{silent.Address}", silent.Port, new ConnectOptions { ConnectTimeout = TimeSpan.FromSeconds(30), Time = time });

        time.Advance(TimeSpan.FromSeconds(30));
        var failure = await Assert.ThrowsAsync<ConnectException>(() => connecting);

        Assert.Equal(ConnectError.Timeout, failure.Error);
        Assert.Equal($"connect {silent.Address}:{silent.Port}: no connection within 30 s", failure.Message);
    }

    [Fact]
    public async Task A_cancelled_attempt_is_no_timeout()
    {
        using var silent = new SilentListener();
        using var cancel = new CancellationTokenSource();
        var connecting = Connection.ConnectAsync($"{silent.Address}", silent.Port, null, cancel.Token);

        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => connecting);
    }

    [Fact]
    public async Task The_failures_of_all_addresses_are_told()
    {
        using var refusing = new RefusingPort();
        var port = refusing.Number;

        var failure = await Assert.ThrowsAsync<ConnectException>(() => Connection.ConnectAsync("name.test", port, new ConnectOptions { Addresses = [IPAddress.IPv6Loopback, IPAddress.Loopback] }));

        Assert.Equal($"connect name.test:{port}: [::1]:{port} connection refused, 127.0.0.1:{port} connection refused", failure.Message);
    }

    [Fact]
    public async Task A_unix_socket_is_connected_to_by_its_path()
    {
        var path = Path.Combine(Path.GetTempPath(), $"rawhttp-{Guid.NewGuid():N}");
        using var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint(path));
        listener.Listen();
        try
        {
            await using var connection = await Connection.ConnectAsync(new UnixDomainSocketEndPoint(path));
            using var accepted = await listener.AcceptAsync();
            await accepted.SendAsync("hello"u8.ToArray());
            accepted.Shutdown(SocketShutdown.Both);

            Assert.Equal("hello", await ReadToEndAsync(connection));
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public async Task Sending_to_who_has_left_is_an_io_error()
    {
        await using var server = ScriptedServer.Start(client =>
        {
            client.Reset();
            return Task.CompletedTask;
        });
        await using var connection = await ConnectAsync(server);
        await ReadToEndAsync(connection);

        await Assert.ThrowsAsync<IOException>(() => connection.SendAsync("x"u8.ToArray()));
    }

    [Fact]
    public async Task What_arrived_before_the_timeout_struck_is_delivered()
    {
        for (var i = 0; i < 10; i++)
        {
            // Sent and run out in one moment; the second part does not fit into what the first has left of a segment.
            var time = new FakeTimeProvider();
            var firstPart = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            await using var server = ScriptedServer.Start(async client =>
            {
                await client.SendAsync(new string('x', 60_000));
                await firstPart.Task;
                await client.SendAsync(new string('y', 40_000));
                time.Advance(TimeSpan.FromSeconds(60));
                await client.CloseAsync();
            });
            await using var connection = await ConnectAsync(server, new ConnectOptions { ReadTimeout = TimeSpan.FromSeconds(60), Time = time });
            while (connection.Received < 60_000)
            {
                await Task.Yield();
            }

            firstPart.SetResult();
            Assert.Equal(100_000, (await ReadToEndAsync(connection)).Length);
        }
    }

    [Fact]
    public async Task A_reset_that_only_the_sending_was_told_of_is_no_orderly_end()
    {
        // More than is read ahead: nothing is being received when the reset comes.
        const int ReadAhead = 128 * 1024;
        await using var pair = await SocketPair.ConnectAsync(accepts: false);
        await pair.SendAsync(new string('x', ReadAhead));
        var sending = pair.Connection.SendAsync(new byte[16 * 1024 * 1024]);
        while (pair.Connection.Received < ReadAhead)
        {
            await Task.Yield();
        }

        new ScriptedClient(pair.Peer).Reset();
        await Assert.ThrowsAsync<IOException>(() => sending);

        Assert.Equal(ReadAhead, (await ReadToEndAsync(pair.Connection)).Length);
        Assert.Equal(ConnectionEnd.Reset, pair.Connection.End);
    }

    private static async Task<Connection> ConnectAsync(ScriptedServer server, ConnectOptions? options = null)
    {
        var connection = await Connection.ConnectAsync("127.0.0.1", server.Port, options);
        await connection.SendAsync("GET / HTTP/1.1\r\n\r\n"u8.ToArray());
        return connection;
    }

    private static async Task<string> ReadToEndAsync(Connection connection) =>
        Encoding.ASCII.GetString(await new LineReader(connection.Input).ReadToEndAsync(Rest));
}
