using System.Buffers;
using RawHttp.Http;
using RawHttp.Lines;

namespace RawHttp.Client;

/// <summary>Reads the response of one exchange from a connection or a file, and shows it to an observer as it arrives.</summary>
internal sealed class ResponseRun
{
    private readonly ExchangeOptions _options;
    private readonly IExchangeObserver? _observer;
    private readonly ArrayBufferWriter<byte>? _body;
    private bool _leavesBody;

    public ResponseRun(LineReader lines, SentRequest request, ExchangeOptions options)
    {
        _options = options;
        _observer = options.Observer;
        _body = options.KeepsBody ? new ArrayBufferWriter<byte>() : null;
        Lines = lines;
        Start = lines.Offset;
        Request = request;
        Response = new ResponseReader(lines, request.Method, options.Limits, _observer is null ? null : _observer.Found)
        {
            RequestMinorVersion = request.MinorVersion,
            InterimRead = () => Sending?.Answered(isFinal: false),
        };
    }

    /// <summary>Where the response begins.</summary>
    public long Start { get; }

    public SentRequest Request { get; }

    public LineReader Lines { get; }

    public ResponseReader Response { get; }

    /// <summary>What stopped the reading; null if it stopped at the end of the message, or if the caller cancelled it.</summary>
    public ReadException? Failure { get; private set; }

    /// <summary>Whether another message may follow: this one is whole, it did not run until close, and no other protocol begins.</summary>
    public bool MayBeFollowed => Response is { IsComplete: true, Framing.Kind: not FramingKind.UntilClose } && !IsTunnel;

    /// <summary>Whether what follows belongs to another protocol: after a 101 (RFC 9110 §15.2.2) or a 2xx to CONNECT (§9.3.6).</summary>
    public bool IsTunnel => ExchangeRun.OpensTunnel(Response.Framing) || Response.Head?.StatusLine.StatusCode == 101;

    /// <summary>Whether the octets that cannot be read belong to a head or a body, not to the framing of chunks.</summary>
    public bool IsRestBody => !Response.IsComplete && Response.Framing?.Kind != FramingKind.Chunked;

    /// <summary>Whether the response before this one should have been the last on the connection.</summary>
    public bool IsAfterClose { get; init; }

    /// <summary>Tells when an octet arrived; null if arrivals are not known.</summary>
    public Func<long, Arrival?>? ArrivalOf { get; init; }

    /// <summary>When the first octet arrived, as a timestamp; 0 before, and if it is not known.</summary>
    public long FirstArrival { get; private set; }

    /// <summary>When the last octet of the message arrived, as a timestamp; 0 if it is not known.</summary>
    public long LastArrival { get; private set; }

    /// <summary>When the head was whole, as a timestamp of the options' clock; 0 before.</summary>
    public long HeadRead { get; private set; }

    /// <summary>Whether the rest of the body was not read because the observer did not want it.</summary>
    public bool LeftBody => _leavesBody && Failure is null && !Response.IsComplete;

    /// <summary>Whether the message was not read to its end, although nothing was wrong and the rest was wanted.</summary>
    public bool IsUnfinished => !Response.IsComplete && Failure is null && !LeftBody;

    /// <summary>The sending of the request; null if something else sent it.</summary>
    public RequestSending? Sending { get; init; }

