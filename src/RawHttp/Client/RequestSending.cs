using RawHttp.Net;

namespace RawHttp.Client;

/// <summary>
/// Sends a request, and records which octets of the response came before it was sent. All times of an exchange count
/// from the moment when the last octets of the request are handed over. The clock is read before that call, because
/// the response may have arrived when it returns.
/// </summary>
/// <param name="connection">The connection.</param>
/// <param name="octets">The request.</param>
/// <param name="start">Where the response will begin in what is received: what came from there on came before the request.</param>
/// <param name="observer">Called when the last octets are handed over; null for no call.</param>
/// <param name="time">The clock.</param>
internal sealed class RequestSending(
    Connection connection, ReadOnlyMemory<byte> octets, long start, IExchangeObserver? observer, TimeProvider time)
{
    // Short enough to be handed over in one call.
    private const int LastPiece = 16 * 1024;

    private long _early;

    /// <summary>When the last octets of the request were handed over, as a timestamp; 0 before.</summary>
    public long SentAt { get; private set; }

    /// <summary>How many octets of the response were received before that.</summary>
    public long Early => SentAt == 0 ? connection.Received - start : _early;

    /// <summary>Whether the first of them arrived before any octet of the request was sent.</summary>
    public bool IsUnasked { get; private set; }

    /// <summary>Sends all of it.</summary>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <exception cref="IOException">The peer has closed or reset the connection.</exception>
    public async Task SendAsync(CancellationToken cancellationToken)
    {
        var last = Math.Max(octets.Length - LastPiece, 0);
        IsUnasked = connection.Received > start;
        if (last > 0)
        {
            await connection.SendAsync(octets[..last], cancellationToken).ConfigureAwait(false);
        }

        _early = connection.Received - start;
        var now = time.GetTimestamp();
        observer?.RequestSent(now);
        SentAt = now;
        await connection.SendAsync(octets[last..], cancellationToken).ConfigureAwait(false);
    }
}
