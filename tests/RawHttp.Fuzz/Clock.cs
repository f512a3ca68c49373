namespace RawHttp.Fuzz;

/// <summary>Time that stands still until it is moved to where the next timer is due.</summary>
internal sealed class Clock : TimeProvider
{
    private readonly Lock _lock = new();
    private readonly List<Timer> _armed = [];
    private int _striking;
    private long _now;
    private long _asked;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <summary>How long it is since somebody last asked for the time, those apart who were woken by it.</summary>
    public TimeSpan SinceAsked
    {
        get
        {
            lock (_lock)
            {
                return new TimeSpan(_now - _asked);
            }
        }
    }

    public override long GetTimestamp()
    {
        lock (_lock)
        {
            _asked = _striking == Environment.CurrentManagedThreadId ? _asked : _now;
            return _now;
        }
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new Timer(this, () => callback(state));
        timer.Change(dueTime, period);
        return timer;
    }

    public void StrikeNext()
    {
        Timer? next;
        lock (_lock)
        {
            next = _armed.MinBy(timer => timer.Due);
            if (next is null)
            {
                return;
            }

            _armed.Remove(next);
            _now = Math.Max(_now, next.Due);
            _striking = Environment.CurrentManagedThreadId;
        }

        next.Strike();
        _striking = 0;
    }

    private sealed class Timer(Clock clock, Action strike) : ITimer
    {
        public long Due { get; private set; }

        public Action Strike => strike;

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (clock._lock)
            {
                clock._armed.Remove(this);
                if (dueTime != Timeout.InfiniteTimeSpan)
                {
                    Due = clock._now + dueTime.Ticks;
                    clock._armed.Add(this);
                }

                return true;
            }
        }

        public void Dispose() => Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
