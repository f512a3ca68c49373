using System.CommandLine;
using System.Globalization;
using RawHttp.BugReports;
using RawHttp.Cli.CommandLine;
using RawHttp.Cli.Output;
using RawHttp.Cli.Startup;
using RawHttp.Http;

namespace RawHttp.Cli.Commands.Minimize;

/// <summary><c>rawhttp minimize</c>: makes a saved response as small as it can be and still have a finding, or pass a test.</summary>
internal static class MinimizeCommand
{
    private const int DefaultTries = 100_000;
    private const int MaxChoices = 8;

    public static Command Create()
    {
        var file = new Argument<string>("FILE") { Description = "The response as bytes, or several; - is standard input" };
        var finding = new Option<string?>("--finding")
        {
            HelpName = "CODE",
            Description = "The finding to keep, or the part of its code that explain takes",
        };
        finding.CompletionSources.Add(KindSearch.Codes);
        var test = new Option<string?>("--test")
        {
            HelpName = "CMD",
            Description = "A command of sh that exits with 0 as long as the message in the file {} has what is looked for",
        };
        var maxTries = OptionValue.Size("--max-tries", "Most tries (100000)", 1, int.MaxValue, "N");
        var timeout = OptionValue.Seconds("--timeout", "How long CMD may take before it is ended and counts as failed (10)");
        var requests = new AnsweredRequests();
        var output = new SavedOutput();
        var command = new ToolCommand(
            "minimize",
            "Make a saved response as small as it can be with a finding, for a bug report",
            "rawhttp minimize reply.http --finding bare-lf",
            "rawhttp minimize reply.http --finding RFC9112-6.3-BOTH-LENGTHS -o small.http",
            "rawhttp minimize reply.http --test 'my-parser {} 2>&1 | grep -q panicked'",
            "rawhttp minimize reply.http --test '! my-parser {}' --timeout 2") { file };
        command.AddGroup("Test options", finding, test, timeout, maxTries);
        command.AddGroup("Request options", requests.All);
        command.AddGroup("Output options", output.Option);
        command.AddExclusion(finding, test);
        command.AddExclusion(requests.All);

        string? Fault(ParseResult result) =>
            requests.Fault(result, [result.GetValue(file)!])
                ?? output.Fault(result, result.GetValue(file)!, requests.File(result))
                ?? command.ExclusionFault(result)
                ?? (result.GetValue(finding) is null && result.GetValue(test) is null
                    ? "minimize: --finding CODE or --test CMD says what to keep, and both are missing"
                : result.GetValue(finding)?.Length == 0 ? "--finding: the code is empty"
                : result.GetValue(test)?.Contains("{}", StringComparison.Ordinal) == false
                    ? "--test: {} is missing from the command; it stands for the file with the message"
                : result.GetValue(timeout) is not null && result.GetValue(test) is null ? "--timeout limits --test, which is missing"
                : null);
        command.SetAction((result, _) => Fault(result) is { } fault
            ? throw ToolException.Usage(fault)
            : RunAsync(new MinimizeOptions(
                result.GetValue(file)!,
                result.GetValue(finding) is { } code ? KindOf(code) : null,
                result.GetValue(test) ?? "",
                result.GetValue(timeout) ?? TimeSpan.FromSeconds(10),
                (int)(result.GetValue(maxTries) ?? DefaultTries),
                requests.Read(result),
                result.GetValue(output.Option))));
        return command;
    }

    private static FindingKind KindOf(string code) => KindSearch.Find(code) switch
    {
        [var kind] => kind,
        [] => throw new ToolException(ExitStatus.Usage, $"--finding: there is no finding {code}"
            + (KindSearch.FindNear(code) is { } near ? $", did you mean {near.Code}?" : "; rawhttp explain lists them")),
        var kinds => throw new ToolException(
            ExitStatus.Usage,
            $"--finding: {code} may be {string.Join(", ", kinds.Take(MaxChoices).Select(kind => kind.Code))}"
            + (kinds.Count > MaxChoices ? $" or one of {kinds.Count - MaxChoices} others" : "")),
    };

    private static async Task<int> RunAsync(MinimizeOptions options)
    {
        SavedOutput.Check(options.OutputFile);
        var octets = MessageFile.Read(options.File);
        using var interruption = new Interruption(TimeSpan.FromSeconds(2));
        interruption.ListenForSignals();
        using var shell = options.Kind is null ? new ShellTest(options.Test, options.Timeout, interruption.Token) : null;

        // The main thread keeps time.
        var result = await Task.Run(() => Minimize(octets, options, shell, interruption.Token)).ConfigureAwait(false);
        SavedOutput.Write(options.OutputFile, result.Octets);
        var isInterrupted = interruption.Token.IsCancellationRequested;
        var end = result.IsMinimal ? ""
            : isInterrupted ? "; interrupted, so it may not be the smallest"
            : "; --max-tries is reached, so it may not be the smallest";
        StandardError.Note($"from {Number(octets.Length)} bytes to {Number(result.Octets.Length)} in {Number(result.Tries)} tries{end}");
        return isInterrupted ? interruption.Reason.Report() : ExitStatus.Ok;
    }

    private static Minimization Minimize(byte[] octets, MinimizeOptions options, ShellTest? shell, CancellationToken stop)
    {
        var test = shell is null ? Find(octets, options) : shell.Passes;
        if (shell is not null && !shell.Passes(octets))
        {
            return stop.IsCancellationRequested
                ? new Minimization(octets, 0, IsMinimal: false)
                : throw Unfit(options, $"the test does not pass with the whole message: {shell.Why}");
        }

        var line = new LiveLine(Progress.UsualDelay);
        var minimizer = new MessageMinimizer(test, options.Requests)
        {
            Tried = !StandardError.IsTerminal ? null : (tries, left) =>
                line.Update(_ => $"{Number(left)} of {Number(octets.Length)} bytes left after {Number(tries)} tries"),
        };
        var result = minimizer.Minimize(octets, options.MaxTries, stop);
        line.Clear();
        return result;
    }

    private static Func<ReadOnlyMemory<byte>, bool> Find(byte[] octets, MinimizeOptions options)
    {
        var kinds = MessageMinimizer.KindsIn(octets, options.Requests);
        return kinds.Contains(options.Kind!)
            ? MessageMinimizer.HasFinding(options.Kind!, octets, options.Requests)
            : throw Unfit(options, $"it has no {options.Kind!.Code}; " + (kinds.Count == 0
                ? "it has no finding at all"
                : $"its findings are {string.Join(", ", kinds.Select(kind => kind.Code))}"));
    }

    private static ToolException Unfit(MinimizeOptions options, string why) =>
        new(ExitStatus.InputFailed, $"minimize {(options.File == "-" ? "standard input" : options.File)}: {why}");

    private static string Number(int number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
