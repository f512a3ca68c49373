using System.Collections.Concurrent;
using System.Formats.Asn1;
using static RawHttp.Trust.Extensions;

namespace RawHttp.Trust;

/// <summary>Good chains with something changed by chance: octets of a certificate, signed anew or not, or what it says.</summary>
public static class Mutations
{
    private static readonly string[] Oids =
    [
        KeyUsage, ExtendedKeyUsage, BasicConstraints, AlternativeNames, SubjectKey, AuthorityKey, NameConstraints, Policies,
        PolicyConstraints, "2.5.29.33", "2.5.29.54", "1.3.6.1.5.5.7.1.1", "1.3.6.1.5.5.7.1.7", "1.3.6.1.5.5.7.1.14",
        "2.16.840.1.113730.1.1", "1.2.3",
    ];

    /// <summary>What came of a chain.</summary>
    /// <param name="Case">The chain.</param>
    /// <param name="Ours">The library's verdict; null if it threw what it must not.</param>
    /// <param name="OpenSsl">That of <c>openssl verify</c>.</param>
    /// <param name="GoesOn">Whether the library goes on with any certificate; null if no server can use it.</param>
    /// <param name="Words">The library's words.</param>
    public sealed record Result(TrustCase Case, Verdict? Ours, Verdict OpenSsl, bool? GoesOn, string Words)
    {
        /// <summary>What is wrong with it; null if nothing is.</summary>
        public string? Fault => Ours is null ? "rawhttp fell over"
            : Ours != OpenSsl ? $"rawhttp {Ours}, openssl {OpenSsl}"
            : GoesOn == false ? "rawhttp -k does not go on"
            : null;
    }

    /// <summary>The same chains for the same seed, but for keys, serial numbers and dates.</summary>
    public static IReadOnlyList<TrustCase> Make(int count, int seed)
    {
        var random = new Random(seed);
        var usual = new Chain();
        var @case = usual.Case("", "");
        var cases = new List<TrustCase>();
        for (var i = 0; i < count; i++)
        {
            var (leaf, intermediate) = (usual.Leaf, usual.Intermediate);
            var changed = (i % 4) switch
            {
                0 => @case with { Group = "octets of the server's", Leaf = Mutate(@case.Leaf, random) },
                1 => @case with { Group = "values of the server's, signed anew", Leaf = SignAnew(leaf, random) },
                2 => @case with { Group = "values of the intermediate's, signed anew", Sent = [SignAnew(intermediate, random)] },
                _ => @case with { Group = "what the server's says, signed anew", Leaf = Change(leaf, random).Encode() },
            };
            cases.Add(changed with { Name = $"{i}" });
        }

        return cases;
    }

    public static async Task<IReadOnlyList<Result>> RunAsync(IReadOnlyList<TrustCase> cases)
    {
        var references = Reference(cases);
        var results = new ConcurrentDictionary<int, Result>();
        await Parallel.ForAsync(0, cases.Count, async (i, _) => results[i] = await RunAsync(cases[i], references[i]));
        return [.. results.OrderBy(result => result.Key).Select(result => result.Value)];
    }

    private static async Task<Result> RunAsync(TrustCase what, Verdict reference)
    {
        using var server = OpenSslServer.TryStart(what);
        using var flight = server is null ? new FlightServer([what.Leaf, .. what.Sent]) : null;
        var port = server?.Port ?? flight!.Port;
        try
        {
            var (ours, words) = await Verdicts.OursAsync(port, what);
            var (any, _) = await Verdicts.OursAsync(port, what, acceptsAny: true);
            bool? goesOn = server is null ? null : any == Verdict.Trusted || !OpenSslGoesOn(port, what);
            return new Result(what, ours, server is null ? Verdict.Refused : reference, goesOn, words);
        }
        catch (Exception failure)
        {
            return new Result(what, null, reference, false, failure.ToString());
        }
    }

