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
    /// <param name="inA">The octets of it to look at.</param>
    /// <param name="b">The other side.</param>
    /// <param name="inB">The octets of it to look at.</param>
    public static (DifferenceSide A, DifferenceSide B) Compare(DifferenceSide a, Range inA, DifferenceSide b, Range inB)
    {
        var left = a.Octets.GetValueOrDefault().Span;
        var right = b.Octets.GetValueOrDefault().Span;
        var (startOfA, startOfB) = (inA.GetOffsetAndLength(left.Length).Offset, inB.GetOffsetAndLength(right.Length).Offset);
        left = left[inA];
        right = right[inB];
        var start = left.CommonPrefixLength(right);
        var end = 0;
        while (end < Math.Min(left.Length, right.Length) - start && left[^(end + 1)] == right[^(end + 1)])
        {
            end++;
        }

        return (
            a with { DifferentFrom = startOfA + start, DifferentTo = startOfA + left.Length - end },
            b with { DifferentFrom = startOfB + start, DifferentTo = startOfB + right.Length - end });
    }
}
