using System.IO.Pipelines;

namespace RawHttp.Tests.Http;

/// <summary>What the reader makes of each fixture of a request: the same however the octets arrive.</summary>
public sealed class RequestFixtureTests
{
    public static TheoryData<string> Names => [.. Fixture.Requests];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Reads(string fixture)
    {
        var octets = Fixture.Read(fixture);
        var whole = await Transcript.OfRequestAsync(PipeReader.Create(new(octets)));

        Assert.Equal(whole, await Fragments.FeedAsync(Fragments.ByteAtATime(octets), input => Transcript.OfRequestAsync(input)));
        foreach (var at in Enumerable.Range(1, Math.Max(octets.Length - 1, 0)))
        {
            var split = await Fragments.FeedAsync(Fragments.SplitAt(octets, at), input => Transcript.OfRequestAsync(input));
            Assert.True(whole == split, $"split at {at}:\n{split}\nwhole:\n{whole}");
        }

        await Verifier.Verify(whole).UseParameters(fixture).DisableScrubbers();
    }
}
