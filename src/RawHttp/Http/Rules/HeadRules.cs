namespace RawHttp.Http;

/// <summary>What is wrong with a head, or a trailer section, beyond its lines: fields that are missing, forbidden, or given twice.</summary>
internal static class HeadRules
{
    // RFC 9110 §6.5.1: fields that frame, route or describe the message, or change how it is processed, are of no use after it.
    private static readonly string[] ForbiddenInTrailers =
    [
        "Transfer-Encoding", "Content-Length", "Host", "Trailer", "TE", "Connection", "Content-Encoding", "Content-Type", "Content-Range",
        "Cache-Control", "Age", "Expires", "Date", "Location", "Retry-After", "Vary", "Set-Cookie", "WWW-Authenticate", "Proxy-Authenticate", "Authorization",
    ];

    public static void Check(string method, ResponseHead head, int requestMinorVersion, FindingLog findings)
    {
        var status = head.StatusLine.StatusCode;
        if (status is >= 100 and < 200 && requestMinorVersion == 0)
        {
            findings.Add(FindingKinds.InterimTo10, head.Offset, 12, $"The interim response {status} answers a request of HTTP/1.0.");
        }

        if (requestMinorVersion == 0 && head.Fields.Named("Transfer-Encoding").Take(1).ToList() is [var encoding])
        {
            findings.Add(FindingKinds.EncodingTo10, encoding.Offset, encoding.Length, "Transfer-Encoding answers a request of HTTP/1.0.");
        }

        if (status is >= 200 and < 500 && method != "CONNECT" && !head.Fields.Named("Date").Any())
        {
            findings.Add(FindingKinds.NoDate, head.Offset, 0, "There is no Date field.");
        }

        CheckFields(head.Fields, findings);
    }

    // Each field by its own definition, as far as that is known here.
    private static void CheckFields(FieldSection fields, FindingLog findings)
    {
        // The singletons that came, and those that came again: a server decides how many fields there are.
        var (came, cameAgain) = (0ul, 0ul);
        for (var i = 0; i < fields.Count; i++)
        {
            var field = fields[i];
            var isSyntaxTold = false;
            for (var rule = FieldSyntax.Find(field.Name.Span); rule is not null; rule = rule.Next)
            {
                if (rule is { Kind: { } kind, IsValid: { } isValid } && !isValid(field.Value.Span))
                {
                    isSyntaxTold = true;
                    findings.Add(kind, field.Offset, field.Length, $"The value of {rule.Name} is not as its definition says: {HttpChars.Quote(field.Value.Span)}.");
                }

                if ((came & ~cameAgain & rule.Singleton) != 0)
                {
                    cameAgain |= rule.Singleton;
                    findings.Add(FindingKinds.RepeatedSingleton, field.Offset, field.Length, $"The field {rule.Name} is given more than once, and is no list.");
                }

                came |= rule.Singleton;
            }

            CheckDate(field, isSyntaxTold, findings);
        }
    }

    private static void CheckDate(FieldLine field, bool isSyntaxTold, FindingLog findings)
    {
        if (!FieldSyntax.IsDateField(field.Name.Span))
        {
            return;
        }

        switch (FieldSyntax.DateFormOf(field.Value.Span))
        {
            case DateForm.Rfc850 or DateForm.Asctime:
                findings.Add(FindingKinds.ObsoleteDate, field.Offset, field.Length, $"A date in an obsolete form: {HttpChars.Quote(field.Value.Span)}.");
                break;
            case DateForm.Invalid when !isSyntaxTold:
                findings.Add(FindingKinds.InvalidDate, field.Offset, field.Length, $"No date of HTTP, or one that does not exist: {HttpChars.Quote(field.Value.Span)}.");
                break;
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
                    findings.Add(FindingKinds.ForbiddenTrailer, field.Offset, field.Length, $"The field {name} has no place in a trailer section.");
                }
            }
        }
    }
}