    /// <summary>Reads and shows everything. Returns normally when cancelled: the caller checks its token.</summary>
    public async Task ReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            await ReadMessageAsync(cancellationToken).ConfigureAwait(false);
            return;
        }
        catch (ReadException stopped)
        {
            Failure = stopped;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested || _leavesBody)
        {
        }

        if (HeadRead == 0)
        {
            NoteEarly();
        }

        if (Response is { Head: { IsComplete: true } head, Framing: null })
        {
            _observer?.HeadRead(head, framing: null);
        }

        // Show what had arrived even if it cannot be parsed. A body over its limit is the exception: the limit applies to the output, too.
        if (Failure?.Error != ReadError.BodyLimit)
        {
            var offset = Lines.Offset;
            var rest = Lines.TakeBuffered();
            _observer?.Rest(rest, offset, IsRestBody);
        }
    }

    /// <summary>What was read, and how it ended.</summary>
    /// <param name="end">How the message ended, if its own framing or a limit does not decide that.</param>
    /// <param name="stream">How the stream ended.</param>
    /// <param name="offset">Where the message ended.</param>
    /// <param name="isInterrupted">Whether it was cancelled.</param>
    public Exchange Conclude(MessageEnd end, ConnectionEnd stream, long offset, bool isInterrupted) => new()
    {
        Start = Start,
        Interim = Response.Interim,
        Head = Response.Head,
        Framing = Response.Framing,
        Body = _body?.WrittenMemory ?? default,
        BodyLength = Response.BodyLength,
        Missing = Response.IsComplete ? null : Response.Missing,
        Trailers = Response.Trailers,
        IsComplete = Response.IsComplete,
        IsBodyLeft = LeftBody,
        IsTunnel = IsTunnel,
        IsInterrupted = isInterrupted,
        Findings = Response.Findings,
        OmittedFindings = Response.OmittedFindings,
        End = EndByReading ?? end,
        Offset = Failure?.Offset ?? offset,
        Received = Lines.Offset,
        StreamEnd = stream,
        Failure = Failure,
    };

    /// <summary>The exchange of a request that has no response, because none can follow this one.</summary>
    /// <param name="request">The request.</param>
    /// <param name="stream">How the stream ended.</param>
    public Exchange Unanswered(SentRequest request, ConnectionEnd stream) => new()
    {
        Start = Lines.Offset,
        End = EndOf(stream),
        Offset = Lines.Offset,
        Received = Lines.Offset,
        StreamEnd = stream,
        Failure = new ReadException(
            ReadError.Empty,
            Lines.Offset,
            LeftBody || Failure?.Error is not (null or ReadError.Empty or ReadError.HeadCutOff or ReadError.BodyCutOff)
                ? "no response was read, because the one before could not be read to its end"
                : "no response came, not a byte"),
        Request = new RequestState(request, request.Length, request.Length, IsAnsweredEarly: false),
    };

    private MessageEnd? EndByReading => Failure?.Error switch
    {
        null => Response.IsComplete && Response.Framing?.Kind != FramingKind.UntilClose ? MessageEnd.Complete : null,
        ReadError.LineLimit or ReadError.HeadLimit or ReadError.FieldLimit or ReadError.InterimLimit or ReadError.BodyLimit =>
            MessageEnd.Limit,
        ReadError.Empty or ReadError.HeadCutOff or ReadError.BodyCutOff => null,
        _ => MessageEnd.Shutdown,
    };

    /// <summary>Whether a limit ended it.</summary>
    public bool IsLimitReached => EndByReading == MessageEnd.Limit;

    /// <summary>How a message ended that ended with its stream.</summary>
    public static MessageEnd EndOf(ConnectionEnd end) => end switch
    {
        ConnectionEnd.Reset => MessageEnd.Reset,
        ConnectionEnd.Timeout => MessageEnd.Timeout,
        ConnectionEnd.EndOfStream or ConnectionEnd.IncompleteClose => MessageEnd.Eof,
        _ => MessageEnd.Shutdown,
    };

    private async Task ReadMessageAsync(CancellationToken cancellationToken)
    {
        if (ArrivalOf is not null && await Lines.WaitForMoreAsync(cancellationToken).ConfigureAwait(false))
        {
            FirstArrival = ArrivalOf(Start)?.Timestamp ?? 0;
        }

        var head = await Response.ReadHeadAsync(cancellationToken).ConfigureAwait(false);
        Sending?.Answered(isFinal: true);
        HeadRead = _options.Time.GetTimestamp();
        NoteEarly();
        if (IsAfterClose)
        {
            Response.NoteAfterClose();
        }

        _observer?.HeadRead(head, Response.Framing);
        var wait = cancellationToken;
        while (await Response.ReadBodyAsync(wait).ConfigureAwait(false) is { IsEmpty: false } piece)
        {
            _observer?.Body(piece, Lines.Offset - piece.Length);
            foreach (var octets in piece)
            {
                _body?.Write(octets.Span);
                if (_options.BodyStream is { } stream)
                {
                    await stream.WriteAsync(octets, cancellationToken).ConfigureAwait(false);
                }
            }

            // The buffer may hold the end of the message: read it, but do not wait for more.
            _leavesBody = _observer is { WantsBody: false };
            wait = _leavesBody ? new CancellationToken(canceled: true) : cancellationToken;
        }

        LastArrival = ArrivalOf?.Invoke(Lines.Offset - 1)?.Timestamp ?? 0;
    }

    private void NoteEarly()
    {
        if (Sending is { Early: > 0 } sending)
        {
            Response.NoteEarly(sending.Early, sending.IsUnasked);
        }
    }
}
