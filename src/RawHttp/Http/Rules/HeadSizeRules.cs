using System.Globalization;

namespace RawHttp.Http;

public static partial class FindingKinds
{
    /// <summary>A head is larger than named recipients take by default.</summary>
    public static FindingKind LargeHead { get; } = Info(
        "RFC9110-5.4-LARGE-HEAD",
        "HTTP sets no limit to a head, but recipients do; one that has reached its limit refuses the message, and a proxy answers 502.",
        @"HTTP/1.1 200 OK\r\nSet-Cookie: (5,000 bytes)\r\n",
        "Send less in the head, often fewer or smaller cookies, or raise the limit of the recipient by its setting.");
}

/// <summary>Compares the size of a head with what recipients take by default.</summary>
/// <remarks>The limits for responses were measured by <c>tests/RawHttp.Peers/head-limits</c>, except those of Envoy, HttpClient, hyper and
/// Varnish; these and the limits for requests are the documented defaults of their settings.</remarks>
internal static class HeadSizeRules
{
    private const int KiB = 1024;

    private static readonly Recipient[] OfResponses =
    [
        new("nginx as a proxy", "proxy_buffer_size") { Head = 4 * KiB },
        new("Apache as a proxy", "ResponseFieldSize") { Line = 8 * KiB },
        new("Varnish", "http_resp_hdr_len") { Line = 8 * KiB },
        new("Varnish", "http_max_hdr") { Fields = 64 },
        new("HAProxy", "tune.bufsize less tune.maxrewrite") { Head = 15 * KiB },
        new("HAProxy", "tune.http.maxhdr") { Fields = 101 },
        new("Node.js", "--max-http-header-size") { Head = 16 * KiB },
        new("Varnish", "http_resp_size") { Head = 32 * KiB },
        new("Envoy", "max_response_headers_kb") { Head = 60 * KiB },
        new("Envoy", "max_headers_count") { Fields = 100 },
        new("HttpClient", "MaxResponseHeadersLength") { Head = 64 * KiB },
        new("Python's http.client", "_MAXLINE") { Line = 64 * KiB },
        new("Python's http.client", "_MAXHEADERS") { Fields = 99 },
        new("hyper", "max_headers") { Fields = 100 },
        new("curl", "fixed at") { Line = 100 * KiB },
        new("curl", "fixed at") { Head = 300 * KiB },
    ];

    private static readonly Recipient[] OfRequests =
    [
        new("nginx", "large_client_header_buffers") { Line = 8 * KiB },
        new("Apache", "LimitRequestFieldSize and LimitRequestLine") { Line = 8 * KiB },
        new("Apache", "LimitRequestFields") { Fields = 100 },
        new("Tomcat", "maxHttpRequestHeaderSize") { Head = 8 * KiB },
        new("HAProxy", "tune.bufsize less tune.maxrewrite") { Head = 15 * KiB },
        new("HAProxy", "tune.http.maxhdr") { Fields = 101 },
        new("Node.js", "--max-http-header-size") { Head = 16 * KiB },
        new("nginx", "large_client_header_buffers") { Head = 32 * KiB },
        new("Kestrel", "MaxRequestHeadersTotalSize") { Head = 32 * KiB },
        new("Kestrel", "MaxRequestHeaderCount") { Fields = 100 },
        new("Envoy", "max_request_headers_kb") { Head = 60 * KiB },
        new("Envoy", "max_headers_count") { Fields = 100 },
        new("Python's http.server", "_MAXLINE") { Line = 64 * KiB },
        new("Python's http.server", "_MAXHEADERS") { Fields = 99 },
        new("Go's net/http", "MaxHeaderBytes") { Head = 1024 * KiB },
    ];

    // No limit is smaller than these, so most heads are not looked at.
    private static readonly int LeastOctets = OfResponses.Concat(OfRequests).Min(each => Math.Min(each.Head, each.Line));
    private static readonly int LeastFields = OfResponses.Concat(OfRequests).Min(each => each.Fields);

    public static void Check(ResponseHead head, long octets, FindingLog findings) =>
        Check(OfResponses, head.Fields, 0, head.Offset, octets, findings);

    public static void Check(RequestHead head, long octets, FindingLog findings) =>
        Check(OfRequests, head.Fields, head.RequestLine.Target.Length, head.Offset, octets, findings);

    private static void Check(Recipient[] recipients, FieldSection fields, int startLine, long offset, long octets, FindingLog findings)
    {
        if (octets > LeastOctets || fields.Count > LeastFields)
        {
            Judge(recipients, fields, startLine, offset, octets, findings);
        }
    }

    // A method of its own, because the captures of its lambdas are allocated where it begins.
    private static void Judge(Recipient[] recipients, FieldSection fields, int startLine, long offset, long octets, FindingLog findings)
    {
        var longest = fields.Aggregate(startLine, (most, field) => Math.Max(most, field.Length));
        var refusing = recipients.Select(each => each.Exceeded(octets, longest, fields.Count)).OfType<string>().ToList();
        if (refusing.Count > 0)
        {
            var count = fields.Count == 1 ? "1 field" : Invariant($"{fields.Count:N0} fields");
            var size = Invariant($"The head has {octets:N0} bytes in {count}, its longest line {longest:N0}");
            findings.Add(FindingKinds.LargeHead, offset, 0, $"{size}. By default too large for {string.Join(", ", refusing)}.");
        }
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    // A limit of a recipient by its setting; sizes in octets, a line with its ending.
    private sealed record Recipient(string Name, string Setting)
    {
        public int Head { get; init; } = int.MaxValue;

        public int Line { get; init; } = int.MaxValue;

        public int Fields { get; init; } = int.MaxValue;

        // The limit in words; null if the head does not exceed it.
        public string? Exceeded(long head, int line, int fields) =>
            head > Head ? $"{Name} ({Setting} {Head / KiB} KiB)"
            : line > Line ? $"{Name} ({Setting} {Line / KiB} KiB a line)"
            : fields > Fields ? Invariant($"{Name} ({Setting} {Fields} fields)")
            : null;
    }
}
