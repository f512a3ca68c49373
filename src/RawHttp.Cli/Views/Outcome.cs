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

    /// <summary>What the exchange contributes to the exit status.</summary>
    /// <param name="command">The command.</param>
    /// <param name="name">The name of the exchange.</param>
    /// <param name="isStrict">Whether an error-level finding is an error.</param>
    /// <param name="fails">Whether a status of 400 or more is one.</param>
    /// <returns>The verdict; null for nothing.</returns>
    public ExitVerdict? ErrorOf(string command, string name, bool isStrict, bool fails) =>
        (isStrict ? StrictVerdict(name) : Verdict)
            ?? (fails && Exchange.Head is { StatusLine.StatusCode: >= 400 and var status }
                ? new ExitVerdict(ExitStatus.HttpError, $"{command} {name}: the status is {status}")
                : null);

    // A sentence as the last part of a line.
    private static string Part(string sentence) => sentence.EndsWith('.') ? sentence[..^1] : sentence;
}
