namespace RawHttp.Http;

public static partial class FindingKinds
{
    /// <summary>Age is not a number.</summary>
    public static FindingKind InvalidAge { get; } = Warning(
        "RFC9111-5.1-INVALID-AGE",
        "Age is a number of seconds.",
        @"Age: 1.5\r\n",
        "Send one number of whole seconds.");

    /// <summary>Cache-Control is malformed.</summary>
    public static FindingKind InvalidCacheControl { get; } = Warning(
        "RFC9111-5.2-INVALID-CACHE-CONTROL",
        "Cache-Control is a list of directives with or without a value; that of max-age and s-maxage is a number of seconds.",
        @"Cache-Control: no-cache; max-age=0\r\n",
        "Separate directives with commas, and write max-age and s-maxage with whole seconds.");

    /// <summary>Cache-Control gives an age more than once.</summary>
    public static FindingKind RepeatedAge { get; } = Warning(
        "RFC9111-4.2.1-REPEATED-AGE",
        "max-age and s-maxage are given once; otherwise a cache takes the first, or the response for stale.",
        @"Cache-Control: max-age=60, max-age=3600\r\n",
        "Set Cache-Control in one place: often both the application and the proxy before it add the field.");

    /// <summary>Vary is not a list of field names.</summary>
    public static FindingKind InvalidVary { get; } = Warning(
        "RFC9110-12.5.5-INVALID-VARY",
        "Vary is a list of field names, or of asterisks.",
        @"Vary: Accept Cookie\r\n",
        "List the names of request fields separated by commas, or send a single asterisk.");
}

/// <summary>Fields that control caches (RFC 9111 §5, RFC 9110 §12.5.5).</summary>
internal static class CachingFields
{
    public static IReadOnlyList<FieldRule> Rules =>
    [
        FieldRule.Singleton("Age", FindingKinds.InvalidAge, HttpChars.IsDigits),
        FieldRule.List("Cache-Control", FindingKinds.InvalidCacheControl, CacheDirective),
        FieldRule.TokenList("Vary", FindingKinds.InvalidVary),
    ];

    private static bool IsAge(ReadOnlySpan<byte> name) =>
        HttpChars.EqualsIgnoreCase(name, "max-age"u8) || HttpChars.EqualsIgnoreCase(name, "s-maxage"u8);

    /// <summary>Adds a finding where an age is given again, in the same line or another one (RFC 9111 §4.2.1).</summary>
    public static void CheckAges(FieldSection fields, FindingLog findings)
    {
        var (ages, sharedAges) = (0, 0);
        for (var i = 0; i < fields.Count; i++)
        {
            if (!HttpChars.EqualsIgnoreCase(fields.NameAt(i), "Cache-Control"u8))
            {
                continue;
            }

            NoteRepeated(fields[i], "max-age", ref ages, findings);
            NoteRepeated(fields[i], "s-maxage", ref sharedAges, findings);
        }
    }

    private static void NoteRepeated(FieldLine field, string name, ref int count, FindingLog findings)
    {
        var before = count;
        var grammar = new FieldGrammar(field.Value.Span);
        do
        {
            grammar.SkipWhitespace();
            if (grammar.Token(out var directive))
            {
                count += System.Text.Ascii.EqualsIgnoreCase(directive, name) ? 1 : 0;
                if (grammar.Take((byte)'=') && !grammar.TokenOrQuoted(out _))
                {
                    break;
                }

                grammar.SkipWhitespace();
            }
        }
        while (grammar.Take((byte)','));

        if (count > before && count > 1)
        {
            var message = $"Cache-Control gives {name} more than once: {HttpChars.Quote(field.Value.Span)}.";
            findings.Add(FindingKinds.RepeatedAge, field.Offset, field.Length, message);
        }
    }

    private static bool CacheDirective(ref FieldGrammar grammar)
    {
        ReadOnlySpan<byte> value = default;
        return grammar.Token(out var name)
            && (!grammar.Take((byte)'=') || grammar.TokenOrQuoted(out value))
            && (!IsAge(name) || HttpChars.IsDigits(value));
    }
}
