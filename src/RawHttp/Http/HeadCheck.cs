namespace RawHttp.Http;

/// <summary>What is wrong with a head, or a trailer section, beyond its lines: fields that are missing, forbidden, or given twice.</summary>
internal static class HeadCheck
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

        if (status is >= 200 and < 500 && method != "CONNECT" && !head.Fields.Named("Date").Any())
        {
            findings.Add(FindingKinds.NoDate, head.Offset, 0, "There is no Date field.");
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
