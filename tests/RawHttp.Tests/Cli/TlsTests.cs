using System.Globalization;
using System.Net.Security;
using System.Security.Authentication;
using System.Text;
using System.Text.Json.Nodes;
using RawHttp.Net;
using RawHttp.Tests.Tls;
using RawHttp.Trust;

namespace RawHttp.Tests.Cli;

/// <summary>https: what is trusted, what is told of it, and that nothing that came is lost.</summary>
public sealed class TlsTests : IDisposable
{
    private const string Page = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello";
    private const string UntilClose = "HTTP/1.1 200 OK\r\nA: 1\r\n\r\nhello";
    private readonly TemporaryFolder _folder = new();

    private string Authority => TestCertificates.WriteAuthority(_folder);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_page_is_shown_as_it_is_over_plain_http()
    {
        await using var server = TlsServer.Sending(TestCertificates.Good, Page);

        var result = await Tool.RunAsync("get", server.Url, "--cacert", Authority);

        Assert.Equal((0, Page, ""), (result.Status, result.Text, result.Error));
    }

    // A file that is no library ends the search for it.
    [Theory]
    [InlineData("get {0} --cacert {1}", 35, "", "rawhttp: connect {2}: TLS needs OpenSSL (libssl.so.3 or libssl.so.1.1), which is not on this system\n")]
    [InlineData("get --demo --json", 0, "\"sha256\":null", "")]
    public async Task Without_OpenSSL_all_but_what_needs_it_works(string command, int status, string output, string error)
    {
        await using var server = TlsServer.Sending(TestCertificates.Good, Page);
        foreach (var version in new[] { "3", "1.1", "1.0.2", "1.0.0", "10" })
        {
            _folder.Write($"libssl.so.{version}", "");
        }

        var result = await Tool.ShellAsync($"LD_LIBRARY_PATH={_folder.PathOf("")} $TOOL {string.Format(CultureInfo.InvariantCulture, command, server.Url, Authority)}");

        Assert.Equal((status, string.Format(CultureInfo.InvariantCulture, error, null, null, server.Name)), (result.Status, result.Error));
        Assert.Contains(output, result.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(SslProtocols.Tls12, "TLS 1.2")]
    [InlineData(SslProtocols.Tls13, "TLS 1.3")]
    public async Task The_server_is_asked_by_name_for_http_1_1_alone_and_what_was_agreed_on_is_told(SslProtocols protocols, string version)
    {
        string? name = null;
        var options = new SslServerAuthenticationOptions
        {
            EnabledSslProtocols = protocols,
            ApplicationProtocols = [SslApplicationProtocol.Http2, SslApplicationProtocol.Http11],
        };
        await using var server = TlsServer.Start(
            TestCertificates.Good,
            async (tls, client) =>
            {
                name = $"{tls.TargetHostName} {tls.NegotiatedApplicationProtocol}";
                await tls.WriteAsync(Encoding.ASCII.GetBytes(Page));
                await tls.ShutdownAsync();
                await client.CloseAsync();
            },
            options);

        var told = await Tool.RunAsync("get", server.Url, "--cacert", Authority, "-v");
        var json = JsonNode.Parse((await Tool.RunAsync("get", server.Url, "--cacert", Authority, "--json")).Output)!["connection"]!["tls"]!;

        var good = TestCertificates.Good;
        Assert.Equal("localhost http/1.1", name);
        Assert.Contains($"* {version}, TLS_", told.Error, StringComparison.Ordinal);
        Assert.Contains(", ALPN http/1.1\n* certificate of CN=good, issued by CN=Test Authority\n", told.Error, StringComparison.Ordinal);
        Assert.Contains($"* certificate for localhost, 127.0.0.1, valid from {Time(good.NotBefore)} to {Time(good.NotAfter)}\n", told.Error, StringComparison.Ordinal);
        Assert.Equal(
            (version, "http/1.1", "CN=good", "CN=Test Authority", """["localhost","127.0.0.1"]""", "[]", true),
            ((string?)json["version"], (string?)json["alpn"], (string?)json["certificate"]!["subject"], (string?)json["certificate"]!["issuer"], json["certificate"]!["names"]!.ToJsonString(), json["problems"]!.ToJsonString(), (bool)json["closeNotify"]!));
        Assert.Equal(good.NotAfter.ToUniversalTime(), ((DateTime)json["certificate"]!["notAfter"]!).ToUniversalTime());
        Assert.StartsWith("TLS_", (string?)json["cipher"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_older_than_TLS_1_2_is_offered()
    {
        var hello = new byte[16 * 1024];
        await using var server = TlsServer.StartBare(async client =>
        {
            await client.Socket.ReceiveAsync(hello);
            await client.CloseAsync();
        });

        await Tool.RunAsync("get", server.Url);

        // The extension supported_versions and all that it lists (RFC 8446 §4.2.1).
        Assert.NotEqual(-1, hello.AsSpan().IndexOf("\x00\x2b\x00\x05\x04\x03\x04\x03\x03"u8));
    }

    // Key exchange by DHE and RSA, CBC with SHA-1, ChaCha20: what curl agrees to, too.
    [Theory]
    [InlineData("DHE-RSA-AES128-GCM-SHA256", "TLS_DHE_RSA_WITH_AES_128_GCM_SHA256")]
    [InlineData("DHE-RSA-AES256-SHA", "TLS_DHE_RSA_WITH_AES_256_CBC_SHA")]
    [InlineData("AES256-GCM-SHA384", "TLS_RSA_WITH_AES_256_GCM_SHA384")]
    [InlineData("AES128-SHA", "TLS_RSA_WITH_AES_128_CBC_SHA")]
    [InlineData("ECDHE-RSA-AES256-SHA", "TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA")]
    [InlineData("ECDHE-RSA-CHACHA20-POLY1305", "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256")]
    public async Task Each_cipher_suite_that_OpenSSL_offers_can_be_agreed_on(string name, string registered)
    {
        var what = new Chain(leafKeys: "rsa2048", leaf: leaf => leaf.With(Extensions.Usage(Extensions.DigitalSignature, Extensions.KeyEncipherment))).Case("", "");
        using var server = OpenSslServer.TryStart(what, name)!;

        await using var connection = await Connection.ConnectAsync("127.0.0.1", server.Port, OptionsFor(what));

        Assert.Equal((SslProtocols.Tls12, registered), (connection.Tls!.Protocol, connection.Tls.CipherSuite.ToString()));
    }

    [Theory]
    [InlineData("MinProtocol = TLSv1.3", "rsa2048", "AES128-SHA256", 35)]
    [InlineData("MinProtocol = TLSv1.1\nCipherString = ALL:@SECLEVEL=0", "rsa2048", "AES128-SHA256", 0)]
    [InlineData("CipherString = ECDHE+AESGCM", "rsa2048", "AES128-SHA256", 35)]
    [InlineData("CipherString = DEFAULT@SECLEVEL=3", "rsa2048", null, 60)]
    [InlineData("CipherString = DEFAULT@SECLEVEL=0", "rsa1024", null, 60)]
    [InlineData("CipherString = none of these", "rsa2048", null, 0)]
    public async Task The_system_s_configuration_of_OpenSSL_counts(string line, string key, string? cipher, int status)
    {
        var what = new Chain(leafKeys: key, leaf: leaf => leaf.With(Extensions.Usage(Extensions.DigitalSignature, Extensions.KeyEncipherment))).Case("", "");
        using var server = OpenSslServer.TryStart(what, cipher)!;
        _folder.Write("conf", $"openssl_conf = a\n[a]\nssl_conf = b\n[b]\nsystem_default = c\n[c]\n{line}\n");
        _folder.Write("anchors", Encoding.ASCII.GetString(what.Anchors));

        var result = await Tool.ShellAsync($"OPENSSL_CONF={_folder.PathOf("conf")} $TOOL get -s https://{what.Host}/ --connect-to ::127.0.0.1:{server.Port} --cacert {_folder.PathOf("anchors")}");

        Assert.Equal(status, result.Status);
    }

    [Theory]
    [InlineData(UntilClose, 18, "the body ends with the connection, at offset 30, and may have been cut")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhello", 18, "the stream ends in a body of 9 bytes, with 4 of its bytes missing, at offset 43")]
    [InlineData("", 52, "no response came, not a byte")]
    public async Task A_close_without_close_notify_may_have_cut_what_came(string sent, int status, string error)
    {
        await using var server = TlsServer.Start(TestCertificates.Good, async (tls, client) =>
        {
            await tls.WriteAsync(Encoding.ASCII.GetBytes(sent));
            await client.CloseAsync();
        });

        var result = await Tool.RunAsync("get", server.Url, "--cacert", Authority);

        Assert.Equal((status, sent, $"rawhttp: read {server.Name}: {error}: the server closed the connection without the close_notify of TLS\n"), (result.Status, result.Text, result.Error));
    }

    [Fact]
    public async Task A_close_without_close_notify_is_a_finding_of_a_whole_message()
    {
        await using var server = TlsServer.Start(TestCertificates.Good, async (tls, client) =>
        {
            await tls.WriteAsync(Encoding.ASCII.GetBytes(Page));
            await client.CloseAsync();
        });

        var result = await Tool.RunAsync("get", server.Url, "--cacert", Authority, "--json");

        var json = JsonNode.Parse(result.Output)!;
        Assert.Equal((0, "fin", false), (result.Status, (string?)json["end"]!["after"], (bool)json["connection"]!["tls"]!["closeNotify"]!));
        Assert.Contains("RFC9112-9.8-INCOMPLETE-CLOSE", json["findings"]!.AsArray().Select(finding => (string?)finding!["code"]));
    }

    [Fact]
    public async Task An_orderly_end_of_TLS_makes_a_body_until_close_whole()
    {
        await using var server = TlsServer.Sending(TestCertificates.Good, UntilClose);

        var result = await Tool.RunAsync("get", server.Url, "--cacert", Authority);

        Assert.Equal((0, UntilClose, ""), (result.Status, result.Text, result.Error));
    }

    [Fact]
    public async Task A_reset_loses_nothing()
    {
        await using var server = TlsServer.Start(TestCertificates.Good, async (tls, client) =>
        {
            await tls.WriteAsync(Encoding.ASCII.GetBytes(UntilClose));
            await client.EndAsync(Ending.Reset);
        });

        var result = await Tool.RunAsync("get", server.Url, "--cacert", Authority);

        Assert.Equal((56, UntilClose), (result.Status, result.Text));
        Assert.EndsWith("and may have been cut: the connection was reset\n", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_record_that_is_none_breaks_the_connection_and_loses_nothing()
    {
        await using var server = TlsServer.Start(TestCertificates.Good, async (tls, client) =>
        {
            await tls.WriteAsync(Encoding.ASCII.GetBytes(UntilClose));
            await client.SendAsync("\x17\x03\x03\x00\x20not a record that can be decrypted"u8.ToArray());
            await client.LeftAsync();
        });

        var result = await Tool.RunAsync("get", server.Url, "--cacert", Authority);

        Assert.Equal((56, UntilClose), (result.Status, result.Text));
        Assert.Contains("and may have been cut: TLS broke: ", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Silence_ends_with_the_read_timeout()
    {
        await using var server = TlsServer.Start(TestCertificates.Good, async (tls, client) =>
        {
            await tls.WriteAsync(Encoding.ASCII.GetBytes(UntilClose));
            await client.LeftAsync();
        });

        var result = await Tool.RunAsync("get", server.Url, "--cacert", Authority, "--read-timeout", "2");

        Assert.Equal((28, UntilClose), (result.Status, result.Text));
        Assert.EndsWith(": nothing arrived for 2 s\n", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Plain_text_on_a_TLS_port_is_shown_and_saved()
    {
        const string Plain = "HTTP/1.1 400 Bad Request\r\n\r\nno TLS here";
        await using var server = TlsServer.Answering(Encoding.ASCII.GetBytes(Plain));

        var result = await Tool.RunAsync("get", server.Url, "--save", _folder.PathOf("saved"));

        Assert.Equal((35, Plain, $"rawhttp: connect {server.Name}: TLS handshake: the server does not speak TLS; it sent \"HTTP/1.1 400 Bad Request\"\n"), (result.Status, result.Text, result.Error));
        Assert.Equal(Plain, _folder.Read("saved"));
    }

    [Theory]
    [InlineData(40, "the server refused with the alert 40 (handshake_failure)")]
    [InlineData(70, "the server refused with the alert 70 (protocol_version)")]
    [InlineData(112, "the server refused with the alert 112 (unrecognized_name)")]
    [InlineData(120, "the server refused with the alert 120 (no_application_protocol)")]
    [InlineData(255, "the server refused with the alert 255 (not a registered one)")]
    public async Task An_alert_is_told_by_its_name(byte alert, string reason)
    {
        await using var server = TlsServer.Answering([21, 3, 3, 0, 2, 2, alert]);

        var result = await Tool.RunAsync("get", server.Url);

        Assert.Equal((35, "", $"rawhttp: connect {server.Name}: TLS handshake: {reason}\n"), (result.Status, result.Text, result.Error));
    }

    [Fact]
    public async Task Empty_records_are_no_handshake()
    {
        await using var server = TlsServer.StartBare(async client =>
        {
            await client.SendAsync([.. Enumerable.Repeat<byte[]>([22, 3, 3, 0, 0], 40).SelectMany(record => record)]);
            await client.LeftAsync();
        });

        var result = await Tool.RunAsync("get", server.Url);

        Assert.Equal((35, ""), (result.Status, result.Text));
        Assert.StartsWith($"rawhttp: connect {server.Name}: TLS handshake: ", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_handshake_that_ends_without_a_byte_is_told()
    {
        await using var closing = TlsServer.Answering([]);
        await using var resetting = TlsServer.StartBare(async client =>
        {
            await client.Socket.ReceiveAsync(new byte[16 * 1024]);
            client.Reset();
        });

        var closed = await Tool.RunAsync("get", closing.Url);
        var reset = await Tool.RunAsync("get", resetting.Url);

        Assert.Equal((35, $"rawhttp: connect {closing.Name}: TLS handshake: the server closed the connection without a byte\n"), (closed.Status, closed.Error));
        Assert.Equal((35, $"rawhttp: connect {resetting.Name}: TLS handshake: the connection was reset\n"), (reset.Status, reset.Error));
    }

    [Fact]
    public async Task A_handshake_that_does_not_end_is_given_up()
    {
        await using var server = TlsServer.StartBare(client => client.LeftAsync());

        var result = await Tool.RunAsync("get", server.Url, "--connect-timeout", "0.5");

        Assert.Equal((28, $"rawhttp: connect {server.Name}: no agreement on TLS within 0.5 s\n"), (result.Status, result.Error));
    }

    private static ConnectOptions OptionsFor(TrustCase what) => new() { Tls = new TlsOptions { ServerName = what.Host, TrustAnchors = TrustAnchors.FromPem(what.Anchors) } };

    private static string Time(DateTime time) => $"{time.ToUniversalTime():yyyy-MM-dd HH:mm:ss} UTC";
}
