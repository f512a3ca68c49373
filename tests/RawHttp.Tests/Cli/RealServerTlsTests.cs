using RawHttp.Tests.Cli.Servers;

namespace RawHttp.Tests.Cli;

/// <summary>TLS as servers that are in use speak it: whom the tool trusts, and what it says.</summary>
public sealed class RealServerTlsTests(RealServers servers) : IClassFixture<RealServers>
{
    private const string Unknown = "it has an issuer that is not known: CN=Test Authority";

    [Theory]
    [OfServer("nginx", "nginx", "nginx-light")]
    [OfServer("Caddy", "caddy", "caddy")]
    public async Task An_authority_is_trusted_when_told_alone(string name)
    {
        var server = await servers.GetAsync(name, isTls: true);

        var refused = await Tool.RunAsync("get", server.Url + "/page.html");
        var insecure = await Tool.RunAsync("get", server.Url + "/page.html", "-k", "--print", "b");

        Assert.Equal((60, "", $"rawhttp: connect {server.Address}: the certificate is not trusted: {Unknown}; --cacert FILE names roots to trust, -k accepts it\n"), (refused.Status, refused.Text, refused.Error));
        Assert.Equal((0, Site.Page, $"rawhttp: note: -k: the certificate is not checked; it would be refused: {Unknown}\n"), (insecure.Status, insecure.Text, insecure.Error));
    }

    // Caddy has nothing to show for a name that is none of its own; nginx shows what it has.
    [Theory]
    [OfServer("nginx", "nginx", "nginx-light", 60, "the certificate is not trusted: it is for localhost, 127.0.0.1, not for other.test; --cacert FILE names roots to trust, -k accepts it")]
    [OfServer("Caddy", "caddy", "caddy", 35, "TLS handshake: the server refused with the alert 80 (internal_error)")]
    public async Task A_server_of_another_name_is_refused_or_refuses(string name, int status, string reason)
    {
        var server = await servers.GetAsync(name, isTls: true);

        var result = await Tool.RunAsync("get", "https://other.test/page.html", "--connect-to", $"other.test:443:{server.Address}", "--cacert", servers.Authority);

        Assert.Equal((status, "", $"rawhttp: connect {server.Address}: {reason}\n"), (result.Status, result.Text, result.Error));
    }

    [Theory]
    [OfServer("nginx", "nginx", "nginx-light", "TLS 1.2, TLS_ECDHE_ECDSA_WITH_")]
    [OfServer("Caddy", "caddy", "caddy", "TLS 1.3, TLS_")]
    public async Task What_was_agreed_on_is_told(string name, string agreed)
    {
        var server = await servers.GetAsync(name, isTls: true);

        var result = await Tool.RunAsync("get", server.Url + "/page.html", "--cacert", servers.Authority, "-v");

        Assert.Equal(0, result.Status);
        Assert.StartsWith($"* {server.Address}: connected\n* {agreed}", result.Error, StringComparison.Ordinal);
        Assert.Contains(", ALPN http/1.1\n* certificate of CN=good, issued by CN=Test Authority\n* certificate for localhost, 127.0.0.1, valid from ", result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [OfServer("nginx", "nginx", "nginx-light")]
    [OfServer("Caddy", "caddy", "caddy")]
    public async Task What_a_server_of_plain_text_says_to_TLS_is_shown(string name)
    {
        var server = await servers.GetAsync(name, isTls: false);

        var result = await Tool.RunAsync("get", $"https://{server.Address}/page.html");

        Assert.Equal((35, $"rawhttp: connect {server.Address}: TLS handshake: the server does not speak TLS; it sent \"HTTP/1.1 400 Bad Request\"\n"), (result.Status, result.Error));
        Assert.StartsWith("HTTP/1.1 400 Bad Request\r\n", result.Text, StringComparison.Ordinal);
    }

    [Theory]
    [OfServer("nginx", "nginx", "nginx-light", "The plain HTTP request was sent to HTTPS port")]
    [OfServer("Caddy", "caddy", "caddy", "Client sent an HTTP request to an HTTPS server.")]
    public async Task What_a_server_of_TLS_says_to_plain_text_is_a_reply(string name, string said)
    {
        var server = await servers.GetAsync(name, isTls: true);

        var result = await Tool.RunAsync("get", $"http://{server.Address}/page.html");

        Assert.Equal((0, ""), (result.Status, result.Error));
        Assert.Contains(" 400 Bad Request\r\n", result.Text, StringComparison.Ordinal);
        Assert.Contains(said, result.Text, StringComparison.Ordinal);
    }
}
