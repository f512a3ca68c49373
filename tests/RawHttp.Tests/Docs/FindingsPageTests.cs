using System.Buffers;
using System.Globalization;
using System.IO.Pipelines;
using System.Text;
using System.Text.Json.Nodes;
using RawHttp.Http;
using RawHttp.Lines;
using RawHttp.Tests.Cli;
using RawHttp.Tests.Http;

namespace RawHttp.Tests.Docs;

/// <summary>
/// docs/findings.md, and the record of readers that the tool explains findings with, are made from the code, the fixtures and what was
/// measured of other readers, and say nothing else.
/// </summary>
public sealed class FindingsPageTests
{
    private static readonly string Page = Path.GetFullPath(Path.Combine(Fixture.Folder, "../docs/findings.md"));
    private static readonly string Record = Path.GetFullPath(Path.Combine(Fixture.Folder, "../src/RawHttp.Cli/readers.tsv"));
    private static readonly JsonNode Peers = Parse("peers.json");
    private static readonly JsonNode Servers = Parse("servers.json");

    [Fact]
    public async Task The_page_is_what_the_code_and_the_record_say() => await Docs.Page.AssertMadeAsync(Page, MakePage(await RowsAsync()));

    [Fact]
    public async Task The_readers_that_the_tool_knows_are_those_on_record() => await Docs.Page.AssertMadeAsync(Record, MakeRecord(await RowsAsync()));

    [Fact]
    public void Every_request_has_been_sent_to_the_servers()
    {
        string[] servers = ["go", "node", "python"];
        var recorded = Servers.AsObject().ToDictionary(entry => entry.Key, entry => entry.Value!.AsObject().Select(server => server.Key));

        Assert.Equal(Fixture.Requests.Select(name => name + ".http").Append("versions").Order(StringComparer.Ordinal), recorded.Keys.Order(StringComparer.Ordinal));
        Assert.All(recorded.Values, names => Assert.Equal(servers, names));
    }

    [Fact]
    public async Task Every_kind_that_a_saved_message_can_have_is_in_a_fixture()
    {
        var found = (await Task.WhenAll(Fixtures.Select(ReadAsync))).SelectMany(read => read.Codes).ToHashSet();

        // These are about the request and the connection, which a fixture does not have.
        Assert.Equal(["RFC9110-15.2-INTERIM-TO-1.0", "RFC9112-6.1-ENCODING-TO-1.0", "RFC9112-9.2-BEFORE-REQUEST", "RFC9112-9.2-EARLY-RESPONSE", "RFC9112-9.6-NOT-CLOSED", "RFC9112-9.6-RESPONSE-AFTER-CLOSE", "RFC9112-9.8-INCOMPLETE-CLOSE"], FindingKinds.All.Select(kind => kind.Code).Where(code => !found.Contains(code)));
    }

    [Theory]
    [InlineData("--explain", "RFC9112-6.3-BOTH-LENGTHS")]
    [InlineData("--explain", "rfc9112-2.2-bare-lf")]
    [InlineData("explain", "RFC9110-5.5-NUL")]
    public async Task Explain_prints_the_section_of_a_code(string explain, string code)
    {
        var page = await File.ReadAllTextAsync(Page);
        var start = page.IndexOf($"## {code}\n", StringComparison.OrdinalIgnoreCase);
        var end = page.IndexOf("\n## ", start, StringComparison.Ordinal);

        var result = await Tool.RunAsync(explain, code);

        Assert.Equal((0, page[(start + 3)..(end < 0 ? page.Length : end)].TrimEnd() + "\n", ""), (result.Status, Encoding.UTF8.GetString(result.Output), result.Error));
    }

    [Fact]
    public void The_name_of_a_kind_ends_its_code()
    {
        var named = typeof(FindingKinds).GetProperties().Where(each => each.PropertyType == typeof(FindingKind)).ToDictionary(each => (FindingKind)each.GetValue(null)!, each => each.Name);

        Assert.Equal(FindingKinds.All.Select(kind => kind.Code).Order(), named.Keys.Select(kind => kind.Code).Order());
        Assert.All(named, one => Assert.EndsWith(Letters(one.Key.Code.Split('-', 3)[2]), Letters(one.Value), StringComparison.OrdinalIgnoreCase));

        static string Letters(string text) => string.Concat(text.Where(char.IsAsciiLetterOrDigit));
    }

