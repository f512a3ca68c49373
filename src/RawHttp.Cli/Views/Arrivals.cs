using System.Globalization;

namespace RawHttp.Cli.Views;

/// <summary>Records when octets arrived, one entry for each read.</summary>
internal sealed class Arrivals
{
    private readonly Lock _lock = new();
    private readonly Queue<(long End, long Time)> _reads = new();
    private long _received;
    private long? _sent;
    private long _lastRead = -1;

    public void Note(int count, long timestamp)
    {
        lock (_lock)
        {
            _received += count;
            _reads.Enqueue((_received, timestamp));
        }
    }

    public void Begin(long timestamp)
    {
        lock (_lock)
        {
            _sent = timestamp;
        }
    }

    /// <summary>Drops the reads with octets before an offset only, because the peer determines how many reads there are.</summary>
    public void Forget(long offset)
    {
        lock (_lock)
        {
            DropBefore(offset);
        }
    }

    /// <summary>
    /// When an octet arrived, in milliseconds after the last octet of the request was handed over; "early" if it
    /// arrived before that. Offsets must only grow.
    /// </summary>
    /// <returns>Empty if it arrived in the same read as the octet of the previous call, or if its read is unknown.</returns>
    public string Of(long offset)
    {
        lock (_lock)
        {
            DropBefore(offset);
            if (!_reads.TryPeek(out var current) || current.End == _lastRead)
            {
                return "";
            }

            _lastRead = current.End;
            return _sent is { } sent && current.Time >= sent
                ? TimeProvider.System.GetElapsedTime(sent, current.Time).TotalMilliseconds.ToString("0.0", CultureInfo.InvariantCulture)
                : "early";
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
