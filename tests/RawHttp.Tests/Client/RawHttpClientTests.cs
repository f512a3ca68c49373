using System.Buffers;
using System.Text;
using RawHttp.Client;
using RawHttp.Http;
using RawHttp.Lines;
using RawHttp.Net;

namespace RawHttp.Tests.Client;

/// <summary>One call, one exchange: all that came, what is wrong with it, and how it ended.</summary>
public sealed class RawHttpClientTests
{
    private const string Head = "HTTP/1.1 200 OK\r\nDate: Sun, 06 Nov 1994 08:49:37 GMT\r\nServer: a\r\n";
    private const string Response = Head + "Content-Length: 5\r\n\r\nhello";

    [Fact]
    public async Task A_whole_response_is_a_value()
    {
        await using var server = ScriptedServer.Sending(Response);

        var exchange = await RawHttpClient.GetAsync($"http://{server.Address}/a?b");

        Assert.Equal([$"GET /a?b HTTP/1.1\r\nHost: {server.Address}\r\nConnection: close\r\n\r\n"], server.Requests);
        Assert.Equal(("HTTP/1.1 200 OK", "a", "hello"), (exchange.Head!.StatusLine.ToString(), exchange.Head.Fields["Server"], Text(exchange.Body)));
        Assert.Equal((true, MessageEnd.Complete, AfterMessage.Fin, ConnectionEnd.EndOfStream), (exchange.IsComplete, exchange.End, exchange.Aftermath!.Kind, exchange.StreamEnd));
        Assert.Empty(exchange.Findings);
        Assert.Equal((Response.Length, Response.Length, 5), (exchange.Offset, exchange.Received, exchange.BodyLength));
        Assert.True(exchange.Request is { Request: { Method: "GET", Target: "/a?b" }, IsWhole: true, IsAnsweredEarly: false });
        Assert.Equal(server.Address, exchange.Connection!.Remote);
        Assert.NotNull(exchange.Timing!.Wait);
    }

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nDate: Sun, 06 Nov 1994 08:49:37 GMT\r\n\r\nhel", Ending.Reset, MessageEnd.Reset, null, "hel", "RFC9112-8-CUT-BODY")]
    [InlineData("HTTP/1.1 200 OK\r\nDate: Sun, 06 Nov 1994 08:49:37 GMT\r\nContent-Length: 5\r\n\r\nhel", Ending.HalfClose, MessageEnd.Eof, ReadError.BodyCutOff, "hel", "RFC9112-8-CUT-BODY")]
    [InlineData("HTTP/1.1 200 OK\r\nServ", Ending.HalfClose, MessageEnd.Eof, ReadError.HeadCutOff, "", "RFC9112-8-CUT-HEAD")]
    [InlineData("SSH-2.0-x\r\n", Ending.HalfClose, MessageEnd.Shutdown, ReadError.StatusLine, "", "RFC9112-4-NOT-HTTP")]
    [InlineData("", Ending.HalfClose, MessageEnd.Eof, ReadError.Empty, "", null)]
    public async Task What_is_not_whole_is_a_value_too(string sent, Ending ending, MessageEnd end, ReadError? failure, string body, string? finding)
    {
        await using var server = ScriptedServer.Sending(sent, ending);

        var exchange = await RawHttpClient.GetAsync($"http://{server.Address}/");

        Assert.Equal((false, end, failure, body, sent.Length), (exchange.IsComplete, exchange.End, exchange.Failure?.Error, Text(exchange.Body), exchange.Received));
        Assert.Equal(finding, exchange.Findings.SingleOrDefault()?.Code);
    }

    [Fact]
    public async Task What_follows_a_message_is_found()
    {
        await using var server = ScriptedServer.Sending(Response + "HTTP/1.1 200 OK\r\n");

        var exchange = await RawHttpClient.GetAsync($"http://{server.Address}/");

        Assert.Equal(("RFC9112-9.2-UNREQUESTED-RESPONSE", (long)Response.Length), (exchange.Findings.Single().Code, exchange.Findings.Single().Offset));
        Assert.Equal((AfterMessage.Bytes, 17), (exchange.Aftermath!.Kind, exchange.Aftermath.Octets));
    }

