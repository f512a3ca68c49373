using System.CommandLine;
using System.IO.Pipelines;
using RawHttp.Cli.CommandLine;
using RawHttp.Cli.Output;
using RawHttp.Cli.Startup;
using RawHttp.Cli.Views;
using RawHttp.Client;
using RawHttp.Http;

namespace RawHttp.Cli.Commands.Read;

/// <summary><c>rawhttp read</c>: reads saved responses with the same reader and the same views as <c>get</c>.</summary>
internal static class ReadCommand
{
    public static Command Create()
    {
        var files = new Argument<string[]>("FILE")
        {
            Arity = ArgumentArity.ZeroOrMore,
            DefaultValueFactory = _ => ["-"],
            Description = "A response as bytes, as --save writes it; - or nothing is standard input; several with --json",
        };
        var method = new Option<string>("--method", "-X")
        {
            HelpName = "METHOD",
            DefaultValueFactory = _ => "GET",
            Description = "The method of the request that the response answers (GET)",
        };
        var shared = new SharedOptions();
        var command = new ToolCommand(
            "read",
            "Read saved responses with the same reader",
            "rawhttp read --wire reply.http",
            "rawhttp read --json reply.http",
            @"printf 'HTTP/1.1 200 OK\n\n' | rawhttp read --wire") { files };
        command.AddGroup("Request options", method);
        command.AddGroup("Output options", [.. shared.ForShowing]);
        command.AddGroup("Limit options", [.. shared.ForLimits]);
        command.AddExclusion(shared.Views);

        string? Fault(ParseResult result) =>
            !SharedOptions.IsMethod(result.GetValue(method)!) ? "--method: it is empty or holds a space or a control"
            : FilesFault(result.GetValue(files)!, shared.View(result))
                ?? command.ExclusionFault(result)
                ?? shared.Fault(result)
                ?? NamedFiles.Fault(
                    [.. result.GetValue(files)!.Select(file => ("FILE", (string?)file))],
                    [(shared.Report.Name, result.GetValue(shared.Report))]);
        command.SetAction((result, _) => Fault(result) is { } fault
            ? throw ToolException.Usage(fault)
            : RunAsync(result.GetValue(files)!, result.GetValue(method)!, shared.View(result), shared.Limits(result)));
        return command;
    }

    private static string? FilesFault(string[] files, ViewOptions view) =>
        files.Contains("") ? "FILE: the file name is empty"
        : files.Length < 2 ? null
        : !view.Json ? $"read {files[1]}: only --json takes more than one file"
        : view.ReportFile is not null ? $"read {files[1]}: --report takes one file only"
        : null;

    private static async Task<int> RunAsync(string[] files, string method, ViewOptions options, MessageLimits limits)
    {
        using var interruption = new Interruption(TimeSpan.FromSeconds(2));
        interruption.ListenForSignals();
        if (files is [var file])
        {
            var outcome = await ReadAsync(file, method, options, limits, interruption).ConfigureAwait(false);
            return (options.Strict ? outcome.StrictVerdict(Name(file)) : outcome.Verdict) is { } verdict ? verdict.Report() : ExitStatus.Ok;
        }

        return await ReadEachAsync(files, method, options, limits, interruption).ConfigureAwait(false);
    }

    // Each file has its row, and errors in its response are data. Only a file that cannot be read and, with
    // --strict, an error-level finding are failures.
    private static async Task<int> ReadEachAsync(
        string[] files, string method, ViewOptions options, MessageLimits limits, Interruption interruption)
    {
        var status = ExitStatus.Ok;
        foreach (var file in files)
        {
            var outcome = await ReadAsync(file, method, options, limits, interruption).ConfigureAwait(false);
            var verdict = outcome.Verdict;
            if (verdict?.Status == ExitStatus.Interrupted)
            {
                return verdict.Report();
            }

            var failure = verdict?.Status == ExitStatus.InputFailed ? verdict
                : options.Strict ? (outcome with { Verdict = null }).StrictVerdict(Name(file))
                : null;
            if (failure is not null)
            {
                StandardError.Error(failure.Message);
                status = status == ExitStatus.Ok ? failure.Status : status;
            }
            else if (verdict is not null)
            {
                StandardError.Note(verdict.Message);
            }
        }

        return status;
    }

    private static async Task<Outcome> ReadAsync(
        string file, string method, ViewOptions options, MessageLimits limits, Interruption interruption)
    {
        using var view = options.MakeView();
        var pipe = new Pipe(new PipeOptions(useSynchronizationContext: false));
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(interruption.Token);
        var pumping = PumpAsync(file, pipe.Writer, view, options.Raw, stop.Token);
        var how = new ExchangeOptions { Limits = limits, KeepsBody = false, Observer = view };
        var exchange = await HttpMessages.ReadResponseAsync(pipe.Reader, method, how, interruption.Token).ConfigureAwait(false);
        var outcome = new Judge(Name(file), options, Timeout.InfiniteTimeSpan).Decide(exchange, interruption.Reason);

        // Stop reading an input that stays open, unless all of it is to be shown. A read error of
        // the file is not an early end of its response.
        await pipe.Reader.CompleteAsync().ConfigureAwait(false);
        if (!options.Raw)
        {
            await stop.CancelAsync().ConfigureAwait(false);
        }

        if (await pumping.ConfigureAwait(false) is { } unread)
        {
            // Write an object in any case, because scripts match rows to files by their order.
            outcome = options.Json
                ? new Outcome(exchange with { End = MessageEnd.Shutdown }, Summary.WithoutName(unread.Message, Name(file)), unread)
                : throw new ToolException(unread);
        }

        view.Finish(outcome);
        StderrFindings.Say(outcome, options, isVerbose: false);
        return outcome;
    }

    private static string Name(string file) => file == "-" ? "standard input" : file;

    private static Stream Open(string file) => file == "-"
        ? DescriptorStream.OpenInput()
        : new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 0);

    // Returns why the file could not be read to its end; null if it was.
    private static async Task<ExitVerdict?> PumpAsync(
        string file, PipeWriter output, IResponseView view, bool showsAll, CancellationToken stop)
    {
        try
        {
            await using var input = Open(file);
            var buffer = new byte[64 * 1024];
            var isRead = true;
            while (isRead || showsAll)
            {
                // A read from a silent pipe or terminal does not react to the token.
                var count = await input.ReadAsync(buffer, stop).AsTask().WaitAsync(stop).ConfigureAwait(false);
                if (count == 0)
                {
                    return null;
                }

                view.Received(buffer.AsMemory(0, count), 0);
                if (isRead)
                {
                    isRead = !(await output.WriteAsync(buffer.AsMemory(0, count), stop).ConfigureAwait(false)).IsCompleted;
                }
                else
                {
                    // The reader has ended, so the view must be asked to report failed output.
                    view.Waiting();
                }
            }

            return null;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return new ExitVerdict(ExitStatus.InputFailed, $"read {Name(file)}: {Files.Reason(file, failure)}");
        }
        catch (OperationCanceledException)
        {
            return null;
        }
        finally
        {
            await output.CompleteAsync().ConfigureAwait(false);
        }
    }
}
