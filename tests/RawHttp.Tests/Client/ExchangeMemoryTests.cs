using System.IO.Pipelines;
using System.Text;
using RawHttp.Client;
using RawHttp.Http;

namespace RawHttp.Tests.Client;

/// <summary>However long a connection is, its reader takes no more memory than an exchange needs.</summary>
public sealed class ExchangeMemoryTests
{
    private const int Large = 50 * 1024 * 1024;
    private const int Long = 8 * 1024 * 1024;
    private const int Most = 2 * 1024 * 1024;
    private const string Response = "HTTP/1.1 200 OK\r\nDate: Sun, 06 Nov 1994 08:49:37 GMT\r\nContent-Length: 6\r\n\r\nfirst\n";
    private const string Switching = "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: a\r\nDate: Sun, 06 Nov 1994 08:49:37 GMT\r\n\r\n";
    private const string Established = "HTTP/1.1 200 OK\r\nDate: Sun, 06 Nov 1994 08:49:37 GMT\r\n\r\n";

    [Fact]
    public void Ten_thousand_exchanges_take_as_much_each_as_the_first()
    {
        const int Count = 10_000;
        const int MostOfOne = 8 * 1024;
        using var stream = new LongStream("", Response, (long)Count * Response.Length);
        var reader = new ExchangeReader(PipeReader.Create(stream), requests: Enumerable.Repeat(RequestOf("GET"), Count));
        Assert.NotNull(Next(reader));

        var before = GC.GetAllocatedBytesForCurrentThread();
        var exchanges = 1;
        while (Next(reader) is { IsComplete: true, Findings.Count: 0 } exchange)
        {
            Assert.Equal(exchanges++ * (long)Response.Length, exchange.Start);
        }

        Assert.Equal((Count, true, (long)Count * Response.Length), (exchanges, reader.IsAtEnd, reader.Offset));
        Assert.InRange((GC.GetAllocatedBytesForCurrentThread() - before) / Count, 0, MostOfOne);
    }

    [Theory]
    [InlineData("GET", Switching, "\0\u0001\u0002any octets", Large, null)]
    [InlineData("GET", Switching, Response, Large, null)]
    [InlineData("CONNECT", Established, Response, Large, null)]
    [InlineData("GET", Response, "noise without an end\0", Long, "RFC9112-9.2-EXTRA-OCTETS")]
    [InlineData("GET", Response, "H", Long, "RFC9112-9.2-EXTRA-OCTETS")]
    [InlineData("GET", Response, "xHTTP/1.1 2", Long, "RFC9112-9.2-EXTRA-OCTETS")]
    [InlineData("GET", Response, "\r\n", Long, "RFC9112-9.2-EXTRA-OCTETS")]
    [InlineData("HEAD", Established, "body", Long, "RFC9112-6.3-UNEXPECTED-BODY")]
    public void What_follows_streams_through(string method, string response, string cycle, int length, string? finding)
    {
        using var stream = new LongStream(response, cycle, response.Length + length);
        var reader = new ExchangeReader(PipeReader.Create(stream), requests: [RequestOf(method), RequestOf("GET")]);

        var before = GC.GetAllocatedBytesForCurrentThread();
        var exchange = Next(reader)!;
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.Equal((true, finding, length), (exchange.IsComplete, exchange.Findings.SingleOrDefault()?.Code, exchange.Aftermath?.Octets));
        Assert.Equal((response.Length, response.Length + length), (exchange.Offset, exchange.Received));

        // A fraction of what came: the pool gives its buffers back to the system while other tests take memory.
        Assert.InRange(allocated, 0, length / 4);
        Assert.True(exchange.IsTunnel || Next(reader)!.Failure!.Error == ReadError.Empty);
        Assert.Null(Next(reader));
    }

    [Fact]
    public void A_response_is_found_behind_a_million_line_ends()
    {
        const int Count = 2_000_000;
        var lineEnds = string.Concat(Enumerable.Repeat("\r\n", Count / 2));
        using var stream = new LongStream(Response + lineEnds, Response, (Response.Length * 2L) + Count);
        var reader = new ExchangeReader(PipeReader.Create(stream), requests: [RequestOf("GET"), RequestOf("GET")]);

        var before = GC.GetAllocatedBytesForCurrentThread();
        var (first, second) = (Next(reader)!, Next(reader)!);

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, Most);
        Assert.Equal(Count, first.Aftermath?.Octets);
        Assert.Equal((true, Response.Length + Count, 6), (second.IsComplete, second.Start, second.BodyLength));
    }

    [Theory]
    [InlineData("noise without an end", ReadError.StatusLine)]
    [InlineData("http without an end", ReadError.StatusLine)]
    [InlineData("\r\n", ReadError.HeadLimit)]
    [InlineData("noise\r\n", ReadError.StatusLine)]
    [InlineData("HTTP/1.1 103 Early Hints\r\n\r\n", ReadError.InterimLimit)]
    public void Noise_in_place_of_a_response_stops_at_a_limit(string cycle, ReadError error)
    {
        using var stream = new LongStream("", cycle, Large);
        var reader = new ExchangeReader(PipeReader.Create(stream), requests: [RequestOf("GET")]);

        var exchange = Next(reader)!;

        Assert.Equal((false, error), (exchange.IsComplete, exchange.Failure?.Error));
        Assert.InRange(stream.Given, 0, 2 * new MessageLimits().Head);
        Assert.Null(Next(reader));
    }

    private static SentRequest RequestOf(string method) =>
        SentRequest.Parse(Encoding.ASCII.GetBytes($"{method} {(method == "CONNECT" ? "a:1" : "/")} HTTP/1.1\r\nHost: a\r\n\r\n"));

    // The stream has its octets at once, so that nothing waits, and all is allocated on this thread.
    private static Exchange? Next(ExchangeReader reader)
    {
        var reading = reader.ReadAsync();
        Assert.True(reading.IsCompleted);
        return reading.GetAwaiter().GetResult();
    }

    // Some octets first, then others again and again, up to a length.
    private sealed class LongStream(string beginning, string cycle, long length) : MemoryStream
    {
        private readonly byte[] _beginning = Encoding.Latin1.GetBytes(beginning);
        private readonly byte[] _cycle = Encoding.Latin1.GetBytes(cycle);

        public long Given { get; private set; }

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var span = buffer.Span[..(int)Math.Min(buffer.Length, length - Given)];
            foreach (ref var octet in span)
            {
                octet = Given < _beginning.Length ? _beginning[Given] : _cycle[(Given - _beginning.Length) % _cycle.Length];
                Given++;
            }

            return new(span.Length);
        }
    }
}
