using System.Net;
using System.Net.Sockets;

namespace RawHttp.Tests;

/// <summary>A loopback port that refuses connections as long as this lives: it is bound, so that no other test gets it, and nothing listens on it.</summary>
internal sealed class RefusingPort : IDisposable
{
    private readonly Socket _bound = new(AddressFamily.InterNetworkV6, SocketType.Stream, ProtocolType.Tcp) { DualMode = true };

    public RefusingPort() => _bound.Bind(new IPEndPoint(IPAddress.IPv6Any, 0));

    public int Number => ((IPEndPoint)_bound.LocalEndPoint!).Port;

    public void Dispose() => _bound.Dispose();
}
