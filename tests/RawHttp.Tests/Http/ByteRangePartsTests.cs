using System.IO.Pipelines;
using System.Text;
using RawHttp.Http;
using RawHttp.Lines;

namespace RawHttp.Tests.Http;

/// <summary>The parts of multipart/byteranges are compared with their ranges, however the content is cut into pieces.</summary>
public sealed class ByteRangePartsTests
{
    private const string First = "--B\r\nContent-Type: text/plain\r\nContent-Range: bytes 0-4/20\r\n\r\nhello\r\n";
    private const string Second = "--B\r\ncontent-range: bytes 7-9/20\r\n\r\na\nb\r\n";

    [Theory]
    [InlineData(First + Second + "--B--\r\n", "")]
    [InlineData("\r\n" + First + Second + "--B--", "")]
    [InlineData(First + Second + "--B-- \r\nepilogue", "")]
    [InlineData("--B\nContent-Range: bytes 0-4/20\n\nhello\n--B--\n", "")]
    [InlineData(First + Second, "RFC2046-5.1.1-NO-CLOSE-DELIMITER: The content ends in part 2, without a closing delimiter.")]
    [InlineData(First + "--B\r\nContent-Range: bytes 7-9/20\r\n", "RFC2046-5.1.1-NO-CLOSE-DELIMITER: The content ends in part 2, without a closing delimiter.")]
    [InlineData(First + "--B\r\nContent-Type: text/plain\r\n\r\nabc\r\n--B--\r\n", "RFC9110-15.3.7.2-RANGE-OF-PARTS: Part 2 has no Content-Range.")]
    [InlineData(First + "--B\r\nContent-Range: bytes 7-10/20\r\n\r\na\nb\r\n--B--\r\n", "RFC9110-15.3.7.1-RANGE-LENGTH: Content-Range of part 2 spans 4 bytes, but the part has 3.")]
    [InlineData(First + "--B\r\nContent-Range: bytes 7-8/20\r\n\r\n\r\n--B--\r\n", "RFC9110-15.3.7.1-RANGE-LENGTH: Content-Range of part 2 spans 2 bytes, but the part has 0.")]
    public async Task Each_part_has_its_range(string content, string finding)
    {
        for (var piece = 1; piece < 9; piece += 3)
        {
            var octets = Encoding.Latin1.GetBytes($"HTTP/1.1 206 Partial Content\r\nDate: Sun, 06 Nov 1994 08:49:37 GMT\r\nContent-Type: multipart/byteranges; boundary=B\r\nContent-Length: {content.Length}\r\n\r\n{content}");
            var response = new ResponseReader(new LineReader(PipeReader.Create(new DribblingStream(octets, piece))), "GET");
            await response.ReadHeadAsync();
            while (!(await response.ReadBodyAsync()).IsEmpty)
            {
            }

            Assert.Equal(finding, string.Join('\n', response.Findings.Select(found => $"{found.Code}: {found.Message}")));
        }
    }

    [Fact]
    public void A_part_with_a_long_line_is_counted()
    {
        var content = $"--B\r\nContent-Range: bytes 0-9999/20000\r\n\r\n{new string('x', 10_000)}\r\n--B--\r\n";
        var octets = Encoding.Latin1.GetBytes($"HTTP/1.1 206 Partial Content\r\nDate: Sun, 06 Nov 1994 08:49:37 GMT\r\nContent-Type: multipart/byteranges; boundary=B\r\n\r\n{content}");
        var response = new ResponseReader(new LineReader(PipeReader.Create(new(octets))), "GET");

        Assert.Null(AtOnce.Read(response));
        Assert.DoesNotContain(response.Findings, found => found.Severity == Severity.Warning);
    }

    private sealed class DribblingStream(byte[] octets, int piece) : MemoryStream(octets)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer[..Math.Min(piece, buffer.Length)], cancellationToken);
    }
}
