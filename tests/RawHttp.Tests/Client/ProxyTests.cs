using System.Text;
using RawHttp.Client;
using RawHttp.Net;
using RawHttp.Tests.Cli;
using RawHttp.Tests.Tls;

namespace RawHttp.Tests.Client;

/// <summary>A proxy as the library's user names it.</summary>
public sealed class ProxyTests
{
    private static readonly ConnectOptions Trusting = new()
    {
        Tls = new TlsOptions { TrustAnchors = TrustAnchors.FromPem(Encoding.ASCII.GetBytes(TestCertificates.Authority.ExportCertificatePem())) },
    };

    [Theory]
    [InlineData("proxy.test", ProxyKind.Http, "proxy.test", 1080, null, null)]
    [InlineData("HTTP://u@proxy.test:80/", ProxyKind.Http, "proxy.test", 80, "u", null)]
    [InlineData("socks5://u%3A:p%40:q@[::1]:9", ProxyKind.Socks5, "::1", 9, "u:", "p@:q")]
    [InlineData("socks5h://bücher.test", ProxyKind.Socks5h, "xn--bcher-kva.test", 1080, null, null)]
    public void A_URL_names_it(string url, ProxyKind kind, string host, int port, string? user, string? password)
    {
        var proxy = Proxy.Parse(url);

        Assert.Equal((kind, host, port, user, password), (proxy.Kind, proxy.Host, proxy.Port, proxy.UserName, proxy.Password));
        Assert.DoesNotContain("p@", proxy.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_exchange_goes_through_it_and_its_observer_sees_the_answer_to_CONNECT()
    {
        var observer = new Recorder();
        await using var server = ScriptedProxy.Tunnelling();
        var options = new ExchangeOptions { Proxy = Proxy.Parse($"u:p@{server.Address}") with { Observer = observer } };

        var tunnelled = await RawHttpClient.GetAsync("https://localhost/a", options, Trusting);
        var forwarded = await RawHttpClient.GetAsync("http://a.test/b", options);

        Assert.Equal(["hello", "hello"], new[] { tunnelled, forwarded }.Select(exchange => Encoding.ASCII.GetString(exchange.Body.Span)));
        Assert.Equal((ScriptedProxy.Established, "CONNECT", true), (observer.Octets, observer.Exchange!.Request!.Request.Method, observer.Exchange.IsTunnel));
        Assert.Equal(["CONNECT localhost:443 HTTP/1.1", "GET http://a.test/b HTTP/1.1"], server.Requests.Select(head => head.Split("\r\n")[0]));
        Assert.All(server.Requests, head => Assert.Contains("\r\nProxy-Authorization: Basic dTpw\r\n", head, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_refusal_throws_and_the_exchange_is_the_observers()
    {
        var observer = new Recorder();
        await using var server = ScriptedServer.Sending("HTTP/1.1 403 Forbidden\r\nContent-Length: 2\r\n\r\nno");
        var options = new ExchangeOptions { Proxy = Proxy.Parse(server.Address) with { Observer = observer } };

        var failure = await Assert.ThrowsAsync<ConnectException>(() => RawHttpClient.GetAsync("https://localhost/", options));

        Assert.Equal((ConnectError.ConnectRefused, 403), (failure.Error, observer.Exchange!.Head!.StatusLine.StatusCode));
        Assert.True(observer.Exchange.IsComplete);
    }

    private sealed class Recorder : IExchangeObserver
    {
        public string Octets { get; private set; } = "";

        public Exchange? Exchange { get; private set; }

        public void Received(ReadOnlyMemory<byte> octets, long timestamp) => Octets += Encoding.Latin1.GetString(octets.Span);

        public void Done(Exchange exchange) => Exchange = exchange;
    }
}
