using RawHttp.Cli.Output;
using RawHttp.Cli.Views;
using RawHttp.Http;

namespace RawHttp.Cli.Commands;

/// <summary>Prints findings on standard error after a response was read.</summary>
internal static class StderrFindings
{
    private const int MaxCount = 10;

    /// <summary>Prints error-level findings of a whole response always, because other recipients may read
    /// another message; the rest only with -v.</summary>
    public static void Say(Outcome outcome, ViewOptions options, bool isVerbose)
    {
        var exchange = outcome.Exchange;
        if (isVerbose)
        {
            StandardError.Say($"* {Summary.Body(exchange)}");
            foreach (var trailer in exchange.Trailers)
            {
                StandardError.Say($"* trailer {trailer}");
            }

            if (Summary.Unsent(exchange.Request) is { } unsent)
            {
                StandardError.Say($"* {unsent}");
            }

            StandardError.Say($"* {outcome.Words}");
        }

        // The ledger and the JSON object already contain the findings. An error that ended the reading is reported as the tool's error.
        if (options.Silent || options.Wire || options.Json)
        {
            return;
        }

        var told = exchange.Findings.Where(finding => isVerbose || (finding.Severity == Severity.Error && outcome.IsWhole)).ToList();
        foreach (var finding in told.Take(MaxCount))
        {
            StandardError.Note($"{finding.Code} ({Summary.Word(finding.Severity)}) at offset {finding.Offset}: {finding.Message}");
        }

        // Of what was not listed, the severity is not known.
        var more = Math.Max(told.Count - MaxCount, 0) + (isVerbose ? exchange.OmittedFindings : 0);
        if (more > 0)
        {
            StandardError.Note($"{Summary.Count(more, "more finding")}");
        }
    }
}
