using System.IO.Pipelines;
using RawHttp.Client;
using RawHttp.Http;
using RawHttp.Net;

namespace RawHttp.Tests.Client;

/// <summary>One exchange after another over a connection, or several requests at once.</summary>
public sealed class RawHttpConnectionTests
{
    private const string First = "HTTP/1.1 200 OK\r\nDate: Sun, 06 Nov 1994 08:49:37 GMT\r\nContent-Length: 5\r\n\r\nfirst";
    private const string Date = "Date: Sun, 06 Nov 1994 08:49:37 GMT\r\n";
    private const string TimedOut = $"HTTP/1.1 408 Request Timeout\r\n{Date}Connection: close\r\nContent-Length: 0\r\n\r\n";
    private static readonly byte[] Get = "GET / HTTP/1.1\r\nHost: a.example\r\n\r\n"u8.ToArray();

    // Ended by the server in every test that looks for longer than zero.
    private static readonly TimeSpan UntilItEnds = TimeSpan.FromSeconds(30);

    // Without a request there is nothing to send.
    private static readonly string[] ReadOnInAFileOnly = ["unrequested-408-before-any"];

    public static TheoryData<string> Sent => [.. ConnectionFixture.Names.Except(ReadOnInAFileOnly)];

    public static TheoryData<string> Kept => [.. ConnectionFixture.Kept];

    [Theory]
    [MemberData(nameof(Sent))]
    public async Task A_pipeline_has_the_exchanges_that_a_file_of_it_has(string fixture)
    {
        await using var server = ScriptedServer.Sending(ConnectionFixture.Responses(fixture));
        await using var connection = await OpenAsync(server, UntilItEnds);

        var exchanges = await AllAsync(connection.PipelineAsync(ConnectionFixture.Requests(fixture)));

        Assert.Equal((await FromFileAsync(fixture)).Select(ExchangeTranscript.Of), exchanges.Select(ExchangeTranscript.Of));
        Assert.Equal(Enumerable.Range(1, exchanges.Count), exchanges.Select(exchange => exchange.Connection!.Exchange));
    }

    [Theory]
    [MemberData(nameof(Kept))]
    public async Task A_kept_connection_has_the_exchanges_that_a_file_of_it_has(string fixture)
    {
        var (octets, responses) = (ConnectionFixture.Requests(fixture), ConnectionFixture.Responses(fixture));
        var saved = await FromFileAsync(fixture);
        await using var server = ScriptedServer.Start(
            async client =>
            {
                foreach (var exchange in saved)
                {
                    await ReceiveAsync(client, exchange.Request!.Request.Length);
                    await client.SendAsync(responses[(int)exchange.Start..(int)exchange.Offset]);
                }

                await client.LeftAsync();
            },
            readsRequest: false);
        await using var connection = await OpenAsync(server, TimeSpan.Zero);
        var at = 0;
        foreach (var exchange in saved)
        {
            var length = exchange.Request!.Request.Length;

            var live = await connection.SendAsync(octets.AsMemory(at, length));

            Assert.Equal(ExchangeTranscript.Of(exchange), ExchangeTranscript.Of(live));
            Assert.True(connection.IsOpen);
            at += length;
        }
    }

    // Several times: the response may be read before the sending that it answers has returned.
    [Fact]
    public async Task The_content_is_sent_after_a_100_and_the_connection_is_kept()
    {
        const string Fixture = "expect-100-then-200";
        const int Count = 200;
        var responses = ConnectionFixture.Responses(Fixture);
        var request = SentRequest.ParseAll(ConnectionFixture.Requests(Fixture)).First();
        var beforeContinue = 0;
        await using var server = ScriptedServer.Start(
            async client =>
            {
                for (var i = 0; i < Count; i++)
                {
                    await ReceiveAsync(client, request.HeadLength);
                    beforeContinue += client.Socket.Available;
                    await client.SendAsync(responses[..25]);
                    await ReceiveAsync(client, request.Length - request.HeadLength);
                    await client.SendAsync(responses[25..132]);
                }

                await client.LeftAsync();
            },
            readsRequest: false);
        await using var connection = await OpenAsync(server, TimeSpan.Zero);
        for (var i = 0; i < Count; i++)
        {
            var exchange = await connection.SendAsync(ConnectionFixture.Requests(Fixture).AsMemory(0, request.Length));

            Assert.Equal((100, 200), (exchange.Interim.Single().StatusLine.StatusCode, exchange.Head!.StatusLine.StatusCode));
            Assert.True(exchange.Request!.IsWhole);
            Assert.True(connection.IsOpen);
        }

        Assert.Equal(0, beforeContinue);
    }

