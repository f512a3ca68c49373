using System.Runtime.CompilerServices;
using RawHttp.Http;
using RawHttp.Lines;
using RawHttp.Net;

namespace RawHttp.Client;

/// <summary>The exchanges of requests that are sent together over a connection: sends them, reads their responses at the same time, then
/// watches what the server does next.</summary>
internal sealed class ExchangeRun
{
    // A reset also fails the sending, sometimes a moment later, and sometimes only the sending reports it.
    private static readonly TimeSpan SendFailureWait = TimeSpan.FromMilliseconds(100);

    private readonly Connection _connection;
    private readonly LineReader _lines;
    private readonly ReadOnlyMemory<byte> _octets;
    private readonly IReadOnlyList<SentRequest> _requests;
    private readonly ExchangeOptions _options;
    private readonly IExchangeObserver? _observer;
    private readonly RequestSending _sending;
    private readonly long _sentBefore;
    private ResponseRun? _last;
    private ConnectionEnd _lastEnd;
    private bool _hasClose;
    private long _started;
    private long _requestStart;

    public ExchangeRun(
        Connection connection,
        LineReader lines,
        ReadOnlyMemory<byte> octets,
        IReadOnlyList<SentRequest> requests,
        ExchangeOptions options,
        long started)
    {
        _requests = requests;
        _connection = connection;
        _lines = lines;
        _octets = octets;
        _options = options;
        _observer = options.Observer;
        _sending = new RequestSending(connection, octets, lines.Offset, options)
        {
            ExpectedAfter = requests is [{ ExpectsContinue: true } only] ? only.HeadLength : 0,
        };
        _sentBefore = connection.Sent;
        _started = started;
    }

    /// <summary>Which exchange of the connection the first one is, from 1.</summary>
    public required int Number { get; init; }

    /// <summary>Whether the connection is closed after the last response, however the server would have it.</summary>
    public required bool Closes { get; init; }

    /// <summary>Whether the connection stays open as a tunnel after a 2xx to CONNECT: nothing of what follows is looked at.</summary>
    public bool IsTunnelKept { get; init; }

    private long Sent => _connection.Sent - _sentBefore;

