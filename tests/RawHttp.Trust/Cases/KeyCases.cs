namespace RawHttp.Trust.Cases;

/// <summary>Kinds and lengths of keys, and what certificates are signed with.</summary>
public static class KeyCases
{
    private static readonly string[] GoodKeys = ["rsa2040", "rsa2048", "prime256v1", "secp384r1", "secp521r1"];
    private static readonly string[] WeakKeys =
        ["rsa512", "rsa768", "rsa1024", "rsa1536", "prime192v1", "secp160r1", "secp192k1", "dsa1024"];

    private static readonly (string Kind, string Scheme)[] WeakSchemes =
        [("rsa2048", "MD5"), ("rsa2048", "SHA1"), ("rsa2048", "PSS-SHA1"), ("prime256v1", "SHA1"), ("dsa2048", "SHA1")];

    private static readonly (string Kind, string Scheme)[] GoodSchemes =
    [
        ("rsa2048", "SHA224"), ("rsa2048", "SHA384"), ("rsa2048", "SHA512"), ("rsa2048", "PSS-SHA256"), ("rsa2048", "PSS-SHA384"),
        ("rsa2048", "PSS-SHA512"), ("prime256v1", "SHA224"), ("prime256v1", "SHA512"), ("secp384r1", "SHA384"), ("dsa2048", "SHA256"),
    ];

    public static IEnumerable<TrustCase> All() => [.. Good(), .. Weak(), .. Digests()];

    private static IEnumerable<TrustCase> Good()
    {
        foreach (var kind in GoodKeys)
        {
            yield return new Chain(keys: kind).Case("keys of enough length", $"{kind} throughout");
        }

        yield return new Chain(intermediateKeys: "dsa2048").Case("keys of enough length", "intermediate of dsa2048");
        yield return new Chain(intermediateKeys: "secp224r1", rootKeys: "secp224r1")
            .Case("keys of enough length", "authorities of secp224r1");
        yield return new Chain(keys: "ed25519").Case("keys of enough length", "ed25519 throughout");
        yield return new Chain(rootKeys: "ed448").Case("keys of enough length", "root of ed448");
    }

    private static IEnumerable<TrustCase> Weak()
    {
        foreach (var kind in WeakKeys)
        {
            var group = $"a key that is too short: {(kind[0] is 'p' or 's' ? "EC" : kind[..3].ToUpperInvariant())}";
            // What signs with 512 bits has room for SHA-1 and MD5 alone.
            var weak = (Certificate signed) => kind == "rsa512" ? signed with { Scheme = "SHA1" } : signed;
            yield return new Chain(leafKeys: kind).Case(group, $"server's, {kind}");
            yield return new Chain(intermediateKeys: kind, leaf: weak).Case(group, $"intermediate's, {kind}");
            yield return new Chain(rootKeys: kind, root: weak, intermediate: weak).Case(group, $"root's, {kind}");
        }
    }

    private static IEnumerable<TrustCase> Digests()
    {
        foreach (var (kind, scheme) in WeakSchemes)
        {
            var keys = kind == "dsa2048" ? "rsa2048" : kind;
            var weak = (Certificate signed) => signed with { Scheme = scheme };
            yield return new Chain(keys: keys, intermediateKeys: kind, leaf: weak)
                .Case("a digest that is too weak", $"server's, {kind} with {scheme}");
            yield return new Chain(keys: keys, rootKeys: kind, intermediate: weak)
                .Case("a digest that is too weak", $"intermediate's, {kind} with {scheme}");
            yield return new Chain(keys: keys, rootKeys: kind, root: weak)
                .Case("a weak digest in a root's own signature, which decides nothing", $"{kind} with {scheme}");
        }

        foreach (var (kind, scheme) in GoodSchemes)
        {
            var keys = kind == "dsa2048" ? "rsa2048" : kind;
            var other = (Certificate signed) => signed with { Scheme = scheme };
            yield return new Chain(keys: keys, intermediateKeys: kind, leaf: other)
                .Case("digests of enough length", $"{kind} with {scheme}");
        }

        yield return new Chain(keys: "rsa2048", leaf: leaf => leaf with { InnerScheme = "SHA384" })
            .Case("a signature of another kind than the certificate says", "server's");
        yield return new Chain(keys: "rsa2048", intermediate: signed => signed with { InnerScheme = "PSS-SHA256" })
            .Case("a signature of another kind than the certificate says", "intermediate's");
    }
}
