using System.Buffers;
using RawHttp.Lines;

namespace RawHttp.Http;

/// <summary>
/// Reads one message: its head, then <see cref="ReadBodyAsync"/> until it returns an empty piece; <see cref="IsComplete"/> then gives
/// whether the message ended there. The properties keep what has been read when a later read fails. A <see cref="ResponseReader"/> reads
/// the head of a response, a <see cref="RequestReader"/> that of a request.
/// </summary>
/// <remarks>
/// One read at a time: a second one during a wait throws <see cref="InvalidOperationException"/>. A cancelled read can be repeated and
/// continues where it stopped. For the next message on the same connection, make another reader over the same <see cref="LineReader"/>.
/// </remarks>
public abstract class MessageReader
{
    private static readonly MessageLimits UsualLimits = new();
    private readonly FindingLog _findings;
    private BodyReader? _body;
    private long _bodyStart;
    private ChunksInContent? _chunksInContent;
    private ContentCodingRules? _coding;
    private UnnamedCoding _unnamedCoding;
    private ReadException? _failure;
    private int _isReading;
    private bool _isAtEnd;
    private bool _isCutNoted;
    private bool _isIncompleteCloseNoted;

    private protected MessageReader(LineReader lines, MessageLimits? limits, Action<Finding>? found)
    {
        ArgumentNullException.ThrowIfNull(lines);
        Lines = lines;
        Limits = limits ?? UsualLimits;
        _findings = new FindingLog { Found = found };
    }

    /// <summary>How the body is framed; null until the head is complete.</summary>
    public BodyFraming? Framing { get; private set; }

    /// <summary>How many octets of the body have been read, its transfer coding removed.</summary>
    public long BodyLength => Math.Min(_body?.Length ?? 0, Limits.Body);

    /// <summary>How many octets of the body are known to be missing; null if the framing does not give the length.</summary>
    public long? Missing => Framing is { } framing ? (_body ??= MakeBody(framing)).Missing : null;

    /// <summary>Whether the whole message was read, by its own framing. A body that runs until close is complete only if the connection
    /// ended in order; otherwise a finding reports that it may have been cut off (RFC 9112 §8).</summary>
    public bool IsComplete { get; private set; }

    /// <summary>The trailer section of a chunked body (RFC 9110 §6.5).</summary>
    public FieldSection Trailers => _body?.Trailers ?? FieldSection.Empty;

    /// <summary>The findings, which did not end the reading; at most 1,000.</summary>
    public IReadOnlyList<Finding> Findings => _findings.Findings;

    /// <summary>How many more findings there were.</summary>
    public long OmittedFindings => _findings.Omitted;

    private protected LineReader Lines { get; }

    private protected MessageLimits Limits { get; }

    private protected FindingLog Log => _findings;

    /// <summary>Who sends the message: "server" or "client".</summary>
    private protected abstract string Sender { get; }

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
            var framing = Framing ?? throw new InvalidOperationException("The body follows the head: call ReadHeadAsync first.");
            if (_isAtEnd)
            {
                return ReadOnlySequence<byte>.Empty;
            }

            var body = _body ??= MakeBody(framing);
            var piece = await ReadPieceAsync(body, cancellationToken).ConfigureAwait(false);
            if (piece.IsEmpty)
            {
                End();
            }

            NoteContent(piece);
            if ((_chunksInContent ??= new ChunksInContent()).Add(piece))
            {
                var message = framing.Kind == FramingKind.Chunked
                    ? "The content of the chunks begins like chunks: the coding was applied twice."
                    : "The content begins like chunks, and no Transfer-Encoding: chunked frames it.";
                _findings.Add(FindingKinds.ChunksInContent, _bodyStart, 0, message);
            }

            CheckCoding(piece);
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
    /// <param name="octetsAfter">How many octets followed the message: after a response, those without a request for them (RFC 9112 §9.2);
    /// after a request, those of further requests (§9.6).</param>
    /// <param name="firstAfter">The first of them, some dozens, by which they are named; empty if they are not known.</param>
    public void Complete(ConnectionEnd end, long octetsAfter = 0, ReadOnlySpan<byte> firstAfter = default)
    {
        // RFC 9112 §8: a body that runs until close may have been cut off if the connection did not end in order.
        if (Framing?.Kind == FramingKind.UntilClose && end is not (ConnectionEnd.None or ConnectionEnd.EndOfStream))
        {
            IsComplete = false;
            NoteCut();
        }

        if (octetsAfter > 0)
        {
            NoteAfter(octetsAfter, firstAfter);
        }

        if (end == ConnectionEnd.IncompleteClose)
        {
            NoteIncompleteClose();
        }
    }

