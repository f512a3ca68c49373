using RawHttp.Cli.Output;
using RawHttp.Cli.Views;
using RawHttp.Http;

namespace RawHttp.Cli.Commands;

/// <summary>What is said on standard error about a response that was read.</summary>
internal static class StderrFindings
{
    private const int Most = 10;

    /// <summary>Says it: errors among the findings always, for they make others read another message; the rest when asked.</summary>
    public static void Say(Outcome outcome, ViewOptions options, bool isVerbose)
    {
        var exchange = outcome.Exchange;
        if (isVerbose)
        {
            Terminal.Say($"* {Summary.Body(exchange)}");
            foreach (var trailer in exchange.Trailers)
            {
                Terminal.Say($"* trailer {trailer}");
            }

            if (Summary.Unsent(exchange.Request) is { } unsent)
            {
                Terminal.Say($"* {unsent}");
            }

            Terminal.Say($"* {outcome.Words}");
        }

        // The ledger and the object have them; and what has ended the reading is told as the error.
        if (options.Silent || options.Wire || options.Json)
        {
            return;
        }

        var told = exchange.Findings.Where(finding => isVerbose || (finding.Severity == Severity.Error && outcome.IsWhole)).ToList();
        foreach (var finding in told.Take(Most))
        {
            Terminal.Note($"{finding.Code} ({finding.Severity}) at offset {finding.Offset}: {finding.Message}");
        }

        if (told.Count > 0 && told.Count + exchange.OmittedFindings > Most)
        {
            Terminal.Note($"{told.Count + exchange.OmittedFindings - Most} more findings");
        }
    }
}