    /// <summary>Makes the exchanges.</summary>
    /// <param name="cancellationToken">Ends them; what had arrived by then is in the exchange.</param>
    /// <returns>An exchange for each request; without a response if the connection ended, or could not be read on, before it.</returns>
    public async IAsyncEnumerable<Exchange> RunAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);

        // Send while reading: a server may answer, and stop reading, before it has received the whole request.
        var sending = SendAsync(stop);
        try
        {
            // What the client sends into a tunnel is no request.
            for (var i = 0; i < _requests.Count && _last is not { IsTunnel: true }; i++)
            {
                var exchange = IsClosed
                    ? Unanswered(_requests[i])
                    : await MakeAsync(i, sending, stop, cancellationToken).ConfigureAwait(false);
                exchange = exchange with { Connection = exchange.Connection! with { Exchange = Number + i } };
                _observer?.Done(exchange);
                _requestStart += _requests[i].Length;
                _started = _options.Time.GetTimestamp();
                yield return exchange;
            }
        }
        finally
        {
            if (IsClosed || !sending.IsCompleted)
            {
                await CloseAsync().ConfigureAwait(false);
                await sending.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    /// <summary>Whether a head with this framing is a 2xx to CONNECT (RFC 9112 §6.3 rule 2).</summary>
    public static bool OpensTunnel(BodyFraming? framing) => framing?.Rule == 2;

    /// <summary>Whether the connection was closed, and carries no more exchanges.</summary>
    public bool IsClosed { get; private set; }

    private async Task<Exchange> MakeAsync(int i, Task sending, CancellationTokenSource stop, CancellationToken cancellationToken)
    {
        var run = new ResponseRun(_lines, _requests[i], _options)
        {
            Sending = _requests.Count == 1 || _sending.IsUnasked ? _sending : null,
            ArrivalOf = _connection.ArrivalOf,
            IsAfterClose = _hasClose,
        };
        await ShowRequestAsync(_requests[i], i == 0 ? sending : Task.CompletedTask, stop.Token).ConfigureAwait(false);
        await run.ReadAsync(stop.Token).ConfigureAwait(false);
        var isLast = i == _requests.Count - 1;
        var isEnding = (isLast && _sending.SentAt != 0) || _connection.End is ConnectionEnd.EndOfStream or ConnectionEnd.Reset;
        if (!sending.IsCompleted && isEnding)
        {
            // The response may be read before the sending that it answers has returned.
            await Task.WhenAny(sending, Task.Delay(SendFailureWait, _options.Time, CancellationToken.None)).ConfigureAwait(false);
        }

        if (sending is { IsFaulted: true, Exception.InnerException: not IOException })
        {
            // An observer has thrown.
            await sending.ConfigureAwait(false);
        }

        _hasClose |= run.Response.Head is { } head && !Persistence.IsKept(run.Request, head);

        // Before the connection is closed, which ends the sending, too.
        var sendFailure = run.Failure is { Error: ReadError.Empty } ? sending.Exception?.InnerException as IOException : null;
        var end = !isLast && run.MayBeFollowed
            ? await FindNextAsync(run, stop.Token).ConfigureAwait(false)
            : await EndAsync(run, isSent: sending.IsCompletedSuccessfully, cancellationToken).ConfigureAwait(false);
        (_last, _lastEnd) = (run, end.Stream);
        return Conclude(run, end, cancellationToken) with { SendFailure = sendFailure };
    }

    // The response is read even if the request cannot be sent, but not after any other failure.
    private async Task SendAsync(CancellationTokenSource stop)
    {
        try
        {
            await _sending.SendAsync(stop.Token).ConfigureAwait(false);
        }
        catch (Exception failure) when (failure is not (IOException or OperationCanceledException))
        {
            await stop.CancelAsync().ConfigureAwait(false);
            throw;
        }
    }

    // The octets sent when sending was complete, or when an answer arrived before that.
    private async Task ShowRequestAsync(SentRequest request, Task sending, CancellationToken cancellationToken)
    {
        if (sending.IsCompleted)
        {
            ShowRequest(request);
            return;
        }

        var arrival = _lines.WaitForMoreAsync(cancellationToken).AsTask();
        await Task.WhenAny(sending, arrival).ConfigureAwait(false);
        ShowRequest(request);
        try
        {
            await arrival.ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // The reading sees that, too.
        }
    }

    private void ShowRequest(SentRequest request) =>
        _observer?.Request(_octets.Span.Slice((int)_requestStart, SentOf(request)), request.HeadLength);

    // How many octets of a request have been handed to the system.
    private int SentOf(SentRequest request) => (int)Math.Clamp(Sent - _requestStart, 0, request.Length);

    // Another response is expected: what comes before it is no answer.
    private async Task<RunEnd> FindNextAsync(ResponseRun run, CancellationToken cancellationToken)
    {
        var (offset, end, endedAt, elapsed) = (_lines.Offset, _connection.End, _connection.EndedAt, _options.Time.GetElapsedTime(_started));
        var between = new BetweenResponses(_lines, _observer);
        var after = await between.ReadAsync(run, mayBeFollowed: true, cancellationToken).ConfigureAwait(false);
        return new RunEnd(offset, end, endedAt, after) { Total = elapsed };
    }

    // The last response of the run: looks at what follows, and closes the connection unless it can carry another exchange.
    private async Task<RunEnd> EndAsync(ResponseRun run, bool isSent, CancellationToken cancellationToken)
    {
        var end = _lines.Offset;
        if (IsTunnelKept && run.Response.IsComplete && OpensTunnel(run.Response.Framing))
        {
            return new RunEnd(end, ConnectionEnd.None, 0, After: null);
        }

        var isKept = !Closes && isSent && Sent == _octets.Length && run.MayBeFollowed
            && Persistence.IsKept(run.Request, run.Response.Head!);
        var after = await LingerAsync(run, isKept, cancellationToken).ConfigureAwait(false);
        var (streamEnd, endedAt) = (after?.End ?? _connection.End, _connection.EndedAt);
        IsClosed = !isKept || streamEnd != ConnectionEnd.None;
        if (IsClosed)
        {
            await CloseAsync().ConfigureAwait(false);
        }

        return new RunEnd(end, streamEnd, endedAt, after);
    }

    private Exchange Conclude(ResponseRun run, RunEnd end, CancellationToken cancellationToken)
    {
        var (response, after) = (run.Response, end.After);
        var isInterrupted = run.IsUnfinished && cancellationToken.IsCancellationRequested;
        response.Complete(
            end.Stream,
            response.IsComplete && !run.Request.HasMore ? after?.Octets ?? 0 : 0,
            after is null ? default : after.First.Span,
            isHeldOpen: response.IsComplete
                && after is { End: ConnectionEnd.None, Waited: not null, IsBetween: false }
                && !cancellationToken.IsCancellationRequested
                && Sent == _octets.Length && AsksToClose(run));
        var received = IsClosed ? _connection.Received : _lines.Offset;
        var how = isInterrupted ? MessageEnd.Interrupted : ResponseRun.EndOf(end.Stream);
        return run.Conclude(how, end.Stream, response.IsComplete ? end.Offset : received, isInterrupted) with
        {
            Received = received,
            Aftermath = response.IsComplete ? after : null,
            Connection = ConnectionInfo.From(_connection) with { Received = received },
            Request = new RequestState(run.Request, run.Request.Length, SentOf(run.Request), _sending.Early > 0)
            {
                EndedAfter = run.Failure is { Error: ReadError.Empty } && end.EndedAt > 0 && _sending.SentAt > 0
                    ? _options.Time.GetElapsedTime(_sending.SentAt, end.EndedAt)
                    : null,
            },
            Timing = TimeOf(run, end.Total ?? _options.Time.GetElapsedTime(_started)),
        };
    }

    private Exchange Unanswered(SentRequest request) => _last!.Unanswered(request, _lastEnd) with
    {
        Received = _connection.Received,
        Connection = ConnectionInfo.From(_connection),
        Request = new RequestState(request, request.Length, SentOf(request), IsAnsweredEarly: false),
    };

    // After a whole or an unreadable message, takes what still arrives. After the body limit nothing more is taken.
    private async Task<Aftermath?> LingerAsync(ResponseRun run, bool isKept, CancellationToken cancellationToken)
    {
        var isWhole = run.Response.IsComplete;
        if (!isWhole
            && run.Failure?.Error is null or ReadError.BodyLimit or ReadError.Empty or ReadError.HeadCutOff or ReadError.BodyCutOff)
        {
            return null;
        }

        var time = isWhole || !run.IsLimitReached ? _options.Linger : TimeSpan.Zero;
        var linger = new Linger(run, _observer, _connection, _options.Time);
        var after = await linger.LookAsync(time, cancellationToken).ConfigureAwait(false);
        if (after.End == ConnectionEnd.None && !isKept)
        {
            // Closed before it is counted: otherwise more arrives meanwhile.
            await CloseAsync().ConfigureAwait(false);
            after = await linger.DrainAsync(after).ConfigureAwait(false);
        }

        return after with { IsBetween = isKept };
    }

    private ValueTask CloseAsync() => _connection.DisposeAsync();

    // RFC 9112 §9.6.
    private static bool AsksToClose(ResponseRun run) =>
        run.Request.AsksToClose || (run.Response.Head is { } head && head.Fields.HasElement("Connection", "close"));

    private ExchangeTiming TimeOf(ResponseRun run, TimeSpan total)
    {
        var time = _options.Time;
        var isFirst = Number == 1 && _requestStart == 0;
        TimeSpan? Between(long from, long to) => from == 0 || to == 0 ? null : time.GetElapsedTime(from, Math.Max(from, to));
        return new ExchangeTiming(
            isFirst ? _connection.Resolving : null,
            isFirst ? _connection.Connecting : null,
            isFirst ? _connection.Tls?.Handshake : null,
            _sending.Early > 0 ? null : Between(_sending.SentAt, run.FirstArrival),
            Between(run.FirstArrival, run.HeadRead),
            Between(run.HeadRead, run.LastArrival == 0 ? _connection.LastArrival : run.LastArrival),
            total);
    }

    // Where a response ended, how the stream ended, and what followed.
    private sealed record RunEnd(long Offset, ConnectionEnd Stream, long EndedAt, Aftermath? After)
    {
        /// <summary>How long the exchange took, if other things were waited for since.</summary>
        public TimeSpan? Total { get; init; }
    }
}
