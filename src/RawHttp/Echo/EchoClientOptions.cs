using RawHttp.Net;

namespace RawHttp.Echo;

/// <summary>How an <see cref="EchoClient"/> talks.</summary>
public sealed record EchoClientOptions
{
    /// <summary>How long to wait for a reply. 60 s unless told.</summary>
    public TimeSpan ReplyTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>The most octets of a reply, its ending included. 64 KiB unless told.</summary>
    public int MaxLine { get; init; } = SocketFile.DefaultMaxLine;

    /// <summary>How long connecting may take. 30 s unless told.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Where time comes from.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}
