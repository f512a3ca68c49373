namespace RawHttp.Http;

public static partial class FindingKinds
{
    /// <summary>Content-Range comes with a status that gives it no meaning.</summary>
    public static FindingKind RangeWithoutMeaning { get; } = Warning(
        "RFC9110-14.4-RANGE-WITHOUT-MEANING",
        "Content-Range has a meaning in a 206 and a 416 only; a recipient ignores it elsewhere.",
        @"HTTP/1.1 200 OK\r\nContent-Range: bytes 0-4/10\r\n",
        "Answer a range with 206, or remove Content-Range.");

    /// <summary>A 206 does not say which range it has.</summary>
    public static FindingKind NoContentRange { get; } = Warning(
        "RFC9110-15.3.7-NO-CONTENT-RANGE",
        "A 206 has Content-Range with its range, or is multipart/byteranges.",
        @"HTTP/1.1 206 Partial Content\r\nContent-Length: 5\r\n\r\nhello",
        "Add Content-Range with the range that is sent, or answer with 200.");

    /// <summary>A range has another length than its content.</summary>
    public static FindingKind RangeLength { get; } = Warning(
        "RFC9110-15.3.7.1-RANGE-LENGTH",
        "The content of a single part has as many octets as its Content-Range spans.",
        @"HTTP/1.1 206 Partial Content\r\nContent-Range: bytes 0-99/1000\r\nContent-Length: 5\r\n\r\nhello",
        "Send exactly the octets that Content-Range spans; a filter that changes the content must not touch a 206.");

    /// <summary>Content-Range is in the head of a response with several parts.</summary>
    public static FindingKind RangeOfParts { get; } = Warning(
        "RFC9110-15.3.7.2-RANGE-OF-PARTS",
        "In multipart/byteranges each part has its Content-Range, and the head has none.",
        @"HTTP/1.1 206 Partial Content\r\nContent-Type: multipart/byteranges; boundary=A\r\nContent-Range: bytes 0-1/4\r\n",
        "Put a Content-Range into each part, and none into the head.");
}

/// <summary>Compares Content-Range with the status and with the content (RFC 9110 §14.4, §15.3.7).</summary>
internal static class PartialContentRules
{
    public static void CheckFields(ResponseHead head, FindingLog findings)
    {
        var status = head.StatusLine.StatusCode;
        if (!head.Fields.TryGet("Content-Range", out var range))
        {
            if (status == 206 && !IsOfParts(head.Fields))
            {
                findings.Add(FindingKinds.NoContentRange, head.Offset, 0, "A 206 has neither Content-Range nor multipart/byteranges.");
            }
        }
        else if (status is not (206 or 416))
        {
            findings.Add(FindingKinds.RangeWithoutMeaning, range.Offset, range.Length, $"Content-Range has no meaning with a {status}.");
        }
        else if (status == 206 && IsOfParts(head.Fields))
        {
            findings.Add(
                FindingKinds.RangeOfParts, range.Offset, range.Length, "Content-Range in the head of multipart/byteranges.");
        }
        else if (status == 206 && RangeFields.IsUnsatisfied(range.Value.Span))
        {
            findings.Add(FindingKinds.NoContentRange, range.Offset, range.Length, "Content-Range with a 206 has no range.");
        }
        else if (status == 416 && RangeFields.SpanOf(range.Value.Span) is not null)
        {
            findings.Add(
                FindingKinds.NoCompleteLength, range.Offset, range.Length, "Content-Range with a 416 has a range instead of an asterisk.");
        }
    }

    /// <summary>How many octets the content of a response has by its Content-Range; null if that is not said, or not of one part.</summary>
    public static long? SpanOf(ResponseHead head) =>
        head.StatusLine.StatusCode == 206 && head.Fields.TryGet("Content-Range", out var range) && !IsOfParts(head.Fields)
            ? RangeFields.SpanOf(range.Value.Span)
            : null;

    /// <summary>Adds a finding if the content has another length than its range.</summary>
    public static void CheckLength(FieldSection fields, long span, long length, FindingLog findings)
    {
        if (length != span && fields.TryGet("Content-Range", out var range))
        {
            findings.Add(
                FindingKinds.RangeLength,
                range.Offset, range.Length,
                $"Content-Range spans {span} bytes, but the content has {length}.");
        }
    }

    /// <summary>Whether the content is several ranges (RFC 9110 §14.6).</summary>
    public static bool IsOfParts(FieldSection fields) =>
        fields.TryGet("Content-Type", out var type) && MediaType.Is(type.Value.Span, "multipart/byteranges"u8);
}
