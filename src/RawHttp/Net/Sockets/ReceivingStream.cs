namespace RawHttp.Net;

/// <summary>Received octets as a stream that never fails: every end or error is the end of the stream, and
/// <see cref="End"/> gives its cause.</summary>
internal abstract class ReceivingStream : Stream
{
    /// <summary>How it ended; <see cref="ConnectionEnd.None"/> before.</summary>
    public abstract ConnectionEnd End { get; }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>Whether octets have arrived that were not read yet.</summary>
    public abstract bool HasArrivals { get; }

    /// <summary>Whether the connection below is gone: a pending send fails at once, perhaps with a reset.</summary>
    public abstract bool IsGone { get; }

    /// <summary>Ends the stream from this side: a pending read returns nothing, and so does every later one.</summary>
    public abstract void StopReceiving();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Flush()
    {
    }
}
