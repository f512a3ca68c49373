namespace RawHttp.Net;

/// <summary>
/// When the unread octets of a connection arrived. The receiving thread adds arrivals, the reading thread looks them up. Those of octets
/// that were read are dropped as others are added: the peer determines how many there are.
/// </summary>
internal sealed class ArrivalLog
{
    private const int Smallest = 64;
    private const int Largest = 64 * 1024;

    private readonly Lock _lock = new();

    // A ring, in the order of offsets. Its size is a power of two, or zero before the first arrival.
    private Arrival[] _ring = [];
    private int _first;
    private int _count;
    private long _consumed;

    public void Add(long offset, int length, long timestamp)
    {
        lock (_lock)
        {
            while (_count > 0 && At(0).End <= _consumed)
            {
                _first = (_first + 1) & (_ring.Length - 1);
                _count--;
            }

            if (_count == Largest)
            {
                ref var last = ref At(_count - 1);
                last = new Arrival(last.Offset, last.Length + length, timestamp);
                return;
            }

            if (_count == _ring.Length)
            {
                Grow();
            }

            At(_count++) = new Arrival(offset, length, timestamp);
        }
    }

    /// <summary>The arrival that holds an octet; null if it has not arrived, or was dropped.</summary>
    public Arrival? Of(long offset)
    {
        lock (_lock)
        {
            var (low, high) = (0, _count);
            while (low < high)
            {
                var middle = (low + high) / 2;
                (low, high) = At(middle).End <= offset ? (middle + 1, high) : (low, middle);
            }

            return low < _count && At(low).Offset <= offset ? At(low) : null;
        }
    }

    /// <summary>Notes that octets were read: the next ones of those that have arrived.</summary>
    public void Consume(long count)
    {
        lock (_lock)
        {
            _consumed += count;
        }
    }

    private ref Arrival At(int index) => ref _ring[(_first + index) & (_ring.Length - 1)];

    private void Grow()
    {
        var larger = new Arrival[Math.Max(Smallest, 2 * _ring.Length)];
        for (var i = 0; i < _count; i++)
        {
            larger[i] = At(i);
        }

        (_ring, _first) = (larger, 0);
    }
}
