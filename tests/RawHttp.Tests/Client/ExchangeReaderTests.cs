using System.IO.Pipelines;
using System.Text;
using RawHttp.Client;

namespace RawHttp.Tests.Client;

/// <summary>What the reader makes of each fixture of a connection: the same exchanges however the octets arrive.</summary>
public sealed class ExchangeReaderTests
{
    public static TheoryData<string> Names => [.. ConnectionFixture.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Reads_the_same_however_it_is_cut_up(string fixture)
    {
        var octets = ConnectionFixture.Responses(fixture);
        var whole = await ExchangeTranscript.OfAsync(PipeReader.Create(new(octets)), fixture);

        Assert.Equal(whole, await Fragments.FeedAsync(Fragments.ByteAtATime(octets), input => ExchangeTranscript.OfAsync(input, fixture)));
        foreach (var at in Enumerable.Range(1, Math.Max(octets.Length - 1, 0)))
        {
            var split = await Fragments.FeedAsync(Fragments.SplitAt(octets, at), input => ExchangeTranscript.OfAsync(input, fixture));
            Assert.True(whole == split, $"split at {at}:\n{split}\nwhole:\n{whole}");
        }
    }

    /// <summary>Every octet belongs to a response or follows one: none is lost, none is counted twice.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public async Task Accounts_for_each_octet(string fixture)
    {
        var octets = ConnectionFixture.Responses(fixture);
        var reader = new ExchangeReader(
            PipeReader.Create(new(octets)), requests: SentRequest.ParseAll(ConnectionFixture.Requests(fixture)));
        var at = 0L;
        while (await reader.ReadAsync() is { } exchange)
        {
            Assert.Equal(at, exchange.Start);
            Assert.InRange(exchange.Offset, exchange.Start, exchange.Received);
            if (exchange.Failure is null)
            {
                Assert.Equal(exchange.Received, exchange.Offset + (exchange.Aftermath?.Octets ?? 0));
            }

            at = exchange.Received;
        }

        Assert.Equal(octets.Length, at);
    }

    [Theory]
    [InlineData("", MessageEnd.Eof)]
    [InlineData("noise\r\nHTTP/1.1 200 OK\r\n\r\n", MessageEnd.Shutdown)]
    public async Task Each_request_has_an_exchange_though_nothing_can_be_read(string responses, MessageEnd end)
    {
        var octets = Encoding.ASCII.GetBytes(responses);
        var requests = SentRequest.ParseAll("GET /a HTTP/1.1\r\n\r\nGET /b HTTP/1.1\r\n\r\nGET /c HTTP/1.1\r\n\r\n"u8.ToArray());
        var reader = new ExchangeReader(PipeReader.Create(new(octets)), requests: requests);

        var first = await reader.ReadAsync();
        var (second, third) = (await reader.ReadAsync(), await reader.ReadAsync());

        Assert.Equal(end, first!.End);
        Assert.Equal(octets.Length, first.Received);
        Assert.Equal(("/b", ReadError.Empty, (long)octets.Length), (second!.Request!.Request.Target, second.Failure!.Error, second.Start));
        Assert.Equal(("/c", ReadError.Empty, (long)octets.Length), (third!.Request!.Request.Target, third.Failure!.Error, third.Start));
        Assert.Null(await reader.ReadAsync());
    }
}
