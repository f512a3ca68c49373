namespace RawHttp.Net;

/// <summary>What a connection does with what it receives, however it was made.</summary>
public record ConnectionOptions
{
    /// <summary>Called with every octet received, in order, before it can be read, and with the timestamp of <see cref="Time"/> at which
    /// it arrived; null for no call. It must not use the connection. If it throws, the stream ends, and the reader gets the
    /// exception.</summary>
    public Action<ReadOnlyMemory<byte>, long>? Received { get; init; }

    /// <summary>Whether to keep when each unread octet arrived, for <see cref="Connection.ArrivalOf"/>. True by default.</summary>
    public bool KeepsArrivals { get; init; } = true;

    /// <summary>The clock and timers to use.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}
