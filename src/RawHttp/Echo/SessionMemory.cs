namespace RawHttp.Echo;

/// <summary>
/// Counts what the buffers of all sessions take, and enforces the limit: while the total is over it, the session that
/// holds the most is ended. After much memory has become free it starts a collection, because the runtime does so
/// late, and not at all while nothing is allocated.
/// </summary>
/// <param name="limit">The most octets of all sessions together.</param>
/// <param name="time">The clock and timers to use.</param>
internal sealed class SessionMemory(long limit, TimeProvider time) : IDisposable
{
    // Less than this is not worth a full collection.
    private const int Much = 8 * 1024 * 1024;

    // How long to wait for more sessions to end before memory is returned to the system.
    private static readonly TimeSpan Calm = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private readonly HashSet<EchoSession> _holders = [];
    private ITimer? _returning;
    private long _total;
    private long _peak;
    private long _freed;
    private bool _isReturnDue;
    private bool _isCollecting;

    // The peak was high, and no more than a quarter of it is still held.
    private bool HasLeft => _peak >= Much && _total <= _peak / 4;

    /// <summary>Counts a session's buffers growing or shrinking. Over the limit it ends sessions,
    /// so call it without holding a lock.</summary>
    /// <param name="session">The session. After it was ended here, its memory counts as free.</param>
    /// <param name="by">The difference in octets, as allocated.</param>
    public void Change(EchoSession session, int by)
    {
        lock (_lock)
        {
            if (session.IsShed || by == 0)
            {
                return;
            }

            // A buffer that grows leaves the smaller one as garbage.
            Free(by > 0 ? session.Held : -by);
            session.Held += by;
            _total += by;
            _peak = Math.Max(_peak, _total);
            _ = session.Held > 0 ? _holders.Add(session) : _holders.Remove(session);
            ReturnLater();
        }

        while (TakeLargest() is { } largest)
        {
            largest.Shed();
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _isReturnDue = true;
            _returning?.Dispose();
        }
    }

    private EchoSession? TakeLargest()
    {
        lock (_lock)
        {
            if (_total <= limit)
            {
                return null;
            }

            // Among buffers of the same size, the one with the most octets in it counts as the largest.
            var largest = _holders.MaxBy(session => ((long)session.Held << 32) + session.Unread)!;
            _holders.Remove(largest);
            Free(largest.Held);
            _total -= largest.Held;
            (largest.Held, largest.IsShed) = (0, true);
            ReturnLater();
            return largest;
        }
    }

    // Near the limit, garbage counts: without a collection the process takes twice the memory.
    private void Free(int octets)
    {
        _freed += octets;
        if (!_isCollecting && _total > limit / 4 && _freed > Math.Max(limit / 4, Much))
        {
            (_freed, _isCollecting) = (0, true);
            ThreadPool.UnsafeQueueUserWorkItem(static memory => memory.Collect(), this, preferLocal: false);
        }
    }

    private void Collect()
    {
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: true, compacting: true);
        lock (_lock)
        {
            _isCollecting = false;
        }
    }

    private void ReturnLater()
    {
        if (!_isReturnDue && HasLeft)
        {
            _isReturnDue = true;
            _returning?.Dispose();
            _returning = time.CreateTimer(static memory => ((SessionMemory)memory!).Return(), this, Calm, Timeout.InfiniteTimeSpan);
        }
    }

    private void Return()
    {
        lock (_lock)
        {
            _isReturnDue = false;
            if (!HasLeft)
            {
                return;
            }

            (_peak, _freed) = (_total, 0);
        }

        // Only this mode returns all free memory at once.
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
    }
}
