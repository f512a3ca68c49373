namespace RawHttp.Http;

public static partial class FindingKinds
{
    /// <summary>A field that is no list is given more than once.</summary>
    public static FindingKind RepeatedSingleton { get; } = Warning(
        "RFC9110-5.3-REPEATED-SINGLETON",
        "A field that is no list is given once; recipients take the first, the last, or join them.",
        @"Location: /a\r\nLocation: /b\r\n",
        "Set the field instead of adding it; often both the application and the proxy before it add one.");

    /// <summary>A trailer section has a field that frames, routes or describes the message.</summary>
    public static FindingKind ForbiddenTrailer { get; } = Error(
        "RFC9110-6.5.1-FORBIDDEN-TRAILER",
        "A trailer field is none of those that frame, route or describe the message; who merges it reads another one.",
        @"0\r\nContent-Length: 5\r\n\r\n",
        "Send the field in the header section, or leave it out; a recipient must not use it from a trailer section.");

    /// <summary>A response of class 2xx, 3xx or 4xx has no Date.</summary>
    public static FindingKind NoDate { get; } = Info(
        "RFC9110-6.6.1-NO-DATE",
        "A server with a clock sends Date with every 2xx, 3xx and 4xx.",
        @"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n",
        "Send Date with the time at which the response was made, unless the server has no clock.");

    /// <summary>An interim response answers a request of HTTP/1.0.</summary>
    public static FindingKind InterimTo10 { get; } = Error(
        "RFC9110-15.2-INTERIM-TO-1.0",
        "A server sends no interim response to an HTTP/1.0 client, which would take it for the final one.",
        @"HTTP/1.1 100 Continue\r\n",
        "Send interim responses only to requests of HTTP/1.1.");

    /// <summary>Transfer-Encoding answers a request of HTTP/1.0.</summary>
    public static FindingKind EncodingTo10 { get; } = Error(
        "RFC9112-6.1-ENCODING-TO-1.0",
        "A server sends no Transfer-Encoding to an HTTP/1.0 client, which would take the framing of chunks for content.",
        @"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n",
        "Send a Content-Length, or close at the end of the content.");
}

/// <summary>Checks a head or a trailer section for fields that are missing, forbidden, or given twice.</summary>
internal static class HeadRules
{
    // RFC 9110 §6.5.1: fields that frame, route or describe the message, or change how it is processed, have no effect after it.
    private static readonly string[] ForbiddenInTrailers =
    [
        "Transfer-Encoding", "Content-Length", "Host", "Trailer", "TE", "Connection", "Content-Encoding", "Content-Type", "Content-Range",
        "Cache-Control", "Age", "Expires", "Date", "Location", "Retry-After", "Vary", "Set-Cookie",
        "WWW-Authenticate", "Proxy-Authenticate", "Authorization",
    ];

    public static void Check(string method, ResponseHead head, int requestMinorVersion, FindingLog findings)
    {
        var status = head.StatusLine.StatusCode;
        if (status is >= 100 and < 200 && requestMinorVersion == 0)
        {
            findings.Add(FindingKinds.InterimTo10, head.Offset, 12, $"The interim response {status} answers a request of HTTP/1.0.");
        }

        if (requestMinorVersion == 0 && head.Fields.TryGet("Transfer-Encoding", out var encoding))
        {
            findings.Add(FindingKinds.EncodingTo10, encoding.Offset, encoding.Length, "Transfer-Encoding answers a request of HTTP/1.0.");
        }

        if (status is >= 200 and < 500 && method != "CONNECT" && !head.Fields.Has("Date"))
        {
            findings.Add(FindingKinds.NoDate, head.Offset, 0, "There is no Date field.");
        }

        StatusRules.Check(head, findings);
        DateFields.CheckOrder(head.Fields, findings);
        CachingFields.CheckAges(head.Fields, findings);
        CheckFields(head.Fields, FieldRules.OfResponses, findings);
        ContentCodings.CheckNames(head.Fields, findings);
    }

    // Checks each field with a known definition.
    public static void CheckFields(FieldSection fields, FieldRules rules, FindingLog findings)
    {
        // The singletons seen once and seen again, as bits, because the server determines how many fields there are.
        var (came, cameAgain) = (0ul, 0ul);
        for (var i = 0; i < fields.Count; i++)
        {
            if (rules.Find(fields.NameAt(i)) is not { } rule)
            {
                continue;
            }

            var isPlain = rule.IsPlain?.Invoke(fields.ValueAt(i)) != false;
            var isRepeated = (came & ~cameAgain & rule.SingletonBit) != 0;
            cameAgain |= came & rule.SingletonBit;
            came |= rule.SingletonBit;
            if (!isPlain || isRepeated)
            {
                LookCloser(fields[i], rule, isPlain, isRepeated, findings);
            }
        }
    }

    private static void LookCloser(FieldLine field, FieldRule first, bool isPlain, bool isRepeated, FindingLog findings)
    {
        var isSyntaxTold = false;
        for (var rule = first; rule is not null; rule = rule.Next)
        {
            if (!isPlain && rule is { Kind: { } kind, IsValid: { } isValid } && !isValid(field.Value.Span))
            {
                isSyntaxTold = true;
                var fault = rule.Fault ?? $"The value of {rule.Name} is not as its definition says";
                findings.Add(kind, field.Offset, field.Length, $"{fault}: {HttpChars.Quote(field.Value.Span)}.");
            }

            if (isRepeated && rule == first)
            {
                var message = $"The field {rule.Name} is given more than once, and is no list.";
                findings.Add(FindingKinds.RepeatedSingleton, field.Offset, field.Length, message);
            }
        }

        if (!isPlain && first.Date != DateUse.None)
        {
            DateFields.Check(field, first.Date, isSyntaxTold, findings);
        }
    }

    public static void CheckTrailers(FieldSection trailers, FindingLog findings)
    {
        foreach (var field in trailers)
        {
            foreach (var name in ForbiddenInTrailers)
            {
                if (field.Is(name))
                {
                    findings.Add(
                        FindingKinds.ForbiddenTrailer,
                        field.Offset, field.Length,
                        $"The field {name} has no place in a trailer section.");
                }
            }
        }
    }
}
