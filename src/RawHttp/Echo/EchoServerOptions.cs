using System.Net;
using RawHttp.Net;

namespace RawHttp.Echo;

/// <summary>Options of an <see cref="EchoServer"/>.</summary>
public sealed record EchoServerOptions
{
    /// <summary>The address to listen on. A free port of the loopback address by default.</summary>
    public IPEndPoint EndPoint { get; init; } = new(IPAddress.Loopback, 0);

    /// <summary>How long a client may take to send a line, until it sets its own limit with <c>set time N</c>. 60 s by default.</summary>
    public TimeSpan IdleTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How a line is answered.</summary>
    public EchoReply Reply { get; init; }

    /// <summary>What happens after a client's idle timeout.</summary>
    public TimeoutEnding OnTimeout { get; init; }

    /// <summary>The most octets of a line, its ending included. 64 KiB by default.</summary>
    public int MaxLine { get; init; } = SocketFile.DefaultMaxLine;

    /// <summary>The most clients at a time. 10,000 by default; further clients receive <c>server busy</c>.</summary>
    public int MaxConnections { get; init; } = 10_000;

    /// <summary>The most octets that the buffers for unfinished lines and unsent replies of all clients may take together; the 1 KiB that
    /// each client always has is not counted. 256 MiB by default. Over the limit, the client that holds the most receives an error line and
    /// is closed, then the next. While more than a quarter of the limit is held, and after much memory has become free, the server starts a
    /// garbage collection, which stops the whole process for a moment.</summary>
    public long MaxMemory { get; init; } = 256 * 1024 * 1024;

    /// <summary>Receives the events of the server; null for no observer.</summary>
    public IEchoObserver? Observer { get; init; }

    /// <summary>The clock and timers to use.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}
