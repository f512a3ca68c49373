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

    /// <summary>What was requested, as a URL, or the file that was read.</summary>
    public string Target { get; init; } = "";

    /// <summary>When the exchange began; null for a saved response.</summary>
    public DateTimeOffset? Started { get; init; }

    /// <summary>What the exchange contributes to the exit status; null for nothing.</summary>
    public ExitVerdict? Error { get; init; } = Verdict;

    /// <summary>The verdict with --strict, which also requires that there is no error-level finding.</summary>
    public ExitVerdict? StrictVerdict(string name) => Verdict
        ?? (Exchange.Findings.FirstOrDefault(finding => finding.Severity == Severity.Error) is { } error
            ? new ExitVerdict(ExitStatus.NotHttp, $"read {name}: {error.Code} at offset {error.Offset}: {Part(error.Message)}")
            : null);

    // A sentence as the last part of a line.
    private static string Part(string sentence) => sentence.EndsWith('.') ? sentence[..^1] : sentence;
}
