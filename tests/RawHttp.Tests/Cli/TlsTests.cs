using System.Globalization;
using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using RawHttp.Tests.Tls;

namespace RawHttp.Tests.Cli;

/// <summary>https: what is trusted, what is told of it, and that nothing that came is lost.</summary>
public sealed class TlsTests : IDisposable
{
    private const string Page = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello";
    private const string UntilClose = "HTTP/1.1 200 OK\r\nA: 1\r\n\r\nhello";
    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string, string> Refusals => new()
    {
        { nameof(TestCertificates.Expired), $"it expired on {Time(TestCertificates.Expired.NotAfter)}" },
        { nameof(TestCertificates.NotYetValid), $"it is not valid before {Time(TestCertificates.NotYetValid.NotBefore)}" },
        { nameof(TestCertificates.ForAnother), "it is for other.test, not for localhost" },
        { nameof(TestCertificates.ForItsSubjectAlone), "it is for 192.0.2.1, not for localhost" },
        { nameof(TestCertificates.ForClients), "it is not made for servers" },
        { nameof(TestCertificates.OfAStranger), "it has an issuer that is not known: CN=Unknown Authority" },
        { nameof(TestCertificates.SelfSigned), "it is signed by itself and not among those trusted" },
    };

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
    [MemberData(nameof(Refusals))]
    public async Task A_certificate_is_refused_with_the_reason(string certificate, string reason)
    {
        await using var server = TlsServer.Sending(Certificate(certificate), Page);

        var result = await Tool.RunAsync("get", server.Url, "--cacert", Authority);

        Assert.Equal((60, "", $"rawhttp: connect {server.Name}: the certificate is not trusted: {reason}\n"), (result.Status, result.Text, result.Error));
    }

    [Theory]
    [MemberData(nameof(Refusals))]
    public async Task Insecure_goes_on_and_says_so_even_when_silent(string certificate, string reason)
    {
        await using var server = TlsServer.Sending(Certificate(certificate), Page);

        var result = await Tool.RunAsync("get", server.Url, "--cacert", Authority, "-k", "-s");

        Assert.Equal((0, Page, $"rawhttp: note: -k: the certificate is not checked; it would be refused: {reason}\n"), (result.Status, result.Text, result.Error));
    }

    [Fact]
    public async Task Insecure_says_so_for_a_certificate_that_is_trusted_too()
    {
        await using var server = TlsServer.Sending(TestCertificates.Good, Page);

        var result = await Tool.RunAsync("get", server.Url, "--cacert", Authority, "-k");

        Assert.Equal((0, "rawhttp: note: -k: the certificate is not checked, though it would be trusted\n"), (result.Status, result.Error));
    }

    [Fact]
    public async Task The_system_decides_whom_to_trust_unless_told()
    {
        await using var server = TlsServer.Sending(TestCertificates.Good, Page);

        var without = await Tool.RunAsync("get", server.Url);
        var with = await Tool.ShellAsync($"SSL_CERT_FILE={Authority} $TOOL get {server.Url}");

        Assert.Equal((60, $"rawhttp: connect {server.Name}: the certificate is not trusted: it has an issuer that is not known: CN=Test Authority\n"), (without.Status, without.Error));
        Assert.Equal((0, Page, ""), (with.Status, with.Text, with.Error));
    }

    // OpenSSL looks for an issuer under the hash of its name; whatever else lies in the folder, the runtime reads too.
    [RequiresProgramTheory("openssl", "openssl")]
    [InlineData("$HASH.0")]
    [InlineData("authority.crt")]
    public async Task A_certificate_is_trusted_that_a_root_in_the_system_s_folder_has_signed(string name)
    {
        await using var server = TlsServer.Sending(TestCertificates.Good, Page);

        var result = await Tool.ShellAsync($"HASH=$(openssl x509 -hash -noout -in {Authority}); mkdir {_folder.PathOf("a")} {_folder.PathOf("b")}; cp {Authority} {_folder.PathOf("b")}/{name}; SSL_CERT_FILE= SSL_CERT_DIR={_folder.PathOf("a")}:{_folder.PathOf("b")} $TOOL get {server.Url}");

        Assert.Equal((0, Page, ""), (result.Status, result.Text, result.Error));
    }

