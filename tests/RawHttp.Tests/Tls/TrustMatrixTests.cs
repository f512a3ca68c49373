using RawHttp.Trust;
using RawHttp.Trust.Cases;

namespace RawHttp.Tests.Tls;

/// <summary>The most dangerous part of what tests/RawHttp.Trust/run has judged: whom the library trusts, against what openssl on this machine says.</summary>
public sealed class TrustMatrixTests
{
    private static readonly Lazy<IReadOnlyList<TrustCase>> Cases = new(() => [.. KeyCases.All(), .. ChainCases.All()]);

    [RequiresProgramTheory("openssl", "openssl")]
    [InlineData("a key that is too short: RSA", 12)]
    [InlineData("a digest that is too weak", 10)]
    [InlineData("a weak digest in a root's own signature, which decides nothing", 5)]
    [InlineData("chains that lead to nothing that is trusted", 10)]
    [InlineData("what is trusted is no root (curl and openssl -partial_chain)", 5)]
    [InlineData("files of --cacert that OpenSSL reads", 8)]
    [InlineData("files of --cacert that OpenSSL does not read", 10)]
    public async Task What_openssl_trusts_is_trusted_and_nothing_else(string group, int least)
    {
        var rows = await Matrix.RunAsync([.. Cases.Value.Where(what => what.Group == group)], asksCurl: false);

        Assert.InRange(rows.Count, least, int.MaxValue);
        Assert.DoesNotContain(rows, row => row.Fault is not null);
    }

    [RequiresProgram("openssl", "openssl")]
    public void Of_the_system_s_folders_and_file_what_openssl_finds_and_reads_is_trusted()
    {
        string[] critical = ["HASH.0", "HASH.0.disabled", ".HASH.0", "README", "the old hash", "HASH.0: marked as rejected, root.pem: good", "SSL_CERT_FILE: cut", "SSL_CERT_FILE: indented", "SSL_CERT_FILE: UTF-16", "SSL_CERT_FILE: TRUSTED CERTIFICATE", "SSL_CERT_FILE: X509 CERTIFICATE", "marked as rejected, the right one in the folder"];
        var layouts = new Layouts();

        var rows = layouts.Run([.. layouts.All().Where(layout => critical.Contains(layout.Name))], asksCurl: false);

        Assert.Equal(critical.Length, rows.Count);
        Assert.Equal(rows.Select(row => (row.Name, row.OpenSsl)), rows.Select(row => (row.Name, row.Ours)));
        Assert.Equal(["HASH.0", "SSL_CERT_FILE: TRUSTED CERTIFICATE", "SSL_CERT_FILE: X509 CERTIFICATE"], rows.Where(row => row.Ours == Verdict.Trusted).Select(row => row.Name).Order(StringComparer.Ordinal));
    }

    [RequiresProgram("openssl", "openssl")]
    public async Task Chains_that_were_changed_by_chance_are_judged_and_gone_on_with_by_who_wants()
    {
        var results = await Mutations.RunAsync(Mutations.Make(150, seed: Random.Shared.Next()));

        Assert.DoesNotContain(results, result => result.Fault is not null);
        Assert.InRange(results.Count(result => result.GoesOn == true), 20, 150);
    }
}
