using System.IO.Pipelines;
using System.Text;
using RawHttp.Client;

namespace RawHttp.Tests.Client;

/// <summary>Each request has an exchange, whatever was received.</summary>
public sealed class ExchangeReaderTests
{
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
