using RawHttp.Net;

namespace RawHttp.Client;

/// <summary>Takes and shows what the server sends after the end of its message (RFC 9112 §9.2,
/// §9.6), or after the reader has failed.</summary>
internal sealed class Linger(ResponseRun reading, IExchangeObserver? observer, Connection connection, TimeProvider clock)
{
    // For octets that have arrived but are not in the pipe yet. Bounded, because a TLS record may never be completed.
    private static readonly TimeSpan HandOver = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(1);
    private const int MaxYields = 16;

    private readonly long _offset = reading.Lines.Offset;
    private readonly FirstOctets _first = new();

    /// <summary>Takes what has arrived, and what arrives within some time.</summary>
    /// <param name="time">How long to wait; with zero, only what has already arrived is taken.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <returns>What arrived, and how long it waited for more.</returns>
    public async Task<Aftermath> LookAsync(TimeSpan time, CancellationToken cancellationToken)
    {
        var (started, waits) = (clock.GetTimestamp(), time > TimeSpan.Zero);
        try
        {
            await (waits ? WaitAsync(time, cancellationToken) : TakeArrivedAsync(cancellationToken)).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // The time is over.
        }

        var isWholeTime = connection.End == ConnectionEnd.None && !cancellationToken.IsCancellationRequested;
        TimeSpan? waited = !waits ? null : isWholeTime ? time : clock.GetElapsedTime(started);
        return new Aftermath(_offset, reading.Lines.Offset - _offset, connection.End, waited) { First = _first.Octets };
    }

    /// <summary>Takes what is left after the connection was closed: all that was received is then read.</summary>
    /// <param name="after">What came before.</param>
    /// <returns>The same, with those octets.</returns>
    public async Task<Aftermath> DrainAsync(Aftermath after)
    {
        using var limit = new CancellationTokenSource(HandOver, clock);
        try
        {
            do
            {
                Take();
            }
            while (await reading.Lines.WaitForMoreAsync(limit.Token).ConfigureAwait(false));
        }
        catch (OperationCanceledException)
        {
            // The receiving side has not noticed the close.
        }

        return after with { Octets = reading.Lines.Offset - _offset, First = _first.Octets };
    }

    private async Task WaitAsync(TimeSpan time, CancellationToken cancellationToken)
    {
        using var timer = new CancellationTokenSource(time, clock);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(timer.Token, cancellationToken);
        do
        {
            Take();
        }
        while (await reading.Lines.WaitForMoreAsync(limit.Token).ConfigureAwait(false));
    }

    // This may run inside the receiving loop, which looks for more, or waits, only after this has yielded.
    private async Task TakeArrivedAsync(CancellationToken cancellationToken)
    {
        using var timer = new CancellationTokenSource(HandOver, clock);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(timer.Token, cancellationToken);
        for (var rounds = 0; ; rounds++)
        {
            Take();
            if (connection.Received == reading.Lines.Offset && (connection.End != ConnectionEnd.None || !connection.HasArrivals))
            {
                return;
            }

            limit.Token.ThrowIfCancellationRequested();
            if (rounds < MaxYields)
            {
                await Task.Yield();
            }
            else
            {
                await Task.Delay(Pause, clock, limit.Token).ConfigureAwait(false);
            }
        }
    }

    private void Take()
    {
        var at = reading.Lines.Offset;
        var octets = reading.Lines.TakeBuffered();
        if (octets.IsEmpty)
        {
            return;
        }

        _first.Add(octets);
        observer?.Rest(octets, at, reading.IsRestBody);
    }
}
