using System.Text;

namespace RawHttp.Http;

public static partial class FindingKinds
{
    /// <summary>A message of HTTP/1.0 has Transfer-Encoding.</summary>
    public static FindingKind EncodingIn10 { get; } = Error(
        "RFC9112-6.1-ENCODING-IN-1.0",
        "Transfer-Encoding in an HTTP/1.0 message: its framing is to be taken as faulty.",
        @"HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n",
        "Answer in HTTP/1.1, or send a Content-Length or close at the end of the content.");

    /// <summary>Transfer-Encoding comes with a response that has no body.</summary>
    public static FindingKind EncodingForbidden { get; } = Error(
        "RFC9112-6.1-ENCODING-FORBIDDEN",
        "A server sends no Transfer-Encoding with an interim response, a 204, or a 2xx to CONNECT.",
        @"HTTP/1.1 204 No Content\r\nTransfer-Encoding: chunked\r\n",
        "Remove Transfer-Encoding from responses that cannot have content.");

    /// <summary>Transfer-Encoding has an empty element.</summary>
    public static FindingKind EmptyElement { get; } = Warning(
        "RFC9110-5.6.1-EMPTY-ELEMENT",
        "A sender makes no empty elements in a list; recipients ignore them.",
        @"Transfer-Encoding: , chunked\r\n",
        "Join only elements that are not empty; a list that ends with a comma was probably built in a loop.");

    /// <summary>The chunked coding is applied more than once.</summary>
    public static FindingKind ChunkedTwice { get; } = Error(
        "RFC9112-6.1-CHUNKED-TWICE",
        "The chunked coding is applied once.",
        @"Transfer-Encoding: chunked, chunked\r\n",
        "Apply the chunked coding at one place only: the application or the server, not both.");

    /// <summary>A transfer coding is not registered.</summary>
    public static FindingKind UnknownCoding { get; } = Error(
        "RFC9112-6.1-UNKNOWN-CODING",
        "A transfer coding is one of those registered: chunked, compress, deflate, gzip.",
        @"Transfer-Encoding: lzma\r\n",
        "Send Transfer-Encoding: chunked; a coding of the content, such as br, belongs into Content-Encoding.");

    /// <summary>Content-Length comes with a response that has no body.</summary>
    public static FindingKind LengthForbidden { get; } = Warning(
        "RFC9110-8.6-LENGTH-FORBIDDEN",
        "A server sends no Content-Length with an interim response, a 204, or a 2xx to CONNECT.",
        @"HTTP/1.1 204 No Content\r\nContent-Length: 5\r\n",
        "Remove Content-Length from responses that cannot have content; a framework that adds it to every response needs an exception.");

    /// <summary>An interim response has a Content-Length above zero.</summary>
    public static FindingKind InterimLength { get; } = Error(
        "RFC9110-8.6-INTERIM-LENGTH",
        "An interim response has no content; who takes its Content-Length for one reads the next response as content.",
        @"HTTP/1.1 100 Continue\r\nContent-Length: 5\r\n",
        "Send interim responses without Content-Length.");

    /// <summary>Content-Length stands beside Transfer-Encoding.</summary>
    public static FindingKind BothLengths { get; } = Error(
        "RFC9112-6.3-BOTH-LENGTHS",
        "Transfer-Encoding overrides Content-Length; the two together may be an attempt at response splitting or request smuggling.",
        @"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n",
        "Remove Content-Length when the content is sent in chunks; behind a proxy, let the proxy refuse such messages.");

    /// <summary>The last transfer coding is not chunked.</summary>
    public static FindingKind ChunkedNotLast { get; } = Error(
        "RFC9112-6.3-CHUNKED-NOT-LAST",
        "Where chunked is not the last coding, the body of a response runs until the connection closes, and that of a request has no known "
        + "length.",
        @"Transfer-Encoding: gzip\r\n",
        "Apply chunked last, and name it last.");

    /// <summary>A coding under the chunked one is left in the body.</summary>
    public static FindingKind CodingKept { get; } = Info(
        "RFC9112-7.2-CODING-KEPT",
        "Codings under the chunked one are left in the body as it is shown.",
        @"Transfer-Encoding: gzip, chunked\r\n",
        "Use Content-Encoding for compression, which clients support.");
}

/// <summary>Decides how a body is framed (RFC 9112 §6.3), rule by rule. It has no side effects except on its arguments.</summary>
public static class FramingRules
{
    private const string TransferEncoding = "Transfer-Encoding";
    private const string ContentLength = "Content-Length";
    private const int MaxCodingsNamed = 8;

