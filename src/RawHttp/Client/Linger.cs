using RawHttp.Net;

namespace RawHttp.Client;

/// <summary>Takes and shows what the server sends after the end of its message (RFC 9112 §9.2,
/// §9.6), or after the reader has failed.</summary>
internal sealed class Linger(ExchangeReader reading, IExchangeObserver? observer, Connection connection, TimeProvider clock)
{
    // For octets that have arrived but are not in the pipe yet. Bounded, because a TLS record may never be completed.
    private static readonly TimeSpan HandOver = TimeSpan.FromMilliseconds(100);

    /// <summary>Takes what has arrived, and what arrives within some time.</summary>
    /// <param name="time">How long to wait; with zero, only what has already arrived is taken.</param>
    /// <param name="renews">Whether each arrival restarts the wait, for answers to further requests.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <returns>What arrived, and how long it waited for more.</returns>
    public async Task<Aftermath> LookAsync(TimeSpan time, bool renews, CancellationToken cancellationToken)
    {
        var (offset, started, waits) = (reading.Lines.Offset, clock.GetTimestamp(), time > TimeSpan.Zero);
        CancellationTokenSource? limit = null;
        var isOpen = true;
        try
        {
            while (isOpen)
            {
                var at = reading.Lines.Offset;
                var octets = reading.Lines.TakeBuffered();
                if (!octets.IsEmpty)
                {
                    observer?.Rest(octets, at, reading.IsRestBody);
                }

                if (!waits && octets.IsEmpty && connection.Received == reading.Lines.Offset && !connection.HasArrivals)
                {
                    break;
                }

                if (limit is null || (renews && !octets.IsEmpty))
                {
                    limit?.Dispose();
                    limit = Limit(waits ? time : HandOver, cancellationToken);
                }

                isOpen = await reading.Lines.WaitForMoreAsync(limit.Token).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException)
        {
            // The time is over.
        }
        finally
        {
            limit?.Dispose();
        }

        TimeSpan? waited = !waits ? null : cancellationToken.IsCancellationRequested ? clock.GetElapsedTime(started) : time;
        return new Aftermath(offset, reading.Lines.Offset - offset, connection.End, waited);
    }

    private static CancellationTokenSource Limit(TimeSpan time, CancellationToken cancellationToken)
    {
        var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(time);
        return limit;
    }
}
