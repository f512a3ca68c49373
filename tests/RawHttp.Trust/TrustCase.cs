using System.Security.Cryptography;
using System.Text;

namespace RawHttp.Trust;

/// <summary>What a server sends, what a client trusts, and which host it asked for.</summary>
/// <param name="Group">What it is a case of.</param>
/// <param name="Name">Which case.</param>
/// <param name="Key">The server's.</param>
/// <param name="Leaf">The server's certificate in DER.</param>
/// <param name="Sent">The certificates sent after it.</param>
/// <param name="Anchors">The file of certificates that are trusted.</param>
/// <param name="Host">The name or address that was asked for.</param>
public sealed record TrustCase(
    string Group, string Name, Key Key, byte[] Leaf, IReadOnlyList<byte[]> Sent, byte[] Anchors, string Host = TrustCase.DefaultHost)
{
    public const string DefaultHost = "www.example.test";

    /// <summary>A certificate in PEM that cannot be read.</summary>
    public static byte[] Broken => "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"u8.ToArray();

    /// <summary>Text before the first certificate of a file, more than 4 MiB of it.</summary>
    public static byte[] LongComment => [.. Enumerable.Repeat("# a comment of a bundle\n"u8.ToArray(), 200_000).SelectMany(line => line)];

    public static byte[] Pem(string label, params byte[][] certificates) =>
        [.. certificates.SelectMany(certificate => Encoding.ASCII.GetBytes(PemEncoding.WriteString(label, certificate) + "\n"))];

    /// <summary>What OpenSSL keeps beside a certificate (X509_CERT_AUX): here that it is not to be trusted for servers.</summary>
    public static byte[] Rejected(byte[] certificate) =>
        Pem("TRUSTED CERTIFICATE", [.. certificate, .. Der.Sequence(Der.Explicit(0, Der.Oid(Extensions.ServerAuthentication)))]);

    public static byte[] Pem(params byte[][] certificates) => Pem("CERTIFICATE", certificates);

    public override string ToString() => $"{Group}: {Name}";
}