    [Fact]
    public async Task The_content_is_not_sent_after_a_final_response_in_place_of_a_100()
    {
        await using var server = ScriptedServer.Sending(ConnectionFixture.Responses("expect-417"), Ending.Silence);
        await using var connection = await OpenAsync(server, TimeSpan.Zero);
        byte[] octets = [.. ConnectionFixture.Requests("expect-417"), .. "x=1&y"u8];

        var exchange = await connection.SendAsync(octets);

        Assert.Equal((417, octets.Length - 5), (exchange.Head!.StatusLine.StatusCode, exchange.Request!.Sent));
        Assert.False(connection.IsOpen);
    }

    [Theory]
    [InlineData(First, Ending.HalfClose)]
    [InlineData($"HTTP/1.1 200 OK\r\n{Date}Connection: close\r\nContent-Length: 5\r\n\r\nfirst", Ending.HalfClose)]
    [InlineData(First, Ending.Reset)]
    public async Task A_server_that_closes_after_the_first_leaves_the_others_unanswered(string response, Ending ending)
    {
        await using var server = ScriptedServer.Start(
            async client =>
            {
                await ReceiveAsync(client, Get.Length * 3);
                await client.SendAsync(response);
                await client.EndAsync(ending);
            },
            readsRequest: false);
        await using var connection = await OpenAsync(server, UntilItEnds);

        var exchanges = await AllAsync(connection.PipelineAsync(new byte[][] { Get, Get, Get }.SelectMany(octets => octets).ToArray()));

        Assert.Equal([null, ReadError.Empty, ReadError.Empty], exchanges.Select(exchange => exchange.Failure?.Error));
        Assert.Equal([0, response.Length, response.Length], exchanges.Select(exchange => exchange.Start));
        Assert.All(exchanges.Skip(1), exchange => Assert.Equal(ending == Ending.Reset ? MessageEnd.Reset : MessageEnd.Eof, exchange.End));
        Assert.False(connection.IsOpen);
        await Assert.ThrowsAsync<ObjectDisposedException>(() => connection.SendAsync(Get));
    }

    [Fact]
    public async Task A_408_after_the_response_was_not_asked_for()
    {
        await using var server = ScriptedServer.Sending(First + TimedOut);
        await using var connection = await OpenAsync(server, UntilItEnds);

        var exchange = await connection.SendAsync(Get);

        var finding = exchange.Findings.Single();
        Assert.Equal(("RFC9112-9.2-UNREQUESTED-RESPONSE", (long)First.Length), (finding.Code, finding.Offset));
        Assert.Equal((AfterMessage.Bytes, TimedOut.Length), (exchange.Aftermath!.Kind, exchange.Aftermath.Octets));
        Assert.False(connection.IsOpen);
    }

