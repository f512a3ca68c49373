using System.Net.Sockets;
using RawHttp.Cli.Demo;
using RawHttp.Cli.Output;
using RawHttp.Http;
using RawHttp.Lines;
using RawHttp.Net;

namespace RawHttp.Cli;

/// <summary>One run of <c>get</c>: connect, send, read and show, then say how it ended.</summary>
internal sealed class GetRun(GetOptions options, Target target, BuiltRequest request)
{
    private const int MostNotes = 10;
    private static readonly TimeSpan LookAfter = TimeSpan.FromMilliseconds(100);
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
            interruption.LimitTo(most, $"get {options.Target ?? "--demo"}: no whole response within {Summary.Seconds(most)}");
        }

        if (options.OutputFile is { } output)
        {
            BodyFile.Check(output);
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
        using IResponseView view = options.Raw ? new RawView(options) : new TextView(options);
        await using var connection = await ConnectAsync(view, stop).ConfigureAwait(false);
        var lines = new LineReader(connection.Input, view);
        var response = new ResponseReader(lines, request.Method, options.Limits);
        view.Request(request.Octets);
        VerboseRequest();

        // Sent while the response is read already: a server may answer, and stop reading, before it has seen it all.
        var sending = connection.SendAsync(request.Octets, stop);
        interruption.TakeUp();
        var failure = await ReadAsync(response, lines, view, stop).ConfigureAwait(false);
        if (failure?.Error == ReadError.Empty && connection.End == ConnectionEnd.Reset)
        {
            // The reset fails the sending too, if perhaps a moment later; then that is what is to be told.
            await sending.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        var verdict = Verdict(failure, response, connection, sending) ?? (response.IsComplete ? null : interruption.Reason);
        var after = verdict is null && options.LooksAfter ? await LookAfterAsync(lines, connection, stop).ConfigureAwait(false) : null;
        var end = verdict switch
        {
            null => after is null ? "complete" : $"complete, {after}",
            { Message: "" } => "interrupted",
            _ => verdict.Message,
        };
        view.Finish(verdict is null, options.Print.Contains('m', StringComparison.Ordinal) ? SummaryLine(connection, response, end) : null);
        SayNotes(response, end);
        return Conclude(verdict, response);
    }

    private async Task<Connection> ConnectAsync(IResponseView view, CancellationToken stop)
    {
        var route = Route.Of(target, options.ConnectTo, options.Resolve);
        var how = new ConnectOptions
        {
            Family = options.Family,
            ConnectTimeout = options.ConnectTimeout,
            ReadTimeout = options.ReadTimeout,
            Addresses = route.Addresses,
            Received = view.Received,
        };
        try
        {
            var connection = options.UnixSocket is { } path
                ? await Connection.ConnectAsync(UnixEndPoint(path), how, stop).ConfigureAwait(false)
                : await Connection.ConnectAsync(route.Host, route.Port, how, stop).ConfigureAwait(false);
            VerboseAttempts(connection.Attempts);
            return connection;
        }
        catch (ConnectException failure)
        {
            VerboseAttempts(failure.Attempts);
            throw new ToolException(ExitStatus.Of(failure.Error), failure.Message);
        }
    }

    private static UnixDomainSocketEndPoint UnixEndPoint(string path)
    {
        try
        {
            return new UnixDomainSocketEndPoint(path);
        }
        catch (ArgumentException)
        {
            throw new ToolException(ExitStatus.Usage, $"--unix-socket: \"{path}\" is empty or too long for a socket's path");
        }
    }

    // Reads and shows everything; returns what stopped the reading, or null. Being told to stop is for the caller to see.
    private static async Task<ReadException?> ReadAsync(ResponseReader response, LineReader lines, IResponseView view, CancellationToken stop)
    {
        ReadException? failure = null;
        try
        {
            await response.ReadHeadAsync(stop).ConfigureAwait(false);
            view.HeadRead(response.Framing?.Length);
            while (await response.ReadBodyAsync(stop).ConfigureAwait(false) is { IsEmpty: false } piece)
            {
                view.Body(piece);
            }

            return null;
        }
        catch (ReadException stopped)
        {
            failure = stopped;
        }
        catch (OperationCanceledException)
        {
        }

        if (response is { Head.IsComplete: true, Framing: null })
        {
            view.HeadRead(null);
        }

        // What had arrived is shown, understood or not; but a body's limit is there to be kept, and what frames chunks is no body.
        if (failure?.Error != ReadError.BodyLimit && response.Framing?.Kind != FramingKind.Chunked)
        {
            view.Rest(lines.TakeBuffered());
        }

        return failure;
    }

    private ToolException? Verdict(ReadException? failure, ResponseReader response, Connection connection, Task sending)
    {
        var name = options.UnixSocket ?? target.HostAndPort;
        if (failure is { Error: ReadError.Empty } && connection.Sent > 0 && sending.Exception?.InnerException is { } notSent)
        {
            return new ToolException(ExitStatus.SendFailed, $"send {name}: {notSent.Message}");
        }

        var end = Summary.End(connection.End, options.ReadTimeout);
        if (failure is not null)
        {
            var isCut = failure.Error is ReadError.Empty or ReadError.HeadCutOff or ReadError.BodyCutOff;
            var isHidden = response.Framing?.Kind == FramingKind.Chunked && connection.Received > failure.Offset && failure.Error != ReadError.BodyLimit && !options.Raw;
            return new ToolException(
                ExitStatus.Of(failure.Error, connection.End),
                $"read {name}: {failure.Message}{(isCut ? ": " + end : "")}{(isHidden ? "; what came from there on is no body, --raw shows it" : "")}");
        }

        // A body that runs until close is whole only if the server closed in order.
        return response.Framing?.Kind == FramingKind.UntilClose && ExitStatus.OfEnd(connection.End) is { } status
            ? new ToolException(status, $"read {name}: the body ends with the connection, at offset {connection.Received}, and may have been cut: {end}")
            : null;
    }

    private async Task<string> LookAfterAsync(LineReader lines, Connection connection, CancellationToken stop)
    {
        using var look = CancellationTokenSource.CreateLinkedTokenSource(stop);
        look.CancelAfter(LookAfter);
        try
        {
            return await lines.WaitForMoreAsync(look.Token).ConfigureAwait(false)
                ? $"more bytes followed the message at offset {lines.Offset}"
                : Summary.End(connection.End, options.ReadTimeout);
        }
        catch (OperationCanceledException)
        {
            return Summary.End(connection.End, options.ReadTimeout);
        }
    }

    private int Conclude(ToolException? verdict, ResponseReader response)
    {
        if (verdict is not null)
        {
            throw verdict;
        }

        return options.Fail && response.Head is { StatusLine.StatusCode: >= 400 and var status }
            ? throw new ToolException(ExitStatus.HttpError, $"get {target.HostAndPort}: the status is {status}")
            : ExitStatus.Ok;
    }

    private string SummaryLine(Connection connection, ResponseReader response, string end)
    {
        var time = TimeProvider.System;
        TimeSpan? firstByte = connection.FirstArrival == 0 ? null : time.GetElapsedTime(_started, connection.FirstArrival);
        return Summary.Line(connection, response, end, firstByte, time.GetElapsedTime(_started));
    }

    // Errors are told always, for they make others read another message; the rest when asked.
    private void SayNotes(ResponseReader response, string end)
    {
        if (options.Verbose)
        {
            Terminal.Say($"* {Summary.Body(response)}");
            foreach (var trailer in response.Trailers)
            {
                Terminal.Say($"* trailer {trailer}");
            }

            Terminal.Say($"* {end}");
        }

        var told = options.Silent ? [] : response.Findings.Where(finding => options.Verbose || finding.Severity == Severity.Error).ToList();
        foreach (var finding in told.Take(MostNotes))
        {
            Terminal.Note($"{finding.Code} ({finding.Severity}) at offset {finding.Offset}: {finding.Message}");
        }

        if (told.Count + response.OmittedFindings > MostNotes)
        {
            Terminal.Note($"{told.Count + response.OmittedFindings - MostNotes} more findings");
        }
    }

    private void VerboseAttempts(IReadOnlyList<ConnectAttempt> attempts)
    {
        foreach (var attempt in options.Verbose ? attempts : [])
        {
            Terminal.Say($"* {attempt.EndPoint}: {attempt.Failure ?? "connected"}");
        }
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
