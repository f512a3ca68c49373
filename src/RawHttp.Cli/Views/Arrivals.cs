using System.Globalization;

namespace RawHttp.Cli.Views;

/// <summary>When which octets came: a read for each time something did.</summary>
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

    /// <summary>Drops the reads that brought only what is before an octet: a peer decides how many there are.</summary>
    public void Forget(long offset)
    {
        lock (_lock)
        {
            DropBefore(offset);
        }
    }

    /// <summary>
    /// When an octet came, in milliseconds after the last octet of the request was handed over; "early" if it came before. Offsets only grow.
    /// </summary>
    /// <returns>Empty if it came in the same read as the octet asked for before, or if nothing is known of it.</returns>
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
