namespace RawHttp.Cli.Comparison;

/// <summary>What the difference is, seen from A to B.</summary>
internal enum DifferenceKind
{
    /// <summary>Both have it, with another value.</summary>
    Changed,

    /// <summary>Only B has it.</summary>
    Added,

    /// <summary>Only A has it.</summary>
    Gone,

    /// <summary>Both have it, at another place among the others.</summary>
    Order,

    /// <summary>The letters of the name differ in case only.</summary>
    Case,

    /// <summary>White space, folds or line endings differ.</summary>
    Spacing,
}
