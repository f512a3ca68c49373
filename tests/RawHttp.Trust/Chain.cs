using static RawHttp.Trust.Extensions;

namespace RawHttp.Trust;

/// <summary>A root, an intermediate and a server's certificate, each as good ones are unless changed.</summary>
public sealed class Chain
{
    private readonly Func<Certificate, Certificate> _root;
    private readonly Func<Certificate, Certificate> _intermediate;
    private readonly Func<Certificate, Certificate> _leaf;

    public Chain(
        Func<Certificate, Certificate>? root = null,
        Func<Certificate, Certificate>? intermediate = null,
        Func<Certificate, Certificate>? leaf = null,
        string keys = "prime256v1",
        string? rootKeys = null,
        string? intermediateKeys = null,
        string? leafKeys = null)
    {
        (_root, _intermediate, _leaf) = (root ?? (root => root), intermediate ?? (same => same), leaf ?? (same => same));
        RootKey = Key.Of(rootKeys ?? keys, "root");
        IntermediateKey = Key.Of(intermediateKeys ?? keys, "intermediate");
        LeafKey = Key.Of(leafKeys ?? keys, "leaf");
    }

    public Key RootKey { get; }

    public Key IntermediateKey { get; }

    public Key LeafKey { get; }

    public Certificate Root => _root(MakeAuthority("Root", "Root", RootKey, RootKey));

    public Certificate Intermediate => _intermediate(MakeAuthority("Intermediate", "Root", IntermediateKey, RootKey));

    public Certificate Leaf => _leaf(MakeLeaf("server", "Intermediate", LeafKey, IntermediateKey));

    public static Certificate MakeAuthority(string subject, string issuer, Key key, Key signer) => new()
    {
        Subject = Der.Name(subject),
        Issuer = Der.Name(issuer),
        Key = key,
        Signer = signer,
        Extensions = [Authority(), Usage(CertificateSigning, ListSigning), KeyIdentifier(key), IssuerKeyIdentifier(signer)],
    };

    public static Certificate MakeLeaf(string subject, string issuer, Key key, Key signer) => new()
    {
        Subject = Der.Name(subject),
        Issuer = Der.Name(issuer),
        Key = key,
        Signer = signer,
        Extensions =
        [
            Usage(DigitalSignature),
            ExtendedUsage(ServerAuthentication),
            Names(Dns(TrustCase.DefaultHost)),
            KeyIdentifier(key),
            IssuerKeyIdentifier(signer),
        ],
    };

    /// <summary>The usual case: the root is trusted, the others are sent.</summary>
    public TrustCase Case(string group, string name, string host = TrustCase.DefaultHost) =>
        new(group, name, LeafKey, Leaf.Encode(), [Intermediate.Encode()], TrustCase.Pem(Root.Encode()), host);
}
