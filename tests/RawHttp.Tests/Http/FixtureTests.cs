using System.IO.Pipelines;

namespace RawHttp.Tests.Http;

/// <summary>Every fixture has a verified transcript, and reads the same however it is cut up.</summary>
public sealed class FixtureTests
{
    public static TheoryData<string> Names => [.. Fixture.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Reads(string fixture)
    {
        var octets = Fixture.Read(fixture);
        var transcript = await Transcript.OfAsync(PipeReader.Create(new(octets)), Fixture.MethodOf(fixture));
        await Verifier.Verify(transcript).UseParameters(fixture).DisableScrubbers();
    }

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

        for (var at = 1; at < octets.Length; at++)
        {
            var split = await Fragments.FeedAsync(Fragments.SplitAt(octets, at), input => Transcript.OfAsync(input, method));
            Assert.True(whole == split, $"split at {at}:\n{split}\nwhole:\n{whole}");
        }
    }
}
