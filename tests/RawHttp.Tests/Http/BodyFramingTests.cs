using System.IO.Pipelines;
using System.Text;
using RawHttp.Http;
using RawHttp.Lines;

namespace RawHttp.Tests.Http;

/// <summary>RFC 9112 §6.3, rule by rule.</summary>
public sealed class BodyFramingTests
{
    [Theory]
    [InlineData("HEAD", "HTTP/1.1 200 OK", "Content-Length: 5", FramingKind.None, 1)]
    [InlineData("HEAD", "HTTP/1.1 200 OK", "Transfer-Encoding: chunked", FramingKind.None, 1)]
    [InlineData("GET", "HTTP/1.1 101 Switching Protocols", "Content-Length: 5", FramingKind.None, 1)]
    [InlineData("GET", "HTTP/1.1 204 No Content", "Content-Length: 5", FramingKind.None, 1)]
    [InlineData("GET", "HTTP/1.1 304 Not Modified", "Transfer-Encoding: chunked", FramingKind.None, 1)]
    [InlineData("CONNECT", "HTTP/1.1 200 OK", "Content-Length: 5", FramingKind.None, 2)]
    [InlineData("CONNECT", "HTTP/1.1 299 Fine", "Transfer-Encoding: chunked", FramingKind.None, 2)]
    [InlineData("CONNECT", "HTTP/1.1 407 Proxy Authentication Required", "Content-Length: 5", FramingKind.ContentLength, 6)]
    [InlineData("head", "HTTP/1.1 200 OK", "Content-Length: 5", FramingKind.ContentLength, 6)]
    [InlineData("GET", "HTTP/1.1 200 OK", "Transfer-Encoding: chunked|Content-Length: 5", FramingKind.Chunked, 3)]
    [InlineData("GET", "HTTP/1.1 200 OK", "Content-Length: x|Transfer-Encoding: chunked", FramingKind.Chunked, 3)]
    [InlineData("GET", "HTTP/1.1 200 OK", "transfer-encoding: CHUNKED", FramingKind.Chunked, 4)]
    [InlineData("GET", "HTTP/1.1 200 OK", "Transfer-Encoding: gzip, chunked", FramingKind.Chunked, 4)]
    [InlineData("GET", "HTTP/1.1 200 OK", "Transfer-Encoding: gzip|Transfer-Encoding: chunked", FramingKind.Chunked, 4)]
    [InlineData("GET", "HTTP/1.1 200 OK", "Transfer-Encoding: chunked, gzip", FramingKind.UntilClose, 4)]
    [InlineData("GET", "HTTP/1.1 200 OK", "Transfer-Encoding: gzip", FramingKind.UntilClose, 4)]
    [InlineData("GET", "HTTP/1.1 200 OK", "Transfer-Encoding:", FramingKind.UntilClose, 4)]
    [InlineData("GET", "HTTP/1.1 200 OK", "Content-Length: 5", FramingKind.ContentLength, 6)]
    [InlineData("GET", "HTTP/1.1 200 OK", "Content-Length: 5, 5", FramingKind.ContentLength, 6)]
    [InlineData("GET", "HTTP/1.1 200 OK", "Content-Length: 5,", FramingKind.ContentLength, 6)]
    [InlineData("GET", "HTTP/1.1 200 OK", "Content-Length: , 5 ,,5", FramingKind.ContentLength, 6)]
    [InlineData("GET", "HTTP/1.1 200 OK", "Content-Length: 5|Content-Length: 005", FramingKind.ContentLength, 6)]
    [InlineData("GET", "HTTP/1.1 200 OK", "Content-Length: 9223372036854775807", FramingKind.ContentLength, 6)]
    [InlineData("GET", "HTTP/1.1 200 OK", "X: y", FramingKind.UntilClose, 8)]
    public async Task Frames(string method, string statusLine, string fields, FramingKind kind, int rule)
    {
        var (framing, _) = FramingRules.Determine(method, await HeadAsync(statusLine, fields));

        Assert.Equal((kind, rule), (framing.Kind, framing.Rule));
    }

    [Theory]
    [InlineData("Content-Length: 5|Content-Length: 10")]
    [InlineData("Content-Length: 5, 10")]
    [InlineData("Content-Length:")]
    [InlineData("Content-Length: ,")]
    [InlineData("Content-Length: -5")]
    [InlineData("Content-Length: +5")]
    [InlineData("Content-Length: 5 5")]
    [InlineData("Content-Length: 0x5")]
    [InlineData("Content-Length: 5.0")]
    [InlineData("Content-Length: 9223372036854775808")]
    [InlineData("Content-Length: 99999999999999999999")]
    public async Task Refuses_a_length_that_is_none(string fields)
    {
        var head = await HeadAsync("HTTP/1.1 200 OK", fields);

        Assert.Equal(ReadError.Framing, Assert.ThrowsAny<ReadException>(() => FramingRules.Determine("GET", head)).Error);
    }

    [Theory]
    [InlineData("Transfer-Encoding: br")]
    [InlineData("Transfer-Encoding: identity")]
    [InlineData("Transfer-Encoding: br, chunked")]
    [InlineData("Transfer-Encoding: chunked;a=b")]
    public async Task Refuses_a_coding_it_does_not_know(string fields)
    {
        var head = await HeadAsync("HTTP/1.1 200 OK", fields);

        Assert.Equal(ReadError.TransferCoding, Assert.ThrowsAny<ReadException>(() => FramingRules.Determine("GET", head)).Error);
    }

    [Theory]
    [InlineData("HTTP/1.1 200 OK", "Transfer-Encoding: chunked|Content-Length: 5", "RFC9112-6.3-BOTH-LENGTHS")]
    [InlineData("HTTP/1.0 200 OK", "Transfer-Encoding: chunked", "RFC9112-6.1-ENCODING-IN-1.0")]
    [InlineData("HTTP/1.1 200 OK", "Transfer-Encoding: chunked, chunked", "RFC9112-6.1-CHUNKED-TWICE")]
    [InlineData("HTTP/1.1 200 OK", "Transfer-Encoding: chunked, gzip", "RFC9112-6.3-CHUNKED-NOT-LAST")]
    [InlineData("HTTP/1.1 200 OK", "Content-Length: 5, 5", "RFC9112-6.3-LENGTH-LIST")]
    [InlineData("HTTP/1.1 200 OK", "Content-Length: 5|Content-Length: 5", "RFC9112-6.3-REPEATED-LENGTH")]
    [InlineData("HTTP/1.1 304 Not Modified", "Content-Length: 5|Content-Length: 6", "RFC9112-6.3-CONFLICTING-LENGTHS")]
    public async Task Tells_what_others_may_read_otherwise(string statusLine, string fields, string code)
    {
        var (_, findings) = FramingRules.Determine("GET", await HeadAsync(statusLine, fields));

        Assert.Contains(code, findings.Select(finding => finding.Code));
    }

    [Fact]
    public async Task An_unobjectionable_head_has_no_findings()
    {
        var (_, findings) = FramingRules.Determine("GET", await HeadAsync("HTTP/1.1 200 OK", "Content-Length: 5"));

        Assert.Empty(findings);
    }

    private static async Task<ResponseHead> HeadAsync(string statusLine, string fields)
    {
        // Asked for with HEAD, so that reading the head decides nothing about a body.
        var octets = Encoding.ASCII.GetBytes($"{statusLine}\r\n{fields.Replace("|", "\r\n", StringComparison.Ordinal)}\r\n\r\n");
        return await new ResponseReader(new LineReader(PipeReader.Create(new(octets))), "HEAD").ReadHeadAsync();
    }
}
