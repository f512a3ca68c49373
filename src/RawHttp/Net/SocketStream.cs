using System.Net.Sockets;

namespace RawHttp.Net;

/// <summary>A socket's two directions as a stream.</summary>
internal sealed class SocketStream(Socket socket) : ReceivingStream
{
    private volatile bool _isStopped;
    private ConnectionEnd _end;

    public override bool CanWrite => true;

    public override ConnectionEnd End => _end;

    public override bool HasArrivals => HasArrived(socket);

    /// <summary>Whether a socket has octets that were not received yet; false for one that is closed.</summary>
    public static bool HasArrived(Socket socket)
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

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        try
        {
            // A system that is told to receive no more still hands out what goes on coming.
            var count = _isStopped ? 0 : await socket.ReceiveAsync(buffer, SocketFlags.None, cancellationToken).ConfigureAwait(false);
            if (count == 0 && buffer.Length > 0)
            {
                NoteEnd(_isStopped ? ConnectionEnd.ShutDown : ConnectionEnd.EndOfStream);
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
        while (!buffer.IsEmpty)
        {
            buffer = buffer[await socket.SendAsync(buffer, SocketFlags.None, cancellationToken).ConfigureAwait(false)..];
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
            // It has ended in the meantime.
        }
    }

    private void NoteEnd(ConnectionEnd end) => _end = _end == ConnectionEnd.None ? end : _end;
}
