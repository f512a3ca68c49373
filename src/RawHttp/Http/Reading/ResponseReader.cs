using System.Buffers;
using RawHttp.Lines;

namespace RawHttp.Http;

/// <summary>
/// Reads one response: interim responses, the final head, the body, the trailer section (RFC 9112 §2.1).
/// Call <see cref="ReadHeadAsync"/> first, then <see cref="MessageReader.ReadBodyAsync"/> until it returns an empty piece.
/// </summary>
/// <example>
/// <code source="Examples/Examples.cs" region="ResponseReader" />
/// </example>
public sealed class ResponseReader : MessageReader
{
    private readonly string _method;
    private List<ResponseHead>? _interim;
    private long? _start;
    private ResponseHeadReader? _head;
    private ContentRules? _content;

    /// <summary>Makes a reader for the answer to one request.</summary>
    /// <param name="lines">The source of the response: a connection, a file, a test's pipe.</param>
    /// <param name="method">The method of the request; the framing of the body depends on it.</param>
    /// <param name="limits">The limits; the defaults if null.</param>
    public ResponseReader(LineReader lines, string method, MessageLimits? limits = null)
        : this(lines, method, limits, found: null)
    {
    }

    /// <summary>Makes a reader that also passes each finding to a callback at once.</summary>
    internal ResponseReader(LineReader lines, string method, MessageLimits? limits, Action<Finding>? found)
        : base(lines, limits, found)
    {
        ArgumentNullException.ThrowIfNull(method);
        _method = method;
    }

    /// <summary>The minor version of the request: 1 for HTTP/1.1 (the default), 0 for HTTP/1.0.</summary>
    public int RequestMinorVersion { get; init; } = 1;

    /// <summary>The interim (1xx) responses that came before the final one.</summary>
    public IReadOnlyList<ResponseHead> Interim => _interim ?? (IReadOnlyList<ResponseHead>)[];

    /// <summary>The final head, or as much of it as arrived; null before its status line.</summary>
    public ResponseHead? Head { get; private set; }

    /// <summary>Called after each interim response; null for no call.</summary>
    internal Action? InterimRead { get; init; }

    private protected override string Sender => "server";

    /// <summary>Reads every interim head and the final one, and decides the framing of the body.</summary>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <returns>The final head, complete.</returns>
    /// <exception cref="ReadException">There is no response, it is not HTTP/1.x, it was cut off, a limit was
    /// reached, or its framing is ambiguous.</exception>
    /// <exception cref="InvalidOperationException">The head was read before.</exception>
    /// <exception cref="OperationCanceledException">The waiting was ended.</exception>
    public ValueTask<ResponseHead> ReadHeadAsync(CancellationToken cancellationToken = default)
    {
        var reading = ReadHeadOnceAsync(cancellationToken);
        return reading.IsCompletedSuccessfully ? new(Head!) : WaitAsync(reading);

        async ValueTask<ResponseHead> WaitAsync(ValueTask reading)
        {
            await reading.ConfigureAwait(false);
            return Head!;
        }
    }

    /// <summary>Adds the findings about the end of the message that depend on what followed it on the connection.</summary>
    /// <param name="end">How the stream ended; <see cref="ConnectionEnd.None"/> if it is open.</param>
    /// <param name="octetsAfter">How many octets followed the message without a request for them (RFC 9112 §9.2).</param>
    /// <param name="firstAfter">The first of them, some dozens, by which they are named; empty if they are not known.</param>
    /// <param name="isHeldOpen">Whether the server should have closed after its response, and did not (RFC 9112 §9.6).</param>
    public void Complete(ConnectionEnd end, long octetsAfter, ReadOnlySpan<byte> firstAfter, bool isHeldOpen)
    {
        Complete(end, octetsAfter, firstAfter);
        if (isHeldOpen)
        {
            Log.Add(FindingKinds.NotClosed, Lines.Offset, 0, "The server holds the connection open after its response.");
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
        Log.Add(kind, _start ?? 0, (int)Math.Min(length, int.MaxValue), message);
    }

    /// <summary>Notes that the response before this one should have been the last on the connection (RFC 9112 §9.3, §9.6).</summary>
    public void NoteAfterClose() =>
        Log.Add(
            FindingKinds.ResponseAfterClose,
            _start ?? 0, 0,
            "The response before this one was the last: Connection: close was said, or HTTP/1.0 without keep-alive.");

    private protected override void NoteContent(in ReadOnlySequence<byte> piece)
    {
        if (!piece.IsEmpty)
        {
            _content?.Read(piece);
        }
        else if (IsComplete)
        {
            _content?.End();
        }
    }

    // After a 101, and after a 2xx to CONNECT, the octets belong to another protocol.
    private protected override void NoteAfter(long octets, ReadOnlySpan<byte> first)
    {
        if (Framing?.Rule == 2 || Head?.StatusLine.StatusCode == 101)
        {
            return;
        }

        var (kind, message) = OctetsAfterRules.Judge(first, octets, isBodiless: Framing?.Kind == FramingKind.None);
        NoteAfter(kind, octets, message);
    }

    // Heads that are in memory whole, and have no fault in a line, are read without a wait.
    private protected override ValueTask ReadHeadPartsAsync(CancellationToken cancellationToken)
    {
        _start ??= Lines.Offset;
        while (_head is null && ResponseHeadReader.TryReadClean(Lines, Limits) is { } head)
        {
            if (TakeHead(head))
            {
                return default;
            }
        }

        return WaitForHeadsAsync(cancellationToken);
    }

    private async ValueTask WaitForHeadsAsync(CancellationToken cancellationToken)
    {
        while (!TakeHead(await ReadOneHeadAsync(cancellationToken).ConfigureAwait(false)))
        {
        }
    }

    // Checks a head. False after an interim one: another head follows.
    private bool TakeHead(ResponseHead head)
    {
        Head = head;
        HeadRules.Check(_method, head, RequestMinorVersion, Log);
        HeadSizeRules.Check(head, Lines.Offset - head.Offset, Log);
        if (!head.StatusLine.IsInterim)
        {
            var framing = FramingRules.Determine(_method, head, Log);

            // RFC 9110 §14: a part of coded content cannot be decoded alone.
            BeginBody(framing, head.StatusLine.StatusCode == 206 ? null : head.Fields);
            _content = ContentRules.Of(head, framing, Log);
            if (IsComplete)
            {
                _content?.End();
            }

            return true;
        }

        FramingRules.CheckForbidden(_method, head, Log);
        (_interim ??= []).Add(head);
        InterimRead?.Invoke();
        Head = null;
        if (_interim.Count > Limits.Interim)
        {
            throw new ReadException(
                ReadError.InterimLimit,
                head.Offset,
                $"the interim response at offset {head.Offset} is one more than the limit of {Limits.Interim}");
        }

        if (Lines.Offset - _start > Limits.Head)
        {
            throw new ReadException(
                ReadError.HeadLimit,
                head.Offset,
                $"the interim responses up to offset {Lines.Offset} exceed the limit of {Limits.Head} bytes");
        }

        return false;
    }

    // Finishes a head that an earlier, cancelled read has begun.
    private async ValueTask<ResponseHead> ReadOneHeadAsync(CancellationToken cancellationToken)
    {
        if (_head is null)
        {
            await Lines.WaitForMoreAsync(cancellationToken).ConfigureAwait(false);
            if (ResponseHeadReader.TryReadClean(Lines, Limits) is { } clean)
            {
                return Head = clean;
            }

            _head = new ResponseHeadReader(Lines, Limits, Log, isFirst: _interim is null);
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
}
