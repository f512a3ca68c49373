using System.Text;
using static RawHttp.Trust.Extensions;

namespace RawHttp.Trust.Cases;

/// <summary>Which certificates are sent, which are trusted, and how they hang together.</summary>
public static class ChainCases
{
    private const string Whole = "chains that lead to what is trusted";
    private const string Partial = "what is trusted is no root (curl and openssl -partial_chain)";
    private const string Loose = "chains that lead to nothing that is trusted";
    private const string Forged = "signatures that are wrong";
    private const string Read = "files of --cacert that OpenSSL reads";
    private const string NotRead = "files of --cacert that OpenSSL does not read";

    private static readonly Key Other = Key.Of("prime256v1", "other");

    public static IEnumerable<TrustCase> All() => [.. Chains(), .. Partials(), .. Forgeries(), .. Files()];

    private static IEnumerable<TrustCase> Chains()
    {
        var chain = new Chain();
        var usual = chain.Case(Whole, "the root sent, too");
        var root = chain.Root.Encode();
        yield return usual with { Sent = [.. usual.Sent, root] };
        yield return usual with { Name = "the root sent first", Sent = [root, .. usual.Sent] };
        yield return usual with { Name = "a stranger sent, too", Sent = [new Chain(keys: "secp384r1").Root.Encode(), .. usual.Sent] };
        yield return usual with { Name = "the intermediate sent twice", Sent = [.. usual.Sent, .. usual.Sent] };
        yield return usual with { Name = "the server's sent twice", Sent = [usual.Leaf, .. usual.Sent] };
        yield return usual with { Name = "the intermediate trusted and not sent", Sent = [], Anchors = TrustCase.Pem(usual.Sent[0], root) };
        yield return new Chain(leaf: _ => Chain.MakeLeaf("server", "Root", chain.LeafKey, chain.RootKey)).Case(Whole, "signed by the root");
        yield return Long(Whole, 3);
        yield return Long(Whole, 20);
        yield return Renewed(chain);
        yield return usual with { Group = Loose, Name = "the intermediate not sent", Sent = [] };
        yield return usual with { Group = Loose, Name = "another root trusted", Anchors = Stranger("Other") };
        yield return usual with { Group = Loose, Name = "a namesake of the root trusted", Anchors = Stranger("Root") };
        var whole = usual with { Group = Loose, Sent = [.. usual.Sent, root] };
        yield return whole with { Name = "a namesake trusted, the root sent", Anchors = Stranger("Root") };
        yield return whole with { Name = "the root sent, another trusted", Anchors = Stranger("Other") };
        yield return usual with { Name = "the root and a namesake trusted", Anchors = [.. Stranger("Root"), .. TrustCase.Pem(root)] };
        yield return SelfSigned(Loose, "signed by itself", isTrusted: false);
        yield return Circle();
        yield return Long(Loose, 150);
    }

    private static IEnumerable<TrustCase> Partials()
    {
        var usual = new Chain().Case(Partial, "the server's own, its intermediate sent");
        yield return usual with { Anchors = TrustCase.Pem(usual.Leaf) };
        yield return usual with { Name = "the server's own alone", Anchors = TrustCase.Pem(usual.Leaf), Sent = [] };
        yield return usual with { Name = "the intermediate", Anchors = TrustCase.Pem(usual.Sent[0]) };
        yield return usual with { Name = "the intermediate, not sent", Anchors = TrustCase.Pem(usual.Sent[0]), Sent = [] };
        yield return SelfSigned(Partial, "signed by itself, and trusted", isTrusted: true);
        var expired = new Chain(intermediate: signed => signed with { NotAfter = Der.Time(DateTimeOffset.UtcNow.AddDays(-1)) })
            .Case(Loose, "the intermediate trusted, and expired");
        yield return expired with { Anchors = TrustCase.Pem(expired.Sent[0]) };
        var weak = new Chain(leafKeys: "rsa1024").Case(Loose, "the server's own trusted, of 1024 bits");
        yield return weak with { Anchors = TrustCase.Pem(weak.Leaf) };
        var client = new Chain(leaf: leaf => leaf.With(ExtendedUsage(ClientAuthentication)))
            .Case(Loose, "the server's own trusted, for clients");
        yield return client with { Anchors = TrustCase.Pem(client.Leaf) };
    }

