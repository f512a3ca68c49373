using System.Net;
using System.Security.Cryptography;
using RawHttp.Net;

namespace RawHttp.Trust;

/// <summary>What a client made of a server's certificates.</summary>
public enum Verdict
{
    /// <summary>It went on.</summary>
    Trusted,

    /// <summary>It did not trust them, or could not agree on TLS with such a key or such octets.</summary>
    Refused,
}

/// <summary>The clients: the library, openssl and curl.</summary>
public static class Verdicts
{
    /// <summary>The library's.</summary>
    /// <returns>Its verdict, and its reasons.</returns>
    public static async Task<(Verdict Verdict, string Words)> OursAsync(int port, TrustCase what, bool acceptsAny = false)
    {
        try
        {
            var anchors = TrustAnchors.FromPem(what.Anchors);
            var tls = new TlsOptions { ServerName = what.Host, TrustAnchors = anchors, AcceptsAnyCertificate = acceptsAny };
            var connection = await Connection.ConnectAsync("127.0.0.1", port, new ConnectOptions { Tls = tls });
            await connection.DisposeAsync();
            return (Verdict.Trusted, $"{connection.Tls!.Certificate?.Subject} {string.Join("; ", connection.Tls.Problems)}");
        }
        catch (ConnectException failure) when (failure.Error is ConnectError.NotTrusted or ConnectError.TlsFailed)
        {
            return (Verdict.Refused, $"{failure.Tls?.Certificate?.Subject} {failure.Message}");
        }
        catch (CryptographicException failure)
        {
            return (Verdict.Refused, failure.Message);
        }
    }

    /// <summary>That of <c>openssl s_client</c>.</summary>
    public static Verdict OpenSsl(int port, TrustCase what, string folder, bool acceptsAny = false) => Of(Programs.Run(
        null,
        "openssl",
        [.. ClientOptions(port, what), .. AnchorOptions(what, folder), .. acceptsAny ? [] : (string[])["-verify_return_error"]]));

    /// <summary>curl's.</summary>
    public static Verdict Curl(int port, TrustCase what, string folder) =>
        Of(Programs.Run(null, "curl", [.. CurlOptions(port), "--cacert", Anchors(what, folder), Url(what)]));

    /// <summary>Those of the tool, openssl and curl, which look for what is trusted where the environment says.</summary>
    public static (Verdict Ours, Verdict OpenSsl, Verdict Curl) OfEnvironment(
        int port, TrustCase what, IReadOnlyDictionary<string, string> environment, bool asksCurl) =>
    (
        Of(Programs.Tool(environment, "get", "-s", Url(what), "--connect-to", $"::127.0.0.1:{port}")),
        Of(Programs.Run(environment, "openssl", [.. ClientOptions(port, what), "-verify_return_error"])),
        asksCurl ? Of(Programs.Run(environment, "curl", [.. CurlOptions(port), Url(what)])) : Verdict.Refused);

    /// <summary>Those of <c>openssl verify</c>, for the server's certificates of many cases that differ in these alone.</summary>
    public static IReadOnlyList<bool> Verify(IReadOnlyList<TrustCase> cases, string folder)
    {
        var files = cases.Select((what, i) => Write(folder, $"leaf{i}", TrustCase.Pem(what.Leaf))).ToList();
        var sent = cases[0].Sent.Count == 0 ? [] : (string[])["-untrusted", Write(folder, "sent", TrustCase.Pem([.. cases[0].Sent]))];
        string[] options = ["-partial_chain", "-purpose", "sslserver", "-auth_level", "2", .. sent, .. NameOptions(cases[0])];
        var text = Programs.Text("openssl", ["verify", .. AnchorOptions(cases[0], folder), .. options, .. files]);
        var good = text.Split('\n').ToHashSet(StringComparer.Ordinal);
        return [.. files.Select(file => good.Contains($"{file}: OK"))];
    }

    public static string Write(string folder, string name, byte[] octets)
    {
        var file = Path.Combine(folder, name);
        File.WriteAllBytes(file, octets);
        return file;
    }

    private static Verdict Of(int status) => status == 0 ? Verdict.Trusted : Verdict.Refused;

    private static string Url(TrustCase what) =>
        $"https://{(what.Host.Contains(':', StringComparison.Ordinal) ? $"[{what.Host}]" : what.Host)}/";

    private static string[] CurlOptions(int port) => ["-sS", "-o", "/dev/null", "--noproxy", "*", "--connect-to", $"::127.0.0.1:{port}"];

    private static string[] ClientOptions(int port, TrustCase what) =>
        ["s_client", "-connect", $"127.0.0.1:{port}", "-partial_chain", .. NameOptions(what)];

    private static string[] AnchorOptions(TrustCase what, string folder) =>
        ["-CAfile", Anchors(what, folder), "-no-CApath", "-no-CAstore"];

    private static string Anchors(TrustCase what, string folder) => Write(folder, "anchors", what.Anchors);

    private static string[] NameOptions(TrustCase what) =>
        [IPAddress.TryParse(what.Host, out _) ? "-verify_ip" : "-verify_hostname", what.Host];
}
