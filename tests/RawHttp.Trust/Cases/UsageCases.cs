using static RawHttp.Trust.Extensions;

namespace RawHttp.Trust.Cases;

/// <summary>What a key may be used for, who may sign, and what else an extension says.</summary>
public static class UsageCases
{
    private const string Server = "uses that include a server's";
    private const string NoServer = "uses that leave a server's out";
    private const string Signs = "authorities that may sign";
    private const string NoSigner = "authorities that may not sign, or not so";
    private const string Unknown = "a critical extension that is not known";
    private const string Broken = "an extension that cannot be read, or stands twice";
    private const string Other = "extensions that decide nothing";

    private static readonly string[] Oids =
        [KeyUsage, ExtendedKeyUsage, BasicConstraints, AlternativeNames, SubjectKey, AuthorityKey, NameConstraints];

    public static IEnumerable<TrustCase> All() => [.. Usages(), .. Purposes(), .. Authorities(), .. Odd()];

    private static TrustCase Leaf(string group, string name, Func<Certificate, Certificate> change, string keys = "prime256v1") =>
        new Chain(leaf: change, leafKeys: keys).Case(group, name);

    private static TrustCase Intermediate(string group, string name, Func<Certificate, Certificate> change) =>
        new Chain(intermediate: change).Case(group, $"intermediate's, {name}");

    private static TrustCase Root(string group, string name, Func<Certificate, Certificate> change) =>
        new Chain(root: change).Case(group, $"root's, {name}");

    private static IEnumerable<TrustCase> Usages()
    {
        yield return Leaf(Server, "no usage said", leaf => leaf.Without(KeyUsage));
        yield return Leaf(Server, "digital signature", leaf => leaf.With(Usage(DigitalSignature)));
        yield return Leaf(Server, "key agreement, RSA", leaf => leaf.With(Usage(DigitalSignature, KeyAgreement)), "rsa2048");
        yield return Leaf(Server, "key encipherment, RSA", leaf => leaf.With(Usage(KeyEncipherment)), "rsa2048");
        yield return Leaf(Server, "all usages", leaf => leaf.With(Usage(0, 1, 2, 3, 4, 5, 6, 7, 8)));
        yield return Leaf(Server, "usage not critical", leaf => leaf.With(Usage(DigitalSignature) with { IsCritical = false }));
        yield return Leaf(NoServer, "certificate signing", leaf => leaf.With(Usage(CertificateSigning)));
        yield return Leaf(NoServer, "list signing", leaf => leaf.With(Usage(ListSigning)));
        yield return Leaf(NoServer, "non-repudiation", leaf => leaf.With(Usage(NonRepudiation)));
        yield return Leaf(NoServer, "list signing, not critical", leaf => leaf.With(Usage(ListSigning) with { IsCritical = false }));
        yield return Leaf(NoServer, "no usage at all", leaf => leaf.With(Usage()));
    }

    private static IEnumerable<TrustCase> Purposes()
    {
        const string Any = "2.5.29.37.0";
        const string CodeSigning = "1.3.6.1.5.5.7.3.3";
        const string Netscape = "2.16.840.1.113730.4.1";
        yield return Leaf(Server, "no purpose said", leaf => leaf.Without(ExtendedKeyUsage));
        yield return Leaf(Server, "servers and clients", leaf => leaf.With(ExtendedUsage(ClientAuthentication, ServerAuthentication)));
        yield return Leaf(Server, "servers, critical", leaf => leaf.With(ExtendedUsage(ServerAuthentication) with { IsCritical = true }));
        yield return Leaf(Server, "Netscape's step-up", leaf => leaf.With(ExtendedUsage(Netscape)));
        yield return Leaf(NoServer, "clients", leaf => leaf.With(ExtendedUsage(ClientAuthentication)));
        yield return Leaf(NoServer, "signing of code", leaf => leaf.With(ExtendedUsage(CodeSigning)));
        yield return Leaf(NoServer, "answers about revocation", leaf => leaf.With(ExtendedUsage("1.3.6.1.5.5.7.3.9")));
        yield return Leaf(NoServer, "any purpose", leaf => leaf.With(ExtendedUsage(Any)));
        yield return Leaf(NoServer, "one that is not known", leaf => leaf.With(ExtendedUsage("1.2.3.4")));
        yield return Leaf(NoServer, "Netscape's type of a client",
            leaf => leaf.With(new Extension("2.16.840.1.113730.1.1", Der.BitString([0x80], 7))));
        yield return Intermediate(Signs, "servers", signed => signed.With(ExtendedUsage(ServerAuthentication)));
        yield return Intermediate(NoSigner, "clients", signed => signed.With(ExtendedUsage(ClientAuthentication)));
        yield return Intermediate(NoSigner, "any purpose", signed => signed.With(ExtendedUsage(Any)));
        yield return Root(NoSigner, "clients", signed => signed.With(ExtendedUsage(ClientAuthentication)));
        yield return Root(Signs, "servers", signed => signed.With(ExtendedUsage(ServerAuthentication)));
    }

