using System.Text;

namespace RawHttp.Http;

public static partial class FindingKinds
{
    /// <summary>A request has content that its method gives no meaning.</summary>
    public static FindingKind UndefinedContent { get; } = Warning(
        "RFC9110-9.3.1-UNDEFINED-CONTENT",
        "Content of GET, HEAD, DELETE and CONNECT has no meaning; some servers refuse it, as it may be an attempt at request smuggling.",
        @"GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello",
        "Put the data into the URI, or use POST or another method that defines content.");

    /// <summary>TRACE has content.</summary>
    public static FindingKind TraceContent { get; } = Warning(
        "RFC9110-9.3.8-TRACE-CONTENT",
        "TRACE has no content.",
        @"TRACE / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello",
        "Send TRACE without content.");

    /// <summary>A request without content has a Content-Length.</summary>
    public static FindingKind NeedlessLength { get; } = Info(
        "RFC9110-8.6-NEEDLESS-LENGTH",
        "A request whose method expects no content has no Content-Length if it has no content.",
        @"GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n",
        "Leave Content-Length out of requests without content whose method expects none.");

    /// <summary>A request whose method expects content has no length.</summary>
    public static FindingKind NoLength { get; } = Info(
        "RFC9110-8.6-NO-LENGTH",
        "A request whose method expects content has a Content-Length even if it has none.",
        @"POST / HTTP/1.1\r\nHost: a\r\n",
        "Send Content-Length: 0 with a POST, PUT or PATCH that has no content.");

    /// <summary>Expect is not 100-continue.</summary>
    public static FindingKind UnknownExpectation { get; } = Warning(
        "RFC9110-10.1.1-UNKNOWN-EXPECTATION",
        "The only expectation is 100-continue; a server may answer another one with 417.",
        @"Expect: 200-ok\r\n",
        "Send Expect: 100-continue or no Expect.");

    /// <summary>A request without content expects 100-continue.</summary>
    public static FindingKind ExpectWithoutContent { get; } = Warning(
        "RFC9110-10.1.1-EXPECT-WITHOUT-CONTENT",
        "A request without content does not expect 100-continue.",
        @"Expect: 100-continue\r\n",
        "Send Expect: 100-continue only with content.");

    /// <summary>A request of HTTP/1.0 has an expectation.</summary>
    public static FindingKind ExpectIn10 { get; } = Warning(
        "RFC9110-10.1.1-EXPECT-IN-1.0",
        "A server ignores 100-continue in a request of HTTP/1.0.",
        @"PUT / HTTP/1.0\r\nExpect: 100-continue\r\n",
        "Send the request in HTTP/1.1, or without Expect.");

    /// <summary>TE is not an option of Connection.</summary>
    public static FindingKind TENotNamed { get; } = Warning(
        "RFC9110-10.1.4-TE-NOT-NAMED",
        "A sender of TE names it in Connection, or an intermediary forwards it.",
        @"TE: trailers\r\n",
        "Add TE to the names in Connection.");

    /// <summary>Upgrade is not an option of Connection.</summary>
    public static FindingKind UpgradeNotNamed { get; } = Warning(
        "RFC9110-7.8-UPGRADE-NOT-NAMED",
        "A sender of Upgrade names it in Connection, or an intermediary forwards it.",
        @"Upgrade: websocket\r\n",
        "Add Connection: upgrade, or remove Upgrade; a server that only advertises HTTP/2 to every client has no use for it.");

    /// <summary>A request of HTTP/1.0 has Upgrade.</summary>
    public static FindingKind UpgradeIn10 { get; } = Warning(
        "RFC9110-7.8-UPGRADE-IN-1.0",
        "A server ignores Upgrade in a request of HTTP/1.0.",
        @"GET / HTTP/1.0\r\nConnection: upgrade\r\nUpgrade: websocket\r\n",
        "Send the request in HTTP/1.1, or without Upgrade.");

    /// <summary>Connection names a field that is for all recipients.</summary>
    public static FindingKind EndToEndOption { get; } = Warning(
        "RFC9110-7.6.1-END-TO-END-OPTION",
        "Connection names no field that is for all recipients; an intermediary removes it, and the server reads another request.",
        @"Connection: close, Cookie\r\n",
        "Name only fields for this connection, such as Keep-Alive and Upgrade; remove the other name from Connection.");
}

