using RawHttp.Http;
using RawHttp.Net;

namespace RawHttp.Client;

/// <summary>An http or https URL: how to connect to it, and what to ask for.</summary>
internal sealed class UrlTarget
{
    private readonly Uri _url;
    private readonly ConnectOptions _options;

    /// <exception cref="FormatException">It is not an http or https URL.</exception>
    public UrlTarget(string url, ConnectOptions? options)
    {
        _url = Uri.TryCreate(url, UriKind.Absolute, out var target)
            && (target.Scheme == Uri.UriSchemeHttp || target.Scheme == Uri.UriSchemeHttps)
            ? target
            : throw new FormatException($"\"{url}\" is no http or https URL.");
        _options = options ?? new ConnectOptions();
        _options = _url.Scheme == Uri.UriSchemeHttps ? _options with { Tls = _options.Tls ?? new TlsOptions() } : _options;
    }

    /// <summary>A GET of the URL with Connection: close.</summary>
    public RequestBuilder Request => new("GET", _url.PathAndQuery)
    {
        Fields = [("Host", _url.IsDefaultPort ? _url.IdnHost : $"{_url.IdnHost}:{_url.Port}"), ("Connection", "close")],
    };

    public Task<Connection> ConnectAsync(Action<ReadOnlyMemory<byte>, long> received, CancellationToken cancellationToken) =>
        Connection.ConnectAsync(_url.IdnHost.Trim('[', ']'), _url.Port, _options with { Received = received }, cancellationToken);
}
