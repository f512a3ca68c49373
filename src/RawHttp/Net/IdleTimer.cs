namespace RawHttp.Net;

/// <summary>
/// A time limit for one wait after another. Waits are frequent and rarely run out, so the timer is not reset for each wait: when it fires,
/// it checks whether the current wait has used up its time.
/// </summary>
/// <param name="time">The clock and timers to use.</param>
/// <param name="onElapsed">Called when a wait has run out.</param>
/// <param name="isSatisfied">Whether the awaited event has happened but was not processed yet because this process was
/// held up. The wait then starts again.</param>
internal sealed class IdleTimer(TimeProvider time, Action onElapsed, Func<bool>? isSatisfied = null) : IDisposable
{
    private readonly Lock _lock = new();
    private ITimer? _timer;
    private long _timerDue = long.MaxValue;
    private long _due = long.MaxValue;
    private TimeSpan _limit;

    /// <summary>Whether the latest wait ran out.</summary>
    public bool HasPassed { get; private set; }

    /// <summary>Begins a wait.</summary>
    /// <param name="limit">How long it may take; for ever if infinite.</param>
    public void Start(TimeSpan limit)
    {
        lock (_lock)
        {
            HasPassed = false;
            _limit = limit;
            _due = limit == Timeout.InfiniteTimeSpan
                ? long.MaxValue
                : time.GetTimestamp() + (long)(limit.TotalSeconds * time.TimestampFrequency);
            if (_due < _timerDue)
            {
                SetTimer(limit);
            }
        }
    }

    /// <summary>The wait is over.</summary>
    public void Stop()
    {
        lock (_lock)
        {
            _due = long.MaxValue;
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _due = long.MaxValue;
            _timer?.Dispose();
        }
    }

    private void SetTimer(TimeSpan delay)
    {
        _timerDue = _due;
        _timer ??= time.CreateTimer(
            static deadline => ((IdleTimer)deadline!).Look(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _timer.Change(delay, Timeout.InfiniteTimeSpan);
    }

    private void Look()
    {
        lock (_lock)
        {
            _timerDue = long.MaxValue;
            if (_due == long.MaxValue)
            {
                return;
            }

            var left = time.GetElapsedTime(time.GetTimestamp(), _due);
            if (left > TimeSpan.Zero)
            {
                // A timer cannot wait for less than 1 ms.
                SetTimer(left > TimeSpan.FromMilliseconds(1) ? left : TimeSpan.FromMilliseconds(1));
                return;
            }

            if (isSatisfied?.Invoke() == true)
            {
                Start(_limit);
                return;
            }

            _due = long.MaxValue;
            HasPassed = true;
        }

        onElapsed();
    }
}
