using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using RawHttp.Tests.Tls;
using RawHttp.Trust;

namespace RawHttp.Tests.Cli;

/// <summary>https: whom the tool trusts, and how it says why it does not.</summary>
public sealed class TrustTests : IDisposable
{
    private const string Hint = "; --cacert FILE names roots to trust, -k accepts it";
    private const string Page = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello";
    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string, string> Refusals => new()
    {
        { nameof(TestCertificates.Expired), $"it expired on {Time(TestCertificates.Expired.NotAfter)}" },
        { nameof(TestCertificates.NotYetValid), $"it is not valid before {Time(TestCertificates.NotYetValid.NotBefore)}" },
        { nameof(TestCertificates.ForAnother), "it is for other.test, not for localhost" },
        { nameof(TestCertificates.ForItsSubjectAlone), "it is for 192.0.2.1, not for localhost" },
        { nameof(TestCertificates.ForClients), "it is not made for servers" },
        { nameof(TestCertificates.ForLists), "it is not made for servers" },
        { nameof(TestCertificates.OfAStranger), "it has an issuer that is not known: CN=Unknown Authority" },
        { nameof(TestCertificates.SelfSigned), "it is signed by itself and not among those trusted" },
    };

    private string Authority => TestCertificates.WriteAuthority(_folder);

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Refusals))]
    public async Task A_certificate_is_refused_with_the_reason(string certificate, string reason)
    {
        await using var server = TlsServer.Sending(Certificate(certificate), Page);

        var result = await Tool.RunAsync("get", server.Url, "--cacert", Authority);

        Assert.Equal((60, "", $"rawhttp: connect {server.Name}: the certificate is not trusted: {reason}{Hint}\n"), (result.Status, result.Text, result.Error));
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

        Assert.Equal((60, $"rawhttp: connect {server.Name}: the certificate is not trusted: it has an issuer that is not known: CN=Test Authority{Hint}\n"), (without.Status, without.Error));
        Assert.Equal((0, Page, ""), (with.Status, with.Text, with.Error));
    }

    // OpenSSL looks for an issuer under the hash of its name, in the first folder and in those after it.
    [RequiresProgramTheory("openssl", "openssl")]
    [InlineData("$HASH.0", 0)]
    [InlineData("authority.crt", 60)]
    [InlineData("$HASH.1", 60)]
    [InlineData("$HASH.0.disabled", 60)]
    [InlineData(".$HASH.0", 60)]
    public async Task Of_the_system_s_folders_those_certificates_count_that_are_named_by_their_hash(string name, int status)
    {
        await using var server = TlsServer.Sending(TestCertificates.Good, Page);

        var result = await Tool.ShellAsync($"HASH=$(openssl x509 -hash -noout -in {Authority}); mkdir {_folder.PathOf("a")} {_folder.PathOf("b")}; cp {Authority} {_folder.PathOf("b")}/{name}; SSL_CERT_FILE= SSL_CERT_DIR={_folder.PathOf("a")}:{_folder.PathOf("b")} $TOOL get {server.Url}");

        Assert.Equal((status, status == 0 ? Page : ""), (result.Status, result.Text));
    }

    [RequiresProgram("openssl", "openssl")]
    public async Task Of_two_roots_with_one_name_the_one_that_signed_counts()
    {
        await using var server = TlsServer.Sending(TestCertificates.Good, Page);
        _folder.Write("namesake.pem", TestCertificates.Namesake.ExportCertificatePem());

        var result = await Tool.ShellAsync($"HASH=$(openssl x509 -hash -noout -in {Authority}); cp {_folder.PathOf("namesake.pem")} {_folder.PathOf("$HASH.0")}; cp {Authority} {_folder.PathOf("$HASH.1")}; SSL_CERT_FILE= SSL_CERT_DIR={_folder.PathOf("")} $TOOL get {server.Url}");

        Assert.Equal((0, Page), (result.Status, result.Text));
    }

    // Root reads every folder: for it the second folder is empty.
    [Theory]
    [InlineData("ln -s loop $FOLDER/loop")]
    [InlineData("chmod 311 $FOLDER")]
    [InlineData("mkfifo $FOLDER/pipe")]
    [InlineData("ln -s /dev/zero $FOLDER/endless")]
    public async Task What_cannot_be_read_in_the_system_s_folder_is_not_trusted(string make)
    {
        await using var server = TlsServer.Sending(TestCertificates.Good, Page);

        var result = await Tool.ShellAsync($"FOLDER={_folder.PathOf("roots")}; mkdir $FOLDER; {make}; SSL_CERT_FILE= SSL_CERT_DIR=$FOLDER $TOOL get {server.Url}; STATUS=$?; chmod 755 $FOLDER; exit $STATUS");

        Assert.Equal((60, $"rawhttp: connect {server.Name}: the certificate is not trusted: it has an issuer that is not known: CN=Test Authority{Hint}\n"), (result.Status, result.Error));
    }

    // OpenSSL does not look at the dates of the last certificate of a chain that ends before a root.
    [Fact]
    public async Task A_certificate_that_is_given_and_is_no_root_has_its_dates_too()
    {
        _folder.Write("given.pem", TestCertificates.ExpiredIntermediate.ExportCertificatePem());
        await using var server = TlsServer.Sending(TestCertificates.OfAnExpiredIntermediate, Page);

        var result = await Tool.RunAsync("get", server.Url, "--cacert", _folder.PathOf("given.pem"));

        Assert.Equal((60, $"rawhttp: connect {server.Name}: the certificate is not trusted: the certificate of CN=Intermediate expired on {Time(TestCertificates.ExpiredIntermediate.NotAfter)}{Hint}\n"), (result.Status, result.Error));
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
    [InlineData("rsa1024", "SHA256", "it has a key that is too weak: RSA of 1024 bits")]
    [InlineData("rsa2048", "SHA1", "it is signed with a digest that is too weak: sha1RSA")]
    public async Task What_is_too_weak_is_refused_with_the_reason(string key, string scheme, string reason)
    {
        var what = new Chain(keys: "rsa2048", leafKeys: key, leaf: leaf => leaf with { Scheme = scheme }).Case("", "");
        using var server = OpenSslServer.TryStart(what)!;

        var result = await GetAsync(what, server.Port);

        Assert.Equal((60, $"rawhttp: connect 127.0.0.1:{server.Port}: the certificate is not trusted: {reason}{Hint}\n"), (result.Status, result.Error));
    }

    [Fact]
    public async Task A_certificate_that_is_given_is_trusted_though_its_intermediate_is_sent()
    {
        var usual = new Chain().Case("", "");
        var what = usual with { Anchors = TrustCase.Pem(usual.Leaf) };
        using var server = OpenSslServer.TryStart(what)!;

        var result = await GetAsync(what, server.Port);

        Assert.Equal((0, ""), (result.Status, result.Error));
    }

    // Each ended in a defect once; the runtime's own verification cannot go on with the last three.
    [Theory]
    [InlineData("dates")]
    [InlineData(Extensions.KeyUsage)]
    [InlineData(Extensions.ExtendedKeyUsage)]
    [InlineData(Extensions.Policies)]
    [InlineData("1.3.6.1.5.5.7.1.14")]
    public async Task A_certificate_that_cannot_be_read_is_refused_or_gone_on_with(string what)
    {
        var broken = new Chain(leaf: leaf => what == "dates"
            ? leaf with { NotBefore = Der.Text("never", 0x17), NotAfter = Der.Text("", 0x18) }
            : leaf.With(new Extension(what, [0x30, 0x05, 0x01], IsCritical: true)).Without(Extensions.AuthorityKey)).Case("", "");
        using var server = OpenSslServer.TryStart(broken)!;

        var refused = await GetAsync(broken with { Host = "other.test" }, server.Port, "--json");
        var any = await GetAsync(broken with { Host = "other.test" }, server.Port, "-k", "-v");

        Assert.Equal(60, refused.Status);
        Assert.NotEmpty(JsonNode.Parse(refused.Output)!["connection"]!["tls"]!["problems"]!.AsArray());
        Assert.Equal(0, any.Status);
        Assert.Contains("it would be refused: ", any.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Octets_that_are_no_certificate_end_the_handshake()
    {
        using var server = new FlightServer([0x30, 0x03, 0x02, 0x01, 0x01]);

        var result = await Tool.RunAsync("get", $"https://127.0.0.1:{server.Port}", "-k");

        Assert.Equal(35, result.Status);
        Assert.StartsWith($"rawhttp: connect 127.0.0.1:{server.Port}: TLS handshake: ", result.Error, StringComparison.Ordinal);
    }

    [RequiresProgramTheory("openssl", "openssl")]
    [InlineData("pipe")]
    [InlineData("$HASH.0")]
    public async Task The_system_s_certificates_may_be_where_reading_does_not_end(string pipe)
    {
        await using var server = TlsServer.Sending(TestCertificates.Good, Page);

        var result = await Tool.ShellAsync($"HASH=$(openssl x509 -hash -noout -in {Authority}); mkfifo {_folder.PathOf(pipe)}; SSL_CERT_FILE={_folder.PathOf("pipe")} SSL_CERT_DIR={_folder.PathOf("")} $TOOL get {server.Url} --connect-timeout 3");

        Assert.Equal((28, $"rawhttp: connect {server.Name}: no agreement on TLS within 3 s\n"), (result.Status, result.Error));
    }

    [Fact]
    public async Task What_a_certificate_says_is_text_in_the_page()
    {
        var what = new Chain(leaf: leaf => leaf with { Issuer = Der.Name("<b>\u001b[2J\u202e") }).Case("", "");
        using var server = OpenSslServer.TryStart(what)!;

        var result = await GetAsync(what, server.Port, "--json", "--report", _folder.PathOf("page"));

        var page = Encoding.UTF8.GetString(Encoding.Latin1.GetBytes(_folder.Read("page")));
        Assert.Equal(60, result.Status);
        Assert.Contains("&lt;b&gt;\\x1b[2J\\xe2\\x80\\xae", page, StringComparison.Ordinal);
        Assert.DoesNotContain('\x1b', page);
        Assert.DoesNotContain('\u202e', page);
    }

    [Theory]
    [InlineData("nothing", null, "no such file or folder")]
    [InlineData("empty", "", "it holds no certificate (PEM)")]
    [InlineData("/dev/zero", null, "it is larger than 33554432 bytes")]
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

    [Fact]
    public async Task A_pipe_that_nothing_writes_certificates_to_is_waited_for_as_long_as_a_connection()
    {
        var pipe = _folder.PathOf("pipe");

        var result = await Tool.ShellAsync($"mkfifo {pipe} && $TOOL get https://127.0.0.1:1 --cacert {pipe} --connect-timeout 0.3");

        Assert.Equal((28, $"rawhttp: --cacert {pipe}: its end has not come within 0.3 s\n"), (result.Status, result.Error));
    }

    [Fact]
    public async Task Certificates_may_come_through_a_pipe()
    {
        await using var server = TlsServer.Sending(TestCertificates.Good, Page);

        var result = await Tool.ShellAsync($"$TOOL get {server.Url} --cacert <(cat {Authority})");

        Assert.Equal((0, ""), (result.Status, result.Error));
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
        Assert.Contains("\\x1b[2J\\x0d\\x0a<b>rawhttp: all is well\\xe2\\x80\\xae", result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain('\x1b', result.Error);
        Assert.DoesNotContain('\u202e', result.Error);
    }

    [Fact]
    public async Task The_name_that_was_asked_for_counts_wherever_the_connection_leads()
    {
        await using var server = TlsServer.Sending(TestCertificates.ForAnother, Page);

        var right = await Tool.RunAsync("get", "https://other.test/", "--connect-to", $"other.test:443:127.0.0.1:{server.Port}", "--cacert", Authority);
        var wrong = await Tool.RunAsync("get", "https://third.test/", "--resolve", "third.test:443:127.0.0.1", "--connect-to", $"::127.0.0.1:{server.Port}", "--cacert", Authority);

        Assert.Equal((0, Page), (right.Status, right.Text));
        Assert.Equal(60, wrong.Status);
        Assert.EndsWith($"it is for other.test, not for third.test{Hint}\n", wrong.Error, StringComparison.Ordinal);
    }

    private Task<ToolResult> GetAsync(TrustCase what, int port, params string[] options)
    {
        _folder.Write("anchors", Encoding.Latin1.GetString(what.Anchors));
        return Tool.RunAsync(["get", "-s", $"https://{what.Host}/", "--connect-to", $"::127.0.0.1:{port}", "--cacert", _folder.PathOf("anchors"), .. options]);
    }

    private static X509Certificate2 Certificate(string name) => (X509Certificate2)typeof(TestCertificates).GetProperty(name)!.GetValue(null)!;

    private static string Time(DateTime time) => $"{time.ToUniversalTime():yyyy-MM-dd HH:mm:ss} UTC";
}
