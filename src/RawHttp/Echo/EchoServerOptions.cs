using System.Net;
using RawHttp.Net;

namespace RawHttp.Echo;

/// <summary>How an <see cref="EchoServer"/> serves.</summary>
public sealed record EchoServerOptions
{
    /// <summary>Where to listen. A free port of the loopback address unless told.</summary>
    public IPEndPoint EndPoint { get; init; } = new(IPAddress.Loopback, 0);

    /// <summary>How long a client may take to send a line, until it sets its own limit with <c>set time N</c>. 60 s unless told.</summary>
    public TimeSpan IdleTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>What a line is answered with.</summary>
    public EchoReply Reply { get; init; }

    /// <summary>What a client's idle timeout leads to.</summary>
    public TimeoutEnding OnTimeout { get; init; }

    /// <summary>The most octets of a line, its ending included. 64 KiB unless told.</summary>
    public int MaxLine { get; init; } = SocketFile.DefaultMaxLine;

    /// <summary>The most clients at a time. 10,000 unless told; a further one is told <c>server busy</c>.</summary>
    public int MaxConnections { get; init; } = 10_000;

    /// <summary>The most octets that buffers for unfinished lines and unsent replies may take, of all clients together; the 1 KiB that each
    /// client has anyway is not counted. 256 MiB unless told. Past it the client that holds the most is told so and closed, then the next. While more than a quarter of it is held, and once
    /// much was held and is free, the server has the runtime collect garbage, which stops the whole process for a moment.</summary>
    public long MaxMemory { get; init; } = 256 * 1024 * 1024;

    /// <summary>Who is told what happens; nobody if null.</summary>
    public IEchoObserver? Observer { get; init; }

    /// <summary>Where time comes from.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}