/// <summary>Checks the head of a request: its fields, and whether its method goes with its content (RFC 9110 §7 to §10).</summary>
internal static class RequestRules
{
    // Fields that frame, route, authorise or describe a request.
    private static readonly string[] EndToEnd =
    [
        "Host", "Content-Length", "Content-Type", "Content-Encoding", "Content-Range", "Cache-Control", "Pragma", "Expect", "Authorization",
        "Cookie", "Accept", "Accept-Encoding", "Accept-Language", "Range", "If-Match", "If-None-Match", "If-Modified-Since",
        "If-Unmodified-Since", "If-Range", "Max-Forwards", "Date", "From", "Referer", "User-Agent", "Origin", "Via", "Forwarded",
        "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto",
    ];

    /// <summary>Checks everything that does not depend on the framing. HTTP/0.9 has no fields.</summary>
    public static void Check(RequestHead head, FindingLog findings)
    {
        if (head.RequestLine.Version.IsEmpty)
        {
            return;
        }

        HostRules.Check(head, findings);
        HeadRules.CheckFields(head.Fields, FieldRules.OfRequests, findings);
        ContentCodings.CheckNames(head.Fields, findings);
        CheckConnection(head, findings);
    }

    /// <summary>Checks whether the request ought to have the content that it has.</summary>
    public static void CheckContent(RequestHead head, BodyFraming framing, FindingLog findings)
    {
        if (head.RequestLine.Version.IsEmpty)
        {
            return;
        }

        var hasContent = framing is { Kind: FramingKind.Chunked } or { Length: > 0 };
        var method = Encoding.Latin1.GetString(head.RequestLine.Method.Span);
        CheckExpect(head, hasContent, findings);
        var (kind, message) = (method, hasContent, framing.Kind) switch
        {
            ("TRACE", true, _) => (FindingKinds.TraceContent, "TRACE has content."),
            ("GET" or "HEAD" or "DELETE" or "CONNECT", true, _) =>
                (FindingKinds.UndefinedContent, $"{method} has content, which it gives no meaning."),
            ("GET" or "HEAD" or "DELETE" or "CONNECT" or "TRACE", false, FramingKind.ContentLength) =>
                (FindingKinds.NeedlessLength, $"Content-Length is 0, and {method} expects no content."),
            ("POST" or "PUT" or "PATCH", _, FramingKind.None) =>
                (FindingKinds.NoLength, $"{method} has neither Content-Length nor Transfer-Encoding: there is no content."),
            _ => (null, ""),
        };
        if (kind is null)
        {
            return;
        }

        var name = framing.Kind == FramingKind.Chunked ? "Transfer-Encoding" : "Content-Length";
        var field = head.Fields.Named(name).FirstOrDefault();
        findings.Add(kind, field.Length > 0 ? field.Offset : head.Offset, field.Length, message);
    }

    private static void CheckConnection(RequestHead head, FindingLog findings)
    {
        CheckNamed("TE", FindingKinds.TENotNamed);
        CheckNamed("Upgrade", FindingKinds.UpgradeNotNamed);
        if (head.RequestLine.MinorVersion == 0 && head.Fields.Named("Upgrade").FirstOrDefault() is { Length: > 0 } upgrade)
        {
            findings.Add(FindingKinds.UpgradeIn10, upgrade.Offset, upgrade.Length, "Upgrade in an HTTP/1.0 request is ignored.");
        }

        foreach (var field in head.Fields.Named("Connection"))
        {
            if (EndToEnd.FirstOrDefault(field.HasElement) is { } named)
            {
                findings.Add(
                    FindingKinds.EndToEndOption,
                    field.Offset, field.Length,
                    $"Connection names {named}, which is for all recipients.");
            }
        }

        void CheckNamed(string name, FindingKind kind)
        {
            if (head.Fields.Named(name).FirstOrDefault() is { Length: > 0 } field && !head.Fields.HasElement("Connection", name))
            {
                findings.Add(kind, field.Offset, field.Length, $"{name} is not named in Connection.");
            }
        }
    }

    private static void CheckExpect(RequestHead head, bool hasContent, FindingLog findings)
    {
        foreach (var field in head.Fields.Named("Expect"))
        {
            var (kind, message) = Ascii.EqualsIgnoreCase(field.Value.Span, "100-continue"u8) switch
            {
                false => (FindingKinds.UnknownExpectation, $"The expectation {HttpChars.Quote(field.Value.Span)} is not known."),
                true when head.RequestLine.MinorVersion == 0 => (FindingKinds.ExpectIn10, "An HTTP/1.0 request expects 100-continue."),
                true when !hasContent => (FindingKinds.ExpectWithoutContent, "A request without content expects 100-continue."),
                _ => (null, ""),
            };
            if (kind is not null)
            {
                findings.Add(kind, field.Offset, field.Length, message);
            }
        }
    }
}
