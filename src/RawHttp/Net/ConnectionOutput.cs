using System.Net.Sockets;

namespace RawHttp.Net;

/// <summary>The sending side of a connection: one send at a time, counted as it goes out.</summary>
/// <param name="socket">The socket.</param>
/// <param name="tls">TLS over the socket; null for a plain connection.</param>
/// <param name="receiveLog">The state of the receiving side: a send may be the one that the system reports a reset to.</param>
internal sealed class ConnectionOutput(Socket socket, TlsStream? tls, ReceiveLog receiveLog)
{
    // A large send goes out in pieces, because a piece is counted only when all of it has been sent.
    private const int SendAtOnce = 256 * 1024;

    private int _isSending;

    /// <summary>How many octets have been handed to the system.</summary>
    public long Sent { get; private set; }

    /// <summary>Sends all of the octets, as <see cref="Connection.SendAsync"/>.</summary>
    public Task SendAsync(ReadOnlyMemory<byte> octets, CancellationToken cancellationToken) =>
        Interlocked.Exchange(ref _isSending, 1) == 0
            ? receiveLog.Sending = SendAllAsync(octets, cancellationToken)
            : throw new InvalidOperationException("Something is being sent already: one send at a time.");

    private async Task SendAllAsync(ReadOnlyMemory<byte> octets, CancellationToken cancellationToken)
    {
        try
        {
            while (!octets.IsEmpty)
            {
                var piece = octets[..Math.Min(octets.Length, SendAtOnce)];
                var count = tls is null
                    ? await socket.SendAsync(piece, SocketFlags.None, cancellationToken).ConfigureAwait(false)
                    : await SendAsync(tls, piece, cancellationToken).ConfigureAwait(false);
                Sent += count;
                octets = octets[count..];
            }
        }
        catch (Exception failure) when (failure is SocketException or InvalidOperationException or IOException)
        {
            var reason = failure.GetBaseException();
            if (reason is SocketException { SocketErrorCode: SocketError.ConnectionReset })
            {
                receiveLog.NoteReset();
            }

            throw new IOException(reason is ObjectDisposedException ? "the connection was shut down" : reason.Message, failure);
        }
        finally
        {
            Volatile.Write(ref _isSending, 0);
        }
    }

    private static async ValueTask<int> SendAsync(TlsStream tls, ReadOnlyMemory<byte> octets, CancellationToken cancellationToken)
    {
        await tls.WriteAsync(octets, cancellationToken).ConfigureAwait(false);
        return octets.Length;
    }
}
