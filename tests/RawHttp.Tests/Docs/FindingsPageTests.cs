using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using RawHttp.Http;
using RawHttp.Tests.Cli;

namespace RawHttp.Tests.Docs;

/// <summary>
/// docs/findings.md, and the record of readers that the tool explains findings with, are made from the code, the fixtures and what was
/// measured of other readers, and say nothing else.
/// </summary>
public sealed partial class FindingsPageTests
{
    private static readonly string Page = Path.GetFullPath(Path.Combine(Fixture.Folder, "../docs/findings.md"));
    private static readonly string Record = Path.GetFullPath(Path.Combine(Fixture.Folder, "../src/RawHttp.Cli/readers.tsv"));

    [Fact]
    public async Task The_page_is_what_the_code_and_the_record_say() => await Docs.Page.AssertMadeAsync(Page, MakePage(await RowsAsync(), await AgreementAsync()));

    [Fact]
    public async Task The_readers_that_the_tool_knows_are_those_on_record() => await Docs.Page.AssertMadeAsync(Record, MakeRecord(await RowsAsync()));

    [Fact]
    public void Every_request_has_been_sent_to_the_servers()
    {
        string[] servers = ["go", "node", "python"];
        var recorded = ReaderRecord.Servers.AsObject().ToDictionary(entry => entry.Key, entry => entry.Value!.AsObject().Select(server => server.Key));

        Assert.Equal(Fixture.Requests.Select(name => name + ".http").Append("versions").Order(StringComparer.Ordinal), recorded.Keys.Order(StringComparer.Ordinal));
        Assert.All(recorded.Values, names => Assert.Equal(servers, names));
    }

    [Fact]
    public async Task Every_kind_that_a_saved_message_can_have_is_in_a_fixture()
    {
        var found = (await Task.WhenAll(Fixtures.Select(FixtureReading.ReadAsync))).SelectMany(read => read.Findings).Select(finding => finding.Code).ToHashSet();

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

    // How each reader took the fixtures that show a kind best, those with the fewest other errors and findings: two responses and two
    // requests with an error, for which much may depend on the octets, and one of each for another kind.
    private static async Task<ILookup<string, Row>> RowsAsync()
    {
        var reads = await Task.WhenAll(Fixtures.Select(FixtureReading.ReadAsync));
        return FindingKinds.All
            .SelectMany(kind => reads.Where(read => read.Has(kind))
                .OrderBy(read => read.Errors.Count)
                .ThenBy(read => read.Findings.Select(finding => finding.Code).Distinct().Count())
                .ThenBy(read => read.Fixture, StringComparer.Ordinal)
                .GroupBy(read => Fixture.IsRequest(read.Fixture)).OrderBy(group => group.Key)
                .SelectMany(group => group.Take(kind.Severity == Severity.Error ? 2 : 1))
                .SelectMany(read => Rows(kind.Code, read)))
            .ToLookup(row => row.Code);
    }

    // One row for the readers that took a fixture alike.
    private static IEnumerable<Row> Rows(string code, FixtureReading read) =>
        ReaderRecord.Rows(read.Fixture).Select(row => (row.Reader, Says: (string?)row.Row["says"] ?? ""))
            .Prepend((Reader: "RawHttp", read.Says))
            .GroupBy(row => row.Says, row => row.Reader)
            .Select(row => new Row(code, read.Fixture, string.Join(", ", row), row.Key));

    private static string MakeRecord(ILookup<string, Row> rows) =>
        "# code, fixture, readers, what they made of it; from the fixtures, peers.json and servers.json, by a test\n"
        + string.Concat(rows.SelectMany(row => row).Select(row => $"{row.Code}\t{row.Fixture}\t{row.Readers}\t{row.Says}\n"));

    private static async Task<string> AgreementAsync()
    {
        var readings = await Task.WhenAll(Fixture.Names.Select(FixtureReading.ReadAsync));
        var refused = readings.Where(reading => ReaderRecord.MostRefuse(reading.Fixture)).ToList();
        var errors = readings.Except(refused).Count(reading => reading.IsError);
        return $"Of the {readings.Length} responses, most of the five refuse {refused.Count} or take them as cut off, and RawHttp has an error in"
            + $" {refused.Count(reading => reading.IsError)} of these.\nMost take the other {readings.Length - refused.Count}; RawHttp has an error in {errors}"
            + " of these, for what these leave open:";
    }

    private static string MakePage(ILookup<string, Row> rows, string agreement)
    {
        var versions = ReaderRecord.Servers["versions"]!;
        var page = new StringBuilder(
            $"""
            # Findings

            Every departure from RFC 9110, RFC 9112 and the definitions of fields that the reader can see. An error makes the message's
            length or meaning ambiguous, or is refused by most other readers; `--strict` ends the run with 8. A warning is against the
            rules, but most recipients accept it and agree what it means. The rest is information.

            This page is made by a test. How others take the same bytes was measured by `tests/RawHttp.Peers/replay`: each response was
            sent to curl, Go's net/http, Node's http, Python's http.client and h11, and what each made of it is quoted here. Each request,
            whose name begins with `requests-`, was sent by `replay-requests` to three servers: net/http of Go {versions["go"]}, http of
            Node {versions["node"]}, and http.server of Python {versions["python"]}; "for" is followed by the host that the server took.
            Python's leaves bodies to its handlers and knows no chunks; the handler here reads as much as Content-Length says.

            {agreement}

            | error that most readers take | what it leaves open |
            |---|---|
            {string.Join("\n", AmbiguousKinds.Reasons.Select(kind => $"| {kind.Key} | {kind.Value} |"))}

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
                page.Append(CultureInfo.InvariantCulture, $"\n`{fixture.Key}`:\n\n{string.Concat(fixture.Select(row => $"- {Sentence(row)}\n"))}");
            }

            if (!rows.Contains(kind.Code))
            {
                page.Append("\nIt is about the connection: no saved message has it, so no reader was asked.\n");
            }
        }

        return page.ToString();
    }

    private static string Sentence(Row row) => row.Readers.LastIndexOf(", ", StringComparison.Ordinal) is > 0 and var last
        ? $"{row.Readers[..last]} and {row.Readers[(last + 2)..]} {Verbs().Replace(row.Says, verb => verb.Value is "is" ? "are" : verb.Value[..^1])}"
        : $"{row.Readers} {row.Says}";

    [GeneratedRegex("^is|(?<=^|, |, then | and )(reads|refuses|takes|hands)(?= )")]
    private static partial Regex Verbs();

    private static string Word(Severity severity) => severity.ToString().ToLowerInvariant();

    private sealed record Row(string Code, string Fixture, string Readers, string Says);
}
