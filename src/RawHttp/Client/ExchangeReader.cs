using System.IO.Pipelines;
using RawHttp.Captures;
using RawHttp.Http;
using RawHttp.Lines;

namespace RawHttp.Client;

/// <summary>
/// Reads the responses of a connection or a file, one after another, each with the request that it answers (RFC 9112 §9.3). Octets that
/// belong to no response are the <see cref="Exchange.Aftermath"/> of the one before them.
/// </summary>
/// <example>
/// <code source="Examples/Examples.cs" region="ExchangeReader" />
/// </example>
public sealed class ExchangeReader
{
    private readonly ExchangeOptions _options;
    private readonly LineReader _lines;
    private readonly IEnumerator<SentRequest> _requests;
    private readonly BetweenResponses _between;
    private ResponseRun? _last;
    private bool _hasClose;

    /// <summary>Makes a reader.</summary>
    /// <param name="input">The responses; the pipe is not completed.</param>
    /// <param name="options">How to read; the defaults if null.</param>
    /// <param name="requests">The requests, in order. Octets after the response to the last one were not asked for. If null, every
    /// response answers a GET.</param>
    public ExchangeReader(PipeReader input, ExchangeOptions? options = null, IEnumerable<SentRequest>? requests = null)
    {
        _options = options ?? new ExchangeOptions();
        _lines = new LineReader(input, _options.Observer);
        _between = new BetweenResponses(_lines, _options.Observer);
        _requests = (requests ?? SentRequest.FromMethods([])).GetEnumerator();
        IsAtEnd = !_requests.MoveNext();
    }

    /// <summary>Makes a reader of a captured connection.</summary>
    /// <param name="capture">Both directions; what is added to them later is not read.</param>
    /// <param name="options">How to read; the defaults if null.</param>
    public ExchangeReader(Capture capture, ExchangeOptions? options = null)
        : this(Input(capture), options, SentRequest.ParseAll(capture.Client.Octets))
    {
    }

    /// <summary>Whether there are no more exchanges.</summary>
    public bool IsAtEnd { get; private set; }

    /// <summary>How many octets were read: where the next response begins.</summary>
    public long Offset => _lines.Offset;

    /// <summary>Reads the next response, and what follows it up to the one after.</summary>
    /// <param name="cancellationToken">Ends the reading; what had arrived by then is in the exchange.</param>
    /// <returns>The exchange, however the response ended; null after the last one. It has no connection and no times. A request
    /// without a response gives an exchange whose failure is <see cref="ReadError.Empty"/>.</returns>
    public async Task<Exchange?> ReadAsync(CancellationToken cancellationToken = default)
    {
        if (IsAtEnd)
        {
            return null;
        }

        if (_last is not null)
        {
            return PassUnanswered(_last);
        }

        var request = _requests.Current;
        var run = new ResponseRun(_lines, request, _options) { IsAfterClose = _hasClose && request.Length > 0 };
        await run.ReadAsync(cancellationToken).ConfigureAwait(false);
        _hasClose |= run.Response.Head is { } head && !Persistence.IsKept(request, head);
        var isLast = !_requests.MoveNext();
        var end = _lines.Offset;

        // What a client sends into a tunnel (RFC 9110 §9.3.6) is no request, but a caller who names methods may know of HTTP in it.
        var mayBeFollowed = run.MayBeFollowed || (ExchangeRun.OpensTunnel(run.Response.Framing) && request.Length == 0);
        var isInterrupted = run.IsUnfinished && cancellationToken.IsCancellationRequested;
        var after = run.Response is { IsComplete: true, Framing.Kind: not FramingKind.UntilClose }
            ? await _between.ReadAsync(run, mayBeFollowed: !isLast && mayBeFollowed, cancellationToken).ConfigureAwait(false)
            : null;

        // A request that was read gets an exchange even if there is no response to it; an assumed one does not. What a client sends into
        // a tunnel is no request.
        _last = run.Failure is null && mayBeFollowed ? null : run;
        IsAtEnd = isLast || (run.IsTunnel && !mayBeFollowed) || cancellationToken.IsCancellationRequested
            || (_requests.Current.Length == 0 && (_last is not null || _between.IsDrained));
        var streamEnd = _between.IsDrained || !mayBeFollowed ? _lines.End : ConnectionEnd.None;
        run.Response.Complete(streamEnd, request.HasMore ? 0 : after?.Octets ?? 0, after is null ? default : after.First.Span);
        var how = isInterrupted ? MessageEnd.Interrupted : ResponseRun.EndOf(streamEnd);
        var exchange = run.Conclude(how, streamEnd, end, isInterrupted) with
        {
            Request = request.Length > 0 ? new RequestState(request, request.Length, request.Length, IsAnsweredEarly: false) : null,
            Aftermath = after,
        };
        _options.Observer?.Done(exchange);
        return exchange;
    }

    private Exchange PassUnanswered(ResponseRun last)
    {
        var exchange = last.Unanswered(_requests.Current, _lines.End);
        IsAtEnd = !_requests.MoveNext();
        _options.Observer?.Done(exchange);
        return exchange;
    }

    private static CapturedInput Input(Capture capture)
    {
        ArgumentNullException.ThrowIfNull(capture);
        return new CapturedInput(capture.Server);
    }
}
