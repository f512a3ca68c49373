namespace RawHttp.Cli.Output;

/// <summary>When which octets came: a read for each time something did.</summary>
internal sealed class Arrivals
{
    private readonly Lock _lock = new();
    private readonly Queue<(long End, long Time)> _reads = new();
    private long _received;
    private long _sent;
    private long _lastRead = -1;

    public void Note(int count)
    {
        lock (_lock)
        {
            _received += count;
            _reads.Enqueue((_received, TimeProvider.System.GetTimestamp()));
        }
    }

    public void Begin()
    {
        lock (_lock)
        {
            _sent = TimeProvider.System.GetTimestamp();
        }
    }

    /// <summary>Drops the reads that brought only what is before an octet: a peer decides how many there are.</summary>
    public void Forget(long offset)
    {
        lock (_lock)
        {
            DropBefore(offset);
        }
    }

    /// <summary>When an octet came, and whether the one asked for before had come in another read. Offsets only grow.</summary>
    public (TimeSpan? Arrival, bool BeginsRead) Of(long offset)
    {
        lock (_lock)
        {
            DropBefore(offset);
            if (!_reads.TryPeek(out var current))
            {
                return (null, false);
            }

            var begins = current.End != _lastRead;
            _lastRead = current.End;
            return (_sent == 0 ? TimeSpan.Zero : TimeSpan.FromSeconds((current.Time - _sent) / (double)TimeProvider.System.TimestampFrequency), begins);
        }
    }

    private void DropBefore(long offset)
    {
        while (_reads.TryPeek(out var read) && read.End <= offset)
        {
            _reads.Dequeue();
        }
    }
}
