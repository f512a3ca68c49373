using static RawHttp.Trust.Extensions;

namespace RawHttp.Trust.Cases;

/// <summary>Whom a certificate is for (RFC 9525), and whom its issuers may have signed for (RFC 5280 §4.2.1.10).</summary>
public static class NameCases
{
    private const string Host = TrustCase.DefaultHost;
    private const string Right = "names that are the host's";
    private const string Wrong = "names that are another's";
    private const string Wild = "a * that stands for the host's label";
    private const string WildWrong = "a * where it may not stand, or for more than a label";

    /// <summary>What openssl and curl trust, and the library does not (RFC 9110 §4.3.4).</summary>
    public const string SubjectAlone = "the host as the subject's common name alone";

    private const string Allowed = "constraints of names that are met";
    private const string NotAllowed = "constraints of names that are not met, or cannot be read";

    public static IEnumerable<TrustCase> All() => [.. Names(), .. Wildcards(), .. Subjects(), .. ConstraintCases()];

    private static TrustCase Named(string group, string name, string host, params byte[][] names) =>
        new Chain(leaf: leaf => leaf.With(Extensions.Names(names))).Case(group, name, host);

    private static IEnumerable<TrustCase> Names()
    {
        yield return Named(Right, "in other letters", Host, Dns("WWW.Example.TEST"));
        yield return Named(Right, "asked for in other letters", "WWW.EXAMPLE.TEST", Dns(Host));
        yield return Named(Right, "the last of a thousand", Host, [.. Enumerable.Range(0, 1000).Select(i => Dns($"{i}.test")), Dns(Host)]);
        yield return Named(Right, "among others", Host, Email("a@b.test"), Uri("https://b.test/"), Address("192.0.2.1"), Dns(Host));
        yield return Named(Right, "an IPv4 address", "127.0.0.1", Address("127.0.0.1"));
        yield return Named(Right, "an IPv6 address", "::1", Address("::1"));
        yield return Named(Right, "an A-label", "xn--bcher-kva.test", Dns("xn--bcher-kva.test"));
        yield return Named(Right, "with _", "a_b.test", Dns("a_b.test"));
        yield return Named(Right, "of one label", "localhost", Dns("localhost"));
        foreach (var name in new[]
        {
            "example.test", "a.www.example.test", "www.example.test.", ".example.test", "www.example.test\0.other.test",
            " www.example.test", "www.example.test ", "www.example.tes", "www.example.testx", "wwwxexample.test", "other.test", "",
        })
        {
            yield return Named(Wrong, $"\"{name.Replace("\0", "\\0", StringComparison.Ordinal)}\"", Host, Dns(name));
        }

        yield return Named(Wrong, "a mail address", Host, Email(Host));
        yield return Named(Wrong, "a URI", Host, Uri($"https://{Host}/"));
        yield return Named(Wrong, "a directory name", Host, DirectoryName(Der.Name(Host)));
        yield return Named(Wrong, "an address as a DNS name", "127.0.0.1", Dns("127.0.0.1"));
        yield return Named(Wrong, "another address", "127.0.0.1", Address("127.0.0.2"));
        yield return Named(Wrong, "an address mapped to IPv6", "127.0.0.1", Address("::ffff:127.0.0.1"));
        yield return Named(Wrong, "an address of five octets", "127.0.0.1", Der.Tagged(0x87, [127, 0, 0, 1, 0]));
        yield return Named(Wrong, "a network as an address", "127.0.0.1", Der.Tagged(0x87, [127, 0, 0, 1, 255, 255, 255, 255]));
        yield return Named(Wrong, "the address of a host that is named", Host, Address("127.0.0.1"));
        yield return Named(Wrong, "a U-label", "xn--bcher-kva.test", Dns("bücher.test"));
        yield return Named(Wrong, "names, none of them", Host);
    }

    private static IEnumerable<TrustCase> Wildcards()
    {
        yield return Named(Wild, "*.example.test", Host, Dns("*.example.test"));
        yield return Named(Wild, "*.EXAMPLE.test", Host, Dns("*.EXAMPLE.test"));
        foreach (var (name, host) in new[]
        {
            ("*", "localhost"), ("*", Host), ("*.test", "example.test"), ("*.*.test", Host), ("www.*.test", Host),
            ("*.example.test", "example.test"), ("*.example.test", "a.www.example.test"), ("**.example.test", Host),
            ("*www.example.test", Host), ("w*w.example.test", Host), ("ww*.example.test", Host), ("*w.example.test", Host),
            ("*.0.0.1", "127.0.0.1"),
            ("xn--*.example.test", "xn--bcher-kva.example.test"), ("*.", "localhost"), ("*.example.test.", Host),
            ("?ww.example.test", Host),
        })
        {
            yield return Named(WildWrong, $"{name} for {host}", host, Dns(name));
        }
    }

