using System.Net;
using System.Net.Sockets;

namespace RawHttp.Net;

/// <summary>A socket's two directions as a stream.</summary>
/// <param name="socket">The socket.</param>
/// <param name="wasReset">Whether the system has already reported a reset. It does so only once; after
/// that the stream seems to end in order.</param>
internal sealed class SocketStream(Socket socket, bool wasReset = false) : ReceivingStream
{
    // Of <netinet/tcp.h>.
    private const int Tcp = 6;
    private const int TcpInfo = 11;
    private const byte TcpClose = 7;

    private volatile bool _isStopped;
    private volatile bool _wasReset = wasReset;
    private ConnectionEnd _end;

    public override bool CanWrite => true;

    public override ConnectionEnd End => _end;

    public override bool HasArrivals => Holds(socket);

    public override bool IsGone
    {
        get
        {
            try
            {
                // The first octet is the state.
                Span<byte> info = stackalloc byte[8];
                return OperatingSystem.IsLinux() && socket.GetRawSocketOption(Tcp, TcpInfo, info) > 0 && info[0] == TcpClose;
            }
            catch (Exception none) when (none is SocketException or ObjectDisposedException)
            {
                // The socket is closed, or not a TCP socket.
                return false;
            }
        }
    }

    /// <summary>Receives urgent data in the stream, where it was sent (RFC 6093 §6); otherwise the
    /// system keeps it apart and it is lost.</summary>
    public static void ReceiveUrgentInline(Socket socket)
    {
        try
        {
            socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.OutOfBandInline, true);
        }
        catch (SocketException)
        {
            // The socket is closed, or of a kind without urgent data.
        }
    }

    /// <summary>Whether the system holds octets of a socket that were not received yet.</summary>
    public static bool Holds(Socket socket)
    {
        try
        {
            return socket.Available > 0;
        }
        catch (Exception gone) when (gone is SocketException or ObjectDisposedException)
        {
            return false;
        }
    }

    /// <summary>The peer's address; null after the peer has reset the connection: the socket then has none.</summary>
    public static EndPoint? PeerOf(Socket socket)
    {
        try
        {
            return socket.RemoteEndPoint;
        }
        catch (SocketException)
        {
            return null;
        }
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        try
        {
            // After shutting down receiving, the system still returns octets that arrive.
            var count = _isStopped ? 0 : await socket.ReceiveAsync(buffer, SocketFlags.None, cancellationToken).ConfigureAwait(false);
            if (count == 0 && buffer.Length > 0)
            {
                NoteEnd(_isStopped ? ConnectionEnd.ShutDown : _wasReset ? ConnectionEnd.Reset : ConnectionEnd.EndOfStream);
            }

            return count;
        }
        catch (Exception failure) when (failure is SocketException or ObjectDisposedException)
        {
            NoteEnd(failure is SocketException ? ConnectionEnd.Reset : ConnectionEnd.ShutDown);
            return 0;
        }
    }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        try
        {
            while (!buffer.IsEmpty)
            {
                buffer = buffer[await socket.SendAsync(buffer, SocketFlags.None, cancellationToken).ConfigureAwait(false)..];
            }
        }
        catch (SocketException failure)
        {
            _wasReset |= failure.SocketErrorCode == SocketError.ConnectionReset;

            // TLS and its callers expect an IOException when the stream below fails.
            throw new IOException(failure.Message, failure);
        }
    }

    public override void StopReceiving()
    {
        _isStopped = true;
        try
        {
            socket.Shutdown(SocketShutdown.Receive);
        }
        catch (Exception gone) when (gone is SocketException or ObjectDisposedException)
        {
            // The connection has ended in the meantime.
        }
    }

    private void NoteEnd(ConnectionEnd end) => _end = _end == ConnectionEnd.None ? end : _end;
}
