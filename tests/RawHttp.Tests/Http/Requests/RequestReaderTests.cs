using System.IO.Pipelines;
using System.Text;
using RawHttp.Http;
using RawHttp.Lines;

namespace RawHttp.Tests.Http;

/// <summary>Reading requests: one after another, within limits, and what is refused at once.</summary>
public sealed class RequestReaderTests
{
    [Fact]
    public async Task Requests_are_read_one_after_another_until_the_stream_ends()
    {
        var lines = Lines("POST /a HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhelloPUT /b HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\nX: y\r\n\r\nGET /c HTTP/1.0\r\n\r\n\r\n");
        var read = new List<string>();
        while (true)
        {
            var request = new RequestReader(lines);
            try
            {
                var head = await request.ReadHeadAsync();
                var body = new StringBuilder();
                while (await request.ReadBodyAsync() is { IsEmpty: false } piece)
                {
                    body.Append(Encoding.Latin1.GetString(piece));
                }

                Assert.True(request.IsComplete && head.IsComplete);
                Assert.Empty(request.Findings);
                read.Add($"{head.RequestLine} {head.RequestLine.Form} {request.Framing} {body} {request.Trailers.Count}");
            }
            catch (ReadException none) when (none.Error == ReadError.Empty)
            {
                break;
            }
        }

        Assert.Equal(
            [
                "POST /a HTTP/1.1 Origin BodyFraming { Kind = ContentLength, Rule = 6, Length = 5 } hello 0",
                "PUT /b HTTP/1.1 Origin BodyFraming { Kind = Chunked, Rule = 4, Length =  } abc 1",
                "GET /c HTTP/1.0 Origin BodyFraming { Kind = None, Rule = 7, Length =  }  0",
            ],
            read);
    }

    [Theory]
    [InlineData("GET /12345678901234567 HTTP/1.1\r\n\r\n", ReadError.LineLimit)]
    [InlineData("GET / HTTP/1.1\r\nA: 1\r\nB: 2\r\nC: 3\r\nD: 4\r\n\r\n", ReadError.FieldLimit)]
    [InlineData("GET / HTTP/1.1\r\nA: 12345678901234\r\nB: 12345678901234\r\n\r\n", ReadError.HeadLimit)]
    [InlineData("\r\n\r\n\r\n\r\n\r\n\r\n\r\n\r\n\r\n\r\n\r\n\r\n\r\n\r\n\r\n\r\n\r\n\r\n\r\n\r\n\r\n\r\n\r\n\r\n\r\n\r\n", ReadError.HeadLimit)]
    [InlineData("PUT / HTTP/1.1\r\nContent-Length: 5\r\n\r\nhello", ReadError.BodyLimit)]
    public async Task Each_limit_has_its_error(string octets, ReadError error)
    {
        var request = new RequestReader(Lines(octets), new MessageLimits { Line = 24, Fields = 3, Head = 50, Body = 4 });

        var failure = await Assert.ThrowsAnyAsync<ReadException>(async () =>
        {
            await request.ReadHeadAsync();
            while (await request.ReadBodyAsync() is { IsEmpty: false })
            {
            }
        });

        Assert.Equal(error, failure.Error);
        Assert.Same(failure, await Assert.ThrowsAnyAsync<ReadException>(async () => await request.ReadBodyAsync()));
    }

    // Such a client waits for an answer before it sends a line ending.
    [Theory]
    [InlineData(0x16, "TLS")]
    [InlineData(0x05, "SOCKS")]
    public async Task Another_protocol_is_refused_at_its_first_octet(int octet, string name)
    {
        var pipe = new Pipe();
        await pipe.Writer.WriteAsync(new[] { (byte)octet });

        var failure = await Assert.ThrowsAsync<MessageException>(async () => await new RequestReader(new LineReader(pipe.Reader)).ReadHeadAsync());

        Assert.Equal((ReadError.RequestLine, FindingKinds.NotARequest), (failure.Error, failure.Finding.Kind));
        Assert.Contains(name, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_client_that_closes_without_close_notify_is_a_finding()
    {
        var request = new RequestReader(Lines("GET / HTTP/1.1\r\nHost: a\r\n\r\n"));
        await request.ReadHeadAsync();

        request.Complete(ConnectionEnd.IncompleteClose);

        Assert.Equal("The client closed the connection without the close_notify of TLS.", Assert.Single(request.Findings).Message);
    }

    private static LineReader Lines(string octets) => new(PipeReader.Create(new(Encoding.Latin1.GetBytes(octets))));
}
