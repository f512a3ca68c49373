using System.IO.Pipelines;
using System.Text;
using RawHttp.Tests.Client;

namespace RawHttp.Tests.Cli;

/// <summary>The ledger of every fixture of a connection, through the built tool; beneath it the exchanges of the library.</summary>
public sealed class ConnectionFixtureTests
{
    // All of them at once: what a process costs is its start.
    private static readonly Lazy<Task<Dictionary<string, ToolResult>>> Ledgers = new(ReadEachAsync);

    public static TheoryData<string> Names => [.. ConnectionFixture.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Shows(string fixture)
    {
        var result = (await Ledgers.Value)[fixture];

        var exchanges = await ExchangeTranscript.OfAsync(PipeReader.Create(new(ConnectionFixture.Responses(fixture))), fixture);
        var ledger = Encoding.UTF8.GetString(result.Output);
        await Verifier.Verify($"{ledger}exit {result.Status}\n{result.Error}\n{exchanges}").UseParameters(fixture).DisableScrubbers();
    }

    private static async Task<Dictionary<string, ToolResult>> ReadEachAsync()
    {
        var results = await Tool.RunEachInAsync(
            ConnectionFixture.Folder,
            ConnectionFixture.Names.Select(name => new[] { "read", "--wire", "--requests", $"{name}.requests", $"{name}.responses" }));
        return ConnectionFixture.Names.Zip(results).ToDictionary();
    }
}
