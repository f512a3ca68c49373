using RawHttp.Client;

namespace RawHttp.Tests.Docs;

/// <summary>
/// docs/differences.md has a row for every fixture that RawHttp takes otherwise than most of the five readers in
/// tests/RawHttp.Peers/peers.json, and a sentence in it that says why. No difference is silent, and none is kept that is gone.
/// </summary>
public sealed class DifferencesPageTests
{
    private static readonly string Page = Path.GetFullPath(Path.Combine(Fixture.Folder, "../docs/differences.md"));

    [Fact]
    public async Task Every_difference_is_told_and_justified()
    {
        var page = await File.ReadAllLinesAsync(Page);
        var told = page.Where(line => line.StartsWith("| `", StringComparison.Ordinal)).ToList();
        var expected = new List<string>();
        foreach (var fixture in Fixture.Names)
        {
            var ours = await ReadAsync(fixture);
            if (Majority(fixture) is { } theirs && theirs != ours)
            {
                var row = $"| `{fixture}` | {theirs} | {ours} | ";
                expected.Add(told.FirstOrDefault(line => line.StartsWith(row, StringComparison.Ordinal) && line.Length > row.Length + 20) ?? row + "NOT JUSTIFIED |");
            }
        }

        await Docs.Page.AssertMadeAsync(Page, string.Concat(page.TakeWhile(line => !line.StartsWith("| `", StringComparison.Ordinal)).Concat(expected).Select(line => line + '\n')));
        Assert.DoesNotContain(expected, row => row.EndsWith("NOT JUSTIFIED |", StringComparison.Ordinal));
    }

    [Fact]
    public void Every_fixture_has_been_replayed()
    {
        Assert.Equal(Fixture.Names.Select(name => name + ".http").Order(StringComparer.Ordinal), ReaderRecord.Peers.AsObject().Select(entry => entry.Key).Order(StringComparer.Ordinal));
    }

    // What most of those who could be asked agree on; null where they do not.
    private static string? Majority(string fixture)
    {
        var votes = ReaderRecord.Rows(fixture).Select(peer => peer.Row)
            .Where(peer => (string?)peer["outcome"] != "skipped")
            .Select(peer => (string?)peer["outcome"] != "read" ? "refuse" : Says(Math.Max((int)peer["length"]!, 0), (bool)peer["complete"]!))
            .GroupBy(vote => vote).OrderByDescending(group => group.Count()).ToList();
        return votes.Count == 1 || votes[0].Count() > votes[1].Count() ? votes[0].Key : null;
    }

    private static async Task<string> ReadAsync(string fixture)
    {
        var exchange = await HttpMessages.ReadResponseAsync(new MemoryStream(Fixture.Read(fixture)), Fixture.MethodOf(fixture));
        return exchange.Failure is null or { Error: ReadError.BodyCutOff } ? Says(exchange.BodyLength, exchange.Failure is null) : "refuse";
    }

    private static string Says(long length, bool isComplete) => $"read {length}{(isComplete ? "" : ", cut off")}";
}
