using RawHttp.Cli.Comparison;

namespace RawHttp.Cli.Views;

/// <summary>Two responses, and what differs.</summary>
/// <param name="Number">Which they are of their inputs, from 1.</param>
/// <param name="IsOneOfMany">Whether there may be more.</param>
/// <param name="A">The first response.</param>
/// <param name="B">The second one.</param>
/// <param name="Comparison">What differs.</param>
internal sealed record DiffPair(int Number, bool IsOneOfMany, Outcome A, Outcome B, ExchangeComparison Comparison)
{
    /// <summary>What differs and is compared, by part.</summary>
    public IEnumerable<IGrouping<DifferencePart, Difference>> Parts =>
        Comparison.Differences.Where(one => !one.IsIgnored).GroupBy(one => one.Part);

    /// <summary>What differs in ignored fields.</summary>
    public IReadOnlyList<Difference> Ignored => [.. Comparison.Differences.Where(one => one.IsIgnored)];
}
