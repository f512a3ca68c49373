using RawHttp.Http;
using RawHttp.Net;

namespace RawHttp.Client;

/// <summary>An http or https URL: how to connect to it, and what to ask for.</summary>
internal sealed class UrlTarget
{
    private readonly Uri _url;
    private readonly ConnectOptions _options;
    private readonly ExchangeOptions? _exchange;

    /// <exception cref="FormatException">It is not an http or https URL.</exception>
    public UrlTarget(string url, ConnectOptions? options, ExchangeOptions? exchange)
    {
        _exchange = exchange;
        _url = Uri.TryCreate(url, UriKind.Absolute, out var target)
            && (target.Scheme == Uri.UriSchemeHttp || target.Scheme == Uri.UriSchemeHttps)
            ? target
            : throw new FormatException($"\"{url}\" is no http or https URL.");
        _options = options ?? new ConnectOptions();
        _options = _url.Scheme == Uri.UriSchemeHttps ? _options with { Tls = _options.Tls ?? new TlsOptions() } : _options;
    }

    /// <summary>A GET of the URL with Connection: close.</summary>
    public RequestBuilder Request
    {
        get
        {
            var authority = _url.IsDefaultPort ? _url.IdnHost : $"{_url.IdnHost}:{_url.Port}";
            List<(string, string)> fields = [("Host", authority), ("Connection", "close")];
            if (IsForwarded && _exchange!.Proxy!.Authorization is { } credentials)
            {
                fields.Add(("Proxy-Authorization", credentials));
            }

            var target = IsForwarded ? $"http://{authority}{_url.PathAndQuery}" : _url.PathAndQuery;
            return new RequestBuilder("GET", target) { Fields = fields };
        }
    }

    // Whether an HTTP proxy gets the request itself.
    private bool IsForwarded => _exchange?.Proxy is { Kind: ProxyKind.Http } && _url.Scheme == Uri.UriSchemeHttp;

    public Task<Connection> ConnectAsync(Action<ReadOnlyMemory<byte>, long> received, CancellationToken cancellationToken)
    {
        var options = _options with { Received = received };
        var host = _url.IdnHost.Trim('[', ']');
        return _exchange?.Proxy is not { } proxy ? Connection.ConnectAsync(host, _url.Port, options, cancellationToken)
            : IsForwarded ? proxy.ConnectAsync(options, cancellationToken)
            : proxy.OpenTunnelAsync(host, _url.Port, options, _exchange.Limits, cancellationToken);
    }
}
