using System.Net.Sockets;

namespace RawHttp.Net;

/// <summary>
/// The receiving side of a socket as a stream that never fails: a reset, the read timeout or our own shutdown is the end of the
/// stream, and the reception says which. A pipe completed with an error would throw away what it still buffers; so none gets one.
/// </summary>
internal sealed class RecordingStream : Stream
{
    private readonly Socket _socket;
    private readonly Reception _reception;
    private readonly TimeSpan _timeout;
    private readonly Deadline _idle;

    public RecordingStream(Socket socket, Reception reception, ConnectOptions options)
    {
        _socket = socket;
        _reception = reception;
        _timeout = options.ReadTimeout;
        _idle = new Deadline(options.Time, End);
    }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        try
        {
            var receiving = _socket.ReceiveAsync(buffer, SocketFlags.None, CancellationToken.None);
            var count = receiving.IsCompleted ? await receiving.ConfigureAwait(false) : await WaitAsync(receiving).ConfigureAwait(false);
            if (count > 0)
            {
                _reception.Note(buffer[..count]);
                return count;
            }

            _reception.NoteEnd(ConnectionEnd.EndOfStream);
        }
        catch (Exception failure) when (failure is SocketException or ObjectDisposedException)
        {
            _reception.NoteEnd(failure is SocketException ? ConnectionEnd.Reset : ConnectionEnd.ShutDown);
        }

        return 0;
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Flush()
    {
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _idle.Dispose();
        }

        base.Dispose(disposing);
    }

    // The clock runs only while nothing is there to be received.
    private async ValueTask<int> WaitAsync(ValueTask<int> receiving)
    {
        _idle.Start(_timeout);
        try
        {
            return await receiving.ConfigureAwait(false);
        }
        finally
        {
            _idle.Stop();
        }
    }

    // To the system, too, the stream is at its end then: the pending receive returns nothing.
    private void End()
    {
        _reception.NoteEnd(ConnectionEnd.Timeout);
        try
        {
            _socket.Shutdown(SocketShutdown.Receive);
        }
        catch (Exception gone) when (gone is SocketException or ObjectDisposedException)
        {
            // It has ended in the meantime.
        }
    }
}
