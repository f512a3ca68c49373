using RawHttp.Cli.CommandLine;
using RawHttp.Client;

namespace RawHttp.Cli.Commands.Get;

/// <summary>How a target is reached through the proxy of -x.</summary>
/// <param name="Proxy">The proxy.</param>
/// <param name="Host">The host that the proxy is asked for.</param>
/// <param name="Port">Its port.</param>
/// <param name="IsForwarded">Whether the proxy gets the request itself, in absolute-form; otherwise it opens a tunnel.</param>
internal sealed record ProxyRoute(Proxy Proxy, string Host, int Port, bool IsForwarded)
{
    /// <summary>Whether the tunnel is asked for with CONNECT, which is an exchange of its own.</summary>
    public bool AsksConnect => Proxy.Kind == ProxyKind.Http && !IsForwarded;

    /// <summary>The name of the exchange with CONNECT.</summary>
    public string Name => $"CONNECT {HostAndPort} through {Proxy}";

    /// <summary>What the proxy is asked for.</summary>
    public string HostAndPort => new Target(Host, Port, "/").HostAndPort;

    /// <summary>The route to a target; null without a proxy. As in curl, a target of --connect-to gets a tunnel, and an address of
    /// --resolve is that of the proxy.</summary>
    public static ProxyRoute? Create(Target target, GetOptions options)
    {
        if (options.Proxy is not { } proxy)
        {
            return null;
        }

        var route = ConnectOverride.Create(target, options.ConnectTo, options.Resolve);
        var isForwarded = proxy.Kind == ProxyKind.Http && !target.IsSecure && (route.Host, route.Port) == (target.Host, target.Port);
        var own = ConnectOverride.Create(new Target(proxy.Host, proxy.Port, "/"), [], options.Resolve);
        return new ProxyRoute(proxy with { Addresses = own.Addresses }, route.Host, route.Port, isForwarded);
    }
}
