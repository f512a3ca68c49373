using RawHttp.Cli.CommandLine;
using RawHttp.Cli.Exchanges;
using RawHttp.Cli.Output;
using RawHttp.Cli.Startup;
using RawHttp.Cli.Views;
using RawHttp.Http;
using RawHttp.Net;

namespace RawHttp.Cli.Commands.Get;

/// <summary>One run of <c>get</c>: connect, send, read and show, then say how it ended.</summary>
internal sealed class GetRun(GetOptions options, Target target, BuiltRequest request)
{
    private const int MaxVerboseOctets = 16 * 1024;
    private static readonly TimeSpan SendFailure = TimeSpan.FromMilliseconds(100);
    private readonly long _started = TimeProvider.System.GetTimestamp();

    /// <summary>Runs the command.</summary>
    /// <returns>The exit status; what went wrong has been said.</returns>
    public static async Task<int> RunAsync(GetOptions options)
    {
        SocketThreads.RunInline();
        SocketThreads.UseOne();
        using var interruption = new Interruption(TimeSpan.FromSeconds(2));
        if (options.MaxTime is { } most)
        {
            interruption.LimitTo(most, $"get {options.Target ?? "--demo"}: no whole response within {Durations.Seconds(most)}");
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
            var target = origin is null ? Target.Parse(options.Target!, options.PathAsIs) : new Target("127.0.0.1", origin.Port, "/");
            if (options.RequestFile is not null && target.Path != "/")
            {
                throw ToolException.Usage($"--request sends the bytes of its FILE as they are; the path {target.Path} goes without it");
            }

            var request = options.RequestFile is { } file ? BuiltRequest.Read(file) : BuiltRequest.Build(target, options);
            return await new GetRun(options, target, request).RunAsync(interruption).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            return interruption.Reason.Report();
        }
    }

    private string Name => options.UnixSocket ?? target.HostAndPort;

    private async Task<int> RunAsync(Interruption interruption)
    {
        var stop = interruption.Token;
        using var view = (options.View with { StopsAtBinary = options.StopsAtBinary }).MakeView();
        using var save = options.SaveFile is { } path ? new LazyFile(path, "what was received", options.ConnectTimeout) { IsWhole = true } : null;
        var sending = new RequestSending(request.Octets, view);
        await using var connection = await ConnectAsync(view, save, sending, stop).ConfigureAwait(false);
        var reading = new ExchangeReader(connection.Input, view, request.Sent.Method, options.Limits, request.Sent.MinorVersion) { Sending = sending };

        // Sent while the response is read already: a server may answer, and stop reading, before it has seen it all.
        var sent = sending.SendAsync(connection, stop);
        interruption.ListenForSignals();
        await ShowRequestAsync(reading, view, connection, sent, stop).ConfigureAwait(false);
        await reading.ReadAsync(stop).ConfigureAwait(false);
        if (!sent.IsCompleted && connection.End is (ConnectionEnd.EndOfStream or ConnectionEnd.Reset))
        {
            // A reset fails the sending too, if perhaps a moment later, and may be told to it alone.
            await Task.WhenAny(sent, Task.Delay(SendFailure, CancellationToken.None)).ConfigureAwait(false);
        }

        var outcome = await ConcludeAsync(reading, view, connection, sent, interruption).ConfigureAwait(false);
        view.Finish(outcome);
        StderrFindings.Say(outcome, options.View, options.Verbose);
        save?.Finish();
        return Status(outcome);
    }

    // What was sent when it had all gone, or when an answer came before that.
    private async Task ShowRequestAsync(ExchangeReader reading, IResponseView view, Connection connection, Task sent, CancellationToken stop)
    {
        if (!sent.IsCompleted)
        {
            var arrival = reading.Lines.WaitForMoreAsync(stop).AsTask();
            await Task.WhenAny(sent, arrival).ConfigureAwait(false);
            ShowRequest(view, connection.Sent);
            await ((Task)arrival).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return;
        }

        ShowRequest(view, connection.Sent);
    }

    private void ShowRequest(IResponseView view, long count)
    {
        var octets = request.Octets.AsSpan(0, (int)count);
        view.Request(octets[..Math.Min(octets.Length, request.Sent.HeadLength)]);
        if (!options.Verbose)
        {
            return;
        }

        var shown = octets[..Math.Min(octets.Length, MaxVerboseOctets)];
        var text = TerminalText.Escape(shown.EndsWith("\r\n"u8) ? shown[..^2] : shown.EndsWith("\n"u8) ? shown[..^1] : shown);
        foreach (var line in octets.IsEmpty ? [] : text.Split('\n'))
        {
            Terminal.Say($"> {line}");
        }

        if (shown.Length < octets.Length)
        {
            Terminal.Say($"* and {octets.Length - shown.Length} more bytes of the request");
        }
    }

    private async Task<Connection> ConnectAsync(IResponseView view, LazyFile? save, RequestSending sending, CancellationToken stop)
    {
        var dialling = new ConnectStep(options, target);
        void Received(ReadOnlyMemory<byte> octets, long timestamp)
        {
            sending.NoteArrival(octets.Length);
            view.Received(octets, timestamp);
            save?.Write(octets.Span);
        }

        try
        {
            return await dialling.ConnectAsync(Received, stop).ConfigureAwait(false);
        }
        catch (ConnectException failure)
        {
            throw new ToolException(dialling.Conclude(failure, view, Received, request.Sent.Method));
        }
    }

