namespace RawHttp.Net;

/// <summary>What is known of the receiving side of a connection: how much came, when, and how it ended.</summary>
internal sealed class ReceiveLog(ConnectOptions options)
{
    private int _end;
    private volatile bool _isClosed;

    /// <summary>How it ended, as noted first.</summary>
    public ConnectionEnd End => (ConnectionEnd)Volatile.Read(ref _end);

    /// <summary>Whether this side has closed the connection: what still arrives is for nobody.</summary>
    public bool IsClosed => _isClosed;

    /// <summary>What is being sent, or was last.</summary>
    public Task Sending { get; set; } = Task.CompletedTask;

    /// <summary>Octets received so far.</summary>
    public long Received { get; private set; }

    /// <summary>When the first octet arrived, as a timestamp of the options' clock; 0 before.</summary>
    public long FirstArrival { get; private set; }

    /// <summary>When the latest octets arrived.</summary>
    public long LastArrival { get; private set; }

    public void Note(ReadOnlyMemory<byte> octets)
    {
        LastArrival = options.Time.GetTimestamp();
        FirstArrival = Received == 0 ? LastArrival : FirstArrival;
        Received += octets.Length;
        options.Received?.Invoke(octets, LastArrival);
    }

    /// <summary>A reset that the system told to the sending side. It tells of one once: receiving, the stream seems to end in order.</summary>
    public void NoteReset()
    {
        NoteEnd(ConnectionEnd.Reset);
        _ = Interlocked.CompareExchange(ref _end, (int)ConnectionEnd.Reset, (int)ConnectionEnd.EndOfStream);
    }

    /// <summary>The end, noted by who sees it first: the receiving side, a time limit, or the caller.</summary>
    public void NoteEnd(ConnectionEnd end) => Interlocked.CompareExchange(ref _end, (int)end, (int)ConnectionEnd.None);

    public void NoteClosed() => _isClosed = true;
}
