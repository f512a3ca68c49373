using System.Net;
using System.Security.Cryptography;

namespace RawHttp.Trust;

/// <summary>The extensions that decide of trust (RFC 5280 §4.2).</summary>
public static class Extensions
{
    public const string SubjectKey = "2.5.29.14";
    public const string KeyUsage = "2.5.29.15";
    public const string AlternativeNames = "2.5.29.17";
    public const string BasicConstraints = "2.5.29.19";
    public const string NameConstraints = "2.5.29.30";
    public const string Policies = "2.5.29.32";
    public const string AuthorityKey = "2.5.29.35";
    public const string PolicyConstraints = "2.5.29.36";
    public const string ExtendedKeyUsage = "2.5.29.37";
    public const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";
    public const string ClientAuthentication = "1.3.6.1.5.5.7.3.2";

    // Bits of a key's usage, from the first.
    public const int DigitalSignature = 0;
    public const int NonRepudiation = 1;
    public const int KeyEncipherment = 2;
    public const int KeyAgreement = 4;
    public const int CertificateSigning = 5;
    public const int ListSigning = 6;

    public static Extension Usage(params int[] bits) => new(KeyUsage, UsageBits(bits), IsCritical: true);

    public static Extension ExtendedUsage(params string[] purposes) => new(ExtendedKeyUsage, Der.Sequence([.. purposes.Select(Der.Oid)]));

    public static Extension Authority(int? maxPath = null) => new(
        BasicConstraints, Der.Sequence(Der.Boolean(true), maxPath is { } max ? Der.Integer(max) : []), IsCritical: true);

    public static Extension NoAuthority() => new(BasicConstraints, Der.Sequence(), IsCritical: true);

    public static Extension Names(params byte[][] names) => new(AlternativeNames, Der.Sequence(names));

    public static byte[] Dns(string name) => Der.Text(name, 0x82);

    public static byte[] Email(string name) => Der.Text(name, 0x81);

    public static byte[] Uri(string name) => Der.Text(name, 0x86);

    public static byte[] Address(string address) => Der.Tagged(0x87, IPAddress.Parse(address).GetAddressBytes());

    public static byte[] DirectoryName(byte[] name) => Der.Explicit(4, name);

    public static Extension Constraints(byte[][]? permitted = null, byte[][]? excluded = null) => new(
        NameConstraints,
        Der.Sequence(
            permitted is null ? [] : Der.Explicit(0, [.. permitted.Select(name => Der.Sequence(name))]),
            excluded is null ? [] : Der.Explicit(1, [.. excluded.Select(name => Der.Sequence(name))])),
        IsCritical: true);

    public static Extension KeyIdentifier(Key key) => new(SubjectKey, Der.OctetString(SHA1.HashData(key.PublicKey)));

    public static Extension IssuerKeyIdentifier(Key key) => new(AuthorityKey, Der.Sequence(Der.Tagged(0x80, SHA1.HashData(key.PublicKey))));

    // From the first bit of the first octet on; the bits after the last one are not there.
    private static byte[] UsageBits(int[] bits)
    {
        if (bits.Length == 0)
        {
            return Der.BitString([]);
        }

        var octets = new byte[(bits.Max() / 8) + 1];
        foreach (var bit in bits)
        {
            octets[bit / 8] |= (byte)(0x80 >> (bit % 8));
        }

        return Der.BitString(octets, (byte)(7 - (bits.Max() % 8)));
    }
}
