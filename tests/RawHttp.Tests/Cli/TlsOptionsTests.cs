using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.RegularExpressions;
using RawHttp.Tests.Cli.Servers;
using RawHttp.Tests.Tls;

namespace RawHttp.Tests.Cli;

/// <summary>Client certificates, the name that is sent, the newest version, and the log of secrets.</summary>
public sealed class TlsOptionsTests : IDisposable
{
    private const string Page = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello";
    private readonly TemporaryFolder _folder = new();

    private static X509Certificate2 Client => TestCertificates.ForClients;

    private string Authority => TestCertificates.WriteAuthority(_folder);

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("-E both.pem")]
    [InlineData("-E certificate.pem --key key.pem")]
    [InlineData("-E certificate.pem:sesam --key encrypted.pem")]
    [InlineData("-E both.p12:sesam")]
    [InlineData(@"-E with\:colon.pem")]
    public async Task A_client_certificate_is_sent_when_the_server_asks(string options)
    {
        WriteClient();
        string? subject = null;
        await using var server = AskingServer(certificate => subject = certificate?.Subject);

        var result = await Tool.RunInAsync(_folder.PathOf(""), ["get", server.Url, "--cacert", Authority, "--print", "b", .. options.Split(' ')]);

        Assert.Equal((0, "hello", ""), (result.Status, result.Text, result.Error));
        Assert.Equal("CN=client", subject);
    }

    [Theory]
    [InlineData("-E certificate.pem", "--cert certificate.pem: there is no key in PEM; --key FILE names the one that has it")]
    [InlineData("-E nothing.pem", "--cert nothing.pem: no such file or folder")]
    [InlineData("-E certificate.pem --key nothing.pem", "--key nothing.pem: no such file or folder")]
    [InlineData("-E certificate.pem --key encrypted.pem", "--key encrypted.pem: the key is encrypted, and its password was not given; --cert certificate.pem:PASSWORD gives it")]
    [InlineData("-E certificate.pem:wrong --key encrypted.pem", "--key encrypted.pem: the password does not open the key")]
    [InlineData("-E noise", "--cert noise: it is neither PEM nor PKCS#12")]
    [InlineData("-E key.pem", "--cert key.pem: it holds no certificate that can be read")]
    public async Task One_that_cannot_be_used_is_refused_before_anything_is_sent(string options, string error)
    {
        WriteClient();
        await using var server = ScriptedServer.Sending(Page);

        var result = await Tool.RunInAsync(_folder.PathOf(""), ["get", server.Address, .. options.Split(' ')]);

        Assert.Equal((58, "", $"rawhttp: {error}\n"), (result.Status, result.Text, result.Error));
        Assert.Empty(server.Requests);
    }

    [Fact]
    public async Task A_key_of_another_certificate_is_refused()
    {
        WriteClient();
        using var key = TestCertificates.Good.GetECDsaPrivateKey()!;
        _folder.Write("other.pem", key.ExportPkcs8PrivateKeyPem());

        var result = await Tool.RunInAsync(_folder.PathOf(""), ["get", "-E", "certificate.pem", "--key", "other.pem", "a.test"]);

        Assert.Equal(58, result.Status);
        Assert.StartsWith("rawhttp: --cert certificate.pem: the key is not that of the certificate", result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--servername 127.0.0.1", "")]
    [InlineData("--servername localhost", "localhost")]
    [InlineData("--servername=", "")]
    [InlineData("", "")]
    public async Task The_name_that_is_sent_is_the_one_given(string options, string sent)
    {
        string? name = null;
        await using var server = TlsServer.Start(TestCertificates.Good, async (tls, client) =>
        {
            name = tls.TargetHostName;
            await tls.WriteAsync(Encoding.ASCII.GetBytes(Page));
            await tls.ShutdownAsync();
            await client.CloseAsync();
        });
        string[] words = options == "--servername=" ? ["--servername", ""] : options.Split(' ', StringSplitOptions.RemoveEmptyEntries);

        var result = await Tool.RunAsync(["get", $"https://{server.Address}/", "--cacert", Authority, "--print", "b", .. words]);

        Assert.Equal((0, "hello", sent), (result.Status, result.Text, name));
    }

    [Fact]
    public async Task The_name_given_is_looked_for_in_the_certificate()
    {
        await using var server = TlsServer.Sending(TestCertificates.Good, Page);

        var result = await Tool.RunAsync("get", server.Url, "--cacert", Authority, "--servername", "other.test");

        Assert.Equal(60, result.Status);
        Assert.Contains("it is for localhost, 127.0.0.1, not for other.test", result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1.2", "TLS 1.2")]
    [InlineData("1.3", "TLS 1.3")]
    public async Task The_newest_version_is_the_one_given(string max, string agreed)
    {
        await using var server = TlsServer.Sending(TestCertificates.Good, Page);

        var result = await Tool.RunAsync("get", server.Url, "--cacert", Authority, "--tls-max", max, "-v");

        Assert.Equal(0, result.Status);
        Assert.Contains($"* {agreed}, ", result.Error, StringComparison.Ordinal);
    }

    [RequiresProgram("openssl", "openssl")]
    public async Task An_old_version_is_offered_when_asked_for()
    {
        await using var server = await SecretServerAsync("-tls1", "-cipher", "ALL:@SECLEVEL=0");

        var refused = await Tool.RunAsync("get", $"https://{server.Address}/", "--cacert", Authority);
        var agreed = await Tool.RunAsync("get", $"https://{server.Address}/", "--cacert", Authority, "--tls-max", "1.0", "-v");

        Assert.Equal((35, 0), (refused.Status, agreed.Status));
        Assert.Contains("* TLS 1.0, ", agreed.Error, StringComparison.Ordinal);
    }

    [RequiresProgram("openssl", "openssl")]
    public async Task Secrets_are_appended_to_a_file_as_the_server_has_them()
    {
        await using var server = await SecretServerAsync("-keylogfile", _folder.PathOf("server.keys"));
        var command = $"$TOOL get https://{server.Address}/ --cacert {Authority} --print h";

        var result = await Tool.ShellAsync($"export SSLKEYLOGFILE={_folder.PathOf("keys")}; {command} && {command}");

        Assert.Equal((0, ""), (result.Status, result.Error));
        var lines = _folder.Read("keys").TrimEnd('\n').Split('\n');
        Assert.All(lines, line => Assert.Matches("^[A-Z_0-9]+ [0-9a-f]{64} [0-9a-f]{64,96}$", line));
        Assert.Equal(2, lines.Count(line => line.StartsWith("CLIENT_TRAFFIC_SECRET_0 ", StringComparison.Ordinal)));
        Assert.Empty(lines.Except(_folder.Read("server.keys").Split('\n')));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_folder.PathOf("keys")));
    }

    [Fact]
    public async Task A_file_for_secrets_that_cannot_be_opened_is_noted_and_no_failure()
    {
        await using var server = TlsServer.Sending(TestCertificates.Good, Page);

        var result = await Tool.ShellAsync($"SSLKEYLOGFILE={_folder.PathOf("no/such")} $TOOL get {server.Url} --cacert {Authority} --print b");

        Assert.Equal((0, "hello", $"rawhttp: note: SSLKEYLOGFILE: no secrets are written to {_folder.PathOf("no/such")}: no such file or folder\n"), (result.Status, result.Text, result.Error));
    }

    [Fact]
    public async Task Settings_of_curl_are_noted_with_v_and_not_read()
    {
        _folder.Write(".curlrc", "proxy = nowhere.invalid\n");
        await using var server = ScriptedServer.Sending(Page);
        var command = $"http_proxy=nowhere.invalid HTTP_PROXY=a ALL_PROXY=b HOME={_folder.PathOf("")} $TOOL get {server.Address} --print b";

        var verbose = await Tool.ShellAsync($"{command} -v");
        var quiet = await Tool.ShellAsync(command);

        Assert.StartsWith(
            $"rawhttp: note: http_proxy, ALL_PROXY: not read; -x URL goes through a proxy\nrawhttp: note: {_folder.PathOf(".curlrc")}: not read; options are given on the command line\n",
            verbose.Error,
            StringComparison.Ordinal);
        Assert.Equal((0, "hello", ""), (quiet.Status, quiet.Text, quiet.Error));
    }

    [Theory]
    [InlineData("v1", "PROXY TCP4 127.0.0.1 127.0.0.1 ")]
    [InlineData("v2", "\r\n\r\n\0\r\nQUIT\n\x21\x11\0\x0c\x7f\0\0\x01\x7f\0\0\x01")]
    public async Task The_header_of_the_PROXY_protocol_comes_first(string version, string beginning)
    {
        var received = "";
        await using var server = ScriptedServer.Start(
            async client =>
            {
                while (!received.Contains("\r\n\r\nGET", StringComparison.Ordinal) && !received.EndsWith("close\r\n\r\n", StringComparison.Ordinal))
                {
                    var octets = new byte[4096];
                    received += Encoding.Latin1.GetString(octets, 0, await client.Socket.ReceiveAsync(octets));
                }

                await client.SendAsync(Page);
                await client.CloseAsync();
            },
            readsRequest: false);

        var result = await Tool.RunAsync("get", server.Address, "--haproxy-protocol", version, "--print", "b");

        Assert.Equal((0, "hello", ""), (result.Status, result.Text, result.Error));
        Assert.StartsWith(beginning, received, StringComparison.Ordinal);
        Assert.Contains("GET / HTTP/1.1\r\n", received, StringComparison.Ordinal);
    }

    [RequiresProgram("haproxy", "haproxy")]
    public async Task Haproxy_accepts_both_versions_and_nothing_else()
    {
        await using var server = await RealServer.StartAsync(
            site =>
            {
                site.Folder.Write("haproxy.cfg", $"defaults\n mode http\n timeout client 5s\n timeout connect 5s\n timeout server 5s\nfrontend f\n bind 127.0.0.1:{site.Port} accept-proxy\n http-request return status 200 content-type text/plain lf-string %ci\n");
                return ServerProcess.Start(site, "haproxy", "-db", "-f", "haproxy.cfg");
            },
            origin: "127.0.0.1:1");

        var first = await Tool.RunAsync("get", server.Address, "--haproxy-protocol", "v1", "--print", "b");
        var second = await Tool.RunAsync("get", server.Address, "--haproxy-protocol", "v2", "--print", "b");
        var without = await Tool.RunAsync("get", server.Address);
        var rows = (await Tool.RunAsync("get", server.Address, "--haproxy-protocol", "v1", "--wire")).Text.Split('\n');
        var binary = (await Tool.RunAsync("get", server.Address, "--haproxy-protocol", "v2", "--wire")).Text.Split('\n');
        var said = (await Tool.RunAsync("get", server.Address, "--haproxy-protocol", "v1", "-v")).Error;

        Assert.Equal((0, "127.0.0.1"), (first.Status, first.Text));
        Assert.Equal((0, "127.0.0.1"), (second.Status, second.Text));
        Assert.NotEqual(0, without.Status);
        var header = Regex.Match(rows[1], @"^>      0 +(?<length>\d+)  CRLF   PROXY TCP4 127\.0\.0\.1 127\.0\.0\.1 \d+ \d+$");
        Assert.True(header.Success, rows[1]);
        Assert.Matches($@"^>{header.Groups["length"].Value,7} +16  CRLF   GET / HTTP/1\.1$", rows[2]);
        Assert.Matches(@"^>      0 +28  data   \\r\\n\\r\\n\\x00\\r\\nQUIT\\n", binary[1]);
        Assert.Contains("> PROXY TCP4 127.0.0.1 127.0.0.1 ", said, StringComparison.Ordinal);
    }

    private static ScriptedServer AskingServer(Action<X509Certificate?> saw) => TlsServer.Sending(
        TestCertificates.Good,
        Page,
        new SslServerAuthenticationOptions
        {
            ClientCertificateRequired = true,
            RemoteCertificateValidationCallback = (_, certificate, _, _) =>
            {
                saw(certificate);
                return certificate is not null;
            },
        });

    private Task<RealServer> SecretServerAsync(params string[] options)
    {
        using var key = TestCertificates.Good.GetECDsaPrivateKey()!;
        _folder.Write("server.pem", TestCertificates.Good.ExportCertificatePem() + "\n" + key.ExportPkcs8PrivateKeyPem());
        return RealServer.StartAsync(
            site => ServerProcess.Start(site, ["openssl", "s_server", "-accept", site.Address, "-cert", _folder.PathOf("server.pem"), "-www", "-quiet", .. options]),
            origin: "127.0.0.1:1");
    }

    private void WriteClient()
    {
        using var key = Client.GetECDsaPrivateKey()!;
        var (certificate, plain) = (Client.ExportCertificatePem() + "\n", key.ExportPkcs8PrivateKeyPem() + "\n");
        _folder.Write("certificate.pem", certificate);
        _folder.Write("key.pem", plain);
        _folder.Write("both.pem", certificate + plain);
        _folder.Write("with:colon.pem", certificate + plain);
        _folder.Write("encrypted.pem", key.ExportEncryptedPkcs8PrivateKeyPem("sesam", new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 1000)));
        _folder.Write("noise", "no certificate");
        File.WriteAllBytes(_folder.PathOf("both.p12"), Client.ExportPkcs12(Pkcs12ExportPbeParameters.Pbes2Aes256Sha256, "sesam"));
    }
}
