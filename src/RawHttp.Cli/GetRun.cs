using RawHttp.Cli.Demo;
using RawHttp.Cli.Output;
using RawHttp.Http;
using RawHttp.Net;

namespace RawHttp.Cli;

/// <summary>One run of <c>get</c>: connect, send, read and show, then say how it ended.</summary>
internal sealed class GetRun(GetOptions options, Target target, BuiltRequest request)
{
    private static readonly TimeSpan LookAfter = TimeSpan.FromMilliseconds(100);
    private readonly long _started = TimeProvider.System.GetTimestamp();
    private long _sent;

    /// <summary>Runs the command.</summary>
    /// <returns>The exit status; what went wrong has been said.</returns>
    public static async Task<int> RunAsync(GetOptions options)
    {
        SocketThreads.RunInline();
        SocketThreads.UseOne();
        using var interruption = new Interruption(TimeSpan.FromSeconds(2));
        if (options.MaxTime is { } most)
        {
            interruption.LimitTo(most, $"get {options.Target ?? "--demo"}: no whole response within {Summary.Seconds(most)}");
        }

        foreach (var file in new[] { options.View.OutputFile, options.SaveFile })
        {
            if (file is not null)
            {
                AtomicFile.Check(file);
            }
        }

        try
        {
            await using var origin = options.Demo ? DemoOrigin.Start() : null;
            var target = origin is null ? Target.Parse(options.Target!) : new Target("127.0.0.1", origin.Port, "/");
            var request = options.RequestFile is { } file ? BuiltRequest.Read(file, options.Method) : BuiltRequest.Build(target, options);
            return await new GetRun(options, target, request).RunAsync(interruption).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            throw interruption.Reason;
        }
    }

    private async Task<int> RunAsync(Interruption interruption)
    {
        var stop = interruption.Token;
        using var view = options.View.MakeView();
        using var save = options.SaveFile is { } path ? new PlainFile(path, "what was received", options.ConnectTimeout) { IsWhole = true } : null;
        await using var connection = await ConnectAsync(view, save, stop).ConfigureAwait(false);
        var reading = new Reading(connection.Input, view, request.Method, options.Limits, options.Http10 ? 0 : 1);
        view.Request(request.Octets);
        VerboseRequest();

        // Sent while the response is read already: a server may answer, and stop reading, before it has seen it all.
        var sending = SendAsync(connection, view, stop);
        interruption.TakeUp();
        await reading.ReadAsync(stop).ConfigureAwait(false);
        if (!sending.IsCompleted && connection.End is (ConnectionEnd.EndOfStream or ConnectionEnd.Reset))
        {
            // A reset fails the sending too, if perhaps a moment later, and may be told to it alone.
            await Task.WhenAny(sending, Task.Delay(LookAfter, CancellationToken.None)).ConfigureAwait(false);
        }

        var outcome = await ConcludeAsync(reading, view, connection, sending, interruption).ConfigureAwait(false);
        view.Finish(outcome);
        Notes.Say(outcome, options.View, options.Verbose);
        save?.Finish();
        return Status(outcome);
    }

    private string Name => options.UnixSocket ?? target.HostAndPort;

    private async Task SendAsync(Connection connection, IResponseView view, CancellationToken stop)
    {
        await connection.SendAsync(request.Octets, stop).ConfigureAwait(false);
        _sent = TimeProvider.System.GetTimestamp();
        view.RequestSent();
    }

    private async Task<Connection> ConnectAsync(IResponseView view, PlainFile? save, CancellationToken stop)
    {
        var dialling = new Dialling(options, target);
        void Received(ReadOnlyMemory<byte> octets)
        {
            view.Received(octets);
            save?.Write(octets.Span);
        }

        try
        {
            return await dialling.ConnectAsync(Received, stop).ConfigureAwait(false);
        }
        catch (ConnectException failure)
        {
            throw dialling.Conclude(failure, view, Received, request.Method);
        }
    }

