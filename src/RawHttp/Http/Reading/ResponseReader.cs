using System.Buffers;
using RawHttp.Lines;

namespace RawHttp.Http;

/// <summary>
/// Reads one response: interim responses, the final head, the body, the trailer section (RFC 9112 §2.1).
/// Call <see cref="ReadHeadAsync"/> first, then <see cref="ReadBodyAsync"/> until it returns an empty piece; <see cref="IsComplete"/> then
/// gives whether the message ended there. The properties keep what has been read when a later read fails.
/// </summary>
/// <remarks>
/// One read at a time: a second one during a wait throws <see cref="InvalidOperationException"/>. A cancelled read can be repeated and
/// continues where it stopped. For the next response on the same connection, make another reader over the same <see cref="LineReader"/>.
/// </remarks>
public sealed class ResponseReader
{
    private readonly LineReader _lines;
    private readonly string _method;
    private readonly ResponseLimits _limits;
    private readonly FindingLog _findings;
    private readonly List<ResponseHead> _interim = [];
    private long? _start;
    private HeadReader? _head;
    private BodyReader? _body;
    private ReadException? _failure;
    private int _isReading;
    private bool _isAtEnd;
    private bool _isCutNoted;
    private bool _isIncompleteCloseNoted;

    /// <summary>Makes a reader for the answer to one request.</summary>
    /// <param name="lines">The source of the response: a connection, a file, a test's pipe.</param>
    /// <param name="method">The method of the request; the framing of the body depends on it.</param>
    /// <param name="limits">The limits; the defaults if null.</param>
    public ResponseReader(LineReader lines, string method, ResponseLimits? limits = null)
        : this(lines, method, limits, found: null)
    {
    }

    /// <summary>Makes a reader that also passes each finding to a callback at once.</summary>
    internal ResponseReader(LineReader lines, string method, ResponseLimits? limits, Action<Finding>? found)
    {
        ArgumentNullException.ThrowIfNull(lines);
        ArgumentNullException.ThrowIfNull(method);
        _lines = lines;
        _method = method;
        _limits = limits ?? new ResponseLimits();
        _findings = new FindingLog { Found = found };
    }

    /// <summary>The minor version of the request: 1 for HTTP/1.1 (the default), 0 for HTTP/1.0.</summary>
    public int RequestMinorVersion { get; init; } = 1;

    /// <summary>The interim (1xx) responses that came before the final one.</summary>
    public IReadOnlyList<ResponseHead> Interim => _interim;

    /// <summary>The final head, or as much of it as arrived; null before its status line.</summary>
    public ResponseHead? Head { get; private set; }

    /// <summary>How the body is framed; null until the head is complete.</summary>
    public BodyFraming? Framing { get; private set; }

    /// <summary>How many octets of the body have been read, its transfer coding removed.</summary>
    public long BodyLength => Math.Min(_body?.Length ?? 0, _limits.Body);

    /// <summary>How many octets of the body are known to be missing; null if the framing does not give the length.</summary>
    public long? Missing => _body?.Missing;

    /// <summary>Whether the whole message was read, by its own framing. A body that runs until close is complete only if the connection
    /// ended in order; otherwise a finding reports that it may have been cut off (RFC 9112 §8).</summary>
    public bool IsComplete { get; private set; }

    /// <summary>The trailer section of a chunked body (RFC 9110 §6.5).</summary>
    public FieldSection Trailers => _body?.Trailers ?? FieldSection.Empty;

    /// <summary>The findings, which did not end the reading; at most 1,000.</summary>
    public IReadOnlyList<Finding> Findings => _findings.Findings;

    /// <summary>How many more findings there were.</summary>
    public long OmittedFindings => _findings.Omitted;

    /// <summary>Reads every interim head and the final one, and decides the framing of the body.</summary>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <returns>The final head, complete.</returns>
    /// <exception cref="ReadException">There is no response, it is not HTTP/1.x, it was cut off, a limit was
    /// reached, or its framing is ambiguous.</exception>
    /// <exception cref="InvalidOperationException">The head was read before.</exception>
    /// <exception cref="OperationCanceledException">The waiting was ended.</exception>
    public async ValueTask<ResponseHead> ReadHeadAsync(CancellationToken cancellationToken = default)
    {
        Begin();
        try
        {
            _start ??= _lines.Offset;
            return Framing is null
                ? await ReadHeadsAsync(_start.Value, cancellationToken).ConfigureAwait(false)
                : throw new InvalidOperationException("The head was read before: make another reader for the next response.");
        }
        catch (ReadException failure)
        {
            Stop(failure);
            throw;
        }
        finally
        {
            Volatile.Write(ref _isReading, 0);
        }
    }