    [RequiresProgram("openssl", "openssl")]
    public async Task Of_two_roots_with_one_name_the_one_that_signed_counts()
    {
        await using var server = TlsServer.Sending(TestCertificates.Good, Page);
        _folder.Write("namesake.pem", TestCertificates.Namesake.ExportCertificatePem());

        var result = await Tool.ShellAsync($"HASH=$(openssl x509 -hash -noout -in {Authority}); cp {_folder.PathOf("namesake.pem")} {_folder.PathOf("")}$HASH.0; cp {Authority} {_folder.PathOf("")}$HASH.1; SSL_CERT_FILE= SSL_CERT_DIR={_folder.PathOf("")} $TOOL get {server.Url}");

        Assert.Equal((0, Page), (result.Status, result.Text));
    }

    // Root reads every folder: for it the second folder is empty.
    [Theory]
    [InlineData("ln -s loop $FOLDER/loop")]
    [InlineData("chmod 311 $FOLDER")]
    public async Task What_cannot_be_read_in_the_system_s_folder_is_not_trusted(string make)
    {
        await using var server = TlsServer.Sending(TestCertificates.Good, Page);

        var result = await Tool.ShellAsync($"FOLDER={_folder.PathOf("roots")}; mkdir $FOLDER; {make}; SSL_CERT_FILE= SSL_CERT_DIR=$FOLDER $TOOL get {server.Url}; STATUS=$?; chmod 755 $FOLDER; exit $STATUS");

        Assert.Equal((60, $"rawhttp: connect {server.Name}: the certificate is not trusted: it has an issuer that is not known: CN=Test Authority\n"), (result.Status, result.Error));
    }

    // OpenSSL does not look at the dates of the last certificate of a chain that ends before a root.
    [Fact]
    public async Task A_certificate_that_is_given_and_is_no_root_has_its_dates_too()
    {
        _folder.Write("given.pem", TestCertificates.ExpiredIntermediate.ExportCertificatePem());
        await using var server = TlsServer.Sending(TestCertificates.OfAnExpiredIntermediate, Page);

        var result = await Tool.RunAsync("get", server.Url, "--cacert", _folder.PathOf("given.pem"));

        Assert.Equal((60, $"rawhttp: connect {server.Name}: the certificate is not trusted: the certificate of CN=Intermediate expired on {Time(TestCertificates.ExpiredIntermediate.NotAfter)}\n"), (result.Status, result.Error));
    }

    [Fact]
    public async Task A_certificate_that_is_given_itself_is_trusted()
    {
        _folder.Write("given.pem", TestCertificates.Good.ExportCertificatePem());
        await using var server = TlsServer.Sending(TestCertificates.Good, Page);

        var result = await Tool.RunAsync("get", server.Url, "--cacert", _folder.PathOf("given.pem"));

        Assert.Equal((0, ""), (result.Status, result.Error));
    }

