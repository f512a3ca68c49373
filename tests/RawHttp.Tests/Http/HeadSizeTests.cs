using System.IO.Pipelines;
using System.Text;
using RawHttp.Http;
using RawHttp.Lines;

namespace RawHttp.Tests.Http;

/// <summary>A head larger than recipients take by default has one finding that names them.</summary>
public sealed class HeadSizeTests
{
    [Theory]
    [InlineData(4096, 10, "")]
    [InlineData(4097, 10, "nginx as a proxy (proxy_buffer_size 4 KiB)")]
    [InlineData(16385, 40, "nginx as a proxy (proxy_buffer_size 4 KiB), HAProxy (tune.bufsize less tune.maxrewrite 15 KiB), Node.js (--max-http-header-size 16 KiB)")]
    [InlineData(600, 64, "")]
    [InlineData(600, 65, "Varnish (http_max_hdr 64 fields)")]
    [InlineData(1000, 100, "Varnish (http_max_hdr 64 fields), Python's http.client (_MAXHEADERS 99 fields)")]
    [InlineData(1000, 102, "Varnish (http_max_hdr 64 fields), HAProxy (tune.http.maxhdr 101 fields), Envoy (max_headers_count 100 fields), Python's http.client (_MAXHEADERS 99 fields), hyper (max_headers 100 fields)")]
    public async Task A_large_head_of_a_response_names_who_refuses_it(int octets, int fields, string refusing)
    {
        var response = new ResponseReader(Lines(Head("HTTP/1.1 204 No Content\r\n", octets, fields)), "GET");
        await response.ReadHeadAsync();

        AssertNames(refusing, Large(response));
    }

    [Theory]
    [InlineData(8192, 10, "")]
    [InlineData(8193, 10, "Tomcat (maxHttpRequestHeaderSize 8 KiB)")]
    [InlineData(1000, 100, "Python's http.server (_MAXHEADERS 99 fields)")]
    public async Task A_large_head_of_a_request_names_who_refuses_it(int octets, int fields, string refusing)
    {
        var request = new RequestReader(Lines(Head("GET / HTTP/1.1\r\nHost: a\r\n", octets, fields - 1)));
        await request.ReadHeadAsync();

        AssertNames(refusing, Large(request));
    }

    [Fact]
    public async Task A_long_line_is_compared_with_limits_of_lines()
    {
        var response = new ResponseReader(Lines($"HTTP/1.1 204 No Content\r\nX: {new string('y', 102_400)}\r\n\r\n"), "GET");
        await response.ReadHeadAsync();

        var large = Assert.Single(Large(response));
        Assert.StartsWith("The head has 102,432 bytes in 1 field, its longest line 102,405. By default too large for ", large.Message, StringComparison.Ordinal);
        Assert.Contains(", Apache as a proxy (ResponseFieldSize 8 KiB a line), ", large.Message, StringComparison.Ordinal);
        Assert.EndsWith(", curl (fixed at 100 KiB a line).", large.Message, StringComparison.Ordinal);
        Assert.Equal((Severity.Info, 0), (large.Severity, large.Offset));
    }

    private static void AssertNames(string refusing, IEnumerable<Finding> large) =>
        Assert.Equal(refusing.Length == 0 ? [] : [refusing + "."], large.Select(finding => finding.Message.Split("too large for ")[1]));

    // A head of just so many octets: fields of a few, and the rest spread over them.
    private static string Head(string start, int octets, int fields)
    {
        var left = octets - start.Length - 2;
        var text = new StringBuilder(start);
        for (var i = fields; i > 0; i--)
        {
            var line = $"X: {new string('y', (left / i) - 5)}\r\n";
            left -= line.Length;
            text.Append(line);
        }

        return text.Append("\r\n").ToString();
    }

    private static LineReader Lines(string octets) => new(PipeReader.Create(new(Encoding.Latin1.GetBytes(octets))));

    private static IEnumerable<Finding> Large(MessageReader message) => message.Findings.Where(finding => finding.Kind == FindingKinds.LargeHead);
}
