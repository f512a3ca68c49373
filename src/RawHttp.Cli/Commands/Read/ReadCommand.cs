using System.CommandLine;
using System.IO.Pipelines;
using RawHttp.Cli.CommandLine;
using RawHttp.Cli.Output;
using RawHttp.Cli.Startup;
using RawHttp.Cli.Views;
using RawHttp.Client;

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
            Description = "Responses as bytes, one after another, as --save writes them; - or nothing is standard input; "
                + "several FILEs with --json",
        };
        var requests = new AnsweredRequests();
        var shared = new SharedOptions();
        var command = new ToolCommand(
            "read",
            "Read the responses in saved files as get reads them from a server",
            "rawhttp read --wire reply.http",
            "rawhttp read --json reply.http",
            @"printf 'HTTP/1.1 200 OK\n\n' | rawhttp read --wire") { files };
        command.AddGroup("Request options", requests.All);
        command.AddGroup("Output options", [.. shared.ForShowing, shared.Output, .. shared.ForReporting]);
        command.AddGroup("Limit options", [.. shared.ForLimits]);
        command.AddExclusion(shared.Views);
        command.AddExclusion(requests.All);

        string? Fault(ParseResult result) =>
            requests.Fault(result, result.GetValue(files)!)
                ?? FilesFault(result.GetValue(files)!, shared.View(result))
                ?? command.ExclusionFault(result)
                ?? shared.Fault(result)
                ?? OutputFault(shared.View(result))
                ?? NamedFiles.Fault(
                    [.. result.GetValue(files)!.Select(file => ("FILE", (string?)file)), requests.File(result)],
                    [(shared.Report.Name, result.GetValue(shared.Report)), (shared.Output.Name, result.GetValue(shared.Output))]);
        command.SetAction((result, _) => Fault(result) is { } fault
            ? throw ToolException.Usage(fault)
            : RunAsync(
                result.GetValue(files)!,
                new ReadOptions(
                    shared.View(result),
                    shared.Limits(result),
                    requests.Read(result),
                    shared.Fails(result),
                    shared.IsVerbose(result))));
        return command;
    }

    private static string? FilesFault(string[] files, ViewOptions view) =>
        files.Contains("") ? "FILE: the file name is empty"
        : files.Length < 2 ? null
        : !view.Json ? $"read {files[1]}: only --json takes more than one file"
        : view.ReportFile is not null ? $"read {files[1]}: --report takes one file only"
        : null;

    private static string? OutputFault(ViewOptions view) =>
        view.OutputFile is "" ? "--output: the file name is empty"
        : view is { OutputFile: not null, Wire: true } or { OutputFile: not null, Json: true } ? "--wire and --json go without -o"
        : null;

    private static async Task<int> RunAsync(string[] files, ReadOptions options)
    {
        options.View.CheckFiles();
        using var interruption = new Interruption(TimeSpan.FromSeconds(2));
        interruption.ListenForSignals();
        if (files is [var file])
        {
            var outcome = await ReadAsync(file, options, interruption).ConfigureAwait(false);
            return outcome.Error?.Report() ?? ExitStatus.Ok;
        }

        return await ReadEachAsync(files, options, interruption).ConfigureAwait(false);
    }

    // Each file has its row, and errors in its response are data. Only a file that cannot be read and, with
    // --strict, an error-level finding are failures.
    private static async Task<int> ReadEachAsync(string[] files, ReadOptions options, Interruption interruption)
    {
        var status = ExitStatus.Ok;
        var progress = options.View.ProgressOf(files.Length, "files");
        options = options with { View = options.View with { IsOneOfMany = true } };
        foreach (var file in files)
        {
            progress?.Add(1);
            var outcome = await ReadAsync(file, options, interruption).ConfigureAwait(false);
            var verdict = outcome.Verdict;
            if (verdict?.Status == ExitStatus.Interrupted)
            {
                return verdict.Report();
            }

            var failure = verdict?.Status == ExitStatus.InputFailed ? verdict
                : options.View.Strict ? (outcome with { Verdict = null }).StrictVerdict(Name(file))
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

        progress?.Clear();
        return status;
    }

    // Reads every response of a file. The first that failed is returned, or the last one.
    private static async Task<Outcome> ReadAsync(string file, ReadOptions options, Interruption interruption)
    {
        using var view = (options.View with { Subject = Name(file) }).MakeView();
        var pipe = new Pipe(new PipeOptions(useSynchronizationContext: false));
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(interruption.Token);
        var pumping = new SavedInput(file).PumpAsync(pipe.Writer, view, options.View.Raw, stop.Token);
        var how = new ExchangeOptions { Limits = options.Limits, KeepsBody = false, Observer = view };
        var reader = new ExchangeReader(pipe.Reader, how, options.Requests);
        var judge = new Judge(Name(file), options.View, Timeout.InfiniteTimeSpan);
        Outcome? first = null, last = null;
        var count = 0;
        while (await reader.ReadAsync(interruption.Token).ConfigureAwait(false) is { } exchange)
        {
            count++;
            last = judge.Decide(exchange, interruption.Reason);
            last = last with { Target = Name(file), Error = last.ErrorOf("read", Name(file), options.View.Strict, options.Fail) };
            first ??= last.Error is null ? null : last;
            if (reader.IsAtEnd)
            {
                // Stop reading an input that stays open, unless all of it is to be shown. A read error of
                // the file is not an early end of its response.
                await pipe.Reader.CompleteAsync().ConfigureAwait(false);
                if (!options.View.Raw)
                {
                    await stop.CancelAsync().ConfigureAwait(false);
                }

                if (await pumping.ConfigureAwait(false) is { } unread)
                {
                    // Write an object in any case, because scripts match rows to files by their order.
                    var words = Summary.WithoutName(unread.Message, Name(file));
                    first = last = options.View.Json
                        ? new Outcome(exchange with { End = MessageEnd.Shutdown }, words, unread) { Target = Name(file) }
                        : throw new ToolException(unread);
                }
            }

            view.Finish(last);
            StderrFindings.Say(last, options.View, options.Verbose);
            if (!reader.IsAtEnd)
            {
                view.Begin(count + 1, $"at offset {reader.Offset}");
            }
        }

        view.Complete();
        if (count > 1 && options.View is { Json: false, Silent: false })
        {
            StandardError.Note($"{Name(file)}: {count} responses");
        }

        return first ?? last!;
    }

    private static string Name(string file) => new SavedInput(file).Name;
}
