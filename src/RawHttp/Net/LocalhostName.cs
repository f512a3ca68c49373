using System.Net;

namespace RawHttp.Net;

/// <summary><c>localhost</c> and the names below it mean this machine; a resolver is not asked (RFC 6761 §6.3).</summary>
internal static class LocalhostName
{
    private static readonly IPAddress[] Loopback = [IPAddress.IPv6Loopback, IPAddress.Loopback];

    /// <summary>The loopback addresses for such a name, in any case and with or without the final dot; null for any other name.</summary>
    public static IPAddress[]? Resolve(string host)
    {
        var name = host.AsSpan(0, host.Length - (host.EndsWith('.') ? 1 : 0));
        var isLocal = name.Equals("localhost", StringComparison.OrdinalIgnoreCase)
            || name.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase);
        return isLocal ? Loopback : null;
    }
}
