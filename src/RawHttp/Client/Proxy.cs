using System.Net;
using System.Text;
using RawHttp.Http;
using RawHttp.Net;

namespace RawHttp.Client;

/// <summary>A proxy that connections go through. An HTTP proxy gets requests for http URLs in absolute-form (RFC 9112 §3.2.2), and opens
/// a tunnel for the rest (RFC 9110 §9.3.6).</summary>
/// <param name="Kind">What it speaks.</param>
/// <param name="Host">Its name, or an address without brackets.</param>
/// <param name="Port">1 to 65535.</param>
public sealed record Proxy(ProxyKind Kind, string Host, int Port)
{
    // As curl has it, also for HTTP.
    private const int DefaultPort = 1080;

    /// <summary>The user name; null to send no credentials.</summary>
    public string? UserName { get; init; }

    /// <summary>The password; null for an empty one.</summary>
    public string? Password { get; init; }

    /// <summary>The value of Proxy-Authorization for an HTTP proxy (RFC 9110 §11.7.2); null for Basic credentials (RFC 7617) of
    /// <see cref="UserName"/> and <see cref="Password"/>, if there is a user name.</summary>
    public string? Authorization
    {
        get => field ?? (UserName is null
            ? null
            : $"Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes($"{UserName}:{Password}"))}");
        init;
    }

    /// <summary>Addresses to use instead of resolving the proxy's name.</summary>
    public IReadOnlyList<IPAddress>? Addresses { get; init; }

    /// <summary>Sees the CONNECT exchange with an HTTP proxy: what was asked, what was answered, what is wrong with it. Null for no
    /// observer.</summary>
    public IExchangeObserver? Observer { get; init; }

    /// <summary>Parses <c>[scheme://][user[:password]@]host[:port]</c>. The schemes are http (the default), socks5 and socks5h; the
    /// port is 1080 unless given. User name and password are percent-decoded.</summary>
    /// <param name="url">The text.</param>
    /// <returns>The proxy.</returns>
    /// <exception cref="FormatException">It is malformed, or of another scheme.</exception>
    public static Proxy Parse(string url)
    {
        ArgumentNullException.ThrowIfNull(url);
        var at = url.IndexOf("://", StringComparison.Ordinal);
        var scheme = at >= 0 ? url[..at].ToLowerInvariant() : "http";
        ProxyKind kind = scheme switch
        {
            "http" => ProxyKind.Http,
            "socks5" => ProxyKind.Socks5,
            "socks5h" => ProxyKind.Socks5h,
            _ => throw new FormatException($"\"{scheme}\" is no scheme of a proxy that is supported; http, socks5 and socks5h are"),
        };

        // A scheme that the parser does not know has no port by default, so that a port 80 that was written is seen.
        var rest = at >= 0 ? url[(at + 3)..] : url;
        if (!Uri.TryCreate($"proxy://{rest}", UriKind.Absolute, out var parsed)
            || parsed.Host.Length == 0
            || parsed.PathAndQuery is not ("" or "/")
            || parsed.Fragment.Length > 0
            || parsed.Port == 0)
        {
            throw new FormatException("it is not [SCHEME://][USER:PASSWORD@]HOST[:PORT]");
        }

        var user = parsed.UserInfo.Split(':', 2);
        return new Proxy(kind, parsed.IdnHost.Trim('[', ']'), parsed.Port < 0 ? DefaultPort : parsed.Port)
        {
            UserName = parsed.UserInfo.Length > 0 ? Uri.UnescapeDataString(user[0]) : null,
            Password = user.Length > 1 ? Uri.UnescapeDataString(user[1]) : null,
        };
    }

    /// <summary>Connects to the proxy itself: to an HTTP proxy that gets requests in absolute-form.</summary>
    /// <param name="options">The options; the defaults if null. TLS and the addresses of the server are not used.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>The connection, already receiving.</returns>
    /// <exception cref="ConnectException">No connection was made.</exception>
    /// <exception cref="OperationCanceledException">The attempt was ended.</exception>
    public async Task<Connection> ConnectAsync(ConnectOptions? options = null, CancellationToken cancellationToken = default)
    {
        try
        {
            var how = (options ?? new ConnectOptions()) with { Tls = null, Addresses = Addresses };
            return await Connection.ConnectAsync(Host, Port, how, cancellationToken).ConfigureAwait(false);
        }
        catch (ConnectException failure)
        {
            var error = failure.Error == ConnectError.NotResolved ? ConnectError.ProxyNotResolved : failure.Error;

            // "connect HOST:PORT: ..." or "resolve HOST: ...".
            var message = failure.Message.Insert(failure.Message.IndexOf(' ', StringComparison.Ordinal), " proxy");
            throw new ConnectException(error, message, failure.Attempts);
        }
    }

    /// <summary>Connects to a server through a tunnel of the proxy, with TLS if the options have it.</summary>
    /// <param name="host">The server's name, or its address without brackets.</param>
    /// <param name="port">1 to 65535.</param>
    /// <param name="options">The options; the defaults if null. The connect timeout counts for all of it, the addresses for a proxy that
    /// does not resolve names.</param>
    /// <param name="limits">How much of an answer to CONNECT is read at most; the defaults if null.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>The connection to the server, already receiving. Its octets begin after the proxy's answer.</returns>
    /// <exception cref="ConnectException">No connection was made, the proxy refused, or TLS failed.</exception>
    /// <exception cref="OperationCanceledException">The attempt was ended.</exception>
    public Task<Connection> OpenTunnelAsync(
        string host,
        int port,
        ConnectOptions? options = null,
        MessageLimits? limits = null,
        CancellationToken cancellationToken = default) =>
        new ProxyTunnel(this, host, port, options ?? new ConnectOptions()).OpenAsync(limits, cancellationToken);

    /// <summary>The proxy as a URL, without credentials.</summary>
    /// <returns>The URL.</returns>
    public override string ToString() => $"{Kind.ToString().ToLowerInvariant()}://{HostAndPort(Host, Port)}";

    internal static string HostAndPort(string host, int port) =>
        host.Contains(':', StringComparison.Ordinal) ? $"[{host}]:{port}" : $"{host}:{port}";
}
