using System.Net.Sockets;

namespace RawHttp.Net;

/// <summary>
/// The receiving side of a socket as a stream that never fails: a reset, the read timeout or our own shutdown is the end of the
/// stream, and <see cref="End"/> says which. A pipe completed with an error would throw away what it still buffers; so none gets one.
/// </summary>
internal sealed class RecordingStream(Socket socket, ConnectOptions options) : Stream
{
    private readonly Deadline? _idle = options.ReadTimeout == Timeout.InfiniteTimeSpan ? null : new Deadline(options.Time);

    public ConnectionEnd End { get; private set; }

    /// <summary>Octets received so far.</summary>
    public long Received { get; private set; }

    /// <summary>When the first octet arrived, as a timestamp of the options' clock; 0 before.</summary>
    public long FirstArrival { get; private set; }

    /// <summary>When the latest octets arrived.</summary>
    public long LastArrival { get; private set; }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>Notes that this side ends the connection, before it does.</summary>
    public void ShutDown() => NoteEnd(ConnectionEnd.ShutDown);

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        int count;
        try
        {
            count = await ReceiveAsync(buffer, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception failure) when (failure is SocketException or ObjectDisposedException || (failure is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            NoteEnd(failure switch
            {
                OperationCanceledException => ConnectionEnd.Timeout,
                ObjectDisposedException => ConnectionEnd.ShutDown,
                _ => ConnectionEnd.Reset,
            });
            return 0;
        }

        // Who reads nothing only waits until there is something, be it the end.
        if (buffer.IsEmpty)
        {
            return 0;
        }

        if (count == 0)
        {
            NoteEnd(ConnectionEnd.EndOfStream);
            return 0;
        }

        LastArrival = options.Time.GetTimestamp();
        FirstArrival = Received == 0 ? LastArrival : FirstArrival;
        Received += count;
        options.Received?.Invoke(buffer[..count]);
        return count;
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
            _idle?.Dispose();
        }

        base.Dispose(disposing);
    }

    // The clock runs only while nothing is there to be received.
    private ValueTask<int> ReceiveAsync(Memory<byte> buffer, CancellationToken cancellation)
    {
        if (_idle is null)
        {
            return socket.ReceiveAsync(buffer, SocketFlags.None, cancellation);
        }

        var receiving = socket.ReceiveAsync(buffer, SocketFlags.None, _idle.Start(Timeout.InfiniteTimeSpan));
        return receiving.IsCompleted ? receiving : WaitAsync(receiving, _idle);
    }

    private async ValueTask<int> WaitAsync(ValueTask<int> receiving, Deadline idle)
    {
        idle.Start(options.ReadTimeout);
        try
        {
            return await receiving.ConfigureAwait(false);
        }
        finally
        {
            idle.Stop();
        }
    }

    private void NoteEnd(ConnectionEnd end)
    {
        if (End == ConnectionEnd.None)
        {
            End = end;
        }
    }
}
