using System.Security.Cryptography;

namespace RawHttp.Trust;

/// <summary>An extension of a certificate (RFC 5280 §4.2).</summary>
public sealed record Extension(string Oid, byte[] Value, bool IsCritical = false)
{
    public byte[] Encode() => IsCritical
        ? Der.Sequence(Der.Oid(Oid), Der.Boolean(true), Der.OctetString(Value))
        : Der.Sequence(Der.Oid(Oid), Der.OctetString(Value));
}

/// <summary>What a certificate is to say; whatever is not said is as a good one says it.</summary>
public sealed record Certificate
{
    public required byte[] Subject { get; init; }

    public required byte[] Issuer { get; init; }

    public required Key Key { get; init; }

    public required Key Signer { get; init; }

    public string Scheme { get; init; } = "SHA256";

    /// <summary>What the inner AlgorithmIdentifier says, if not the same as the outer.</summary>
    public string? InnerScheme { get; init; }

    public int Version { get; init; } = 2;

    public byte[] Serial { get; init; } = [2, 8, 1, .. RandomNumberGenerator.GetBytes(7)];

    public byte[] NotBefore { get; init; } = Der.Time(DateTimeOffset.UtcNow.AddDays(-30));

    public byte[] NotAfter { get; init; } = Der.Time(DateTimeOffset.UtcNow.AddDays(300));

    public IReadOnlyList<Extension> Extensions { get; init; } = [];

    /// <summary>The same with an extension more, or in place of the one of the same kind.</summary>
    public Certificate With(Extension extension) =>
        Without(extension.Oid) is var rest ? rest with { Extensions = [.. rest.Extensions, extension] } : this;

    public Certificate Without(string oid) => this with { Extensions = [.. Extensions.Where(extension => extension.Oid != oid)] };

    /// <summary>What is signed.</summary>
    public byte[] ToBeSigned() => Der.Sequence(
        Version == 0 ? [] : Der.Explicit(0, Der.Integer(Version)),
        Serial,
        Signer.Algorithm(InnerScheme ?? Scheme),
        Issuer,
        Der.Sequence(NotBefore, NotAfter),
        Subject,
        Key.PublicKey,
        Extensions.Count == 0 ? [] : Der.Explicit(3, Der.Sequence([.. Extensions.Select(extension => extension.Encode())])));

    public byte[] Encode() => Sign(ToBeSigned());

    /// <summary>A certificate of other octets, with a signature that is right.</summary>
    public byte[] Sign(byte[] toBeSigned) =>
        Der.Sequence(toBeSigned, Signer.Algorithm(Scheme), Der.BitString(Signer.Sign(toBeSigned, Scheme)));
}
