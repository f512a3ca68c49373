using System.Globalization;
namespace RawHttp.Http;

public static partial class FindingKinds
{
    /// <summary>Accept-Ranges is not a list of range units.</summary>
    public static FindingKind InvalidAcceptRanges { get; } = Warning(
        "RFC9110-14.3-INVALID-ACCEPT-RANGES",
        "Accept-Ranges is a list of range units, which are tokens; there is at least one.",
        @"Accept-Ranges: bytes=0-\r\n",
        "Send bytes or none.");

    /// <summary>Content-Range is malformed, or its range lies outside the length.</summary>
    public static FindingKind InvalidContentRange { get; } = Warning(
        "RFC9110-14.4-INVALID-CONTENT-RANGE",
        "Content-Range is a unit, a space, the first and the last position, and the complete length, which lies behind them.",
        @"Content-Range: bytes 0-9/5\r\n",
        "Write bytes FIRST-LAST/LENGTH, or bytes */LENGTH with a 416; LAST is counted from 0 and included.");
}

/// <summary>Fields of ranges (RFC 9110 §14).</summary>
internal static class RangeFields
{
    public static IReadOnlyList<FieldRule> Rules =>
    [
        FieldRule.TokenList("Accept-Ranges", FindingKinds.InvalidAcceptRanges, atLeastOne: true),
        FieldRule.Singleton("Content-Range", FindingKinds.InvalidContentRange, IsContentRange),
    ];

    /// <summary>Whether the value is of the form for a range that cannot be satisfied: <c>bytes */1234</c>.</summary>
    public static bool IsUnsatisfied(ReadOnlySpan<byte> value) => IsContentRange(value) && value.IndexOf(" */"u8) >= 0;

    /// <summary>How many bytes the range has; null if there is none, or it is of another unit.</summary>
    public static long? SpanOf(ReadOnlySpan<byte> value)
    {
        var grammar = new FieldGrammar(value);
        return IsContentRange(value) && grammar.Token(out var unit) && HttpChars.EqualsIgnoreCase(unit, "bytes"u8)
            && grammar.Take((byte)' ') && grammar.Digits(out var first) && grammar.Take((byte)'-') && grammar.Digits(out var last)
            && long.TryParse(first, CultureInfo.InvariantCulture, out var from)
            && long.TryParse(last, CultureInfo.InvariantCulture, out var to)
            && to < long.MaxValue
            ? to - from + 1
            : null;
    }

    private static bool IsContentRange(ReadOnlySpan<byte> value)
    {
        var grammar = new FieldGrammar(value);
        if (!grammar.Token() || !grammar.Take((byte)' '))
        {
            return false;
        }

        if (grammar.Take((byte)'*'))
        {
            return grammar.Take((byte)'/') && grammar.Digits(out _) && grammar.AtEnd;
        }

        if (!grammar.Digits(out var first) || !grammar.Take((byte)'-') || !grammar.Digits(out var last) || !grammar.Take((byte)'/')
            || CompareNumbers(first, last) > 0)
        {
            return false;
        }

        var valid = grammar.Take((byte)'*') || (grammar.Digits(out var length) && CompareNumbers(last, length) < 0);
        return valid && grammar.AtEnd;
    }

    // Compares numbers of any length.
    private static int CompareNumbers(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right)
    {
        left = left.TrimStart((byte)'0');
        right = right.TrimStart((byte)'0');
        return left.Length != right.Length ? left.Length.CompareTo(right.Length) : left.SequenceCompareTo(right);
    }
}