    /// <summary>Called with each piece of the body, and with an empty one after the last.</summary>
    private protected virtual void NoteContent(in ReadOnlySequence<byte> piece)
    {
    }

    /// <summary>Adds a finding if the message ought not to be followed by octets.</summary>
    private protected abstract void NoteAfter(long octets, ReadOnlySpan<byte> first);

    /// <summary>Reads the head, or the rest of it after a cancelled read, and sets the framing.</summary>
    private protected abstract ValueTask ReadHeadPartsAsync(CancellationToken cancellationToken);

    /// <summary>Reads the head as one read of the message.</summary>
    private protected async ValueTask ReadHeadOnceAsync(CancellationToken cancellationToken)
    {
        Begin();
        try
        {
            if (Framing is not null)
            {
                throw new InvalidOperationException("The head was read before: make another reader for the next message.");
            }

            await ReadHeadPartsAsync(cancellationToken).ConfigureAwait(false);
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

    /// <summary>Sets the framing.</summary>
    /// <param name="framing">The framing of the body.</param>
    /// <param name="fields">The head of the content; null if it cannot be compared with its coding.</param>
    private protected void BeginBody(BodyFraming framing, FieldSection? fields)
    {
        Framing = framing;
        _bodyStart = Lines.Offset;
        _isAtEnd = IsComplete = framing is { Kind: FramingKind.None } or { Length: 0 };
        if (fields is not null && FramingRules.LeavesNoCoding(fields))
        {
            _coding = ContentCodingRules.Of(fields, framing, _findings);
            _unnamedCoding = new UnnamedCoding(fields.Has("Content-Encoding") ? null : fields);
        }
    }

    private BodyReader MakeBody(BodyFraming framing) => framing.Kind switch
    {
        FramingKind.Chunked => new ChunkedBodyReader(Lines, Limits, _findings),
        FramingKind.UntilClose => new UntilCloseBodyReader(Lines, _findings),
        _ => new ContentLengthBodyReader(Lines, _findings, framing.Length ?? 0),
    };

    private protected void NoteAfter(FindingKind kind, long octets, string message) =>
        _findings.Add(kind, Lines.Offset - octets, (int)Math.Min(octets, int.MaxValue), message);

    // A failure is permanent: after it, the rest of the stream cannot be parsed.
    private void Begin()
    {
        if (_failure is not null)
        {
            throw _failure;
        }

        if (Interlocked.Exchange(ref _isReading, 1) != 0)
        {
            throw new InvalidOperationException("Another read of this message is in progress: one at a time.");
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
        var isCut = Framing?.Kind == FramingKind.UntilClose && Lines.End != ConnectionEnd.EndOfStream;
        if (isCut)
        {
            NoteCut();
            JudgeStreamEnd();
        }

        IsComplete = !isCut;
    }

    private void CheckCoding(in ReadOnlySequence<byte> piece)
    {
        if (piece.IsEmpty)
        {
            if (IsComplete)
            {
                _coding?.End();
            }

            return;
        }

        _coding?.Read(piece, Lines.Offset - piece.Length);
        foreach (var part in piece)
        {
            if (_unnamedCoding.Add(part.Span))
            {
                const string Message = "The content begins like gzip, and there is no Content-Encoding.";
                _findings.Add(FindingKinds.CodingNotNamed, _bodyStart, 0, Message);
            }
        }
    }

    private void NoteCut()
    {
        if (!_isCutNoted)
        {
            _isCutNoted = true;
            _findings.Add(FindingKinds.CutBody, Lines.Offset, 0, "The connection did not end in order: the body may have been cut.");
        }
    }

    // RFC 9112 §9.8.
    private void NoteIncompleteClose()
    {
        if (!_isIncompleteCloseNoted)
        {
            _isIncompleteCloseNoted = true;
            var message = $"The {Sender} closed the connection without the close_notify of TLS.";
            _findings.Add(FindingKinds.IncompleteClose, Lines.Offset, 0, message);
        }
    }

    private void JudgeStreamEnd()
    {
        if (Lines.End == ConnectionEnd.IncompleteClose)
        {
            NoteIncompleteClose();
        }
    }

    private async ValueTask<ReadOnlySequence<byte>> ReadPieceAsync(BodyReader body, CancellationToken cancellationToken)
    {
        // One octet past the limit distinguishes a body that is too long from one that just fits.
        var left = Limits.Body - body.Length;
        var piece = await body.ReadAsync(Math.Max(left, 1), cancellationToken).ConfigureAwait(false);
        return left > 0 || piece.IsEmpty
            ? piece
            : throw new ReadException(ReadError.BodyLimit, Lines.Offset, $"the body is longer than the limit of {Limits.Body} bytes");
    }
}