    /// <summary>Decides how the body of a response is framed (RFC 9112 §6.3).</summary>
    /// <param name="method">The method of the request; case matters.</param>
    /// <param name="head">The head of the response.</param>
    /// <returns>The framing, and the findings about the fields that decided it.</returns>
    /// <exception cref="ReadException"><see cref="ReadError.Framing"/> for lengths that are invalid or contradict each other,
    /// <see cref="ReadError.TransferCoding"/> for a coding that RFC 9112 §7 does not define.</exception>
    public static (BodyFraming Framing, IReadOnlyList<Finding> Findings) Determine(string method, ResponseHead head)
    {
        ArgumentNullException.ThrowIfNull(head);
        var findings = new FindingLog();
        return (Determine(method, head, findings), findings.Findings);
    }

    /// <summary>Decides how the body of a request is framed (RFC 9112 §6.3).</summary>
    /// <param name="head">The head of the request.</param>
    /// <returns>The framing, and the findings about the fields that decided it.</returns>
    /// <exception cref="ReadException"><see cref="ReadError.Framing"/> for lengths that are invalid or contradict each other, and for
    /// transfer codings that do not end with chunked; <see cref="ReadError.TransferCoding"/> for a coding that RFC 9112 §7 does not
    /// define.</exception>
    public static (BodyFraming Framing, IReadOnlyList<Finding> Findings) Determine(RequestHead head)
    {
        ArgumentNullException.ThrowIfNull(head);
        var findings = new FindingLog();
        return (Determine(head, findings), findings.Findings);
    }

    internal static BodyFraming Determine(RequestHead head, FindingLog findings)
    {
        if (head.Fields.Has(TransferEncoding))
        {
            ContentLengthRules.Note(head.Fields, findings);
            return FromTransferEncoding(head.Fields, head.RequestLine.MinorVersion, isRequest: true, findings);
        }

        return ContentLengthRules.Determine(head.Fields, findings) is { } length
            ? new BodyFraming(FramingKind.ContentLength, Rule: 6, length)
            : new BodyFraming(FramingKind.None, Rule: 7);
    }

    internal static BodyFraming Determine(string method, ResponseHead head, FindingLog findings)
    {
        var status = head.StatusLine.StatusCode;
        CheckForbidden(method, head, findings);
        var isBodiless = method == "HEAD"
            || status is (>= 100 and < 200) or 204 or 304
            || (method == "CONNECT" && status is >= 200 and < 300);
        var isEncoded = head.Fields.Has(TransferEncoding);
        if (isBodiless || isEncoded)
        {
            ContentLengthRules.Note(head.Fields, findings);
        }

        // Before rule 1: a 204 to CONNECT begins a tunnel, too (RFC 9110 §9.3.6).
        if (method == "CONNECT" && status is >= 200 and < 300)
        {
            return new BodyFraming(FramingKind.None, Rule: 2);
        }

        if (method == "HEAD" || status is >= 100 and < 200 or 204 or 304)
        {
            return new BodyFraming(FramingKind.None, Rule: 1);
        }

        if (isEncoded)
        {
            return FromTransferEncoding(head.Fields, head.StatusLine.MinorVersion, isRequest: false, findings);
        }

        if (ContentLengthRules.Determine(head.Fields, findings) is { } length)
        {
            return new BodyFraming(FramingKind.ContentLength, Rule: 6, length);
        }

        ConnectionRules.CheckKeptAlive(head.Fields, findings);
        return new BodyFraming(FramingKind.UntilClose, Rule: 8);
    }

    // RFC 9110 §8.6 and RFC 9112 §6.1: a server must not give a length where no body is possible. In a HEAD or
    // 304 response, it is the length of another one.
    internal static void CheckForbidden(string method, ResponseHead head, FindingLog findings)
    {
        var status = head.StatusLine.StatusCode;
        var isTunnel = method == "CONNECT" && status is >= 200 and < 300;
        if (status is not (>= 100 and < 200 or 204) && !isTunnel)
        {
            return;
        }

        var what = isTunnel ? $"{status} to CONNECT" : $"{status}";
        if (head.Fields.TryGet(TransferEncoding, out var encoding))
        {
            findings.Add(
                FindingKinds.EncodingForbidden,
                encoding.Offset, encoding.Length,
                $"Transfer-Encoding with a {what}, which has no body.");
        }

        if (head.Fields.TryGet(ContentLength, out var length))
        {
            // Zero is the length that there is.
            var isAboveZero = status < 200 && length.Value.Span.ContainsAnyInRange((byte)'1', (byte)'9');
            var kind = isAboveZero ? FindingKinds.InterimLength : FindingKinds.LengthForbidden;
            findings.Add(kind, length.Offset, length.Length, $"Content-Length with a {what}, which has no body.");
        }
    }

    /// <summary>Whether no transfer coding is left in the content: those under the chunked one are.</summary>
    public static bool LeavesNoCoding(FieldSection fields)
    {
        for (var i = fields.IndexOf(TransferEncoding); i >= 0; i = fields.IndexOf(TransferEncoding, i + 1))
        {
            if (!Ascii.EqualsIgnoreCase(fields.ValueAt(i), "chunked"))
            {
                return false;
            }
        }

        return true;
    }

