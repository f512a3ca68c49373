using System.Security.Cryptography.X509Certificates;
using RawHttp.Tests.Tls;

namespace RawHttp.Tests.Cli;

/// <summary>Servers whose TLS has no end: each is given up, with what had come shown and memory bounded.</summary>
public sealed class TlsFloodTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public TlsFloodTests()
    {
        _folder.Write("key.pem", TestCertificates.Good.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem());
        _folder.Write("good.pem", TestCertificates.Good.ExportCertificatePem());
    }

    private string Authority => TestCertificates.WriteAuthority(_folder);

    public void Dispose() => _folder.Dispose();

    // s_server sends a key update for each K; it asks for an answer (RFC 8446 §4.6.3).
    [RequiresProgram("openssl", "openssl")]
    public async Task Records_without_content_and_without_an_end_are_given_up()
    {
        var log = _folder.PathOf("log");
        var server = $"openssl s_server -accept 127.0.0.1:0 -naccept 1 -cert {_folder.PathOf("good.pem")} -key {_folder.PathOf("key.pem")} -tls1_3";
        var port = $"until PORT=$(grep -oaPm 1 '(?<=^ACCEPT 127.0.0.1:)\\d+' {log}); do sleep 0.05; done";

        var result = await Tool.ShellAsync(
            $"yes K 2>/dev/null | {server} > {log} 2>&1 & trap \"kill $! 2>/dev/null\" EXIT; {port}; $TOOL get https://127.0.0.1:$PORT --cacert {Authority}");

        Assert.Equal(56, result.Status);
        Assert.EndsWith("TLS broke: it sends records without content and without an end\n", result.Error, StringComparison.Ordinal);
    }

    [RequiresProgram("openssl", "openssl", And = "python3")]
    public async Task New_keys_asked_for_with_each_octet_and_answers_not_taken_are_given_up()
    {
        var script = Path.Combine(AppContext.BaseDirectory, "Tls", "key-updates.py");
        var authority = Authority;

        // On a loaded machine s_server may stop answering, which has nothing to do with the tool: then again.
        var result = await Tool.ShellAsync(
            $$"""
            cd {{_folder.PathOf("")}}
            for attempt in 1 2 3 4; do
                rm -f port
                python3 {{script}} good.pem key.pem > port & server=$!
                until [ -s port ]; do sleep 0.05; done
                $TOOL get https://127.0.0.1:$(cat port) --cacert {{authority}} -m 10 > output 2> error
                status=$?
                kill $server 2>/dev/null
                [ $status = 28 ] || break
            done
            cat output
            cat error >&2
            exit $status
            """);

        Assert.Equal(56, result.Status);
        Assert.EndsWith("TLS broke: it asks for answers and does not take them\n", result.Error, StringComparison.Ordinal);
        Assert.Matches("^HTTP/1.1 200 OK\r\n\r\nx+$", result.Text);
    }
}
