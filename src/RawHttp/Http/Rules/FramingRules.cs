using System.Text;

namespace RawHttp.Http;

/// <summary>Decides how a body is framed (RFC 9112 §6.3), rule by rule. Touches nothing but its arguments.</summary>
public static class FramingRules
{
    private const string TransferEncoding = "Transfer-Encoding";
    private const string ContentLength = "Content-Length";
    private const int MaxCodingsNamed = 8;

    /// <summary>Decides how the body of a response is framed (RFC 9112 §6.3).</summary>
    /// <param name="method">The method of the request, in its own case.</param>
    /// <param name="head">The head of the response.</param>
    /// <returns>The framing, and what was wrong with the fields that decided it.</returns>
    /// <exception cref="ReadException"><see cref="ReadError.Framing"/> for lengths that are invalid or contradict each other,
    /// <see cref="ReadError.TransferCoding"/> for a coding that RFC 9112 §7 does not know.</exception>
    public static (BodyFraming Framing, IReadOnlyList<Finding> Findings) Determine(string method, ResponseHead head)
    {
        ArgumentNullException.ThrowIfNull(head);
        var findings = new FindingLog();
        return (Determine(method, head, findings), findings.Findings);
    }

    internal static BodyFraming Determine(string method, ResponseHead head, FindingLog findings)
    {
        var status = head.StatusLine.StatusCode;
        CheckForbidden(method, head, findings);
        var isBodiless = method == "HEAD" || status is (>= 100 and < 200) or 204 or 304 || (method == "CONNECT" && status is >= 200 and < 300);
        if (isBodiless || head.Fields.Named(TransferEncoding).Any())
        {
            NoteLengths(head.Fields, findings);
        }

        if (method == "HEAD" || status is >= 100 and < 200 or 204 or 304)
        {
            return new BodyFraming(FramingKind.None, Rule: 1);
        }

        if (method == "CONNECT" && status is >= 200 and < 300)
        {
            return new BodyFraming(FramingKind.None, Rule: 2);
        }

        if (head.Fields.Named(TransferEncoding).Any())
        {
            return FromTransferEncoding(head, findings);
        }

        return FromContentLength(head.Fields, findings) is { } length
            ? new BodyFraming(FramingKind.ContentLength, Rule: 6, length)
            : new BodyFraming(FramingKind.UntilClose, Rule: 8);
    }

    // RFC 9110 §8.6 and RFC 9112 §6.1: where no body can be, a server says nothing of its length. A HEAD and a 304 tell that of another.
    internal static void CheckForbidden(string method, ResponseHead head, FindingLog findings)
    {
        var status = head.StatusLine.StatusCode;
        var isTunnel = method == "CONNECT" && status is >= 200 and < 300;
        if (status is not (>= 100 and < 200 or 204) && !isTunnel)
        {
            return;
        }

        var what = isTunnel ? $"{status} to CONNECT" : $"{status}";
        if (head.Fields.Named(TransferEncoding).FirstOrDefault() is { Length: > 0 } encoding)
        {
            findings.Add(FindingKinds.EncodingForbidden, encoding.Offset, encoding.Length, $"Transfer-Encoding with a {what}, which has no body.");
        }

        if (head.Fields.Named(ContentLength).FirstOrDefault() is { Length: > 0 } length)
        {
            findings.Add(FindingKinds.LengthForbidden, length.Offset, length.Length, $"Content-Length with a {what}, which has no body.");
        }
    }

    private static BodyFraming FromTransferEncoding(ResponseHead head, FindingLog findings)
    {
        var first = head.Fields.Named(TransferEncoding).First();
        var overridden = false;
        if (head.Fields.Named(ContentLength).FirstOrDefault() is { Length: > 0 } length)
        {
            overridden = true;
            findings.Add(FindingKinds.BothLengths, length.Offset, length.Length, "Content-Length stands beside Transfer-Encoding, which overrides it; a recipient that does not know this reads another body.");
        }

        if (head.StatusLine.MinorVersion == 0)
        {
            findings.Add(FindingKinds.EncodingIn10, first.Offset, first.Length, "Transfer-Encoding in an HTTP/1.0 response: its framing is to be taken as faulty.");
        }

        CheckElements(head.Fields, findings);
        var codings = Codings(head.Fields);
        foreach (var (coding, field) in codings)
        {
            if (coding is not ("chunked" or "gzip" or "x-gzip" or "deflate" or "compress" or "x-compress"))
            {
                var quoted = HttpChars.Quote(Encoding.Latin1.GetBytes(coding));
                var why = coding.Contains(';', StringComparison.Ordinal) ? "has parameters, which none has" : "is not known";
                findings.Add(FindingKinds.UnknownCoding, field.Offset, field.Length, $"The transfer coding {quoted} {why}.");
                throw new ReadException(ReadError.TransferCoding, field.Offset, $"the transfer coding {quoted} at offset {field.Offset} {why}");
            }
        }

        if (codings.Where(coding => coding.Name == "chunked").Skip(1).FirstOrDefault() is { Name: not null } second)
        {
            findings.Add(FindingKinds.ChunkedTwice, second.Field.Offset, second.Field.Length, "The chunked coding is applied more than once; one is removed.");
        }

        if (codings.LastOrDefault().Name == "chunked")
        {
            string[] names = [.. codings.Take(MaxCodingsNamed + 1).Select((coding, i) => i < MaxCodingsNamed ? coding.Name : "...")];
            if (names.Length > 1)
            {
                findings.Add(FindingKinds.CodingKept, first.Offset, first.Length, $"Of the codings {string.Join(", ", names)} the last chunked is removed, the others are left in the body.");
            }

            return new BodyFraming(FramingKind.Chunked, overridden ? 3 : 4);
        }

        findings.Add(FindingKinds.ChunkedNotLast, first.Offset, first.Length, "Transfer-Encoding does not end with chunked: the body runs until the connection closes.");
        return new BodyFraming(FramingKind.UntilClose, Rule: 4);
    }