    private static BodyFraming FromTransferEncoding(FieldSection fields, int minorVersion, bool isRequest, FindingLog findings)
    {
        var first = fields.Named(TransferEncoding).First();
        var overridden = CheckBeside(fields, first, minorVersion, isRequest, findings);
        CheckElements(fields, findings);
        var codings = Codings(fields);
        CheckCodings(codings, findings);
        if (codings.LastOrDefault().Name == "chunked")
        {
            string[] kept = [.. codings.Select(coding => coding.Name).Where(name => name != "chunked").Take(MaxCodingsNamed + 1)];
            if (kept.Length > 0)
            {
                var names = string.Join(", ", kept.Select((name, i) => i < MaxCodingsNamed ? name : "..."));
                findings.Add(FindingKinds.CodingKept, first.Offset, first.Length, $"Under the chunked coding the body is left in {names}.");
            }

            return new BodyFraming(FramingKind.Chunked, overridden ? 3 : 4);
        }

        if (isRequest)
        {
            const string Message = "Transfer-Encoding does not end with chunked: the length of the request is not known.";
            throw findings.Stop(ReadError.Framing, FindingKinds.ChunkedNotLast, first.Offset, first.Length, Message);
        }

        findings.Add(
            FindingKinds.ChunkedNotLast,
            first.Offset, first.Length,
            "Transfer-Encoding does not end with chunked: the body runs until the connection closes.");
        return new BodyFraming(FramingKind.UntilClose, Rule: 4);
    }

    // Returns whether there is a Content-Length, which Transfer-Encoding overrides.
    private static bool CheckBeside(FieldSection fields, FieldLine first, int minorVersion, bool isRequest, FindingLog findings)
    {
        var overridden = false;
        if (fields.TryGet(ContentLength, out var length))
        {
            overridden = true;
            findings.Add(
                FindingKinds.BothLengths,
                length.Offset, length.Length,
                "Content-Length stands beside Transfer-Encoding, which overrides it; "
                + "a recipient that does not know this reads another body.");
        }

        if (minorVersion == 0)
        {
            findings.Add(
                FindingKinds.EncodingIn10,
                first.Offset, first.Length,
                $"Transfer-Encoding in an HTTP/1.0 {(isRequest ? "request" : "response")}: its framing is to be taken as faulty.");
        }

        return overridden;
    }

    private static void CheckCodings(IEnumerable<(string Name, FieldLine Field)> codings, FindingLog findings)
    {
        foreach (var (coding, field) in codings)
        {
            if (coding is not ("chunked" or "gzip" or "x-gzip" or "deflate" or "compress" or "x-compress"))
            {
                var quoted = HttpChars.Quote(Encoding.Latin1.GetBytes(coding));
                var why = coding.Contains(';', StringComparison.Ordinal) ? "has parameters, which none has"
                    : coding == "identity" ? "meant no coding in RFC 2616, and has been removed since (RFC 7230 §4)"
                    : "is not known";
                var message = $"The transfer coding {quoted} {why}.";
                throw findings.Stop(ReadError.TransferCoding, FindingKinds.UnknownCoding, field.Offset, field.Length, message);
            }
        }

        if (codings.Where(coding => coding.Name == "chunked").Skip(1).FirstOrDefault() is { Name: not null } second)
        {
            findings.Add(
                FindingKinds.ChunkedTwice,
                second.Field.Offset, second.Field.Length,
                "The chunked coding is applied more than once; one is removed.");
        }
    }

    // The codings of all Transfer-Encoding fields as one list (RFC 9110 §5.3), in lower case (RFC 9112 §7), without empty elements
    // (RFC 9110 §5.6.1). Enumerated lazily: a list of a head full of commas would take forty times the head's size.
    private static IEnumerable<(string Name, FieldLine Field)> Codings(FieldSection fields) =>
        fields.Named(TransferEncoding)
            .SelectMany(field => Encoding.Latin1.GetString(field.Value.Span).Split(',')
                .Select(coding => (Name: coding.Trim(' ', '\t').ToLowerInvariant(), field)))
            .Where(coding => coding.Name.Length > 0);

    private static void CheckElements(FieldSection fields, FindingLog findings)
    {
        foreach (var field in fields.Named(TransferEncoding))
        {
            var value = Encoding.Latin1.GetString(field.Value.Span);
            if (value.Contains(',', StringComparison.Ordinal) && value.Split(',').Any(string.IsNullOrWhiteSpace))
            {
                findings.Add(
                    FindingKinds.EmptyElement,
                    field.Offset, field.Length,
                    $"Transfer-Encoding has an empty element: {HttpChars.Quote(field.Value.Span)}.");
            }
        }
    }
}
