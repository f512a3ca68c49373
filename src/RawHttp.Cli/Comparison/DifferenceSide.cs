namespace RawHttp.Cli.Comparison;

/// <summary>What one of the two responses has where they differ.</summary>
internal sealed record DifferenceSide
{
    /// <summary>Where it begins, in octets from the first one of the connection or the file; null for what has no place.</summary>
    public long? Offset { get; init; }

    /// <summary>How many octets it has; null for what has no length.</summary>
    public long? Length { get; init; }

    /// <summary>The octets, or those around the first one that differs; null if words describe it.</summary>
    public ReadOnlyMemory<byte>? Octets { get; init; }

    /// <summary>Where <see cref="Octets"/> begin within the content, or within octets that were left over; null for a line.</summary>
    public long? Index { get; init; }

    /// <summary>Where the octets that the other side does not have begin within <see cref="Octets"/>.</summary>
    public int DifferentFrom { get; init; }

    /// <summary>Where they end.</summary>
    public int DifferentTo { get; init; }

    /// <summary>A description in place of octets. It may quote octets of the response.</summary>
    public string Words { get; init; } = "";

    /// <summary>Notes which octets of two sides differ: those between their common beginning and their common end.</summary>
    /// <param name="a">One side.</param>
    /// <param name="b">The other.</param>
    /// <param name="skippedInA">How many octets at the beginning of the first are not looked at.</param>
    /// <param name="skippedInB">The same for the second.</param>
    public static (DifferenceSide A, DifferenceSide B) Compare(DifferenceSide a, DifferenceSide b, int skippedInA = 0, int skippedInB = 0)
    {
        var left = a.Octets.GetValueOrDefault().Span[skippedInA..];
        var right = b.Octets.GetValueOrDefault().Span[skippedInB..];
        var start = left.CommonPrefixLength(right);
        var end = 0;
        while (end < Math.Min(left.Length, right.Length) - start && left[^(end + 1)] == right[^(end + 1)])
        {
            end++;
        }

        return (
            a with { DifferentFrom = skippedInA + start, DifferentTo = skippedInA + left.Length - end },
            b with { DifferentFrom = skippedInB + start, DifferentTo = skippedInB + right.Length - end });
    }
}
