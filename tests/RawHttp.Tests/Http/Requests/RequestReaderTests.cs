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

    private static LineReader Lines(string octets) => new(PipeReader.Create(new(Encoding.Latin1.GetBytes(octets))));
}