    [Theory]
    [InlineData("both-lengths", "RFC9112-6.3-BOTH-LENGTHS")]
    [InlineData("Both Lengths", "RFC9112-6.3-BOTH-LENGTHS")]
    [InlineData("9112 6.3 both_lengths", "RFC9112-6.3-BOTH-LENGTHS")]
    [InlineData("chunk size space", "RFC9112-7.1-CHUNK-SIZE-SPACE")]
    [InlineData("splitting or request", "RFC9112-6.3-BOTH-LENGTHS")]
    [InlineData("§8.8.3", "RFC9110-8.8.3-INVALID-ETAG")]
    public async Task Explain_finds_a_kind_by_a_part(string words, string code)
    {
        var result = await Tool.RunAsync(["explain", .. words.Split(' ')]);

        Assert.Equal((0, code, ""), (result.Status, result.Text.Split('\n')[0], result.Error));
    }

    [Theory]
    [InlineData("", 100, 1000)]
    [InlineData("errors", 30, 100)]
    [InlineData("RFC 6265", 4, 4)]
    [InlineData("9112", 60, 100)]
    [InlineData("6.3", 5, 10)]
    [InlineData("cookie", 4, 4)]
    [InlineData("no-upgrade", 2, 2)]
    public async Task Explain_lists_the_kinds_that_match_by_section(string words, int least, int most)
    {
        var result = await Tool.RunAsync(["explain", .. words.Split(' ', StringSplitOptions.RemoveEmptyEntries)]);

        var codes = result.Text.Split('\n').Where(line => line.StartsWith(' ')).Select(line => line.Trim().Split(' ')[0]).ToList();
        Assert.Equal((0, ""), (result.Status, result.Error));
        Assert.InRange(codes.Count, least, most);
        Assert.Equal(FindingKinds.All.Select(kind => kind.Code).Where(codes.Contains), codes);
    }

    [Theory]
    [InlineData("--explain", "RFC9112-2.2-BARE-LS", "RFC9112-2.2-BARE-LF")]
    [InlineData("explain", "rfc9110-6.3-both-lengths", "RFC9112-6.3-BOTH-LENGTHS")]
    [InlineData("explain", "both-lenghts", "RFC9112-6.3-BOTH-LENGTHS")]
    [InlineData("explain", "RFC9110-5.5-NULL", "RFC9110-5.5-NUL")]
    public async Task Explain_takes_the_nearest_code_and_says_so(string explain, string code, string nearest)
    {
        var result = await Tool.RunAsync(explain, code);

        Assert.Equal(
            (0, nearest, $"rawhttp: note: there is no finding {code}; the nearest is {nearest}\n"),
            (result.Status, result.Text.Split('\n')[0], result.Error));
    }

    [Theory]
    [InlineData("--explain")]
    [InlineData("explain")]
    public async Task Explain_refuses_what_is_near_no_code(string explain)
    {
        var result = await Tool.RunAsync(explain, "nonsense");

        Assert.Equal(
            (2, "", $"rawhttp: {explain}: there is no finding nonsense; rawhttp explain lists them\n"),
            (result.Status, result.Text, result.Error));
    }

    private static IEnumerable<string> Fixtures => Fixture.Names.Concat(Fixture.Requests);

    private static JsonNode Parse(string record) => JsonNode.Parse(File.ReadAllText(Path.Combine(Fixture.Folder, "../tests/RawHttp.Peers", record)))!;

    // How each reader took the fixtures that show an error best: two responses and two requests, those with the fewest other findings.
    private static async Task<ILookup<string, Row>> RowsAsync()
    {
        var reads = await Task.WhenAll(Fixtures.Select(ReadAsync));
        return FindingKinds.All.Where(kind => kind.Severity == Severity.Error)
            .SelectMany(kind => reads.Where(read => read.Codes.Contains(kind.Code))
                .OrderBy(read => read.Codes.Distinct().Count()).ThenBy(read => read.Fixture, StringComparer.Ordinal)
                .GroupBy(read => Fixture.IsRequest(read.Fixture)).OrderBy(group => group.Key).SelectMany(group => group.Take(2))
                .SelectMany(read => Rows(kind.Code, read)))
            .ToLookup(row => row.Code);
    }

