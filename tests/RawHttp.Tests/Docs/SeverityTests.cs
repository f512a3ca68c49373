namespace RawHttp.Tests.Docs;

/// <summary>
/// The severities of the catalogue agree with the record of other readers. An error is what most of them refuse, or what leaves the
/// length or the meaning of a message open although most take it; <see cref="AmbiguousKinds"/> then says why.
/// </summary>
public sealed class SeverityTests
{
    [Fact]
    public async Task What_most_readers_refuse_is_an_error()
    {
        var readings = await ReadAsync();

        Assert.Empty(readings.Where(reading => ReaderRecord.MostRefuse(reading.Fixture) && !reading.IsError)
            .Select(reading => $"{reading.Fixture}: {string.Join(' ', reading.Findings.Select(finding => finding.Code))}"));
    }

    [Fact]
    public async Task An_error_that_most_readers_take_leaves_length_or_meaning_open()
    {
        var readings = await ReadAsync();

        // In a fixture with one error, that is what the readers take.
        var taken = readings.Where(reading => reading.Errors.Count == 1 && !ReaderRecord.MostRefuse(reading.Fixture))
            .Select(reading => reading.Errors[0]).Distinct();

        Assert.Equal(string.Join('\n', AmbiguousKinds.Reasons.Keys), string.Join('\n', taken.Order(StringComparer.Ordinal)));
    }

    private static Task<FixtureReading[]> ReadAsync() => Task.WhenAll(Fixture.Names.Select(FixtureReading.ReadAsync));
}
