using RawHttp.Cli.CommandLine;
using RawHttp.Client;
using RawHttp.Http;

namespace RawHttp.Cli.Views;

/// <summary>An exchange, and the tool's verdict on it.</summary>
/// <param name="Exchange">The exchange.</param>
/// <param name="Words">How it ended, in words.</param>
/// <param name="Verdict">The verdict of the run; null if the response is whole.</param>
internal sealed record Outcome(Exchange Exchange, string Words, ExitVerdict? Verdict)
{
    public bool IsWhole => Verdict is null;

    /// <summary>The verdict with --strict, which also requires that there is no error-level finding.</summary>
    public ExitVerdict? StrictVerdict(string name) => Verdict
        ?? (Exchange.Findings.FirstOrDefault(finding => finding.Severity == Severity.Error) is { } error
            ? new ExitVerdict(ExitStatus.NotHttp, $"read {name}: {error.Code} at offset {error.Offset}: {Part(error.Message)}")
            : null);

    // A sentence as the last part of a line.
    private static string Part(string sentence) => sentence.EndsWith('.') ? sentence[..^1] : sentence;
}