    private async Task<Outcome> ConcludeAsync(ExchangeReader reading, IResponseView view, Connection connection, Task sending, Interruption interruption)
    {
        var response = reading.Response;
        var verdict = Verdict(reading, connection, sending) ?? (response.IsComplete || reading.LeftBody ? null : interruption.Reason);
        if (verdict is not null && response is { IsComplete: true, Framing.Kind: FramingKind.UntilClose })
        {
            response.NoteCut();
        }

        var end = reading.Lines.Offset;
        var after = await LingerAsync(reading, view, connection, interruption.Token).ConfigureAwait(false);
        if (connection.End == ConnectionEnd.IncompleteClose)
        {
            response.NoteIncompleteClose();
        }

        return new Outcome
        {
            Response = response,
            End = reading.End ?? (verdict?.Status == ExitStatus.Timeout ? MessageEnd.Timeout : Summary.Kind(connection.End)),
            Offset = reading.Failure?.Offset ?? (response.IsComplete ? end : connection.Received),
            Aftermath = verdict is null ? after : null,
            Words = verdict switch
            {
                null when reading.LeftBody => "the rest of the body was not fetched",
                null => after is null ? "complete" : Summary.Complete(after),
                { Message: "" } => "interrupted",
                _ => Summary.WithoutName(verdict.Message, Name),
            },
            Verdict = verdict,
            Connection = ConnectionInfo.From(connection),
            Request = new RequestState(request.Sent, request.Octets.Length, connection.Sent, reading.Sending!.Early > 0),
            Timing = TimeOf(reading, connection),
        };
    }

    // All that has arrived when the message is whole, or cannot be read on, belongs to what was received; a limit is there to be kept.
    private async Task<Aftermath?> LingerAsync(ExchangeReader reading, IResponseView view, Connection connection, CancellationToken stop)
    {
        var response = reading.Response;
        var isWhole = response.IsComplete;
        if (!isWhole && reading.Failure?.Error is null or ReadError.BodyLimit or ReadError.Empty or ReadError.HeadCutOff or ReadError.BodyCutOff)
        {
            return null;
        }

        var waits = options.Lingers && (isWhole || reading.End != MessageEnd.Limit);
        var linger = new Linger(reading, view, connection);
        var after = await linger.LookAsync(waits ? options.Linger : TimeSpan.Zero, renews: isWhole && request.Sent.HasMore, stop).ConfigureAwait(false) with { IsAskedFor = request.Sent.HasMore };
        if (isWhole && after is { Octets: > 0, IsAskedFor: false })
        {
            response.NoteOctetsAfter(after.Offset, after.Octets);
        }

        if (isWhole && after is { End: ConnectionEnd.None, Waited: not null } && !stop.IsCancellationRequested && connection.Sent == request.Octets.Length && AsksToClose(response))
        {
            response.NoteStillOpen();
        }

        return after;
    }

    private ExitVerdict? Verdict(ExchangeReader reading, Connection connection, Task sending)
    {
        var name = Name;
        var isUnsent = reading.Failure is { Error: ReadError.Empty } && sending.IsFaulted;
        if (isUnsent && connection.Sent > 0)
        {
            return new ExitVerdict(ExitStatus.SendFailed, $"send {name}: {sending.Exception!.InnerException!.Message}");
        }

        // Nothing could be sent and nothing came: a reset, whichever side of the connection was told of it.
        var how = isUnsent ? ConnectionEnd.Reset : connection.End;
        var end = Summary.End(how, options.ReadTimeout, connection.Tls?.Failure);
        if (reading.Failure is { } failure)
        {
            return new ExitVerdict(
                ExitStatus.ToExitCode(failure.Error, how),
                $"read {name}: {Summary.Failure(failure, end)}{(reading.HidesRest(connection.Received, options.View) ? Summary.RestIsHidden : "")}");
        }

        // A body that runs until close is whole only if the server closed in order.
        return reading.Response.Framing?.Kind == FramingKind.UntilClose && ExitStatus.OfEnd(connection.End) is { } status
            ? new ExitVerdict(status, $"read {name}: the body ends with the connection, at offset {connection.Received}, and may have been cut: {end}")
            : null;
    }

    private bool AsksToClose(ResponseReader response) =>
        request.Sent.AsksToClose || (response.Head?.Fields["Connection"]?.Contains("close", StringComparison.OrdinalIgnoreCase) ?? false);

    private int Status(Outcome outcome)
    {
        if ((options.View.Strict ? outcome.StrictVerdict(Name) : outcome.Verdict) is { } verdict)
        {
            return verdict.Report();
        }

        return options.Fail && outcome.Response.Head is { StatusLine.StatusCode: >= 400 and var status }
            ? new ExitVerdict(ExitStatus.HttpError, $"get {target.HostAndPort}: the status is {status}").Report()
            : ExitStatus.Ok;
    }

    private Timing TimeOf(ExchangeReader reading, Connection connection)
    {
        var sending = reading.Sending!;
        var time = TimeProvider.System;
        TimeSpan? Between(long from, long to) => from == 0 || to == 0 ? null : time.GetElapsedTime(from, Math.Max(from, to));
        return new Timing(
            connection.Resolving,
            connection.Connecting,
            connection.Tls?.Handshake,
            sending.Early > 0 ? null : Between(sending.SentAt, connection.FirstArrival),
            Between(connection.FirstArrival, reading.HeadRead),
            Between(reading.HeadRead, connection.LastArrival),
            time.GetElapsedTime(_started));
    }
}
