using System.Net;
using System.Net.Sockets;

namespace RawHttp.Net;

/// <summary>How to connect, and how long to wait.</summary>
public sealed record ConnectOptions : ConnectionOptions
{
    /// <summary>The only address family to use; any if null.</summary>
    public AddressFamily? Family { get; init; }

    /// <summary>How long resolving, connecting and the TLS handshake may take together. 30 s by default.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long to wait for the next octet before the connection counts as ended. 60 s by default.</summary>
    public TimeSpan ReadTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Addresses to use instead of resolving the host.</summary>
    public IReadOnlyList<IPAddress>? Addresses { get; init; }

    /// <summary>Called with each address that was tried, when that is decided; null for no call.</summary>
    public Action<ConnectAttempt>? Tried { get; init; }

    /// <summary>Which header of the PROXY protocol is sent first, with the connection's own addresses; none by default.</summary>
    public ProxyProtocol ProxyProtocol { get; init; }

    /// <summary>How to speak TLS; null for a plain connection.</summary>
    public TlsOptions? Tls { get; init; }
}