    private static IEnumerable<TrustCase> Authorities()
    {
        yield return new Chain().Case(Signs, "a root and an intermediate");
        yield return Intermediate(Signs, "a path of 0", signed => signed.With(Authority(0)));
        yield return Root(Signs, "a path of 1", signed => signed.With(Authority(1)));
        yield return Root(NoSigner, "a path of 0", signed => signed.With(Authority(0)));
        yield return Root(NoSigner, "a path of -1", signed => signed.With(Authority(-1)));
        yield return Intermediate(NoSigner, "no constraints", signed => signed.Without(BasicConstraints));
        yield return Intermediate(NoSigner, "not an authority", signed => signed.With(NoAuthority()));
        yield return Intermediate(NoSigner, "not an authority, said at length",
            signed => signed.With(new Extension(BasicConstraints, Der.Sequence(Der.Boolean(false)), true)));
        yield return Intermediate(NoSigner, "no signing of certificates", signed => signed.With(Usage(ListSigning, DigitalSignature)));
        yield return Intermediate(NoSigner, "version 1", signed => signed with { Version = 0, Extensions = [] });
        yield return Intermediate(NoSigner, "no extension", signed => signed with { Extensions = [] });
        yield return Intermediate(Signs, "no usage said", signed => signed.Without(KeyUsage));
        yield return Root(NoSigner, "no signing of certificates", signed => signed.With(Usage(ListSigning)));
        yield return Root(NoSigner, "not an authority", signed => signed.With(NoAuthority()));
        yield return Root(Signs, "version 1", signed => signed with { Version = 0, Extensions = [] });
        yield return Root(Signs, "no usage said", signed => signed.Without(KeyUsage));
        yield return Leaf(Server, "an authority", leaf => leaf.With(Authority()).With(Usage(DigitalSignature, CertificateSigning)));
        yield return Leaf(Server, "said not to be an authority", leaf => leaf.With(NoAuthority()));
        yield return Leaf(Server, "version 3 with a path and no authority",
            leaf => leaf.With(new Extension(BasicConstraints, Der.Sequence(Der.Integer(0)))));
    }

    private static IEnumerable<TrustCase> Odd()
    {
        var unknown = new Extension("1.2.3.4.5", Der.Null, IsCritical: true);
        yield return Leaf(Unknown, "server's", leaf => leaf.With(unknown));
        yield return Intermediate(Unknown, "one", signed => signed.With(unknown));
        yield return Root(Unknown, "one", signed => signed.With(unknown));
        yield return Leaf(Unknown, "the poison of Certificate Transparency",
            leaf => leaf.With(new Extension("1.3.6.1.4.1.11129.2.4.3", Der.Null, true)));
        yield return Leaf(Other, "one that is not known", leaf => leaf.With(unknown with { IsCritical = false }));
        yield return Leaf(Other, "OCSP must be stapled",
            leaf => leaf.With(new Extension("1.3.6.1.5.5.7.1.24", Der.Sequence(Der.Integer(5)))));
        yield return Leaf(Other, "a policy",
            leaf => leaf.With(new Extension(Policies, Der.Sequence(Der.Sequence(Der.Oid("2.23.140.1.2.1"))))));
        yield return Intermediate(Other, "a policy is required",
            signed => signed.With(new Extension(PolicyConstraints, Der.Sequence(Der.Tagged(0x80, [0])), true)));
        yield return Leaf(Broken, "a proxy's",
            leaf => leaf.With(new Extension("1.3.6.1.5.5.7.1.14", Der.Sequence(Der.Sequence(Der.Oid("1.3.6.1.5.5.7.21.1"))), true)));
        yield return Leaf(Other, "a policy that cannot be read", leaf => leaf.With(new Extension(Policies, [0x30, 3, 1])));
        foreach (var oid in Oids)
        {
            yield return Leaf(Broken, $"server's {oid}", leaf => leaf.With(new Extension(oid, [0x30, 0x05, 0x01])));
            yield return Intermediate(Broken, oid, signed => signed.With(new Extension(oid, [0x30, 0x05, 0x01])));
        }

        yield return Leaf(Broken, "the same twice", leaf => leaf with { Extensions = [.. leaf.Extensions, leaf.Extensions[0]] });
        yield return Leaf(Broken, "the names twice", leaf => leaf with { Extensions = [Names(Dns("other.test")), .. leaf.Extensions] });
    }
}
