using System.Text;
using System.Text.Json.Nodes;
using Json.Schema;
using RawHttp.Tests.Http;

namespace RawHttp.Tests.Cli;

/// <summary>The ledger and the JSON object of every fixture, through the built tool; with the ledger, what the reader made of it beside.</summary>
public sealed class LedgerTests
{
    private static readonly JsonSchema Schema = JsonSchema.FromText(File.ReadAllText(Path.Combine(Fixture.Folder, "../docs/response.schema.json")));

    // All of them at once: what a process costs is its start.
    private static readonly Lazy<Task<Dictionary<string, ToolResult>>> Ledgers = new(() => ReadEachAsync("--wire"));
    private static readonly Lazy<Task<Dictionary<string, string>>> Objects = new(ReadTogetherAsync);

    private static readonly TemporaryFolder Requests = new();

    public static TheoryData<string> Names => [.. Fixture.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Shows(string fixture)
    {
        var result = (await Ledgers.Value)[fixture];

        // The error line names the file by its path here, which is nothing to verify.
        var error = result.Error.Replace(Fixture.PathOf(fixture), "FILE", StringComparison.Ordinal);
        var meaning = await Transcript.BesideLedgerAsync(Fixture.Read(fixture), Fixture.MethodOf(fixture));
        await Verifier.Verify($"{Encoding.UTF8.GetString(result.Output)}exit {result.Status}\n{error}{meaning}").UseParameters(fixture).DisableScrubbers();
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Is_described_by_the_schema(string fixture)
    {
        using var json = System.Text.Json.JsonDocument.Parse((await Objects.Value)[fixture]);
        var evaluation = Schema.Evaluate(json.RootElement, new EvaluationOptions { OutputFormat = OutputFormat.List });
        Assert.True(evaluation.IsValid, string.Join('\n', (evaluation.Details ?? []).Where(detail => detail.Errors is not null).Select(detail => $"{detail.InstanceLocation}: {string.Join(", ", detail.Errors!.Values)}")));
    }

    [Fact]
    public async Task Several_files_have_the_objects_they_have_alone()
    {
        var alone = await ReadEachAsync("--json");
        var together = await Objects.Value;

        Assert.Equal(
            Fixture.Names.Select(fixture => Encoding.UTF8.GetString(alone[fixture].Output)),
            Fixture.Names.Select(fixture => together[fixture] + "\n"));
    }

    [Theory]
    [InlineData("example-coolpython")]
    [InlineData("9112-6.3-both-lengths")]
    [InlineData("9112-6.3-103-then-200")]
    [InlineData("9112-7.1.2-trailer-two-fields")]
    [InlineData("9112-6.3-until-close")]
    [InlineData("9112-8-cut-in-content-length-body")]
    [InlineData("9112-8-bytes-after-chunked-body")]
    [InlineData("9112-4-ssh-banner")]
    public async Task Reads_off_a_socket_what_it_reads_from_a_file(string fixture)
    {
        await using var server = ScriptedServer.Sending(Fixture.Read(fixture));
        using var folder = new TemporaryFolder();

        var live = await Tool.GetAsync(server, "--json", "--save", folder.PathOf("saved"));
        var saved = await Tool.RunAsync("read", folder.PathOf("saved"), "--json");
        var read = await ReadAsync(fixture, "--json");

        Assert.Equal(Fixture.Read(fixture), File.ReadAllBytes(folder.PathOf("saved")));
        Assert.Equal(Timeless(read), Timeless(saved));
        Assert.Equal(Timeless(read), Timeless(live));
        Assert.Equal(read.Status, live.Status);
    }

    [Theory]
    [InlineData("capture-nginx-chunked")]
    [InlineData("9110-6.5.1-trailers-good-and-bad")]
    [InlineData("9112-6.3-second-response-after-304")]
    [InlineData("9112-5.2-obs-fold-several")]
    [InlineData("9112-7.1-size-letter-g")]
    [InlineData("9112-6.3-cl-hex")]
    [InlineData("9112-8-cut-in-chunk-data")]
    [InlineData("9110-15.2-103-several-links")]
    public async Task Reads_the_same_however_it_is_cut_up(string fixture)
    {
        var octets = Fixture.Read(fixture);
        var whole = Timeless(await ReadAsync(fixture, "--json"));
        var random = new Random(1);
        foreach (var most in new[] { 1, 50 })
        {
            await using var server = ScriptedServer.Start(async client =>
            {
                for (var at = 0; at < octets.Length;)
                {
                    var count = Math.Min(random.Next(1, most + 1), octets.Length - at);
                    await client.SendAsync(octets[at..(at + count)]);
                    await client.HasArrivedAsync();
                    at += count;
                }

                await client.CloseAsync();
            });

            // The server may be slow to close.
            Assert.Equal(whole, Timeless(await Tool.GetAsync(server, "--json", "--linger", "10")));
        }
    }

    [Fact]
    public async Task Names_and_values_are_octets_without_loss()
    {
        byte[] value = [.. Enumerable.Range(1, 255).Where(octet => octet is not ('\n' or '\r' or '\t' or ' ')).Select(octet => (byte)octet)];
        await using var server = ScriptedServer.Sending([.. "HTTP/1.1 200 OK\r\nX: "u8, .. value, .. "\r\nContent-Length: 0\r\n\r\n"u8]);

        var json = JsonNode.Parse((await Tool.GetAsync(server, "--json")).Output)!;

        Assert.Equal(value, Encoding.Latin1.GetBytes((string)json["head"]!["fields"]![0]!["value"]!));
    }

    [Fact]
    public async Task The_ledger_tells_which_lines_came_together()
    {
        await using var server = ScriptedServer.Start(async client =>
        {
            await client.SendAsync("HTTP/1.1 200 OK\r\nDate: Sun, 06 Nov 1994 08:49:37 GMT\r\nContent");
            await client.HasBeenReadAsync();

            // The pause is what the ledger shows, in milliseconds of the real clock.
            await Task.Delay(200);
            await client.SendAsync("-Length: 2\r\n\r\nhi");
            await client.CloseAsync();
        });

        var rows = (await Tool.GetAsync(server, "--wire")).Text.Split('\n');

        Assert.Matches(@"^ +offset +ms +length +end +octets$", rows[0]);
        Assert.Equal(">      0                16  CRLF   GET / HTTP/1.1", rows[1]);
        Assert.Matches(@"^>     16                \d+  CRLF   Host: 127\.0\.0\.1:\d+$", rows[2]);
        Assert.Matches(@"^>     \d+                19  CRLF   Connection: close$", rows[3]);
        Assert.Matches(@"^>     \d+                 2  CRLF   $", rows[4]);
        Assert.Matches(@"^ +0 +-?[0-9.]+ +17  CRLF   HTTP/1\.1 200 OK$", rows[5]);
        Assert.Matches(@"^ +17 {10,}37  CRLF   Date: ", rows[6]);
        Assert.Matches(@"^ +54 +[0-9]{3,}\.[0-9] +19  CRLF   Content-Length: 2$", rows[7]);
        Assert.Matches(@"^ +73 {10,}2  CRLF   $", rows[8]);
        Assert.Matches(@"^ +75 {10,}2  data   hi$", rows[9]);
        Assert.Equal("      77  end: complete, the server closed the connection; body of 2 bytes by Content-Length (RFC 9112 \u00c2\u00a76.3 rule 6)", rows[10]);
        Assert.Equal("          no findings", rows[11]);
    }

    private static Task<ToolResult> ReadAsync(string fixture, string view) => Tool.RunAsync(Reading(fixture, view));

    private static string[] Reading(string fixture, string view) =>
        ["read", Fixture.PathOf(fixture), view, "--requests", RequestWith(Fixture.MethodOf(fixture))];

    // With a request, only one response is asked for, and what follows it has findings.
    private static string RequestWith(string method)
    {
        lock (Requests)
        {
            Requests.Write(method, $"{method} {(method == "CONNECT" ? "a:1" : "/")} HTTP/1.1\r\nHost: a\r\n\r\n");
            return Requests.PathOf(method);
        }
    }

    private static async Task<Dictionary<string, ToolResult>> ReadEachAsync(string view)
    {
        var results = await Tool.RunEachInAsync(Fixture.Folder, Fixture.Names.Select(fixture => Reading(fixture, view)));
        return Fixture.Names.Zip(results).ToDictionary();
    }

    // An object a line, in the order of the files: a run for each method.
    private static async Task<Dictionary<string, string>> ReadTogetherAsync()
    {
        var objects = new Dictionary<string, string>();
        foreach (var fixtures in Fixture.Names.GroupBy(Fixture.MethodOf))
        {
            var result = await Tool.RunAsync(["read", "--json", "--requests", RequestWith(fixtures.Key), .. fixtures.Select(Fixture.PathOf)]);
            var lines = Encoding.UTF8.GetString(result.Output).Split('\n');
            Assert.Equal((0, fixtures.Count() + 1, ""), (result.Status, lines.Length, lines[^1]));
            foreach (var (fixture, line) in fixtures.Zip(lines))
            {
                objects.Add(fixture, line);
            }
        }

        return objects;
    }

    // What a connection adds: its addresses, times, and what the server did afterwards.
    private static string Timeless(ToolResult result)
    {
        var json = JsonNode.Parse(result.Output)!;
        json["request"] = json["target"] = json["time"] = json["error"] = null;
        json["connection"] = null;
        json["timing"] = null;
        json["end"]!["after"] = (string?)json["end"]!["after"] == "bytes" ? "bytes" : null;
        return json.ToJsonString();
    }
}