    [Theory]
    [InlineData("nothing", null, "no such file or folder")]
    [InlineData("empty", "", "it holds no certificate (PEM)")]
    [InlineData("/dev/zero", null, "it is larger than 4194304 bytes")]
    [InlineData("broken", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n", "a certificate in it cannot be read")]
    public async Task A_file_without_certificates_is_told(string name, string? text, string reason)
    {
        if (text is not null)
        {
            _folder.Write(name, text);
        }

        await using var server = TlsServer.Sending(TestCertificates.Good, Page);

        var result = await Tool.RunAsync("get", server.Url, "--cacert", _folder.PathOf(name));

        Assert.Equal((26, $"rawhttp: --cacert {_folder.PathOf(name)}: {reason}\n"), (result.Status, result.Error));
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

    [Theory]
    [InlineData(true, 0)]
    [InlineData(false, 60)]
    public async Task Nobody_else_is_asked_about_a_certificate(bool isIssuerKnown, int status)
    {
        await using var other = ScriptedServer.Sending("HTTP/1.1 404 Not Found\r\n\r\n");
        var certificate = TestCertificates.Asking(other.Address, isIssuerKnown);

        // The server would ask, too.
        var offline = new SslServerAuthenticationOptions { ServerCertificateContext = SslStreamCertificateContext.Create(certificate, null, offline: true) };
        await using var server = TlsServer.Sending(certificate, Page, offline);

        var result = await Tool.RunAsync("get", server.Url, "--cacert", Authority);

        Assert.Equal(status, result.Status);
        Assert.Empty(other.Requests);
    }

    [Fact]
    public async Task Why_a_certificate_was_refused_is_in_the_object_too()
    {
        await using var server = TlsServer.Sending(TestCertificates.ForAnother, Page);

        var result = await Tool.RunAsync("get", server.Url, "--cacert", Authority, "--json");

        var json = JsonNode.Parse(result.Output)!;
        Assert.Equal(60, result.Status);
        Assert.Null(json["head"]);
        Assert.Equal("""["it is for other.test, not for localhost"]""", json["connection"]!["tls"]!["problems"]!.ToJsonString());
        Assert.Equal("CN=another", (string?)json["connection"]!["tls"]!["certificate"]!["subject"]);
    }

    [Fact]
    public async Task What_a_certificate_says_cannot_drive_a_terminal()
    {
        await using var server = TlsServer.Sending(TestCertificates.Hostile, Page);

        var result = await Tool.RunAsync("get", server.Url, "--cacert", Authority, "-v");

        Assert.Equal(0, result.Status);
        Assert.Contains("\\x1b[2J\\x0d\\x0arawhttp: all is well\\xe2\\x80\\xae", result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain('\x1b', result.Error);
        Assert.DoesNotContain('\u202e', result.Error);
    }

    [Theory]
    [InlineData(UntilClose, 18, "the body ends with the connection, at offset 30, and may have been cut")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhello", 18, "the response ended early at offset 43, in a body of 9 bytes; 4 of its bytes are missing")]
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
        Assert.Contains("RFC9112-9.8-INCOMPLETE-CLOSE", json["diagnostics"]!.AsArray().Select(finding => (string?)finding!["code"]));
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

        var result = await Tool.RunAsync("get", server.Url, "--cacert", Authority, "--read-timeout", "0.5");

        Assert.Equal((28, UntilClose), (result.Status, result.Text));
        Assert.EndsWith(": nothing arrived for 0.5 s\n", result.Error, StringComparison.Ordinal);
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
            await client.SendAsync([22, 3, 3, 0, 0, 22, 3, 3, 0, 0]);
            await client.LeftAsync();
        });

        var result = await Tool.RunAsync("get", server.Url);

        Assert.Equal((35, "", $"rawhttp: connect {server.Name}: TLS handshake: the server sent an empty record\n"), (result.Status, result.Text, result.Error));
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

    [Fact]
    public async Task The_name_that_was_asked_for_counts_wherever_the_connection_leads()
    {
        await using var server = TlsServer.Sending(TestCertificates.ForAnother, Page);

        var right = await Tool.RunAsync("get", "https://other.test/", "--connect-to", $"other.test:443:127.0.0.1:{server.Port}", "--cacert", Authority);
        var wrong = await Tool.RunAsync("get", "https://third.test/", "--resolve", "third.test:443:127.0.0.1", "--connect-to", $"::127.0.0.1:{server.Port}", "--cacert", Authority);

        Assert.Equal((0, Page), (right.Status, right.Text));
        Assert.Equal(60, wrong.Status);
        Assert.EndsWith("it is for other.test, not for third.test\n", wrong.Error, StringComparison.Ordinal);
    }

    private static X509Certificate2 Certificate(string name) => (X509Certificate2)typeof(TestCertificates).GetProperty(name)!.GetValue(null)!;

    private static string Time(DateTime time) => $"{time.ToUniversalTime():yyyy-MM-dd HH:mm:ss} UTC";
}
