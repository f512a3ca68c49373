using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.Time.Testing;
using RawHttp.Client;
using RawHttp.Lines;
using RawHttp.Net;

namespace RawHttp.Tests.Net;

/// <summary>When each octet of a connection arrived.</summary>
public sealed class ArrivalTests
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(10);

    [Fact]
    public async Task An_octet_has_the_offset_length_and_time_of_its_receive()
    {
        var time = new FakeTimeProvider();
        await using var pair = await SocketPair.ConnectAsync(time, accepts: false);
        var start = time.GetTimestamp();
        await ArriveAsync(pair, "ab");
        time.Advance(Step);
        await ArriveAsync(pair, "cde");

        Arrival first = new(0, 2, start), second = new(2, 3, start + time.TimestampFrequency / 100);
        Arrival?[] expected = [null, first, first, second, second, second, null];
        Assert.Equal(expected, Enumerable.Range(-1, 7).Select(offset => pair.Connection.ArrivalOf(offset)));
        Assert.Equal((first.Timestamp, second.Timestamp), (pair.Connection.FirstArrival, pair.Connection.LastArrival));
        Assert.Equal(5, second.End);
    }

    [Fact]
    public async Task An_arrival_is_kept_until_its_octets_are_consumed()
    {
        await using var pair = await SocketPair.ConnectAsync(accepts: false);
        var lines = new LineReader(pair.Connection.Input);
        await ArriveAsync(pair, "ab\nc");
        await lines.ReadLineAsync(new ReadLimit(LineKind.Other, 100));
        await ArriveAsync(pair, "d\nef");

        // The line is valid until the next read.
        Assert.Equal((0, 4), OffsetAndLength(pair.Connection.ArrivalOf(0)));
        await lines.ReadLineAsync(new ReadLimit(LineKind.Other, 100));
        await ArriveAsync(pair, "g");

        // Its last octet belongs to a line that is still held.
        Assert.Equal((0, 4), OffsetAndLength(pair.Connection.ArrivalOf(3)));
        await lines.ReadExactlyAsync(3);
        Assert.False(lines.WaitForMoreAsync().IsCompleted);
        await ArriveAsync(pair, "h");

        Assert.Null(pair.Connection.ArrivalOf(0));
        Assert.Null(pair.Connection.ArrivalOf(8));
        Assert.Equal((9, 1), OffsetAndLength(pair.Connection.ArrivalOf(9)));
    }

    [Fact]
    public async Task The_newest_of_too_many_unread_arrivals_count_as_one()
    {
        const int Most = 64 * 1024;
        var time = new FakeTimeProvider();
        await using var pair = await SocketPair.AcceptAsync(new ConnectionOptions { Time = time });
        for (var i = 0; i < Most + 2; i++)
        {
            if (i == Most + 1)
            {
                time.Advance(Step);
            }

            // Read and not consumed.
            pair.Peer.Send("x"u8);
            var result = await pair.Connection.Input.ReadAsync();
            pair.Connection.Input.AdvanceTo(result.Buffer.Start, result.Buffer.End);
        }

        Assert.Equal((Most - 2, 1), OffsetAndLength(pair.Connection.ArrivalOf(Most - 2)));
        Assert.Equal(new Arrival(Most - 1, 3, pair.Connection.LastArrival), pair.Connection.ArrivalOf(Most));
    }

    [Fact]
    public async Task Arrivals_that_are_not_kept_leave_the_first_and_the_last()
    {
        var time = new FakeTimeProvider();
        await using var server = ScriptedServer.Sending("ab");
        var options = new ConnectOptions { KeepsArrivals = false, Time = time };
        await using var connection = await Connection.ConnectAsync("127.0.0.1", server.Port, options);
        await connection.SendAsync("GET / HTTP/1.1\r\n\r\n"u8.ToArray());
        Assert.True(await new LineReader(connection.Input).WaitForMoreAsync());

        Assert.Null(connection.ArrivalOf(0));
        Assert.Equal((time.GetTimestamp(), time.GetTimestamp()), (connection.FirstArrival, connection.LastArrival));
    }

    // An accepted connection receives only during a read.
    [Fact]
    public async Task An_accepted_connection_has_the_options_of_any_other()
    {
        var time = new FakeTimeProvider();
        var received = new List<(string Text, long Timestamp)>();
        var options = new ConnectionOptions
        {
            Received = (octets, timestamp) => received.Add((Encoding.ASCII.GetString(octets.Span), timestamp)),
            Time = time,
        };
        await using var pair = await SocketPair.AcceptAsync(options);
        var lines = new LineReader(pair.Connection.Input);
        await pair.SendAsync("ab");
        await lines.WaitForMoreAsync();
        var first = time.GetTimestamp();
        time.Advance(Step);
        await pair.SendAsync("cde");
        var whole = await lines.ReadExactlyAsync(5);

        Assert.Equal("abcde", Encoding.ASCII.GetString(whole));
        Assert.Equal([("ab", first), ("cde", time.GetTimestamp())], received);
        Assert.Equal(new Arrival(2, 3, time.GetTimestamp()), pair.Connection.ArrivalOf(4));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_the_callback_of_an_accepted_connection_throws_its_reader_gets(bool hasArrived)
    {
        await using var pair = await SocketPair.AcceptAsync(new ConnectionOptions { Received = (_, _) => throw new InvalidDataException("full") });
        var lines = new LineReader(pair.Connection.Input);
        if (hasArrived)
        {
            await pair.SendAsync("ab");
            await new ScriptedClient(pair.Peer).HasArrivedAsync();
        }

        var reading = lines.WaitForMoreAsync();
        if (!hasArrived)
        {
            await pair.SendAsync("ab");
        }

        Assert.Equal("full", (await Assert.ThrowsAsync<InvalidDataException>(async () => await reading)).Message);
        await Assert.ThrowsAsync<InvalidDataException>(async () => await lines.WaitForMoreAsync());
        Assert.Equal((ConnectionEnd.ShutDown, 2), (pair.Connection.End, pair.Connection.Received));
    }

    [Fact]
    public async Task An_observer_of_an_exchange_can_ask_for_all_that_it_sees()
    {
        const int Body = 300_000;
        await using var server = ScriptedServer.Sending([
            .. Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\nContent-Length: {Body}\r\n\r\n"), .. new byte[Body], .. "more"u8]);
        var observer = new Asking();

        var exchange = await RawHttpClient.GetAsync($"http://{server.Address}/", new ExchangeOptions { Observer = observer });

        Assert.Equal(exchange.Received, observer.Seen);
        Assert.Equal(0, observer.Unknown);
    }

    private static (long Offset, long Length) OffsetAndLength(Arrival? arrival) => (arrival!.Value.Offset, arrival.Value.Length);

    private static async Task ArriveAsync(SocketPair pair, string text)
    {
        var received = pair.Connection.Received + text.Length;
        await pair.Peer.SendAsync(Encoding.ASCII.GetBytes(text), SocketFlags.None);
        while (pair.Connection.Received < received)
        {
            await Task.Yield();
        }
    }

    private sealed class Asking : IExchangeObserver
    {
        private Func<long, Arrival?>? _arrivalOf;

        public long Seen { get; private set; }

        public long Unknown { get; private set; }

        public void Connected(Func<long, Arrival?> arrivalOf) => _arrivalOf = arrivalOf;

        public void LineRead(in Line line, LineKind kind) => See(line.Offset, line.Octets.Length);

        public void Body(System.Buffers.ReadOnlySequence<byte> piece, long offset) => See(offset, piece.Length);

        public void Rest(System.Buffers.ReadOnlySequence<byte> octets, long offset, bool isBody) => See(offset, octets.Length);

        private void See(long offset, long count)
        {
            for (var at = offset; at < offset + count; at++, Seen++)
            {
                Unknown += _arrivalOf!(at) is null ? 1 : 0;
            }
        }
    }
}
