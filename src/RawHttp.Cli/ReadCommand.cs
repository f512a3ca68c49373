using System.CommandLine;
using System.IO.Pipelines;
using RawHttp.Cli.Output;
using RawHttp.Http;

namespace RawHttp.Cli;

/// <summary><c>rawhttp read</c>: a saved response, read with the same reader and shown by the same views.</summary>
internal static class ReadCommand
{
    public static Command Create()
    {
        var file = new Argument<string>("FILE") { DefaultValueFactory = _ => "-", Description = "A response as bytes, as --save writes it; - or nothing is standard input" };
        var method = new Option<string>("--method", "-X") { HelpName = "METHOD", DefaultValueFactory = _ => "GET", Description = "The method of the request that the response answers (GET)" };
        var shared = new SharedOptions();
        var command = new Command("read", "Read a saved response with the same reader") { file, method };
        foreach (var option in shared.ForShowing.Concat(shared.ForLimits))
        {
            command.Add(option);
        }

        string? Fault(ParseResult result) =>
            result.GetValue(file)!.Length == 0 ? "FILE: the file name is empty"
            : !BuiltRequest.IsMethod(result.GetValue(method)!) ? "--method: it is empty or holds a space or a control"
            : shared.Fault(result)
                ?? NamedFiles.Fault([("FILE", result.GetValue(file))], [(shared.Report.Name, result.GetValue(shared.Report))]);
        command.SetAction((result, _) => Fault(result) is { } fault
            ? throw ToolException.Usage(fault)
            : RunAsync(result.GetValue(file)!, result.GetValue(method)!, shared.View(result), shared.Limits(result)));
        return command;
    }

    private static async Task<int> RunAsync(string file, string method, ViewOptions options, ResponseLimits limits)
    {
        using var interruption = new Interruption(TimeSpan.FromSeconds(2));
        interruption.TakeUp();
        using var view = options.MakeView();
        var name = file == "-" ? "standard input" : file;
        await using var input = Open(file, name);
        var pipe = new Pipe(new PipeOptions(useSynchronizationContext: false));
        var pumping = PumpAsync(input, name, pipe.Writer, view, options.Raw, interruption.Token);
        var reading = new Reading(pipe.Reader, view, method, limits, requestMinorVersion: 1);
        await reading.ReadAsync(interruption.Token).ConfigureAwait(false);
        var outcome = await ConcludeAsync(reading, view, name, options, interruption).ConfigureAwait(false);

        // A file that could not be read is no response that ended early.
        await pipe.Reader.CompleteAsync().ConfigureAwait(false);
        await pumping.ConfigureAwait(false);
        view.Finish(outcome);
        Notes.Say(outcome, options, isVerbose: false);
        return (options.Strict ? outcome.StrictVerdict(name) : outcome.Verdict) is { } verdict ? throw verdict : ExitStatus.Ok;
    }

    private static Stream Open(string file, string name)
    {
        try
        {
            return file == "-" ? StandardStream.OpenInput() : new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 0);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw NotRead(file, name, failure);
        }
    }

    private static async Task PumpAsync(
        Stream input, string name, PipeWriter output, IResponseView view, bool showsAll, CancellationToken stop)
    {
        try
        {
            var isRead = true;
            while (isRead || showsAll)
            {
                var buffer = output.GetMemory(64 * 1024);
                var count = await input.ReadAsync(buffer, stop).ConfigureAwait(false);
                if (count == 0)
                {
                    return;
                }

                view.Received(buffer[..count], 0);
                if (isRead)
                {
                    output.Advance(count);
                    isRead = !(await output.FlushAsync(stop).ConfigureAwait(false)).IsCompleted;
                }
                else
                {
                    // The reading has ended, and with it what told of an output that fails.
                    view.Waiting();
                }
            }
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw NotRead(name, name, failure);
        }
        catch (OperationCanceledException)
        {
        }
        finally
        {
            await output.CompleteAsync().ConfigureAwait(false);
        }
    }

    private static async Task<Outcome> ConcludeAsync(Reading reading, IResponseView view, string name, ViewOptions options, Interruption interruption)
    {
        var (response, lines) = (reading.Response, reading.Lines);
        var end = lines.Offset;
        Aftermath? after = null;
        if (response is { IsComplete: true, Framing.Kind: not FramingKind.UntilClose } && await lines.WaitForMoreAsync(interruption.Token).ConfigureAwait(false))
        {
            await ShowRestAsync(reading, view, interruption.Token).ConfigureAwait(false);
            after = new Aftermath(end, lines.Offset - end, ConnectionEnd.None, Waited: null);
            response.NoteOctetsAfter(end, after.Octets);
        }

        var verdict = reading.Failure is { } failure
            ? new ToolException(
                ExitStatus.Of(failure.Error, ConnectionEnd.EndOfStream),
                $"read {name}: {Summary.Failure(failure, "the input ends")}{(Summary.HidesRest(reading, lines.Offset, options) ? Summary.RestIsHidden : "")}")
            : response.IsComplete ? null : interruption.Reason;
        return new Outcome
        {
            Response = response,
            End = reading.End ?? (verdict?.Status == ExitStatus.Interrupted ? EndKind.Shutdown : EndKind.Eof),
            Offset = reading.Failure?.Offset ?? end,
            Aftermath = after,
            Words = verdict switch
            {
                null => after is null ? "complete" : Summary.Complete(after),
                { Message: "" } => "interrupted",
                _ => Summary.WithoutName(verdict.Message, name),
            },
            Verdict = verdict,
        };
    }

    private static async Task ShowRestAsync(Reading reading, IResponseView view, CancellationToken stop)
    {
        while (true)
        {
            var offset = reading.Lines.Offset;
            var octets = await reading.Lines.ReadSomeAsync(long.MaxValue, stop).ConfigureAwait(false);
            if (octets.IsEmpty)
            {
                return;
            }

            view.Rest(octets, offset, isBody: false);
        }
    }

    private static ToolException NotRead(string file, string name, Exception failure) =>
        new(ExitStatus.InputFailed, $"read {name}: {Files.Reason(file, failure)}");
}
