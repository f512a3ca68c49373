namespace RawHttp.Net;

/// <summary>The state of the receiving side of a connection: how many octets arrived, when, and how it ended.</summary>
internal sealed class ReceiveLog(ConnectionOptions options)
{
    private readonly ArrivalLog? _arrivals = options.KeepsArrivals ? new ArrivalLog() : null;
    private int _end;
    private long _endedAt;
    private volatile bool _isClosed;

    /// <summary>How it ended; the first end noted counts.</summary>
    public ConnectionEnd End => (ConnectionEnd)Volatile.Read(ref _end);

    /// <summary>When it ended, as a timestamp of the options' clock; 0 before, and if arrivals are not kept.</summary>
    public long EndedAt => Volatile.Read(ref _endedAt);

    /// <summary>Whether this side has closed the connection, so that what still arrives is not read.</summary>
    public bool IsClosed => _isClosed;

    /// <summary>The current send, or the last one.</summary>
    public Task Sending { get; set; } = Task.CompletedTask;

    /// <summary>Octets received so far.</summary>
    public long Received { get; private set; }

    /// <summary>When the first octet arrived, as a timestamp of the options' clock; 0 before.</summary>
    public long FirstArrival { get; private set; }

    /// <summary>When the latest octets arrived.</summary>
    public long LastArrival { get; private set; }

    /// <summary>The arrival that holds an octet; null if it has not arrived or was dropped, or if arrivals are not kept.</summary>
    public Arrival? ArrivalOf(long offset) => _arrivals?.Of(offset);

    public void Note(ReadOnlyMemory<byte> octets)
    {
        LastArrival = options.Time.GetTimestamp();
        FirstArrival = Received == 0 ? LastArrival : FirstArrival;
        _arrivals?.Add(Received, octets.Length, LastArrival);
        Received += octets.Length;
        options.Received?.Invoke(octets, LastArrival);
    }

    /// <summary>Notes that the reader has consumed octets, so that their arrivals can be dropped.</summary>
    public void NoteConsumed(long count) => _arrivals?.Consume(count);

    /// <summary>Notes a reset that the system reported to a send. The system reports it only once: a
    /// later receive sees an orderly end.</summary>
    public void NoteReset()
    {
        NoteEnd(ConnectionEnd.Reset);
        _ = Interlocked.CompareExchange(ref _end, (int)ConnectionEnd.Reset, (int)ConnectionEnd.EndOfStream);
    }

    /// <summary>Notes the end. The first call counts: from the receiving side, a time limit, or the caller.</summary>
    public void NoteEnd(ConnectionEnd end)
    {
        if (Interlocked.CompareExchange(ref _end, (int)end, (int)ConnectionEnd.None) == (int)ConnectionEnd.None && _arrivals is not null)
        {
            Volatile.Write(ref _endedAt, options.Time.GetTimestamp());
        }
    }

    public void NoteClosed() => _isClosed = true;
}