    [Fact]
    public async Task A_408_that_came_while_the_connection_was_idle_is_no_answer_to_the_next_request()
    {
        var isIdle = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var server = ScriptedServer.Start(async client =>
        {
            await client.SendAsync(First);
            await isIdle.Task;
            await client.SendAsync(TimedOut);
            await client.LeftAsync();
        });
        var observer = new Arrivals(First.Length + TimedOut.Length);
        await using var connection = await OpenAsync(server, TimeSpan.Zero, observer);

        var first = await connection.SendAsync(Get);
        isIdle.SetResult();
        await observer.Arrived;
        var second = await connection.SendAsync(Get);

        Assert.Empty(first.Findings);
        Assert.Equal((408, (long)First.Length), (second.Head!.StatusLine.StatusCode, second.Start));
        var finding = Assert.Single(second.Findings, finding => finding.Kind == FindingKinds.BeforeRequest);
        Assert.Equal((First.Length, TimedOut.Length), (finding.Offset, finding.Length));
        Assert.False(connection.IsOpen);
    }

    [Fact]
    public async Task A_reset_in_place_of_the_second_response_is_an_exchange()
    {
        await using var server = ScriptedServer.Start(async client =>
        {
            await client.SendAsync(First);
            await ReceiveAsync(client, Get.Length);
            client.Reset();
        });
        await using var connection = await OpenAsync(server, TimeSpan.Zero);

        var first = await connection.SendAsync(Get);
        var second = await connection.SendAsync(Get);

        Assert.Equal((true, ConnectionEnd.None), (first.IsComplete, first.StreamEnd));
        Assert.Equal((MessageEnd.Reset, ReadError.Empty, ConnectionEnd.Reset), (second.End, second.Failure?.Error, second.StreamEnd));
        Assert.False(connection.IsOpen);
    }

    [Fact]
    public async Task A_request_into_a_connection_that_was_reset_is_an_exchange()
    {
        var isIdle = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var server = ScriptedServer.Start(async client =>
        {
            await client.SendAsync(First);
            await isIdle.Task;
            client.Reset();
        });
        await using var connection = await OpenAsync(server, TimeSpan.Zero);

        await connection.SendAsync(Get);
        isIdle.SetResult();
        while (connection.IsOpen)
        {
            await Task.Yield();
        }

        var second = await connection.SendAsync(Get);

        Assert.Equal((MessageEnd.Reset, ReadError.Empty, First.Length), (second.End, second.Failure?.Error, second.Offset));
        Assert.NotNull(second.SendFailure);
    }

    private static Task<RawHttpConnection> OpenAsync(ScriptedServer server, TimeSpan linger, IExchangeObserver? observer = null) =>
        RawHttpConnection.OpenAsync(
            (received, stop) => Connection.ConnectAsync("127.0.0.1", server.Port, new ConnectOptions { Received = received }, stop),
            new ExchangeOptions { Linger = linger, ExpectTimeout = UntilItEnds, Observer = observer });

    private static async Task<List<Exchange>> FromFileAsync(string fixture)
    {
        var requests = SentRequest.ParseAll(ConnectionFixture.Requests(fixture));
        var reader = new ExchangeReader(PipeReader.Create(new(ConnectionFixture.Responses(fixture))), requests: requests);
        var exchanges = new List<Exchange>();
        while (await reader.ReadAsync() is { } exchange)
        {
            exchanges.Add(exchange);
        }

        return exchanges;
    }

    private static async Task<List<Exchange>> AllAsync(IAsyncEnumerable<Exchange> running)
    {
        var exchanges = new List<Exchange>();
        await foreach (var exchange in running)
        {
            exchanges.Add(exchange);
        }

        return exchanges;
    }

    private static async Task ReceiveAsync(ScriptedClient client, int length)
    {
        var octets = new byte[length];
        for (var count = 0; count < length;)
        {
            var received = await client.Socket.ReceiveAsync(octets.AsMemory(count));
            count += received > 0 ? received : throw new EndOfStreamException();
        }
    }

    private sealed class Arrivals(long wanted) : IExchangeObserver
    {
        private readonly TaskCompletionSource _arrived = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private long _count;

        public Task Arrived => _arrived.Task;

        public void Received(ReadOnlyMemory<byte> octets, long timestamp)
        {
            _count += octets.Length;
            if (_count >= wanted)
            {
                _arrived.TrySetResult();
            }
        }
    }
}
