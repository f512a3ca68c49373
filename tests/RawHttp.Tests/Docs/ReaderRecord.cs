using System.Text.Json.Nodes;

namespace RawHttp.Tests.Docs;

/// <summary>What tests/RawHttp.Peers has recorded of other readers: clients for the responses, servers for the requests.</summary>
internal static class ReaderRecord
{
    public static JsonNode Peers { get; } = Parse("peers.json");

    public static JsonNode Servers { get; } = Parse("servers.json");

    /// <summary>The rows of a fixture, one a reader, in the order of their names; none if it was not replayed.</summary>
    public static IReadOnlyList<(string Reader, JsonNode Row)> Rows(string fixture) =>
        [.. ((Fixture.IsRequest(fixture) ? Servers : Peers)[fixture + ".http"]?.AsObject() ?? []).Select(row => (row.Key, row.Value!))];

    /// <summary>How many of the clients that could be asked refuse a response or take it as cut off, and how many there are.</summary>
    public static (int Refuse, int Asked) Vote(string fixture)
    {
        var asked = Rows(fixture).Where(row => (string?)row.Row["outcome"] != "skipped").ToList();
        return (asked.Count(row => (string?)row.Row["outcome"] != "read" || !(bool)row.Row["complete"]!), asked.Count);
    }

    /// <summary>Whether most of them refuse it.</summary>
    public static bool MostRefuse(string fixture) => Vote(fixture) is var (refuse, asked) && 2 * refuse > asked;

    private static JsonNode Parse(string record) => JsonNode.Parse(File.ReadAllText(Path.Combine(Fixture.Folder, "../tests/RawHttp.Peers", record)))!;
}