    /// <summary>Reads the next piece of the body, its transfer coding removed.</summary>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <returns>The piece, valid until the next read; an empty one at the end.</returns>
    /// <exception cref="ReadException">The body was cut off, its chunks are broken, or a limit was reached.</exception>
    /// <exception cref="InvalidOperationException">The head was not read.</exception>
    /// <exception cref="OperationCanceledException">The waiting was ended.</exception>
    public async ValueTask<ReadOnlySequence<byte>> ReadBodyAsync(CancellationToken cancellationToken = default)
    {
        Begin();
        try
        {
            var body = _body ?? throw new InvalidOperationException("The body follows the head: call ReadHeadAsync first.");
            if (_isAtEnd)
            {
                return ReadOnlySequence<byte>.Empty;
            }

            var piece = await ReadPieceAsync(body, cancellationToken).ConfigureAwait(false);
            if (piece.IsEmpty)
            {
                End();
            }

            return piece;
        }
        catch (ReadException failure)
        {
            Stop(failure);
            throw;
        }
        finally
        {
            Volatile.Write(ref _isReading, 0);
        }
    }

    /// <summary>Adds the findings about the end of the message that depend on what followed it on the connection.</summary>
    /// <param name="end">How the stream ended; <see cref="ConnectionEnd.None"/> if it is open.</param>
    /// <param name="octetsAfter">How many octets followed the message without a request for them (RFC 9112 §9.2).</param>
    /// <param name="isHeldOpen">Whether the server should have closed after its response, and did not (RFC 9112 §9.6).</param>
    public void Complete(ConnectionEnd end, long octetsAfter = 0, bool isHeldOpen = false)
    {
        // RFC 9112 §8: a body that runs until close may have been cut off if the connection did not end in order.
        if (Framing?.Kind == FramingKind.UntilClose && end is not (ConnectionEnd.None or ConnectionEnd.EndOfStream))
        {
            IsComplete = false;
            NoteCut();
        }

        // After a 101, and after a 2xx to CONNECT, the octets belong to another protocol.
        if (octetsAfter > 0 && Framing?.Rule != 2 && Head?.StatusLine.StatusCode != 101)
        {
            var (kind, message) = Framing?.Kind == FramingKind.None
                ? (FindingKinds.UnexpectedBody, "Octets follow a response that ends with its head.")
                : (FindingKinds.ExtraOctets, "Octets follow the end of the message.");
            _findings.Add(kind, _lines.Offset - octetsAfter, (int)Math.Min(octetsAfter, int.MaxValue), message);
        }

        if (isHeldOpen)
        {
            _findings.Add(FindingKinds.NotClosed, _lines.Offset, 0, "The server holds the connection open after its response.");
        }

        if (end == ConnectionEnd.IncompleteClose)
        {
            NoteIncompleteClose();
        }
    }

    /// <summary>Notes that the response began before the request had been sent (RFC 9112 §9.2, §9.5).</summary>
    /// <param name="length">How many octets arrived before that.</param>
    /// <param name="isUnasked">Whether the first of them arrived before any octet of the request was sent.</param>
    public void NoteEarly(long length, bool isUnasked)
    {
        var (kind, message) = isUnasked
            ? (FindingKinds.BeforeRequest, "The response began before the first byte of the request was sent.")
            : (FindingKinds.EarlyResponse, "The response began before the request was sent whole.");
        _findings.Add(kind, _start ?? 0, (int)Math.Min(length, int.MaxValue), message);
    }

    // A failure is permanent: after it, the rest of the stream cannot be parsed.
    private void Begin()
    {
        if (_failure is not null)
        {
            throw _failure;
        }

        if (Interlocked.Exchange(ref _isReading, 1) != 0)
        {
            throw new InvalidOperationException("Another read of this response is in progress: one at a time.");
        }
    }

