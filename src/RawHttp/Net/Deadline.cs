namespace RawHttp.Net;

/// <summary>A time limit for one wait after another. Its token serves them all, until one of them has run out.</summary>
internal sealed class Deadline(TimeProvider time) : IDisposable
{
    private CancellationTokenSource _source = new(Timeout.InfiniteTimeSpan, time);

    /// <summary>Whether the latest wait was ended, by its limit or by <see cref="End"/>.</summary>
    public bool HasPassed => _source.IsCancellationRequested;

    /// <summary>Begins a wait.</summary>
    /// <returns>Cancelled when the limit has passed, unless <see cref="Stop"/> comes first.</returns>
    public CancellationToken Start(TimeSpan limit)
    {
        if (HasPassed)
        {
            _source.Dispose();
            _source = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
        }

        _source.CancelAfter(limit);
        return _source.Token;
    }

    /// <summary>The wait is over.</summary>
    public void Stop() => _source.CancelAfter(Timeout.InfiniteTimeSpan);

    /// <summary>Ends the wait as if its limit had passed.</summary>
    public void End() => _source.Cancel();

    public void Dispose() => _source.Dispose();
}
