namespace RawHttp.BugReports;

/// <summary>Fields whose values are words of the protocol, dates and numbers, or name a product; and reason phrases as usual.</summary>
internal static class HarmlessFields
{
    private static readonly HashSet<string> Names =
    [
        "accept-ch", "accept-charset", "accept-encoding", "accept-language", "accept-patch", "accept-post", "accept-ranges",
        "access-control-allow-credentials", "access-control-allow-headers", "access-control-allow-methods",
        "access-control-expose-headers", "access-control-max-age", "age", "allow", "alt-svc", "cache-control", "clear-site-data",
        "connection", "content-encoding", "content-language", "content-length", "content-range", "content-security-policy",
        "content-security-policy-report-only", "cross-origin-embedder-policy", "cross-origin-opener-policy",
        "cross-origin-resource-policy", "date", "expect", "expect-ct", "expires", "feature-policy", "if-modified-since",
        "if-unmodified-since", "keep-alive", "last-modified", "max-forwards", "mime-version", "origin-agent-cluster", "p3p",
        "permissions-policy", "pragma", "preference-applied", "priority", "proxy-connection", "range", "referrer-policy", "retry-after",
        "sec-websocket-version", "strict-transport-security", "te", "timing-allow-origin", "trailer", "transfer-encoding", "upgrade",
        "upgrade-insecure-requests", "vary", "warning", "x-content-type-options", "x-dns-prefetch-control", "x-download-options",
        "x-frame-options", "x-permitted-cross-domain-policies", "x-ua-compatible", "x-xss-protection",
    ];

    private static readonly HashSet<string> Products =
        ["server", "user-agent", "x-aspnet-version", "x-aspnetmvc-version", "x-generator", "x-powered-by"];

    // RFC 9110 §15, RFC 2068 and common servers.
    private static readonly HashSet<string> Reasons = new(
        [
            "", "Continue", "Switching Protocols", "Processing", "Early Hints", "OK", "Created", "Accepted",
            "Non-Authoritative Information", "No Content", "Reset Content", "Partial Content", "Multi-Status", "Multiple Choices",
            "Moved Permanently", "Moved Temporarily",
            "Found", "See Other", "Not Modified", "Use Proxy", "Temporary Redirect", "Permanent Redirect", "Bad Request", "Unauthorized",
            "Authorization Required", "Payment Required", "Forbidden", "Not Found", "Method Not Allowed", "Not Acceptable",
            "Proxy Authentication Required", "Request Timeout", "Request Time-out", "Conflict", "Gone", "Length Required",
            "Precondition Failed", "Content Too Large", "Request Entity Too Large", "Payload Too Large", "URI Too Long",
            "Request-URI Too Large", "Unsupported Media Type", "Range Not Satisfiable", "Requested Range Not Satisfiable",
            "Expectation Failed", "Misdirected Request", "Unprocessable Content", "Unprocessable Entity", "Too Early", "Upgrade Required",
            "Precondition Required", "Too Many Requests", "Request Header Fields Too Large", "Unavailable For Legal Reasons",
            "Internal Server Error", "Not Implemented", "Bad Gateway", "Service Unavailable", "Service Temporarily Unavailable",
            "Gateway Timeout", "Gateway Time-out", "HTTP Version Not Supported", "Connection Established",
        ],
        StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether values of the field are words of the protocol, dates and numbers.</summary>
    /// <param name="name">The name in lower case.</param>
    public static bool IsHarmless(string name) => Names.Contains(name);

    /// <summary>Whether values of the field name products with their versions.</summary>
    /// <param name="name">The name in lower case.</param>
    public static bool IsProduct(string name) => Products.Contains(name);

    /// <summary>Whether a reason phrase says nothing but what the status does.</summary>
    public static bool IsReason(string phrase) => Reasons.Contains(phrase.Trim());
}
