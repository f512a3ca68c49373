using System.Net;
using System.Net.Sockets;

namespace RawHttp.Net;

/// <summary>How to connect, and how long to wait.</summary>
public sealed record ConnectOptions
{
    /// <summary>The only address family to use; any if null.</summary>
    public AddressFamily? Family { get; init; }

    /// <summary>How long resolving, connecting and the TLS handshake may take together. 30 s by default.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long to wait for the next octet before the connection counts as ended. 60 s by default.</summary>
    public TimeSpan ReadTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Addresses to use instead of resolving the host.</summary>
    public IReadOnlyList<IPAddress>? Addresses { get; init; }

    /// <summary>How to speak TLS; null for a plain connection.</summary>
    public TlsOptions? Tls { get; init; }

    /// <summary>Called with every octet received, in order, before it can be read, and with the timestamp of <see cref="Time"/> at which it
    /// arrived; null for no call.</summary>
    public Action<ReadOnlyMemory<byte>, long>? Received { get; init; }

    /// <summary>Whether the connection keeps when each unread octet arrived (<see cref="Connection.ArrivalOf"/>). True by default.</summary>
    public bool KeepsArrivals { get; init; } = true;

    /// <summary>The clock and timers to use.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}