    private static bool OpenSslGoesOn(int port, TrustCase what)
    {
        var folder = Directory.CreateTempSubdirectory("rawhttp-trust-");
        try
        {
            return Verdicts.OpenSsl(port, what, folder.FullName, acceptsAny: true) == Verdict.Trusted;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    // One process for all that send the same.
    private static Verdict[] Reference(IReadOnlyList<TrustCase> cases)
    {
        var verdicts = new Verdict[cases.Count];
        Parallel.ForEach(cases.Index().GroupBy(entry => entry.Item.Sent).SelectMany(group => group.Chunk(200)), group =>
        {
            var folder = Directory.CreateTempSubdirectory("rawhttp-trust-");
            var good = Verdicts.Verify([.. group.Select(entry => entry.Item)], folder.FullName);
            foreach (var (entry, isGood) in group.Zip(good))
            {
                verdicts[entry.Index] = isGood ? Verdict.Trusted : Verdict.Refused;
            }

            folder.Delete(recursive: true);
        });
        return verdicts;
    }

    private static byte[] SignAnew(Certificate certificate, Random random) =>
        certificate.Sign(MutateValue(certificate.ToBeSigned(), random));

    private static byte[] Mutate(byte[] octets, Random random)
    {
        var mutated = octets.ToList();
        for (var times = random.Next(1, 4); times > 0 && mutated.Count > 0; times--)
        {
            var at = random.Next(mutated.Count);
            switch (random.Next(12))
            {
                case 0:
                    mutated.Insert(at, (byte)random.Next(256));
                    break;
                case 1:
                    mutated.RemoveAt(at);
                    break;
                case < 7:
                    mutated[at] ^= (byte)(1 << random.Next(8));
                    break;
                default:
                    mutated[at] = (byte)random.Next(256);
                    break;
            }
        }

        return [.. mutated];
    }

    // Goes down to a value by chance, into an extension's too, and changes it; the lengths around it stay right.
    private static byte[] MutateValue(byte[] value, Random random)
    {
        if (!TryPart(value, out var content, out var children) || random.Next(30) == 0)
        {
            return random.Next(10) switch
            {
                0 => Der.Tagged((byte)(value[0] ^ (1 << random.Next(8))), content),
                1 or 2 => Der.Tagged(value[0], Some(random)),
                3 => [],
                4 => [.. value, .. value],
                _ => Der.Tagged(value[0], content.Length == 0 ? Some(random) : Mutate(content, random)),
            };
        }

        // The last ones are the extensions, and there an extension's value.
        var at = Math.Max(random.Next(children.Count), random.Next(children.Count));
        children[at] = MutateValue(children[at], random);
        return Der.Tagged(value[0], [.. children]);
    }

    private static bool TryPart(byte[] value, out byte[] content, out List<byte[]> children)
    {
        const byte OctetString = 4;
        content = new AsnReader(value, AsnEncodingRules.BER).PeekContentBytes().ToArray();
        children = [];
        try
        {
            var isParted = (value[0] & 0x20) != 0 || value[0] == OctetString;
            for (var inside = new AsnReader(isParted ? content : default, AsnEncodingRules.BER); inside.HasData;)
            {
                children.Add(inside.ReadEncodedValue().ToArray());
            }
        }
        catch (AsnContentException)
        {
            return false;
        }

        return children.Count > 0;
    }

    private static Certificate Change(Certificate leaf, Random random)
    {
        for (var times = random.Next(1, 4); times > 0; times--)
        {
            leaf = random.Next(8) switch
            {
                0 => leaf with { NotBefore = Time(random) },
                1 => leaf with { NotAfter = Time(random) },
                2 => leaf with { Version = random.Next(-1, 5) },
                3 => leaf with { Subject = Name(random) },
                4 => leaf.With(Names([Alternative(random), Alternative(random), Dns(TrustCase.DefaultHost)])),
                5 => leaf.With(Usage([.. Enumerable.Range(0, 9).Where(_ => random.Next(3) == 0)])),
                _ => leaf.With(new Extension(random.GetItems(Oids, 1)[0], Value(random), random.Next(2) == 0)),
            };
        }

        return leaf;
    }

    private static byte[] Value(Random random) => random.Next(4) switch
    {
        0 => Some(random),
        1 => Der.Sequence(Some(random)),
        2 => Der.Sequence(Der.Sequence(Der.Oid("1.3.6.1.5.5.7.3.1"), Der.Explicit(random.Next(4), Some(random)))),
        _ => Der.Sequence(Der.Tagged((byte)random.Next(0x80, 0xA5), Some(random))),
    };

    private static byte[] Alternative(Random random) => Der.Tagged((byte)random.Next(0x80, 0xB0), Some(random));

    // Year, month, day, hour, minute and second, each of them sometimes one too many.
    private static byte[] Time(Random random)
    {
        int[] most = [100, 14, 33, 25, 61, 61];
        var right = string.Concat(most.Select(max => random.Next(max).ToString("00", Der.Culture))) + "Z";
        return Der.Text(random.Next(3) == 0 ? System.Text.Encoding.Latin1.GetString(Some(random)) : right, (byte)random.Next(0x17, 0x19));
    }

    private static byte[] Name(Random random) => random.Next(3) == 0
        ? Der.Sequence(Some(random))
        : Der.Sequence(Der.Set(Der.Sequence(Der.Oid("2.5.4.3"), Der.Tagged((byte)random.Next(0x0C, 0x1F), Some(random)))));

    private static byte[] Some(Random random)
    {
        var octets = new byte[random.Next(0, 12)];
        random.NextBytes(octets);
        return octets;
    }
}