    // The codings of all Transfer-Encoding fields as one list (RFC 9110 §5.3), in lower case (RFC 9112 §7); empty elements do not count (RFC 9110 §5.6.1).
    // Never held as one: a head of commas would make forty times its size of it.
    private static IEnumerable<(string Name, FieldLine Field)> Codings(FieldSection fields) =>
        fields.Named(TransferEncoding)
            .SelectMany(field => Encoding.Latin1.GetString(field.Value.Span).Split(',').Select(coding => (Name: coding.Trim(' ', '\t').ToLowerInvariant(), field)))
            .Where(coding => coding.Name.Length > 0);

    private static void CheckElements(FieldSection fields, FindingLog findings)
    {
        foreach (var field in fields.Named(TransferEncoding))
        {
            var value = Encoding.Latin1.GetString(field.Value.Span);
            if (value.Contains(',', StringComparison.Ordinal) && value.Split(',').Any(string.IsNullOrWhiteSpace))
            {
                findings.Add(FindingKinds.EmptyElement, field.Offset, field.Length, $"Transfer-Encoding has an empty element: {HttpChars.Quote(field.Value.Span)}.");
            }
        }
    }

    // Rule 5: a list of the same number throughout is that number, anything else that is no number is an unrecoverable error.
    private static long? FromContentLength(FieldSection fields, FindingLog findings)
    {
        long? agreed = null;
        var count = 0;
        FieldLine? last = null;
        var first = -1L;
        foreach (var field in fields.Named(ContentLength))
        {
            last = field;
            first = first < 0 ? field.Offset : first;
            if (field.Value.Span.Contains((byte)','))
            {
                findings.Add(FindingKinds.LengthList, field.Offset, field.Length, $"Content-Length is a list: {HttpChars.Quote(field.Value.Span)}.");
            }

            foreach (var range in field.Value.Span.Split((byte)','))
            {
                // Empty elements of a list do not count (RFC 9110 §5.6.1.2).
                var element = field.Value.Span[range].Trim(HttpChars.Whitespace);
                if (element.IsEmpty && field.Value.Span.Contains((byte)','))
                {
                    continue;
                }

                if (!TryParseLength(element, out var length))
                {
                    throw NotALength(field, findings);
                }

                if (agreed is { } earlier && earlier != length)
                {
                    findings.Add(FindingKinds.ConflictingLengths, field.Offset, field.Length, $"Content-Length says {length}, but {earlier} before.");
                    throw new ReadException(ReadError.Framing, field.Offset, $"Content-Length at offset {field.Offset} says {length}, but {earlier} before");
                }

                if (++count == 2 && field.Offset != first)
                {
                    findings.Add(FindingKinds.RepeatedLength, field.Offset, field.Length, "Content-Length is given more than once, with the same number.");
                }

                agreed = length;
            }
        }

        return agreed is null && last is { } empty ? throw NotALength(empty, findings) : agreed;
    }

    private static ReadException NotALength(FieldLine field, FindingLog findings)
    {
        var isLarge = field.Value.Span.IndexOfAnyExceptInRange((byte)'0', (byte)'9') < 0 && !field.Value.IsEmpty;
        var what = $"{(isLarge ? "is larger than 2^63-1" : "is not a length")}: {HttpChars.Quote(field.Value.Span)}";
        findings.Add(FindingKinds.InvalidLength, field.Offset, field.Length, $"Content-Length {what}.");
        return new ReadException(ReadError.Framing, field.Offset, $"Content-Length at offset {field.Offset} {what}");
    }

    // Where another rule decides, a length that is none is a finding only.
    private static void NoteLengths(FieldSection fields, FindingLog findings)
    {
        try
        {
            _ = FromContentLength(fields, findings);
        }
        catch (ReadException)
        {
            // It has been noted.
        }
    }

    private static bool TryParseLength(ReadOnlySpan<byte> digits, out long length)
    {
        length = 0;
        foreach (var digit in digits)
        {
            var value = digit - '0';
            if (value is < 0 or > 9 || length > (long.MaxValue - value) / 10)
            {
                return false;
            }

            length = (length * 10) + value;
        }

        return !digits.IsEmpty;
    }
}
