namespace RawHttp.Cli.Comparison;

/// <summary>One difference between two responses.</summary>
/// <param name="Part">The part of the response that it is in.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Subject">What it is about: the name of a field, its octets read as ISO-8859-1; or another part in words.</param>
/// <param name="A">What the first response has; null if it has nothing there.</param>
/// <param name="B">What the second one has.</param>
internal sealed record Difference(DifferencePart Part, DifferenceKind Kind, string Subject, DifferenceSide? A, DifferenceSide? B)
{
    /// <summary>Whether it is about a field that is not compared.</summary>
    public bool IsIgnored { get; init; }

    /// <summary>The number of the interim response that it is in, from 1; null for the final one.</summary>
    public int? Interim { get; init; }

    /// <summary>More about it, in words; empty for no more.</summary>
    public string Remark { get; init; } = "";

    /// <summary>Makes a difference of two lines, either of which may be missing.</summary>
    public static Difference OfLines(DifferencePart part, DifferenceKind kind, string subject, RecordedLine? a, RecordedLine? b)
    {
        var (left, right) = (a?.AsSide(), b?.AsSide());
        if (left is not null && right is not null)
        {
            (left, right) = DifferenceSide.Compare(left, .., right, ..);
        }

        return new Difference(part, left is null ? DifferenceKind.Added : right is null ? DifferenceKind.Gone : kind, subject, left, right);
    }
}
