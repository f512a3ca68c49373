using RawHttp.Captures;
using RawHttp.Client;
using RawHttp.Tests.Client;

namespace RawHttp.Tests.Captures;

/// <summary>Both directions of a connection, kept in memory: octets, arrivals and ends.</summary>
public sealed class CaptureTests
{
    private const string Response = "HTTP/1.1 200 OK\r\nDate: Sun, 06 Nov 1994 08:49:37 GMT\r\nContent-Length: 5\r\n\r\nhello";
    private const string Get = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
    private const string Head = "HEAD / HTTP/1.1\r\nHost: a\r\n\r\n";

    [Theory]
    [InlineData(Get + Get, Response + Response, Ending.HalfClose)]
    [InlineData(Head + Get, "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n" + Response, Ending.HalfClose)]
    [InlineData(Get + Get, Response + "HTTP/1.1 200 OK\r\n\r\nuntil the reset", Ending.Reset)]
    [InlineData(Get, Response + Response, Ending.HalfClose)]
    public async Task A_captured_connection_reads_as_it_did_live(string requests, string responses, Ending ending)
    {
        await using var server = ScriptedServer.Sending(responses, ending);
        var capture = new Capture();
        var options = new ExchangeOptions { Capture = capture, Linger = TimeSpan.FromSeconds(30) };
        var live = new List<Exchange>();
        await using (var connection = await RawHttpConnection.OpenAsync($"http://{server.Address}", options))
        {
            await foreach (var exchange in connection.PipelineAsync(requests.Select(letter => (byte)letter).ToArray()))
            {
                live.Add(exchange);
            }
        }

        var reader = new ExchangeReader(capture);
        foreach (var exchange in live)
        {
            var read = await reader.ReadAsync();
            Assert.Equal(ExchangeTranscript.Of(exchange), ExchangeTranscript.Of(read!));
        }

        Assert.Null(await reader.ReadAsync());
        Assert.Equal((requests, responses), (Text(capture.Client), Text(capture.Server)));
        Assert.Equal(responses.Length, capture.Server.Arrivals.Sum(arrival => arrival.Length));
        Assert.Equal(capture.Server.Arrivals.Select(arrival => arrival.Timestamp).Order(), capture.Server.Arrivals.Select(arrival => arrival.Timestamp));
        Assert.Equal(ending == Ending.Reset ? ConnectionEnd.Reset : ConnectionEnd.EndOfStream, capture.Server.End);
    }

    [Fact]
    public void What_is_over_the_limit_is_counted()
    {
        var capture = new Capture(maxOctets: 4);

        capture.Server.Add("abc"u8, 1);
        capture.Server.Add("def"u8, 2);
        capture.Server.Add("ghi"u8, 3);

        Assert.Equal(("abcd", 5L), (Text(capture.Server), capture.Server.Omitted));
        Assert.Equal([new Arrival(0, 3, 1), new Arrival(3, 1, 2)], capture.Server.Arrivals);
    }

    private static string Text(CapturedDirection direction) => System.Text.Encoding.Latin1.GetString(direction.Octets.Span);
}
