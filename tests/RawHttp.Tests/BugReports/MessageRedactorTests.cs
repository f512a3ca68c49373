using System.IO.Pipelines;
using System.Text;
using RawHttp.BugReports;
using RawHttp.Client;

namespace RawHttp.Tests.BugReports;

/// <summary>A message without what is secret in it, and with the same findings.</summary>
public sealed class MessageRedactorTests
{
    public static TheoryData<string> Names => [.. Fixture.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_fixture_keeps_its_findings_and_lengths(string fixture)
    {
        var octets = Fixture.Read(fixture);
        SentRequest[] requests = [SentRequest.FromMethod(Fixture.MethodOf(fixture))];

        var redacted = new MessageRedactor(null, requests).Redact(octets);

        Assert.Equal(octets.Length, redacted.Octets.Length);
        Assert.Equal(await ReadAsync(octets, requests), await ReadAsync(redacted.Octets, requests));
        Assert.Equal(Ends(octets), Ends(redacted.Octets.Span));
        var again = new MessageRedactor(null, requests).Redact(redacted.Octets);
        Assert.Equal(Text(redacted.Octets), Text(again.Octets));
        Assert.Empty(again.Replaced);
    }

    [Theory]
    [InlineData("Set-Cookie: sid=SECRET7; Path=/SECRET; Domain=SECRET.example; HttpOnly", "Set-Cookie: sid=xxxxxx1; Path=/xxxxxx; Domain=xxxxxx.xxxxxxx; HttpOnly")]
    [InlineData("Set-Cookie: a=SECRET; Expires=Wed, 09 Jun 2031 10:18:14 GMT", "Set-Cookie: a=xxxxxx; Expires=Wed, 09 Jun 2031 10:18:14 GMT")]
    [InlineData("Set-Cookie: expires=SECRET", "Set-Cookie: expires=xxxxxx")]
    [InlineData("Location: https://SECRET.example:8443/SECRET?t=%53ECRET#SECRET", "Location: https://xxxxxx.xxxxxxx:1111/xxxxxx?x=%78xxxxx#xxxxxx")]
    [InlineData("Location: /login?next=SECRET", "Location: /xxxxx?xxxx=xxxxxx")]
    [InlineData("Link: <https://SECRET.example/a>; rel=\"next\"; title=\"SECRET\"", "Link: <https://xxxxxx.xxxxxxx/x>; rel=\"next\"; title=\"xxxxxx\"")]
    [InlineData("Refresh: 5; url=https://SECRET.example/", "Refresh: 5; url=xxxxx://xxxxxx.xxxxxxx/")]
    [InlineData("Via: 1.1 SECRET, 1.0 other (Squid/3.1)", "Via: 1.1 xxxxxx, 1.0 xxxxx (Squid/3.1)")]
    [InlineData("Server: nginx/1.16.1 (SECRET.corp.example)", "Server: nginx/1.16.1 (xxxxxx.xxxx.xxxxxxx)")]
    [InlineData("Server: Apache/2.4 ASP.NET 10.20.30.40", "Server: Apache/2.4 ASP.NET 11.11.11.11")]
    [InlineData("X-Powered-By: PHP/7.4.3", "X-Powered-By: PHP/7.4.3")]
    [InlineData("WWW-Authenticate: Digest realm=\"SECRET a=b\", nonce=SECRET, qop=\"auth\"", "WWW-Authenticate: Digest realm=\"xxxxxx x=x\", nonce=xxxxxx, qop=\"xxxx\"")]
    [InlineData("Proxy-Authenticate: Negotiate SECRET9+/==", "Proxy-Authenticate: Negotiate xxxxxx1+/==")]
    [InlineData("Authorization: Bearer SECRET.SECRET", "Authorization: Bearer xxxxxx.xxxxxx")]
    [InlineData("ETag: W/\"SECRET-1\"", "ETag: W/\"xxxxxx-1\"")]
    [InlineData("ETag: \"SECRET\"", "ETag: \"xxxxxx\"")]
    [InlineData("Content-Disposition: attachment; filename=\"SECRET.pdf\"", "Content-Disposition: attachment; filename=\"xxxxxx.xxx\"")]
    [InlineData("X-Request-Id: SECRET-42", "X-Request-Id: xxxxxx-11")]
    [InlineData("X-Forwarded-For: 2001:db8::5ec", "X-Forwarded-For: 1111:xx1::1xx")]
    [InlineData("Cache-Control: no-cache=\"SECRET@mail.example\"", "Cache-Control: no-cache=\"xxxxxx@xxxx.xxxxxxx\"")]
    [InlineData("Warning: 199 2001:db8::5ec \"m\"", "Warning: 199 1111:aa1::1aa \"m\"")]
    [InlineData("Content-Security-Policy: default-src *.SECRET.example 'nonce-SECRET1234567890'", "Content-Security-Policy: default-src *.xxxxxx.xxxxxxx 'xxxxx-xxxxxx1111111111'")]
    [InlineData("Pragma: eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N", "Pragma: xxxxxxxxxxxxxxx1xxx1.xxxxxxxxxxxxxxx1xxx1xxxxxx1.xxxxxxxxx1x1xxxxxx1x1x")]
    [InlineData("Strict-Transport-Security: max-age=31536000; includeSubDomains; preload", "Strict-Transport-Security: max-age=31536000; includeSubDomains; preload")]
    [InlineData("Content-Type: application/vnd.openxmlformats.sheet; charset=utf-8", "Content-Type: application/vnd.openxmlformats.sheet; charset=utf-8")]
    [InlineData("Last-Modified: Sun, 06 Nov 1994 08:49:37 GMT", "Last-Modified: Sun, 06 Nov 1994 08:49:37 GMT")]
    [InlineData("X-User: SECRET\r\n  and SECRET", "X-User: xxxxxx\r\n  xxx xxxxxx")]
    [InlineData("X-N\u00e4me: M\u00fcller \u00c3\u00a4", "X-N\u00e4me: x\u00ffxxxx \u00c3\u00bf")]
    public void A_value_is_replaced_by_its_form(string field, string expected)
    {
        var redacted = Redact($"HTTP/1.1 200 OK\r\nDate: Sun, 06 Nov 1994 08:49:37 GMT\r\n{field}\r\nContent-Length: 0\r\n\r\n");

        Assert.Equal(expected.ToLowerInvariant(), string.Join("\r\n", redacted.Split("\r\n")[2..^3]).ToLowerInvariant());
        Assert.DoesNotContain("SECRET", redacted, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("HTTP/1.1 500 jane is SECRET\r\n\r\n", "HTTP/1.1 500 xxxx xx xxxxxx\r\n\r\n")]
    [InlineData("HTTP/1.1 408 Request Time-out\r\n\r\n", "HTTP/1.1 408 Request Time-out\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\n\r\n{\"user\": \"SECRET\", \"n\": 42}\n", "HTTP/1.1 200 OK\r\n\r\n{\"xxxx\": \"xxxxxx\", \"x\": 11}\n")]
    [InlineData("HTTP/1.1 204 No Content\r\n\r\nSECRET", "HTTP/1.1 204 No Content\r\n\r\nxxxxxx")]
    [InlineData(
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n6;signature=SECRET\r\nSECRET\r\n0\r\nX-Sum: SECRET\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n6;signature=xxxxxx\r\nxxxxxx\r\n0\r\nX-Sum: xxxxxx\r\n\r\n")]
    public void Start_lines_chunks_and_content_too(string message, string expected) => Assert.Equal(expected, Redact(message));

    // What follows is a request of the tool's, and its findings are those of text without the coding that is named.
    [Fact]
    public void What_the_findings_need_is_left_and_named()
    {
        var coded = Encoding.Latin1.GetBytes("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 12\r\n\r\n\x1f\x8b\x08\0\0\0\0\0\x02\x03\xcbH");

        var redacted = new MessageRedactor().Redact(coded);

        Assert.Equal(Text(coded), Text(redacted.Octets));
        Assert.Equal(new Secret(SecretKind.Content, "", 63, 12), Assert.Single(redacted.Left));
        Assert.Equal(["Content-Encoding", "Content-Length"], redacted.Unchanged);
    }

    [Fact]
    public void Only_the_line_that_a_finding_is_about_is_left()
    {
        var redacted = Redact("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 5\r\n\r\nhelloHTTP/1.1 200 SECRET\r\nX-Key: SECRET\r\n\r\n");

        Assert.DoesNotContain("SECRET", redacted, StringComparison.Ordinal);
    }

    [Fact]
    public void Fields_may_be_kept()
    {
        var octets = Encoding.Latin1.GetBytes("HTTP/1.1 200 OK\r\nX-Cache: HIT\r\nX-Pop: AMS\r\n\r\n");

        var redacted = new MessageRedactor(["x-cache"]).Redact(octets);

        Assert.Equal("HTTP/1.1 200 OK\r\nX-Cache: HIT\r\nX-Pop: xxx\r\n\r\n", Text(redacted.Octets));
        Assert.Equal(["X-Cache"], redacted.Unchanged);
    }

    // Values that patterns are slow with, and a message in which much has to be left.
    [Theory]
    [InlineData("X: ", 500_000)]
    [InlineData("Cache-Control: ", 500_000)]
    [InlineData("Set-Cookie: a=", 8000)]
    [InlineData("Link: <", 8000)]
    public void A_long_value_takes_no_long_time(string begin, int length)
    {
        var redacted = Redact($"HTTP/1.1 200 OK\r\n{begin}{string.Concat(Enumerable.Repeat("a.b:", length / 4))}\r\n\r\n");

        Assert.EndsWith("x.x:\r\n\r\n", redacted, StringComparison.Ordinal);
    }

    private static string Redact(string message) => Text(new MessageRedactor().Redact(Encoding.Latin1.GetBytes(message)).Octets);

    private static string Text(ReadOnlyMemory<byte> octets) => Encoding.Latin1.GetString(octets.Span);

    private static List<int> Ends(ReadOnlySpan<byte> octets)
    {
        var ends = new List<int>();
        for (var i = 0; i < octets.Length; i++)
        {
            if (octets[i] is (byte)'\r' or (byte)'\n')
            {
                ends.Add(i);
            }
        }

        return ends;
    }

    private static async Task<List<string>> ReadAsync(ReadOnlyMemory<byte> octets, SentRequest[] requests)
    {
        var reader = new ExchangeReader(PipeReader.Create(new(octets)), null, requests);
        var found = new List<string>();
        while (await reader.ReadAsync() is { } exchange)
        {
            found.AddRange(exchange.Findings.Select(finding => $"{finding.Code} {finding.Severity} {finding.Offset} {finding.Length}"));
            found.Add($"{exchange.Framing} {exchange.BodyLength} {exchange.End} {exchange.Offset} {exchange.Head?.Fields.Count}");
        }

        return found;
    }
}
