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
/// <param name="options">The observer to call when the last octets are handed over, the capture, and the clock.</param>
internal sealed class RequestSending(
    Connection connection, ReadOnlyMemory<byte> octets, long start, ExchangeOptions options)
{
    // Short enough to be handed over in one call.
    private const int LastPiece = 16 * 1024;

    private readonly TaskCompletionSource<bool> _answered = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TimeProvider _time = options.Time;
    private long _early;

    /// <summary>When the last octets of the request were handed over, as a timestamp; 0 before.</summary>
    public long SentAt { get; private set; }

    /// <summary>How many octets of the response were received before that.</summary>
    public long Early => SentAt == 0 && ExpectedAfter == 0 ? connection.Received - start : _early;

    /// <summary>How many octets are sent before the client waits for a 100 (RFC 9110 §10.1.1); 0 for no wait.</summary>
    public int ExpectedAfter { get; init; }

    /// <summary>Whether the first of them arrived before any octet of the request was sent.</summary>
    public bool IsUnasked { get; private set; }

    /// <summary>Sends all of it.</summary>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <exception cref="IOException">The peer has closed or reset the connection.</exception>
    public async Task SendAsync(CancellationToken cancellationToken)
    {
        IsUnasked = connection.Received > start;
        if (ExpectedAfter > 0)
        {
            _early = connection.Received - start;
            var headSent = _time.GetTimestamp();
            await SendAsync(octets[..ExpectedAfter], cancellationToken).ConfigureAwait(false);
            if (await IsRefusedAsync(cancellationToken).ConfigureAwait(false))
            {
                SentAt = headSent;
                return;
            }
        }

        var last = Math.Max(octets.Length - LastPiece, ExpectedAfter);
        if (last > ExpectedAfter)
        {
            await SendAsync(octets[ExpectedAfter..last], cancellationToken).ConfigureAwait(false);
        }

        _early = ExpectedAfter > 0 ? _early : connection.Received - start;
        var now = _time.GetTimestamp();
        options.Observer?.RequestSent(now);
        SentAt = now;
        await SendAsync(octets[last..], cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Ends the wait for a 100: an answer was read.</summary>
    /// <param name="isFinal">Whether it is the final response, after which the content is not sent.</param>
    public void Answered(bool isFinal) => _answered.TrySetResult(isFinal);

    private async Task SendAsync(ReadOnlyMemory<byte> piece, CancellationToken cancellationToken)
    {
        var (before, timestamp) = (connection.Sent, _time.GetTimestamp());
        try
        {
            await connection.SendAsync(piece, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            options.Capture?.Client.Add(piece.Span[..(int)(connection.Sent - before)], timestamp);
        }
    }

    // Whether the server gave a final response in place of a 100. A client need not wait for ever: some servers know no Expect.
    private async Task<bool> IsRefusedAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await _answered.Task.WaitAsync(options.ExpectTimeout, _time, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            return false;
        }
    }
}