    [Fact]
    public async Task The_content_goes_where_it_is_asked_to()
    {
        await using var server = ScriptedServer.Sending(Head + "Transfer-Encoding: chunked\r\n\r\n3\r\nhel\r\n2\r\nlo\r\n0\r\n\r\n");
        var content = new MemoryStream();

        var exchange = await RawHttpClient.GetAsync($"http://{server.Address}/", new ExchangeOptions { KeepsBody = false, BodyStream = content });

        Assert.Equal(("hello", 0, 5), (Encoding.ASCII.GetString(content.ToArray()), exchange.Body.Length, exchange.BodyLength));
    }

    [Fact]
    public async Task What_had_come_when_it_was_ended_is_there()
    {
        await using var server = ScriptedServer.SendingThenSilent(Response[..^1]);
        using var stop = new CancellationTokenSource();
        var observer = new Observer { BodySeen = stop.Cancel };

        var exchange = await RawHttpClient.GetAsync($"http://{server.Address}/", new ExchangeOptions { Observer = observer }, cancellationToken: stop.Token);

        Assert.Equal((true, false, "hell", MessageEnd.Interrupted), (exchange.IsInterrupted, exchange.IsComplete, Text(exchange.Body), exchange.End));
    }

    [Fact]
    public async Task An_observer_sees_it_happen()
    {
        await using var server = ScriptedServer.Sending("HTTP/1.1 100 Continue\r\n\r\n" + Response.Replace("Server: a", "Server : a", StringComparison.Ordinal));
        var observer = new Observer();

        var exchange = await RawHttpClient.GetAsync($"http://{server.Address}/", new ExchangeOptions { Observer = observer });

        Assert.Equal(
            ["request", "StatusLine", "FieldLine", "StatusLine", "FieldLine", "FieldLine", "RFC9112-5.1-SPACE-BEFORE-COLON", "FieldLine", "FieldLine", "head", "hello", "done"],
            observer.Events);
        Assert.Single(exchange.Interim);
    }

    [Fact]
    public async Task An_observer_that_takes_lines_together_is_given_a_clean_head_at_once()
    {
        await using var server = ScriptedServer.Sending(Response);
        var observer = new Observer { TakesLinesTogether = true };

        await RawHttpClient.GetAsync($"http://{server.Address}/", new ExchangeOptions { Observer = observer });

        Assert.Equal(["request", Response[..^5], "head", "hello", "done"], observer.Events);
    }

    [Fact]
    public async Task A_saved_response_is_read_the_same_way()
    {
        var exchange = await HttpMessages.ReadResponseAsync(new MemoryStream(Encoding.ASCII.GetBytes(Response + "!")));

        Assert.Equal(("hello", true, AfterMessage.Bytes), (Text(exchange.Body), exchange.IsComplete, exchange.Aftermath!.Kind));
        Assert.Equal("RFC9112-9.2-EXTRA-OCTETS", exchange.Findings.Single().Code);
        Assert.Null(exchange.Connection);
    }

    [Theory]
    [InlineData("RequestSent")]
    [InlineData("Request")]
    [InlineData("LineRead")]
    [InlineData("Body")]
    public async Task What_an_observer_throws_ends_the_exchange_and_comes_out(string member)
    {
        await using var server = ScriptedServer.SendingThenSilent(Response[..^1]);
        var observer = new Observer { ThrowsIn = member };

        var thrown = await Assert.ThrowsAsync<InvalidDataException>(() => RawHttpClient.GetAsync($"http://{server.Address}/", new ExchangeOptions { Observer = observer }));

        Assert.Equal(member, thrown.Message);
    }

