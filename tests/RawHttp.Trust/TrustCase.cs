using System.Security.Cryptography;

namespace RawHttp.Trust;

/// <summary>What a server sends, what a client trusts, and which host it asked for.</summary>
/// <param name="Group">What it is a case of.</param>
/// <param name="Name">Which case.</param>
/// <param name="Key">The server's.</param>
/// <param name="Leaf">The server's certificate in DER.</param>
/// <param name="Sent">The certificates sent after it.</param>
/// <param name="Anchors">The file of certificates that are trusted.</param>
/// <param name="Host">The name or address that was asked for.</param>
public sealed record TrustCase(string Group, string Name, Key Key, byte[] Leaf, IReadOnlyList<byte[]> Sent, byte[] Anchors, string Host = TrustCase.DefaultHost)
{
    public const string DefaultHost = "www.example.test";

    public static byte[] Pem(string label, params byte[][] certificates) =>
        [.. certificates.SelectMany(certificate => System.Text.Encoding.ASCII.GetBytes(PemEncoding.WriteString(label, certificate) + "\n"))];

    public static byte[] Pem(params byte[][] certificates) => Pem("CERTIFICATE", certificates);

    public override string ToString() => $"{Group}: {Name}";
}
