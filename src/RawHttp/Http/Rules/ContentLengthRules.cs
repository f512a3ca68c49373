namespace RawHttp.Http;

public static partial class FindingKinds
{
    /// <summary>Two lengths differ.</summary>
    public static FindingKind ConflictingLengths { get; } = Error(
        "RFC9112-6.3-CONFLICTING-LENGTHS",
        "Lengths that differ are an unrecoverable error.",
        @"Content-Length: 5\r\nContent-Length: 10\r\n",
        "Send one Content-Length with the number of octets that follow; find which of the program, its framework and the proxy adds the "
            + "other.");

    /// <summary>Content-Length is not a length.</summary>
    public static FindingKind InvalidLength { get; } = Error(
        "RFC9112-6.3-INVALID-LENGTH",
        "A length is digits and nothing else; another one is an unrecoverable error.",
        @"Content-Length: +5\r\n",
        "Write the number of octets in decimal digits, without sign, unit or quotes.");

    /// <summary>The same Content-Length is given more than once.</summary>
    public static FindingKind RepeatedLength { get; } = Warning(
        "RFC9112-6.3-REPEATED-LENGTH",
        "Content-Length is given once; the same number again may be accepted.",
        @"Content-Length: 5\r\nContent-Length: 5\r\n",
        "Set Content-Length instead of adding it.");

    /// <summary>Content-Length is a list.</summary>
    public static FindingKind LengthList { get; } = Warning(
        "RFC9112-6.3-LENGTH-LIST",
        "Content-Length is one number; a list of the same number may be accepted.",
        @"Content-Length: 5, 5\r\n",
        "Send one number; a proxy that joins field lines has joined two.");

    /// <summary>The same length is given in several forms, or in a list with an empty element.</summary>
    public static FindingKind LengthForms { get; } = Error(
        "RFC9112-6.3-LENGTH-FORMS",
        "A length that is repeated is written alike each time; most recipients refuse other digits or an empty element.",
        @"Content-Length: 5, 05\r\n",
        "Send one Content-Length, in digits without leading zeros and without commas.");
}

/// <summary>Combines the Content-Length fields of a head (RFC 9110 §8.6).</summary>
internal static class ContentLengthRules
{
    /// <summary>
    /// The common length; null if there is no field. A list that repeats one number is that number; anything else that is not a number is
    /// an unrecoverable error (RFC 9112 §6.3, rule 5).
    /// </summary>
    /// <exception cref="ReadException">They are invalid or contradict each other.</exception>
    public static long? Determine(FieldSection fields, FindingLog findings)
    {
        // As usual: one field, with a number.
        var only = fields.IndexOf("Content-Length");
        if (only < 0)
        {
            return null;
        }

        if (TryParseLength(fields.ValueAt(only), out var usual) && fields.IndexOf("Content-Length", only + 1) < 0)
        {
            return usual;
        }

        long? agreed = null;
        var count = 0;
        FieldLine? last = null;
        var first = -1L;
        for (var i = fields.IndexOf("Content-Length"); i >= 0; i = fields.IndexOf("Content-Length", i + 1))
        {
            var field = fields[i];
            last = field;
            first = first < 0 ? field.Offset : first;
            if (field.Value.Span.Contains((byte)','))
            {
                findings.Add(
                    FindingKinds.LengthList,
                    field.Offset, field.Length,
                    $"Content-Length is a list: {HttpChars.Quote(field.Value.Span)}.");
            }

            foreach (var range in field.Value.Span.Split((byte)','))
            {
                // Empty elements of a list are ignored (RFC 9110 §5.6.1.2).
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
                    throw findings.Stop(
                        ReadError.Framing,
                        FindingKinds.ConflictingLengths,
                        field.Offset, field.Length,
                        $"Content-Length says {length}, but {earlier} before.");
                }

                if (++count == 2 && field.Offset != first)
                {
                    findings.Add(
                        FindingKinds.RepeatedLength,
                        field.Offset, field.Length,
                        "Content-Length is given more than once, with the same number.");
                }

                agreed = length;
            }
        }

        if (count > 1 || last is { } list && list.Value.Span.Contains((byte)','))
        {
            CheckForms(fields, findings);
        }

        return agreed is null && last is { } empty ? throw NotALength(empty, findings) : agreed;
    }

    // Readers that compare octets take "5, 05" and "5," for two lengths.
    private static void CheckForms(FieldSection fields, FindingLog findings)
    {
        ReadOnlyMemory<byte>? first = null;
        foreach (var field in fields.Named("Content-Length"))
        {
            foreach (var range in field.Value.Span.Split((byte)','))
            {
                var written = field.Value[range].Trim(HttpChars.Whitespace);
                first ??= written;
                if (!written.Span.SequenceEqual(first.Value.Span))
                {
                    findings.Add(
                        FindingKinds.LengthForms,
                        field.Offset, field.Length,
                        $"Content-Length repeats a number in another form, or has an empty element: {HttpChars.Quote(field.Value.Span)}.");
                    break;
                }
            }
        }
    }

    /// <summary>Checks the fields if another rule decides the framing: then an error in them is only a finding.</summary>
    public static void Note(FieldSection fields, FindingLog findings)
    {
        try
        {
            _ = Determine(fields, findings);
        }
        catch (ReadException)
        {
            // The finding has already been added.
        }
    }

    private static MessageException NotALength(FieldLine field, FindingLog findings)
    {
        var isLarge = field.Value.Span.IndexOfAnyExceptInRange((byte)'0', (byte)'9') < 0 && !field.Value.IsEmpty;
        var what = $"{(isLarge ? "is larger than 2^63-1" : "is not a length")}: {HttpChars.Quote(field.Value.Span)}";
        return findings.Stop(ReadError.Framing, FindingKinds.InvalidLength, field.Offset, field.Length, $"Content-Length {what}.");
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
