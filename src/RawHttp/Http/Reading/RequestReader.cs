using RawHttp.Lines;

namespace RawHttp.Http;

/// <summary>
/// Reads one request: the head, the body, the trailer section (RFC 9112 §2.1).
/// Call <see cref="ReadHeadAsync"/> first, then <see cref="MessageReader.ReadBodyAsync"/> until it returns an empty piece.
/// </summary>
/// <example>
/// <code source="Examples/Examples.cs" region="RequestReader" />
/// </example>
public sealed class RequestReader : MessageReader
{
    private RequestHeadReader? _head;

    /// <summary>Makes a reader for one request.</summary>
    /// <param name="lines">The source of the request: a connection, a file, a test's pipe.</param>
    /// <param name="limits">The limits; the defaults if null.</param>
    public RequestReader(LineReader lines, MessageLimits? limits = null)
        : this(lines, limits, found: null)
    {
    }

    /// <summary>Makes a reader that also passes each finding to a callback at once.</summary>
    internal RequestReader(LineReader lines, MessageLimits? limits, Action<Finding>? found)
        : base(lines, limits, found)
    {
    }

    /// <summary>The head, or as much of it as arrived; null before its request line.</summary>
    public RequestHead? Head { get; private set; }

    private protected override string Sender => "client";

    /// <summary>Reads the head, and decides the framing of the body.</summary>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <returns>The head, complete.</returns>
    /// <exception cref="ReadException">There is no request (<see cref="ReadError.Empty"/>), it is not HTTP/1.x, it was cut off, a limit was
    /// reached, or its framing is ambiguous.</exception>
    /// <exception cref="InvalidOperationException">The head was read before.</exception>
    /// <exception cref="OperationCanceledException">The waiting was ended.</exception>
    public async ValueTask<RequestHead> ReadHeadAsync(CancellationToken cancellationToken = default)
    {
        await ReadHeadOnceAsync(cancellationToken).ConfigureAwait(false);
        return Head!;
    }

    private protected override async ValueTask ReadHeadPartsAsync(CancellationToken cancellationToken)
    {
        _head ??= new RequestHeadReader(Lines, Limits, Log);
        try
        {
            Head = await _head.ReadAsync(cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            Head = _head.Head;
            throw;
        }

        RequestRules.Check(Head, Log);
        HeadSizeRules.Check(Head, Lines.Offset - Head.Offset, Log);
        var framing = FramingRules.Determine(Head, Log);
        RequestRules.CheckContent(Head, framing, Log);
        BeginBody(framing, Head.Fields);
    }

    // RFC 9112 §9.6.
    private protected override void NoteAfter(long octets, ReadOnlySpan<byte> first)
    {
        if (Head is { } head && head.Fields.HasElement("Connection", "close"))
        {
            NoteAfter(FindingKinds.AfterClose, octets, "Octets follow a request with Connection: close.");
        }
    }
}
