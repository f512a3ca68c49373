using System.Text;
using System.Text.Json.Nodes;
using RawHttp.Tests.Cli.Servers;
using RawHttp.Tests.Tls;

namespace RawHttp.Tests.Cli;

/// <summary>-x with an HTTP proxy: requests in absolute-form, tunnels, and proxies that do neither well.</summary>
public sealed class ProxyTests : IDisposable
{
    private const string Url = "https://localhost/";
    private readonly TemporaryFolder _folder = new();

    private string Authority => TestCertificates.WriteAuthority(_folder);

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("{0}", "")]
    [InlineData("http://{0}", "")]
    [InlineData("http://user:p%40ss@{0}/", "Proxy-Authorization: Basic dXNlcjpwQHNz\r\n")]
    public async Task A_request_for_http_is_sent_in_absolute_form(string proxy, string fields)
    {
        await using var server = ScriptedServer.Sending(ScriptedProxy.Page);

        var result = await Tool.RunAsync("get", "-x", string.Format(null, proxy, server.Address), "nowhere.test:81/a?b", "-v");

        Assert.Equal((0, ScriptedProxy.Page), (result.Status, result.Text));
        Assert.Equal($"GET http://nowhere.test:81/a?b HTTP/1.1\r\nHost: nowhere.test:81\r\nConnection: close\r\n{fields}\r\n", Assert.Single(server.Requests));
        Assert.StartsWith($"* {server.Address}: connected\n* http://{server.Address} forwards the request\n> GET http://nowhere.test:81/", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_tunnel_for_https_is_an_exchange_of_its_own()
    {
        var inside = new List<string>();
        await using var server = ScriptedProxy.Tunnelling(inside: inside);

        var result = await Tool.RunAsync("get", "-x", $"u:p@{server.Address}", Url, "--cacert", Authority, "--wire");

        Assert.Equal((0, ""), (result.Status, result.Error));
        Assert.StartsWith($"1. CONNECT localhost:443 through http://{server.Address}\n", result.Text, StringComparison.Ordinal);
        Assert.Contains("39  end: complete; no body (RFC 9112 §6.3 rule 2)\n", Encoding.UTF8.GetString(result.Output), StringComparison.Ordinal);
        Assert.Contains("\n2. localhost:443/\n", result.Text, StringComparison.Ordinal);
        Assert.Equal("CONNECT localhost:443 HTTP/1.1\r\nHost: localhost:443\r\nProxy-Authorization: Basic dTpw\r\n\r\n", Assert.Single(server.Requests));
        Assert.Equal("GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n", Assert.Single(inside));
    }

    [Fact]
    public async Task Json_has_an_object_for_each_and_a_file_all_that_was_received()
    {
        await using var server = ScriptedProxy.Tunnelling();
        string[] command = ["get", "-x", server.Address, Url, "--cacert", Authority, "--save", _folder.PathOf("all"), "--report", _folder.PathOf("page"), "--json"];

        var objects = (await Tool.RunAsync(command)).Text.TrimEnd('\n').Split('\n').Select(line => JsonNode.Parse(line)!).ToList();

        Assert.Equal(["CONNECT", "GET"], objects.Select(one => (string)one["request"]!["method"]!));
        Assert.Equal([$"http://{server.Address}", "https://localhost:443/"], objects.Select(one => (string)one["target"]!));
        Assert.Equal([0, 0], objects.Select(one => (int)one["head"]!["offset"]!));
        Assert.Equal(ScriptedProxy.Established + ScriptedProxy.Page, _folder.Read("all"));
        Assert.Contains("Connection established", _folder.Read("page"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Raw_shows_the_answer_and_then_what_the_tunnel_carries()
    {
        await using var server = ScriptedProxy.Tunnelling("HTTP/1.1 103 Early Hints\r\n\r\n" + ScriptedProxy.Established);

        var result = await Tool.RunAsync("get", "-x", server.Address, Url, "--cacert", Authority, "--raw");

        Assert.Equal((0, $"HTTP/1.1 103 Early Hints\r\n\r\n{ScriptedProxy.Established}{ScriptedProxy.Page}"), (result.Status, result.Text));
    }

    [Fact]
    public async Task What_is_wrong_with_the_answer_is_found_and_strict_refuses_it()
    {
        await using var server = ScriptedProxy.Tunnelling("HTTP/1.1 200 OK\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n");

        var json = JsonNode.Parse((await Tool.RunAsync("get", "-x", server.Address, Url, "--cacert", Authority, "--json")).Text.Split('\n')[0])!;
        var strict = await Tool.RunAsync("get", "-x", server.Address, Url, "--cacert", Authority, "--strict");

        Assert.NotEmpty(json["findings"]!.AsArray());
        Assert.Equal(8, strict.Status);
        Assert.Contains($"rawhttp: read CONNECT localhost:443 through http://{server.Address}: ", strict.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--wire")]
    [InlineData("--raw")]
    [InlineData("")]
    public async Task A_refusal_is_shown_with_its_content(string view)
    {
        await using var server = ScriptedServer.Sending("HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 4\r\n\r\nnone");

        var result = await Tool.RunAsync(["get", "-x", server.Address, Url, .. view.Split(' ', StringSplitOptions.RemoveEmptyEntries), "--save", _folder.PathOf("all")]);

        Assert.Equal((56, $"rawhttp: connect localhost:443 through http://{server.Address}: it answered CONNECT with 407: it asks for credentials, http://USER:PASSWORD@HOST:PORT\n"), (result.Status, result.Error));
        Assert.Contains("none", result.Text, StringComparison.Ordinal);
        Assert.EndsWith("\r\n\r\nnone", _folder.Read("all"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_content_of_a_refusal_is_not_the_body_of_the_target()
    {
        await using var server = ScriptedServer.Sending("HTTP/1.1 403 Forbidden\r\nContent-Length: 4\r\n\r\nnone");
        using var folder = new TemporaryFolder();

        var result = await Tool.RunAsync("get", "-x", server.Address, "https://localhost/", "-o", folder.PathOf("body"));

        Assert.Equal(56, result.Status);
        Assert.Empty(folder.Names);
    }

    [Theory]
    [InlineData("", 52, "it closed the connection instead of an answer to CONNECT")]
    [InlineData("HTTP/1.1 200 OK\r\nA: ", 18, "its answer to CONNECT: ")]
    [InlineData("SSH-2.0-x\r\n", 8, "its answer to CONNECT: not an HTTP/1.x response")]
    [InlineData("HTTP/1.1 101 Switching Protocols\r\n\r\n", 56, "it answered CONNECT with 101")]
    [InlineData("HTTP/1.1 502 Bad Gateway\r\nContent-Length: 9\r\n\r\nx", 18, "its answer to CONNECT: ")]
    public async Task A_bad_answer_fails_as_that_of_a_server_does_and_what_came_is_shown(string answer, int status, string why)
    {
        await using var server = ScriptedServer.Sending(answer);

        var result = await Tool.RunAsync("get", "-x", server.Address, Url, "--raw");

        Assert.Equal((status, answer), (result.Status, result.Text));
        Assert.StartsWith($"rawhttp: connect localhost:443 through http://{server.Address}: {why}", result.Error, StringComparison.Ordinal);
        Assert.Equal(1, result.Error.Count(character => character == '\n'));
    }

    [Theory]
    [InlineData("A: 1\r\n", "--max-head 10K", "HTTP/1.1 200 OK\r\n", 100)]
    [InlineData("HTTP/1.1 100 Continue\r\n\r\n", "", "", 100)]
    [InlineData("x", "--max-body 10K", "HTTP/1.1 403 Forbidden\r\n\r\n", 63)]
    public async Task An_endless_answer_meets_a_limit(string piece, string options, string beginning, int status)
    {
        await using var server = ScriptedServer.Start(async client =>
        {
            await client.SendAsync(beginning);
            await client.SendForeverAsync(piece);
        });

        var result = await Tool.RunAsync(["get", "-x", server.Address, Url, .. options.Split(' ', StringSplitOptions.RemoveEmptyEntries)]);

        Assert.Equal(status, result.Status);
    }

    [Theory]
    [InlineData("")]
    [InlineData("HTTP/1.1 200 OK\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\n\r\n")]
    [InlineData("HTTP/1.1 502 Bad Gateway\r\n\r\nx")]
    public async Task The_connect_timeout_counts_for_the_tunnel_too(string answer)
    {
        await using var server = ScriptedServer.SendingThenSilent(answer);

        var result = await Tool.RunAsync("get", "-x", server.Address, Url, "--connect-timeout", "0.5", "--raw");

        Assert.Equal((28, answer), (result.Status, result.Text));
        Assert.Equal($"rawhttp: connect localhost:443: no tunnel through http://{server.Address} within 0.5 s\n", result.Error);
    }

    // What follows the head in one segment is the tunnel's: not shown as the proxy's, and not lost.
    [Fact]
    public async Task Octets_right_after_the_answer_belong_to_the_tunnel()
    {
        await using var server = ScriptedServer.Sending(ScriptedProxy.Established + "220 mail.test ESMTP\r\n");

        var result = await Tool.RunAsync("get", "-x", server.Address, Url, "--save", _folder.PathOf("all"), "--wire");

        Assert.Equal((35, "rawhttp: connect localhost:443: TLS handshake: the server does not speak TLS; it sent \"220 mail.test ESMTP\"\n"), (result.Status, result.Error));
        Assert.Equal($"{ScriptedProxy.Established}220 mail.test ESMTP\r\n", _folder.Read("all"));
    }

    [Fact]
    public async Task A_certificate_that_is_not_trusted_is_refused_through_a_tunnel_too()
    {
        await using var server = ScriptedProxy.Tunnelling();

        var result = await Tool.RunAsync("get", "-x", server.Address, Url, "--print", "b");

        Assert.Equal((60, ""), (result.Status, result.Text));
        Assert.StartsWith("rawhttp: connect localhost:443: the certificate is not trusted: ", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_tunnel_carries_several_requests()
    {
        var inside = new List<string>();
        await using var server = ScriptedProxy.Tunnelling(inside: inside);

        var result = await Tool.RunAsync("get", "-x", server.Address, "--keep-alive", "https://localhost/a", "https://localhost/b", "--cacert", Authority, "--print", "b");

        Assert.Equal((0, "hellohello", ""), (result.Status, result.Text, result.Error));
        Assert.Single(server.Requests);
        Assert.Equal(["/a", "/b"], inside.Select(head => head.Split(' ')[1]));
    }

    [Fact]
    public async Task Each_hop_goes_through_the_proxy_and_only_the_proxy_gets_its_credentials()
    {
        var inside = new List<string>();
        await using var tunnel = ScriptedProxy.Tunnelling(inside: inside, response: "HTTP/1.1 302 Found\r\nLocation: http://b.test/c\r\nContent-Length: 0\r\n\r\n");

        var result = await Tool.RunAsync(
            "get", "-L", "-x", tunnel.Address, "-H", "Proxy-Authorization: Bearer 1", "-u", "a:b", Url, "--cacert", Authority, "--print", "b");

        Assert.Contains("CONNECT localhost:443 HTTP/1.1\r\nHost: localhost:443\r\nProxy-Authorization: Bearer 1\r\n\r\n", tunnel.Requests);
        Assert.Contains(tunnel.Requests, head => head.StartsWith("GET http://b.test/c HTTP/1.1\r\n", StringComparison.Ordinal)
            && head.Contains("\r\nProxy-Authorization: Bearer 1\r\n", StringComparison.Ordinal) && !head.Contains("\r\nAuthorization", StringComparison.Ordinal));
        Assert.DoesNotContain("Proxy-Authorization", Assert.Single(inside), StringComparison.Ordinal);
        Assert.Equal((0, "hello", ""), (result.Status, result.Text, result.Error));
    }

    [Fact]
    public async Task A_target_of_connect_to_gets_a_tunnel()
    {
        await using var server = ScriptedServer.Start(async client =>
        {
            await client.SendAsync(ScriptedProxy.Established);
            Assert.StartsWith("GET /a HTTP/1.1\r\nHost: a.test\r\n", await client.ReadHeadAsync(), StringComparison.Ordinal);
            await client.SendAsync(ScriptedProxy.Page);
            await client.CloseAsync();
        });

        var result = await Tool.RunAsync("get", "-x", server.Address, "a.test/a", "--connect-to", "a.test:80:b.test:81", "--print", "b");

        Assert.Equal((0, "hello", ""), (result.Status, result.Text, result.Error));
        Assert.StartsWith("CONNECT b.test:81 HTTP/1.1\r\n", Assert.Single(server.Requests), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_address_of_the_proxy_may_be_given()
    {
        await using var server = ScriptedServer.Sending(ScriptedProxy.Page);

        var result = await Tool.RunAsync("get", "-x", $"proxy.test:{server.Port}", "--resolve", $"proxy.test:{server.Port}:127.0.0.1", "a.test", "--print", "b");

        Assert.Equal((0, "hello", ""), (result.Status, result.Text, result.Error));
    }

    [Fact]
    public async Task A_proxy_that_cannot_be_reached_is_named()
    {
        using var port = new RefusingPort();

        var refused = await Tool.RunAsync("get", "-x", $"127.0.0.1:{port.Number}", Url);
        var unknown = await Tool.RunAsync("get", "-x", "proxy.invalid", "a.test");

        Assert.Equal((7, $"rawhttp: connect proxy 127.0.0.1:{port.Number}: connection refused\n"), (refused.Status, refused.Error));
        Assert.Equal(5, unknown.Status);
        Assert.StartsWith("rawhttp: resolve proxy proxy.invalid: ", unknown.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ftp://a", "\"ftp\" is no scheme of a proxy that is supported; http, socks5 and socks5h are")]
    [InlineData("http://a/b", "it is not [SCHEME://][USER:PASSWORD@]HOST[:PORT]")]
    [InlineData("a:0", "it is not [SCHEME://][USER:PASSWORD@]HOST[:PORT]")]
    [InlineData("a:70000", "it is not [SCHEME://][USER:PASSWORD@]HOST[:PORT]")]
    [InlineData("", "it is not [SCHEME://][USER:PASSWORD@]HOST[:PORT]")]
    public async Task A_value_that_is_no_proxy_is_refused(string value, string why)
    {
        var result = await Tool.RunAsync("get", "--proxy", value, "a.test");

        Assert.Equal((2, $"rawhttp: --proxy: \"{value}\": {why}; see rawhttp get --help\n"), (result.Status, result.Error));
    }

    [Theory]
    [InlineData("--demo")]
    [InlineData("--unix-socket x a.test")]
    public async Task What_goes_to_no_proxy_is_refused_beside_one(string options)
    {
        var result = await Tool.RunAsync(["get", "-x", "a", .. options.Split(' ')]);

        Assert.Equal((2, $"rawhttp: -x and {options.Split(' ')[0]} exclude each other; see rawhttp get --help\n"), (result.Status, result.Error));
    }

    [RequiresProgram("tinyproxy", "tinyproxy-bin")]
    public async Task Tinyproxy_forwards_and_tunnels()
    {
        await using var origin = ScriptedServer.Sending(ScriptedProxy.Page);
        await using var secure = TlsServer.Sending(TestCertificates.Good, ScriptedProxy.Page);
        await using var proxy = await RealServer.StartAsync(
            site =>
            {
                site.Folder.Write("tiny.conf", $"Port {site.Port}\nListen 127.0.0.1\nMaxClients 20\nBasicAuth user secret\n");
                return ServerProcess.Start(site, "tinyproxy", "-d", "-c", "tiny.conf");
            },
            origin: "127.0.0.1:1");

        var plain = await Tool.RunAsync("get", "-x", $"http://user:secret@{proxy.Address}", origin.Address, "--print", "b");
        var tunnel = await Tool.RunAsync("get", "-x", $"http://user:secret@{proxy.Address}", secure.Url, "--cacert", Authority, "--print", "b");
        var refused = await Tool.RunAsync("get", "-x", proxy.Address, secure.Url);

        Assert.Equal((0, "hello", ""), (plain.Status, plain.Text, plain.Error));
        Assert.Equal((0, "hello", ""), (tunnel.Status, tunnel.Text, tunnel.Error));
        Assert.Equal((56, $"rawhttp: connect {secure.Name} through http://{proxy.Address}: it answered CONNECT with 407: it asks for credentials, http://USER:PASSWORD@HOST:PORT\n"), (refused.Status, refused.Error));
    }
}