    private static IEnumerable<Row> Rows(string code, Reading read) =>
    [
        new(code, read.Fixture, "RawHttp", read.Says),
        .. ((Fixture.IsRequest(read.Fixture) ? Servers : Peers)[read.Fixture + ".http"]?.AsObject() ?? [])
            .Select(peer => new Row(code, read.Fixture, peer.Key, (string?)peer.Value!["says"] ?? "")),
    ];

    private static string MakeRecord(ILookup<string, Row> rows) =>
        "# code, fixture, reader, what it made of it; from the fixtures, peers.json and servers.json, by a test\n"
        + string.Concat(rows.SelectMany(row => row).Select(row => $"{row.Code}\t{row.Fixture}\t{row.Reader}\t{row.Says}\n"));

    private static string MakePage(ILookup<string, Row> rows)
    {
        var versions = Servers["versions"]!;
        var page = new StringBuilder(
            $"""
            # Findings

            Every departure from RFC 9110, RFC 9112 and the definitions of fields that the reader can see. An error makes the message's
            length or meaning ambiguous: recipients differ, and `--strict` ends the run with 8. A warning is against the rules, but
            recipients are told to accept it, or nothing of the message depends on it. The rest is information.

            This page is made by a test. How others take the same bytes was measured by `tests/RawHttp.Peers/replay`: each response was
            sent to curl, Go's net/http, Node's http and Python's http.client, and what each made of it is quoted here. Each request, whose
            name begins with `requests-`, was sent by `replay-requests` to three servers: net/http of Go {versions["go"]}, http of
            Node {versions["node"]}, and http.server of Python {versions["python"]}; "for" is followed by the host that the server took.
            Python's leaves bodies to its handlers and knows no chunks; the handler here reads as much as Content-Length says.

            | code | severity |
            |---|---|

            """);
        foreach (var kind in FindingKinds.All)
        {
            page.Append(CultureInfo.InvariantCulture, $"| [{kind.Code}](#{kind.Code.ToLowerInvariant().Replace(".", "", StringComparison.Ordinal)}) | {Word(kind.Severity)} |\n");
        }

        foreach (var kind in FindingKinds.All)
        {
            page.Append(CultureInfo.InvariantCulture, $"\n## {kind.Code}\n\n{kind.Severity}, {kind.Section}. {kind.Rule}\n\n    {kind.Example}\n\nWhat to do: {kind.Remedy}\n");
            foreach (var fixture in rows[kind.Code].GroupBy(row => row.Fixture))
            {
                page.Append(CultureInfo.InvariantCulture, $"\n`{fixture.Key}`:\n\n{string.Concat(fixture.Select(row => $"- {row.Reader} {row.Says}\n"))}");
            }
        }

        return page.ToString();
    }

    private static string Word(Severity severity) => severity.ToString().ToLowerInvariant();

    private static async Task<Reading> ReadAsync(string fixture)
    {
        var lines = new LineReader(PipeReader.Create(new(Fixture.Read(fixture))));
        MessageReader message = Fixture.IsRequest(fixture) ? new RequestReader(lines) : new ResponseReader(lines, Fixture.MethodOf(fixture));
        var failure = AtOnce.Read(message);
        var body = message is RequestReader { BodyLength: 0 } or { Framing.Kind: FramingKind.None } ? "no body" : $"a body of {message.BodyLength} bytes";
        var says = message is RequestReader { Head.RequestLine: var line } ? $"reads {Text(line.Method)} {Text(line.Target)} with {body}" : $"reads {body}";
        if (failure is not null)
        {
            var refuses = failure.Error is ReadError.BodyCutOff or ReadError.HeadCutOff or ReadError.Empty ? "and takes it as cut off" : $"and refuses ({failure.Error})";
            says = message.BodyLength > 0 ? $"reads {message.BodyLength} bytes {refuses}" : refuses[4..];
        }
        else if (await lines.WaitForMoreAsync())
        {
            var after = lines.TakeBuffered().ToArray();
            message.Complete(ConnectionEnd.None, after.Length, after);
        }

        return new Reading(fixture, says, [.. message.Findings.Select(finding => finding.Code)]);
    }

    private static string Text(ReadOnlyMemory<byte> octets) =>
        string.Concat(octets.ToArray().Select(octet => octet is >= 0x20 and < 0x7f ? $"{(char)octet}" : $"\\x{octet:x2}"));

    private sealed record Row(string Code, string Fixture, string Reader, string Says);

    private sealed record Reading(string Fixture, string Says, IReadOnlyList<string> Codes);
}
