namespace RawHttp.Net;

/// <summary>
/// The stream below TLS, handed out one record at a time (RFC 8446 §5.1): the runtime, given a good record and a
/// broken one together, discards the good one, too.
/// </summary>
/// <param name="socket">The source of the records.</param>
/// <param name="turn">Held during work on the TLS state; released while this stream waits for a record.</param>
internal sealed class TlsRecordStream(ReceivingStream socket, SemaphoreSlim turn) : ReceivingStream
{
    // Handshakes and tickets are small. A record with one octet of content is 30 times as large as its content.
    private const long MaxWithoutContent = 1024 * 1024;
    private const int MostForAnOctet = 64;

    // The header of a record: type, version, and a length in the last two octets.
    private const int HeaderLength = 5;
    private const int LengthAt = 3;
    private const int MaxBeginning = 1024;

    private readonly byte[] _buffer = new byte[32 * 1024];
    private int _start;
    private int _end;
    private int _header;
    private int _length;
    private int _left;
    private long _received;

    /// <summary>How many octets of content have arrived so far.</summary>
    public long Content { get; set; }

    public override ConnectionEnd End => socket.End;

    public override bool HasArrivals => _end > _start || socket.HasArrivals;

    public override bool IsGone => socket.IsGone;

    public override bool CanWrite => true;

    /// <summary>The first octets received: they identify a peer that does not speak TLS.</summary>
    public ReadOnlyMemory<byte> Beginning { get; private set; }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_start == _end)
        {
            (_start, _end) = (0, await ReceiveAsync(cancellationToken).ConfigureAwait(false));
            Beginning = Beginning.IsEmpty ? _buffer.AsSpan(0, Math.Min(_end, MaxBeginning)).ToArray() : Beginning;
        }

        var octets = _buffer.AsMemory(_start, Math.Min(_end - _start, buffer.Length));
        octets = octets[..LengthWithinRecord(octets.Span)];
        octets.CopyTo(buffer);
        _start += octets.Length;
        return octets.Length;
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
        socket.WriteAsync(buffer, cancellationToken);

    public override void StopReceiving() => socket.StopReceiving();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            socket.Dispose();
        }

        base.Dispose(disposing);
    }

    private async ValueTask<int> ReceiveAsync(CancellationToken cancellationToken)
    {
        turn.Release();
        try
        {
            var count = await socket.ReadAsync(_buffer, cancellationToken).ConfigureAwait(false);
            _received += count;
            return _received <= MaxWithoutContent + (MostForAnOctet * Content)
                ? count
                : throw new IOException("it sends records without content and without an end");
        }
        finally
        {
            await turn.WaitAsync(CancellationToken.None).ConfigureAwait(false);
        }
    }

    // How many of these octets belong to the current record, or to one that begins with them.
    private int LengthWithinRecord(ReadOnlySpan<byte> octets)
    {
        var at = 0;
        for (; _left == 0 && at < octets.Length; at++)
        {
            _length = _header < LengthAt ? 0 : (_length << 8) | octets[at];
            _header = (_header + 1) % HeaderLength;
            if (_header == 0)
            {
                _left = _length;
                if (_left == 0)
                {
                    return at + 1;
                }
            }
        }

        var payload = Math.Min(_left, octets.Length - at);
        _left -= payload;
        return at + payload;
    }
}
