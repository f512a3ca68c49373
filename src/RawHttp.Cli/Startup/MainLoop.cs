namespace RawHttp.Cli.Startup;

/// <summary>
/// The loop of the main thread during a run: it waits for the end of the run and for timers. The runtime would start a thread for timers,
/// which takes a twentieth of a short run.
/// </summary>
internal sealed class MainLoop : TimeProvider
{
    private static readonly TimeSpan Longest = TimeSpan.FromHours(1);
    private readonly object _lock = new();
    private readonly List<Limit> _limits = [];

    private MainLoop()
    {
    }

    /// <summary>The clock whose timers run on the main thread.</summary>
    public static MainLoop Time { get; } = new();

    /// <summary>Waits for the end of a run.</summary>
    /// <returns>The result of the run; its exception is thrown.</returns>
    public int WaitFor(Task<int> run)
    {
        if (!run.IsCompleted)
        {
            run.ContinueWith(_ => Wake(), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        }

        while (!run.IsCompleted)
        {
            TakeDue(run)?.Strike();
        }

        return run.GetAwaiter().GetResult();
    }

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var limit = new Limit(this, callback, state);
        limit.Change(dueTime, period);
        return limit;
    }

    // The first timer that is due; null after a wait, for whatever reason it ended.
    private Limit? TakeDue(Task run)
    {
        lock (_lock)
        {
            var first = _limits.MinBy(limit => limit.Due);
            var left = first is null ? Longest : GetElapsedTime(GetTimestamp(), first.Due);
            if (left <= TimeSpan.Zero)
            {
                _limits.Remove(first!);
                return first;
            }

            if (!run.IsCompleted)
            {
                // Rounded up: a wait that ends too early would be followed by many short ones.
                Monitor.Wait(_lock, left < Longest ? left + TimeSpan.FromMilliseconds(1) : Longest);
            }

            return null;
        }
    }

    private void Wake()
    {
        lock (_lock)
        {
            Monitor.Pulse(_lock);
        }
    }

    private sealed class Limit(MainLoop loop, TimerCallback callback, object? state) : ITimer
    {
        public long Due { get; private set; }

        public void Strike() => callback(state);

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            if (period != Timeout.InfiniteTimeSpan)
            {
                throw new NotSupportedException("A limit strikes once.");
            }

            lock (loop._lock)
            {
                loop._limits.Remove(this);
                if (dueTime != Timeout.InfiniteTimeSpan)
                {
                    Due = loop.GetTimestamp() + (long)(dueTime.TotalSeconds * loop.TimestampFrequency);
                    loop._limits.Add(this);
                }

                Monitor.Pulse(loop._lock);
            }

            return true;
        }

        public void Dispose() => Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
