using System.Globalization;
using System.IO.Pipelines;
using System.Text;
using System.Text.Json.Nodes;
using RawHttp.Http;
using RawHttp.Lines;
using RawHttp.Tests.Cli;

namespace RawHttp.Tests.Docs;

/// <summary>docs/findings.md is made from the code, the fixtures and what was measured of other readers, and says nothing else.</summary>
public sealed class FindingsPageTests
{
    private static readonly string Page = Path.GetFullPath(Path.Combine(Fixture.Folder, "../docs/findings.md"));
    private static readonly JsonNode Peers = JsonNode.Parse(File.ReadAllText(Path.Combine(Fixture.Folder, "../tests/RawHttp.Peers/peers.json")))!;

    [Fact]
    public async Task The_page_is_what_the_code_and_the_record_say() => await Docs.Page.AssertMadeAsync(Page, await MakeAsync());

    [Fact]
    public async Task Every_kind_that_a_saved_response_can_have_is_in_a_fixture()
    {
        var found = (await Task.WhenAll(Fixture.Names.Select(ReadAsync))).SelectMany(read => read.Codes).ToHashSet();

        // These are about the request and the connection, which a fixture does not have.
        Assert.Equal(["RFC9110-15.2-INTERIM-TO-1.0", "RFC9112-6.1-ENCODING-TO-1.0", "RFC9112-9.2-BEFORE-REQUEST", "RFC9112-9.2-EARLY-RESPONSE", "RFC9112-9.6-NOT-CLOSED", "RFC9112-9.8-INCOMPLETE-CLOSE"], FindingKinds.All.Select(kind => kind.Code).Where(code => !found.Contains(code)));
    }

    [Theory]
    [InlineData("RFC9112-6.3-BOTH-LENGTHS")]
    [InlineData("rfc9112-2.2-bare-lf")]
    public async Task Explain_prints_the_section_of_a_code(string code)
    {
        var page = await File.ReadAllTextAsync(Page);
        var start = page.IndexOf($"## {code}\n", StringComparison.OrdinalIgnoreCase);
        var end = page.IndexOf("\n## ", start, StringComparison.Ordinal);

        var result = await Tool.RunAsync("--explain", code);

        Assert.Equal((0, page[(start + 3)..(end < 0 ? page.Length : end)].TrimEnd() + "\n", ""), (result.Status, Encoding.UTF8.GetString(result.Output), result.Error));
    }

    [Fact]
    public async Task Explain_knows_the_codes_there_are()
    {
        var result = await Tool.RunAsync("--explain", "RFC9112-2.2-BARE");

        Assert.Equal((2, "", "rawhttp: --explain: there is no finding RFC9112-2.2-BARE; docs/findings.md lists them\n"), (result.Status, result.Text, result.Error));
    }

    private static async Task<string> MakeAsync()
    {
        var reads = (await Task.WhenAll(Fixture.Names.Select(ReadAsync))).ToList();
        var page = new StringBuilder(
            """
            # Findings

            Every departure from RFC 9110, RFC 9112 and the definitions of fields that the reader can see. An error makes the message's
            length or meaning ambiguous: recipients differ, and `--strict` ends the run with 8. A warning is against the rules, but
            recipients are told to accept it, or nothing of the message depends on it. The rest is information.

            This page is made by a test. How others take the same bytes was measured by `tests/RawHttp.Peers/replay`: each fixture was
            sent to curl, Go's net/http, Node's http and Python's http.client, and what each made of it is quoted here.

            | code | severity |
            |---|---|

            """);
        foreach (var kind in FindingKinds.All)
        {
            page.Append(CultureInfo.InvariantCulture, $"| [{kind.Code}](#{kind.Code.ToLowerInvariant().Replace(".", "", StringComparison.Ordinal)}) | {Word(kind.Severity)} |\n");
        }

        foreach (var kind in FindingKinds.All)
        {
            Append(page, kind, reads.Where(read => read.Codes.Contains(kind.Code)).OrderBy(read => read.Codes.Distinct().Count()).ThenBy(read => read.Fixture, StringComparer.Ordinal).ToList());
        }

        return page.ToString();
    }

    private static void Append(StringBuilder page, FindingKind kind, List<Reading> reads)
    {
        page.Append(CultureInfo.InvariantCulture, $"\n## {kind.Code}\n\n{char.ToUpperInvariant(Word(kind.Severity)[0])}{Word(kind.Severity)[1..]}, {kind.Section}. {kind.Rule}\n\n    {kind.Example}\n");
        if (kind.Severity != Severity.Error)
        {
            return;
        }

        foreach (var read in reads.Take(2))
        {
            page.Append(CultureInfo.InvariantCulture, $"\n`{read.Fixture}`:\n\n- RawHttp {read.Says}\n");
            foreach (var peer in Peers[read.Fixture + ".http"]?.AsObject() ?? [])
            {
                page.Append(CultureInfo.InvariantCulture, $"- {peer.Key} {(string?)peer.Value!["says"]}\n");
            }
        }
    }

    private static string Word(Severity severity) => severity.ToString().ToLowerInvariant();

    private static async Task<Reading> ReadAsync(string fixture)
    {
        var lines = new LineReader(PipeReader.Create(new(Fixture.Read(fixture))));
        var response = new ResponseReader(lines, Fixture.MethodOf(fixture));
        var says = "";
        try
        {
            await response.ReadHeadAsync();
            while (await response.ReadBodyAsync() is { IsEmpty: false })
            {
            }

            says = response.Framing?.Kind == FramingKind.None ? "reads no body" : $"reads a body of {response.BodyLength} bytes";
            if (await lines.WaitForMoreAsync())
            {
                response.Complete(ConnectionEnd.None, lines.TakeBuffered().Length);
            }
        }
        catch (ReadException failure)
        {
            var refuses = failure.Error is ReadError.BodyCutOff or ReadError.HeadCutOff or ReadError.Empty ? "and takes it as cut off" : $"and refuses ({failure.Error})";
            says = response.BodyLength > 0 ? $"reads {response.BodyLength} bytes {refuses}" : refuses[4..];
        }

        return new Reading(fixture, says, [.. response.Findings.Select(finding => finding.Code)]);
    }

    private sealed record Reading(string Fixture, string Says, IReadOnlyList<string> Codes);
}
