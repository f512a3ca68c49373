using System.Net.Sockets;

namespace RawHttp.Net;

/// <summary>The wait before a close, so that the peer receives what was sent last: closing with unread octets would reset the connection
/// (RFC 9112 §9.6).</summary>
internal static class LingeringClose
{
    private static readonly TimeSpan Silence = TimeSpan.FromMilliseconds(100);

    /// <summary>Drops what arrives, until the peer ends or is silent, or the time is over. Sending was shut down before.</summary>
    public static async Task WaitAsync(
        Socket socket, ConnectionInput input, ReceiveLog receiveLog, TimeProvider time, TimeSpan timeout)
    {
        var started = time.GetTimestamp();
        var quietSince = started;
        for (var dropping = input.DropAsync(); !dropping.IsCompleted; quietSince = Math.Max(started, receiveLog.LastArrival))
        {
            var (silence, rest) = (Silence - time.GetElapsedTime(quietSince), timeout - time.GetElapsedTime(started));
            if (silence <= TimeSpan.Zero && SocketStream.Holds(socket))
            {
                // Octets have arrived, but this process was held up and has not received them.
                silence = Silence;
            }

            var left = silence < rest ? silence : rest;
            if (left <= TimeSpan.Zero)
            {
                return;
            }

            await dropping.WaitAsync(left, time).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