    [Fact]
    public async Task All_that_was_received_is_counted_once_though_a_server_goes_on_sending()
    {
        await using var server = ScriptedServer.Start(async client =>
        {
            await client.SendAsync(Response);
            await client.SendForeverAsync(new string('x', 10_000));
        });
        var observer = new Counter();

        var exchange = await RawHttpClient.GetAsync($"http://{server.Address}/", new ExchangeOptions { Observer = observer, Linger = TimeSpan.FromMilliseconds(20) });

        Assert.Equal((observer.Arrived, observer.Arrived - Response.Length), (exchange.Received, exchange.Aftermath!.Octets));
        Assert.Equal((exchange.Aftermath.Octets, exchange.Received), (observer.Rested, exchange.Connection!.Received));
    }

    [Theory]
    [InlineData("close", true)]
    [InlineData("x-not-close", false)]
    [InlineData("keep-alive\r\nConnection: x, Close", true)]
    public async Task A_server_that_says_close_and_does_not_is_found(string connection, bool isFound)
    {
        await using var server = ScriptedServer.SendingThenSilent($"{Head}Connection: {connection}\r\nContent-Length: 0\r\n\r\n");

        var exchange = await RawHttpClient.SendAsync(
            "GET / HTTP/1.1\r\nHost: a\r\n\r\n"u8.ToArray(),
            (received, stop) => Connection.ConnectAsync("127.0.0.1", server.Port, new ConnectOptions { Received = received }, stop));

        Assert.Equal(isFound, exchange.Findings.Any(finding => finding.Kind == FindingKinds.NotClosed));
    }

    [Fact]
    public async Task Only_a_connection_that_is_not_made_throws()
    {
        using var nothing = new RefusingPort();

        var failure = await Assert.ThrowsAsync<ConnectException>(() => RawHttpClient.GetAsync($"http://127.0.0.1:{nothing.Number}/"));

        Assert.Equal(ConnectError.NotConnected, failure.Error);
        await Assert.ThrowsAsync<FormatException>(() => RawHttpClient.GetAsync("ftp://127.0.0.1/"));
    }

    private static string Text(ReadOnlyMemory<byte> octets) => Encoding.Latin1.GetString(octets.Span);

    private sealed class Observer : IExchangeObserver
    {
        public List<string> Events { get; } = [];

        public bool TakesLinesTogether { get; init; }

        public Action? BodySeen { get; init; }

        public string? ThrowsIn { get; init; }

        public void RequestSent(long timestamp) => ThrowIn("RequestSent");

        public void Request(ReadOnlySpan<byte> octets, int headLength)
        {
            ThrowIn("Request");
            Events.Add("request");
        }

        public void LineRead(in Line line, LineKind kind)
        {
            ThrowIn("LineRead");
            Events.Add($"{kind}");
        }

        public void LinesRead(ReadOnlySpan<byte> octets, long offset) => Events.Add(Encoding.Latin1.GetString(octets));

        public void Waiting()
        {
        }

        public void HeadRead(ResponseHead head, BodyFraming? framing) => Events.Add("head");

        public void Body(ReadOnlySequence<byte> piece, long offset)
        {
            ThrowIn("Body");
            Events.Add(Encoding.Latin1.GetString(piece));
            BodySeen?.Invoke();
        }

        public void Found(Finding finding) => Events.Add(finding.Code);

        public void Done(Exchange exchange) => Events.Add("done");

        private void ThrowIn(string member)
        {
            if (ThrowsIn == member)
            {
                throw new InvalidDataException(member);
            }
        }
    }

    private sealed class Counter : IExchangeObserver
    {
        public long Arrived { get; private set; }

        public long Rested { get; private set; }

        public void Received(ReadOnlyMemory<byte> octets, long timestamp) => Arrived += octets.Length;

        public void Rest(ReadOnlySequence<byte> octets, long offset, bool isBody) => Rested += octets.Length;
    }
}
