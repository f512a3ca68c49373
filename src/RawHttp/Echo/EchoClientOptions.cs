using RawHttp.Net;

namespace RawHttp.Echo;

/// <summary>Options of an <see cref="EchoClient"/>.</summary>
public sealed record EchoClientOptions
{
    /// <summary>How long to wait for a reply. 60 s by default.</summary>
    public TimeSpan ReplyTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>The most octets of a reply, its ending included. 64 KiB by default.</summary>
    public int MaxLine { get; init; } = SocketFile.DefaultMaxLine;

    /// <summary>How long connecting may take. 30 s by default.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The clock and timers to use.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}
