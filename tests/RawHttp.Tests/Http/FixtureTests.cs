using System.IO.Pipelines;

namespace RawHttp.Tests.Http;

/// <summary>Every fixture reads the same however it is cut up.</summary>
public sealed class FixtureTests
{
    public static TheoryData<string> Names => [.. Fixture.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Reads_the_same_a_byte_at_a_time(string fixture)
    {
        var octets = Fixture.Read(fixture);
        var method = Fixture.MethodOf(fixture);
        var whole = await Transcript.OfAsync(PipeReader.Create(new(octets)), method);

        Assert.Equal(whole, await Fragments.FeedAsync(Fragments.ByteAtATime(octets), input => Transcript.OfAsync(input, method)));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Reads_the_same_at_every_split_into_two(string fixture)
    {
        var octets = Fixture.Read(fixture);
        var method = Fixture.MethodOf(fixture);
        var whole = await Transcript.OfAsync(PipeReader.Create(new(octets)), method);

        foreach (var at in Splits(octets))
        {
            var split = await Fragments.FeedAsync(Fragments.SplitAt(octets, at), input => Transcript.OfAsync(input, method));
            Assert.True(whole == split, $"split at {at}:\n{split}\nwhole:\n{whole}");
        }
    }

    // Everywhere; in a large one around the ends of its lines, where it matters, and at a sample of other places.
    private static IEnumerable<int> Splits(byte[] octets)
    {
        const int Large = 2000;
        const int Sample = 300;
        var all = Enumerable.Range(1, Math.Max(octets.Length - 1, 0));
        if (octets.Length < Large)
        {
            return all;
        }

        var random = new Random(1);
        return all.Where(at => octets.AsSpan(Math.Max(at - 2, 0)..Math.Min(at + 2, octets.Length)).ContainsAny("\r\n"u8) || random.Next(octets.Length) < Sample);
    }
}
