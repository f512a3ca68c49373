namespace RawHttp.Tests.Http;

/// <summary>A peer that never stops: some octets first, then others again and again. It gives them at once, and fails who takes too many.</summary>
internal sealed class EndlessStream(byte[] beginning, byte[] cycle, long most) : Stream
{
    /// <summary>The most octets it gives in one read.</summary>
    public const int AtOnce = 4096;

    /// <summary>How many octets it has given.</summary>
    public long Given { get; private set; }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(Span<byte> buffer)
    {
        Assert.InRange(Given, 0, most);
        buffer = buffer[..Math.Min(buffer.Length, AtOnce)];
        foreach (ref var octet in buffer)
        {
            octet = Given < beginning.Length ? beginning[Given] : cycle[(Given - beginning.Length) % cycle.Length];
            Given++;
        }

        return buffer.Length;
    }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => new(Read(buffer.Span));

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Flush()
    {
    }
}
