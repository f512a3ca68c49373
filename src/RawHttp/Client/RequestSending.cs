using RawHttp.Net;

namespace RawHttp.Client;

/// <summary>
/// Sends a request, and records which octets of the response came before it was sent. All times of an exchange count
/// from the moment when the last octets of the request are handed over. The clock is read before that call, because
/// the response may have arrived when it returns.
/// </summary>
internal sealed class RequestSending(ReadOnlyMemory<byte> octets, IExchangeObserver? observer, TimeProvider time)
{
    // Short enough to be handed over in one call.
    private const int LastPiece = 16 * 1024;

    // The receiving thread reads both.
    private volatile bool _hasBegun;
    private long _sentAt;

    /// <summary>When the last octets of the request were handed over, as a timestamp; 0 before.</summary>
    public long SentAt => Volatile.Read(ref _sentAt);

    /// <summary>How many octets were received before that.</summary>
    public long Early { get; private set; }

    /// <summary>Whether the first of them arrived before any octet of the request was sent.</summary>
    public bool IsUnasked { get; private set; }

    /// <summary>Sends all of it.</summary>
    /// <exception cref="IOException">The peer has closed or reset the connection.</exception>
    public async Task SendAsync(Connection connection, CancellationToken cancellationToken)
    {
        var last = Math.Max(octets.Length - LastPiece, 0);
        _hasBegun = true;
        if (last > 0)
        {
            await connection.SendAsync(octets[..last], cancellationToken).ConfigureAwait(false);
        }

        var now = time.GetTimestamp();
        observer?.RequestSent(now);
        Volatile.Write(ref _sentAt, now);
        await connection.SendAsync(octets[last..], cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Counts octets that have just been received.</summary>
    public void NoteArrival(int count)
    {
        IsUnasked |= !_hasBegun;
        Early += SentAt > 0 ? 0 : count;
    }
}