    private static IEnumerable<TrustCase> Forgeries()
    {
        var usual = new Chain().Case(Forged, "the server's, by another key");
        yield return new Chain(leaf: leaf => leaf with { Signer = Other, Extensions = [.. leaf.Without(AuthorityKey).Extensions] })
            .Case(Forged, "the server's, by another key");
        yield return new Chain(intermediate: signed => signed.Without(AuthorityKey) with { Signer = Other })
            .Case(Forged, "the intermediate's, by another key");
        yield return usual with { Name = "the server's, its last octet", Leaf = [.. usual.Leaf[..^1], (byte)(usual.Leaf[^1] ^ 1)] };
        var intermediate = usual.Sent[0];
        byte[] forged = [.. intermediate[..^1], (byte)(intermediate[^1] ^ 1)];
        yield return usual with { Name = "the intermediate's, its last octet", Sent = [forged] };
        yield return new Chain(leaf: leaf => leaf.With(IssuerKeyIdentifier(Other))).Case(Loose, "the identifier of another issuer's key");
        yield return new Chain(leaf: leaf => leaf with { Issuer = Der.Name("Other") }).Case(Loose, "the name of another issuer");
        yield return new Chain(leaf: leaf => leaf with { Issuer = Der.Name("intermediate") })
            .Case(Whole, "the issuer's name in other letters");
        yield return new Chain(leaf: leaf => leaf with { Issuer = Der.Name("Intermediate", 0x13) })
            .Case(Whole, "the issuer's name in another type of text");
    }

    private static IEnumerable<TrustCase> Files()
    {
        var usual = new Chain().Case(Read, "");
        var pem = Encoding.ASCII.GetString(usual.Anchors);
        var der = new Chain().Root.Encode();
        foreach (var (group, name, octets) in new (string, string, byte[])[]
        {
            (Read, "TRUSTED CERTIFICATE", TrustCase.Pem("TRUSTED CERTIFICATE", der)),
            (Read, "X509 CERTIFICATE", TrustCase.Pem("X509 CERTIFICATE", der)),
            (Read, "text before and after", [.. "Here it is:\n"u8, .. usual.Anchors, .. "That was it.\n"u8]),
            (Read, "CR LF", Encoding.ASCII.GetBytes(pem.Replace("\n", "\r\n", StringComparison.Ordinal))),
            (Read, "without a last line end", Encoding.ASCII.GetBytes(pem.TrimEnd('\n'))),
            (Read, "larger than 4 MiB", [.. TrustCase.LongComment, .. usual.Anchors]),
            (Read, "the right one behind another", [.. Stranger("Other"), .. usual.Anchors]),
            (Read, "the same twice", [.. usual.Anchors, .. usual.Anchors]),
            (NotRead, "UTF-16", Encoding.Unicode.GetBytes(pem)),
            (NotRead, "indented", Encoding.ASCII.GetBytes(pem.Replace("-----BEGIN", "  -----BEGIN", StringComparison.Ordinal))),
            (NotRead, "without an end", Encoding.ASCII.GetBytes(pem[..pem.IndexOf("-----END", StringComparison.Ordinal)])),
            (NotRead, "in DER", der),
            (NotRead, "empty", []),
            (NotRead, "a broken one behind the right one", [.. usual.Anchors, .. TrustCase.Broken]),
            (NotRead, "another label", TrustCase.Pem("CERTIFICATE REQUEST", der)),
            (NotRead, "labels that differ", Encoding.ASCII.GetBytes(pem.Replace("END CERT", "END X509 CERT", StringComparison.Ordinal))),
            (NotRead, "base64 with a character of another kind", Encoding.ASCII.GetBytes(pem.Insert(60, "!"))),
            (NotRead, "marked as rejected", TrustCase.Rejected(der)),
        })
        {
            yield return usual with { Group = group, Name = name, Anchors = octets };
        }
    }

    private static byte[] Stranger(string name) => TrustCase.Pem(Chain.MakeAuthority(name, name, Other, Other).Encode());

    private static TrustCase SelfSigned(string group, string name, bool isTrusted)
    {
        var key = Key.Of("prime256v1", "leaf");
        var leaf = Chain.MakeLeaf("self", "self", key, key).Encode();
        return new TrustCase(group, name, key, leaf, [], isTrusted ? TrustCase.Pem(leaf) : TrustCase.Pem(new Chain().Root.Encode()));
    }

    private static TrustCase Long(string group, int length)
    {
        var usual = new Chain();
        var key = usual.IntermediateKey;
        var sent = Enumerable.Range(1, length)
            .Select(i => Chain.MakeAuthority($"A{i}", i == length ? "Root" : $"A{i + 1}", key, i == length ? usual.RootKey : key).Encode());
        var leaf = Chain.MakeLeaf("server", "A1", usual.LeafKey, key).Encode();
        return new TrustCase(group, $"{length} intermediates", usual.LeafKey, leaf, [.. sent], TrustCase.Pem(usual.Root.Encode()));
    }

    // A root that was signed by an older one, which is not trusted any more.
    private static TrustCase Renewed(Chain chain)
    {
        var usual = chain.Case(Whole, "the root sent as an older one had signed it");
        return usual with { Sent = [.. usual.Sent, Chain.MakeAuthority("Root", "Old", chain.RootKey, Other).Encode()] };
    }

    private static TrustCase Circle()
    {
        var (one, two) = (Key.Of("prime256v1", "intermediate"), Other);
        var chain = new Chain();
        return chain.Case(Loose, "a circle") with
        {
            Sent =
            [
                Chain.MakeAuthority("Intermediate", "Two", one, two).Encode(),
                Chain.MakeAuthority("Two", "Intermediate", two, one).Encode(),
            ],
        };
    }
}
