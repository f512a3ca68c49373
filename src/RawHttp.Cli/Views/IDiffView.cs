using RawHttp.Cli.CommandLine;

namespace RawHttp.Cli.Views;

/// <summary>Shows the comparison of two inputs.</summary>
internal interface IDiffView : IDisposable
{
    /// <summary>Begins it.</summary>
    /// <param name="a">The first input.</param>
    /// <param name="b">The second one.</param>
    void Begin(DiffSource a, DiffSource b);

    /// <summary>Shows what differs between two responses.</summary>
    void Write(DiffPair pair);

    /// <summary>Ends it.</summary>
    /// <param name="isAlike">Whether nothing differs but ignored fields.</param>
    /// <param name="failure">Why one of the inputs could not be had; null if both were.</param>
    void Complete(bool isAlike, ExitVerdict? failure);
}
