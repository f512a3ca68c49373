using RawHttp.Cli.Comparison;
using RawHttp.Cli.Views;

namespace RawHttp.Cli.Commands.Diff;

/// <summary>A response of an input.</summary>
/// <param name="Recorded">What is compared.</param>
/// <param name="Outcome">The exchange, and how it ended.</param>
internal sealed record DiffResponse(RecordedExchange Recorded, Outcome Outcome) : IDisposable
{
    public void Dispose() => Recorded.Dispose();
}
