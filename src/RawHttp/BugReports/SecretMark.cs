namespace RawHttp.BugReports;

/// <summary>Where a secret is: ranges of octets that are masked together.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Where">The name of its field; empty for one that is in no field.</param>
/// <param name="Ranges">The ranges, in order: several for a folded value, and for content in chunks.</param>
internal sealed record SecretMark(SecretKind Kind, string Where, IReadOnlyList<(int Start, int Length)> Ranges)
{
    /// <summary>Whether a part of it may be masked without the rest: not of compressed content, which would still be read.</summary>
    public bool IsDivisible { get; init; } = true;

    /// <summary>How many octets it has.</summary>
    public int Length => Ranges.Sum(range => range.Length);

    /// <summary>The same as a value for callers.</summary>
    public Secret Secret => new(Kind, Where, Ranges[0].Start, Length);

    /// <summary>Masks its octets.</summary>
    public void Apply(byte[] octets)
    {
        foreach (var (start, length) in Ranges)
        {
            SecretMask.Apply(octets.AsSpan(start, length), Kind == SecretKind.Address);
        }
    }

    /// <summary>Its two halves; none if it cannot be divided.</summary>
    public IReadOnlyList<SecretMark> Halves()
    {
        var (length, half) = (Length, Length / 2);
        return !IsDivisible || half == 0 ? [] : [Slice(0, half), Slice(half, length)];
    }

    private SecretMark Slice(int from, int to)
    {
        var ranges = new List<(int Start, int Length)>();
        var passed = 0;
        foreach (var (start, length) in Ranges)
        {
            var (first, last) = (Math.Max(from - passed, 0), Math.Min(to - passed, length));
            if (first < last)
            {
                ranges.Add((start + first, last - first));
            }

            passed += length;
        }

        return this with { Ranges = ranges };
    }
}