    private static IEnumerable<TrustCase> Subjects()
    {
        var named = (Certificate leaf) => leaf with { Subject = Der.Name(Host) };
        yield return new Chain(leaf: leaf => named(leaf).Without(AlternativeNames)).Case(SubjectAlone, "without alternative names");
        yield return new Chain(leaf: leaf => named(leaf).With(Extensions.Names(Email("a@b.test"))))
            .Case(SubjectAlone, "beside a mail address");
        yield return new Chain(leaf: leaf => named(leaf).With(Extensions.Names(Address("192.0.2.1"))))
            .Case(SubjectAlone, "beside another address");
        yield return new Chain(leaf: leaf => named(leaf).With(Extensions.Names(Dns("other.test"))))
            .Case(Wrong, "the host as common name beside another DNS name");
        yield return new Chain(leaf: leaf => leaf with { Subject = Der.Sequence() }).Case(Right, "no subject");
        var critical = Extensions.Names(Dns(Host)) with { IsCritical = true };
        yield return new Chain(leaf: leaf => (leaf with { Subject = Der.Sequence() }).With(critical))
            .Case(Right, "no subject, the names critical");
        yield return new Chain(leaf: leaf => (leaf with { Subject = Der.Name("127.0.0.1") }).Without(AlternativeNames))
            .Case(Wrong, "an address as common name", "127.0.0.1");
    }

    private static Extension WithMinimum() =>
        new(NameConstraints, Der.Sequence(Der.Explicit(0, Der.Sequence(Dns("example.test"), Der.Tagged(0x80, [1])))), true);

    private static IEnumerable<TrustCase> ConstraintCases()
    {
        foreach (var (isMet, name, constraints) in new (bool, string, Extension)[]
        {
            (true, "permitted example.test", Constraints([Dns("example.test")])),
            (true, "permitted by the host itself", Constraints([Dns(Host)])),
            (true, "excluded other.test", Constraints(excluded: [Dns("other.test")])),
            (true, "a mail address permitted", Constraints([Email("b.test")])),
            (true, "everything permitted", Constraints([Dns("")])),
            (true, "a directory name permitted", Constraints([DirectoryName(Der.Sequence())])),
            (false, "permitted other.test", Constraints([Dns("other.test")])),
            (false, "permitted ample.test", Constraints([Dns("ample.test")])),
            (false, "permitted and excluded", Constraints([Dns("example.test")], [Dns(Host)])),
            (false, "excluded example.test", Constraints(excluded: [Dns("example.test")])),
            (false, "everything excluded", Constraints(excluded: [Dns("")])),
            (false, "an address permitted of three octets", Constraints([Der.Tagged(0x87, [127, 0, 0]), Dns("other.test")])),
            (false, "of a directory name", Constraints([DirectoryName(Der.Name("other"))])),
            (true, "of a kind that no name is of", Constraints([Der.Tagged(0xA3, [])])),
            (false, "with a minimum", WithMinimum()),
            (false, "that cannot be read", new Extension(NameConstraints, [0x30, 5, 1], true)),
        })
        {
            yield return new Chain(intermediate: signed => signed.With(constraints))
                .Case(isMet ? Allowed : NotAllowed, $"intermediate's, {name}");
            yield return new Chain(root: signed => signed.With(constraints)).Case(isMet ? Allowed : NotAllowed, $"root's, {name}");
        }

        yield return new Chain(intermediate: signed => signed.With(Constraints([Der.Tagged(0x87, [127, 0, 0, 0, 255, 0, 0, 0])])),
            leaf: leaf => leaf.With(Extensions.Names(Address("127.0.0.1")))).Case(Allowed, "a network", "127.0.0.1");
        yield return new Chain(intermediate: signed => signed.With(Constraints([Der.Tagged(0x87, [10, 0, 0, 0, 255, 0, 0, 0])])),
            leaf: leaf => leaf.With(Extensions.Names(Address("127.0.0.1")))).Case(NotAllowed, "another network", "127.0.0.1");
        yield return new Chain(intermediate: signed => signed.With(Constraints([Dns("other.test")]) with { IsCritical = false }))
            .Case(NotAllowed, "not critical");
        yield return new Chain(intermediate: signed => signed.With(Constraints([Dns("other.test")])),
            leaf: leaf => (leaf with { Subject = Der.Name(Host) }).Without(AlternativeNames)).Case(NotAllowed, "of a common name");
    }
}