    private async Task<Outcome> ConcludeAsync(Reading reading, IResponseView view, Connection connection, Task sending, Interruption interruption)
    {
        var response = reading.Response;
        var verdict = Verdict(reading, connection, sending) ?? (response.IsComplete ? null : interruption.Reason);
        if (verdict is not null && response is { IsComplete: true, Framing.Kind: FramingKind.UntilClose })
        {
            response.NoteCut();
        }

        var end = reading.Lines.Offset;
        After? after = verdict is null && options.LooksAfter ? await LookAfterAsync(reading, view, connection, interruption.Token).ConfigureAwait(false) : null;
        if (connection.End == ConnectionEnd.IncompleteClose)
        {
            response.NoteIncompleteClose();
        }

        return new Outcome
        {
            Response = response,
            End = reading.End ?? (verdict?.Status == ExitStatus.Timeout ? EndKind.Timeout : Summary.Kind(connection.End)),
            Offset = reading.Failure?.Offset ?? (response.IsComplete ? end : connection.Received),
            After = after,
            Words = verdict switch
            {
                null => after is { } seen ? $"complete, {Summary.Words(seen, end)}" : "complete",
                { Message: "" } => "interrupted",
                _ => Summary.WithoutName(verdict.Message, Name),
            },
            Verdict = verdict,
            Link = Link.Of(connection),
            Timing = TimeOf(reading, connection),
        };
    }

    private ToolException? Verdict(Reading reading, Connection connection, Task sending)
    {
        var name = Name;
        var isUnsent = reading.Failure is { Error: ReadError.Empty } && sending.IsFaulted;
        if (isUnsent && connection.Sent > 0)
        {
            return new ToolException(ExitStatus.SendFailed, $"send {name}: {sending.Exception!.InnerException!.Message}");
        }

        // Nothing could be sent and nothing came: a reset, whichever side of the connection was told of it.
        var how = isUnsent ? ConnectionEnd.Reset : connection.End;
        var end = Summary.End(how, options.ReadTimeout, connection.Tls?.Failure);
        if (reading.Failure is { } failure)
        {
            return new ToolException(
                ExitStatus.Of(failure.Error, how),
                $"read {name}: {Summary.Failure(failure, end)}{(Summary.HidesRest(reading, connection.Received, options.View) ? Summary.RestIsHidden : "")}");
        }

        // A body that runs until close is whole only if the server closed in order.
        return reading.Response.Framing?.Kind == FramingKind.UntilClose && ExitStatus.OfEnd(connection.End) is { } status
            ? new ToolException(status, $"read {name}: the body ends with the connection, at offset {connection.Received}, and may have been cut: {end}")
            : null;
    }

    // What the server does with the connection when its message is whole.
    private async Task<After> LookAfterAsync(Reading reading, IResponseView view, Connection connection, CancellationToken stop)
    {
        var response = reading.Response;
        using var look = CancellationTokenSource.CreateLinkedTokenSource(stop);
        look.CancelAfter(LookAfter);
        try
        {
            if (await reading.Lines.WaitForMoreAsync(look.Token).ConfigureAwait(false))
            {
                var offset = reading.Lines.Offset;
                var octets = reading.Lines.TakeBuffered();
                view.Rest(octets, offset, isBody: false);
                response.NoteOctetsAfter(offset, octets.Length);
                return After.Bytes;
            }

            return connection.End is ConnectionEnd.Reset or ConnectionEnd.TlsFailure ? After.Reset : After.Fin;
        }
        catch (OperationCanceledException)
        {
            if (AsksToClose(response))
            {
                response.NoteStillOpen();
            }

            return After.Open;
        }
    }

    private bool AsksToClose(ResponseReader response) =>
        request.SaysClose || (response.Head?.Fields["Connection"]?.Contains("close", StringComparison.OrdinalIgnoreCase) ?? false);

    private int Status(Outcome outcome)
    {
        if ((options.View.Strict ? outcome.StrictVerdict(Name) : outcome.Verdict) is { } verdict)
        {
            throw verdict;
        }

        return options.Fail && outcome.Response.Head is { StatusLine.StatusCode: >= 400 and var status }
            ? throw new ToolException(ExitStatus.HttpError, $"get {target.HostAndPort}: the status is {status}")
            : ExitStatus.Ok;
    }

    private Timing TimeOf(Reading reading, Connection connection)
    {
        var time = TimeProvider.System;
        TimeSpan? Between(long from, long to) => from == 0 || to == 0 ? null : time.GetElapsedTime(from, Math.Max(from, to));
        return new Timing(
            connection.Resolving,
            connection.Connecting,
            connection.Tls?.Handshake,
            Between(_sent, connection.FirstArrival),
            Between(connection.FirstArrival, reading.HeadRead),
            Between(reading.HeadRead, connection.LastArrival),
            time.GetElapsedTime(_started));
    }

    private void VerboseRequest()
    {
        if (!options.Verbose)
        {
            return;
        }

        var text = System.Text.Encoding.UTF8.GetString(request.Octets);
        foreach (var line in (text.EndsWith('\n') ? text[..^1] : text).Split('\n'))
        {
            Terminal.Say($"> {(line.EndsWith('\r') ? line[..^1] : line)}");
        }
    }
}
