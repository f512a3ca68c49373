using System.Formats.Asn1;
using System.Security.Cryptography;

namespace RawHttp.Trust;

/// <summary>A key pair, and how it signs certificates.</summary>
public sealed class Key
{
    private static readonly Dictionary<string, Lazy<Key>> Made = new(StringComparer.Ordinal);
    private readonly AsymmetricAlgorithm? _pair;

    private Key(AsymmetricAlgorithm pair) =>
        (_pair, PublicKey, PrivateKey) = (pair, pair.ExportSubjectPublicKeyInfo(), pair.ExportPkcs8PrivateKey());

    private Key(byte[] publicKey, byte[] privateKey) => (PublicKey, PrivateKey) = (publicKey, privateKey);

    /// <summary>SubjectPublicKeyInfo, in DER.</summary>
    public byte[] PublicKey { get; }

    /// <summary>PKCS #8, in DER.</summary>
    public byte[] PrivateKey { get; }

    /// <summary>One of a kind, the same for the same name.</summary>
    /// <param name="kind">"rsa2048", "dsa1024", "prime256v1", "ed25519".</param>
    /// <param name="name">Which of that kind.</param>
    public static Key Of(string kind, string name = "")
    {
        // To make one of DSA takes long; no chain has two.
        name = kind.StartsWith("dsa", StringComparison.Ordinal) ? "" : name;
        lock (Made)
        {
            if (!Made.TryGetValue($"{kind} {name}", out var key))
            {
                Made[$"{kind} {name}"] = key = new Lazy<Key>(() => Make(kind));
            }

            return key.Value;
        }
    }

    /// <summary>The AlgorithmIdentifier of a signature by this key.</summary>
    /// <param name="scheme">"SHA256", "SHA1", "MD5", "PSS-SHA256".</param>
    public byte[] Algorithm(string scheme) => _pair switch
    {
        RSA when scheme.StartsWith("PSS-", StringComparison.Ordinal) => PssAlgorithm(scheme["PSS-".Length..]),
        RSA => Der.Sequence(Der.Oid($"1.2.840.113549.1.1.{RsaNumber(scheme)}"), Der.Null),
        ECDsa when scheme == "SHA1" => Der.Sequence(Der.Oid("1.2.840.10045.4.1")),
        ECDsa => Der.Sequence(Der.Oid($"1.2.840.10045.4.3.{scheme switch { "SHA224" => 1, "SHA256" => 2, "SHA384" => 3, _ => 4 }}")),
        DSA => Der.Sequence(Der.Oid(scheme == "SHA1" ? "1.2.840.10040.4.3" : "2.16.840.1.101.3.4.3.2")),
        _ => PublicKeyAlgorithm(),
    };

    public byte[] Sign(byte[] octets, string scheme)
    {
        var hash = new HashAlgorithmName(scheme.Replace("PSS-", "", StringComparison.Ordinal));
        return _pair switch
        {
            _ when scheme == "SHA224" => Programs.Sign(PrivateKey, octets, "dgst", "-sha224"),
            RSA rsa => rsa.SignData(octets, hash, scheme[..3] == "PSS" ? RSASignaturePadding.Pss : RSASignaturePadding.Pkcs1),
            ECDsa elliptic => elliptic.SignData(octets, hash, DSASignatureFormat.Rfc3279DerSequence),
            DSA dsa => dsa.SignData(octets, hash, DSASignatureFormat.Rfc3279DerSequence),
            _ => Programs.Sign(PrivateKey, octets, "pkeyutl"),
        };
    }

    // RFC 8017 A.2.4; the last is SHA-224.
    private static int RsaNumber(string scheme) => scheme switch
    {
        "MD5" => 4,
        "SHA1" => 5,
        "SHA256" => 11,
        "SHA384" => 12,
        "SHA512" => 13,
        _ => 14,
    };

    private static Key Make(string kind) => kind switch
    {
        _ when kind.StartsWith("rsa", StringComparison.Ordinal) => new Key(RSA.Create(int.Parse(kind[3..], Der.Culture))),
        _ when kind.StartsWith("dsa", StringComparison.Ordinal) => new Key(DSA.Create(int.Parse(kind[3..], Der.Culture))),
        _ when kind.StartsWith("ed", StringComparison.Ordinal) => MakeByProgram(kind),
        _ => new Key(ECDsa.Create(ECCurve.CreateFromFriendlyName(kind))),
    };

    private static Key MakeByProgram(string kind)
    {
        var privateKey = Programs.Output("openssl", [], "genpkey", "-algorithm", kind, "-outform", "DER");
        return new Key(Programs.Output("openssl", privateKey, "pkey", "-inform", "DER", "-pubout", "-outform", "DER"), privateKey);
    }

    // RFC 4055 §3.1: the digest twice, the salt as long as the digest; SHA-1 is what is not written.
    private static byte[] PssAlgorithm(string hash)
    {
        var (number, length) = hash switch { "SHA256" => (1, 32), "SHA384" => (2, 48), _ => (3, 64) };
        var digest = Der.Sequence(Der.Oid($"2.16.840.1.101.3.4.2.{number}"), Der.Null);
        var mask = Der.Sequence(Der.Oid("1.2.840.113549.1.1.8"), digest);
        byte[][] parameters = hash == "SHA1" ? [] : [Der.Explicit(0, digest), Der.Explicit(1, mask), Der.Explicit(2, Der.Integer(length))];
        return Der.Sequence(Der.Oid("1.2.840.113549.1.1.10"), Der.Sequence(parameters));
    }

    private byte[] PublicKeyAlgorithm() => new AsnReader(PublicKey, AsnEncodingRules.DER).ReadSequence().ReadEncodedValue().ToArray();
}