    private void Stop(ReadException failure)
    {
        _failure = failure;
        if (failure.Error is ReadError.Empty or ReadError.HeadCutOff or ReadError.BodyCutOff)
        {
            JudgeStreamEnd();
        }
    }

    private void End()
    {
        _isAtEnd = true;
        var isCut = Framing?.Kind == FramingKind.UntilClose && _lines.End != ConnectionEnd.EndOfStream;
        if (isCut)
        {
            NoteCut();
            JudgeStreamEnd();
        }

        IsComplete = !isCut;
    }

    private void NoteCut()
    {
        if (!_isCutNoted)
        {
            _isCutNoted = true;
            _findings.Add(FindingKinds.CutBody, _lines.Offset, 0, "The connection did not end in order: the body may have been cut.");
        }
    }

    // RFC 9112 §9.8.
    private void NoteIncompleteClose()
    {
        if (!_isIncompleteCloseNoted)
        {
            _isIncompleteCloseNoted = true;
            const string Message = "The server closed the connection without the close_notify of TLS.";
            _findings.Add(FindingKinds.IncompleteClose, _lines.Offset, 0, Message);
        }
    }

    private void JudgeStreamEnd()
    {
        if (_lines.End == ConnectionEnd.IncompleteClose)
        {
            NoteIncompleteClose();
        }
    }

    private async ValueTask<ReadOnlySequence<byte>> ReadPieceAsync(BodyReader body, CancellationToken cancellationToken)
    {
        // One octet past the limit distinguishes a body that is too long from one that just fits.
        var left = _limits.Body - body.Length;
        var piece = await body.ReadAsync(Math.Max(left, 1), cancellationToken).ConfigureAwait(false);
        return left > 0 || piece.IsEmpty
            ? piece
            : throw new ReadException(ReadError.BodyLimit, _lines.Offset, $"the body is longer than the limit of {_limits.Body} bytes");
    }

    private async ValueTask<ResponseHead> ReadHeadsAsync(long start, CancellationToken cancellationToken)
    {
        while (true)
        {
            var head = await ReadOneHeadAsync(cancellationToken).ConfigureAwait(false);
            HeadRules.Check(_method, head, RequestMinorVersion, _findings);
            if (!head.StatusLine.IsInterim)
            {
                Framing = FramingRules.Determine(_method, head, _findings);
                _body = MakeBodyReader(Framing.Value);
                _isAtEnd = IsComplete = Framing is { Kind: FramingKind.None } or { Length: 0 };
                return head;
            }

            FramingRules.CheckForbidden(_method, head, _findings);
            _interim.Add(head);
            Head = null;
            if (_interim.Count > _limits.Interim)
            {
                throw new ReadException(
                    ReadError.InterimLimit,
                    head.Offset,
                    $"the interim response at offset {head.Offset} is one more than the limit of {_limits.Interim}");
            }

            if (_lines.Offset - start > _limits.Head)
            {
                throw new ReadException(
                    ReadError.HeadLimit,
                    head.Offset,
                    $"the interim responses up to offset {_lines.Offset} exceed the limit of {_limits.Head} bytes");
            }
        }
    }

    // Finishes a head that an earlier, cancelled read has begun.
    private async ValueTask<ResponseHead> ReadOneHeadAsync(CancellationToken cancellationToken)
    {
        if (_head is null)
        {
            await _lines.WaitForMoreAsync(cancellationToken).ConfigureAwait(false);
            if (HeadReader.TryReadClean(_lines, _limits) is { } clean)
            {
                return Head = clean;
            }

            _head = new HeadReader(_lines, _limits, _findings, isFirst: _interim.Count == 0);
        }

        try
        {
            Head = await _head.ReadAsync(cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            Head = _head.Head;
            throw;
        }

        _head = null;
        return Head;
    }

    private BodyReader MakeBodyReader(BodyFraming framing) => framing.Kind switch
    {
        FramingKind.Chunked => new ChunkedBodyReader(_lines, _limits, _findings),
        FramingKind.UntilClose => new UntilCloseBodyReader(_lines, _findings),
        _ => new ContentLengthBodyReader(_lines, _findings, framing.Length ?? 0),
    };
}
