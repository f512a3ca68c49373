using System.Buffers;
using System.IO.Pipelines;
using System.Text;
using RawHttp.Http;
using RawHttp.Lines;

namespace RawHttp.Tests.Http;

/// <summary>Which findings a message has, and that each kind's own example has it.</summary>
public sealed class FindingTests
{
    private static readonly HashSet<string> FieldCodes =
        [.. FindingKinds.All.Where(kind => kind.Code.Contains("-INVALID-", StringComparison.Ordinal) && kind.Example.Contains(": ", StringComparison.Ordinal)).Select(kind => kind.Code), "RFC6265-3-FOLDED-SET-COOKIE", "RFC6265-4.1.1-COOKIE-ATTRIBUTE", "RFC6265-4.1.1-REPEATED-ATTRIBUTE", "RFC6797-6.1-REPEATED-DIRECTIVE", "RFC8288-3.3-LINK-RELATION", "RFC9110-5.6.7-OBSOLETE-DATE", "RFC9110-5.6.7-WRONG-WEEKDAY"];

    public static TheoryData<string> Codes => [.. FindingKinds.All.Select(kind => kind.Code)];

    [Theory]
    [MemberData(nameof(FieldSyntaxLines.All), MemberType = typeof(FieldSyntaxLines))]
    public async Task A_field_is_held_against_its_own_definition(string line, string? code)
    {
        // With HEAD, so that a field which frames the body breaks nothing here.
        var response = new ResponseReader(Lines($"HTTP/1.1 200 OK\r\n{line}\r\n\r\n"), "HEAD");
        await response.ReadHeadAsync();

        Assert.Equal(code is null ? [] : [code], response.Findings.Select(finding => finding.Code).Where(FieldCodes.Contains).Where(found => found is not ("RFC9110-5.1-INVALID-NAME" or "RFC9112-6.3-INVALID-LENGTH")));
    }

    [Theory]
    [InlineData("Location: /a\r\nLocation: /b\r\nLocation: /c\r\n", 1)]
    [InlineData("Content-Type: text/plain\r\nX: y\r\ncontent-type: text/plain\r\n", 1)]
    [InlineData("Set-Cookie: a=b\r\nSet-Cookie: c=d\r\nVary: A\r\nVary: B\r\n", 0)]
    public async Task A_field_that_is_no_list_is_given_once(string fields, int findings)
    {
        var response = new ResponseReader(Lines($"HTTP/1.1 200 OK\r\n{fields}\r\n"), "GET");
        await response.ReadHeadAsync();

        Assert.Equal(findings, response.Findings.Count(finding => finding.Code == "RFC9110-5.3-REPEATED-SINGLETON"));
    }

    // As wget -S prints a head.
    [Fact]
    public async Task A_folded_line_without_a_name_is_not_called_a_field()
    {
        var response = new ResponseReader(Lines("  HTTP/1.1 200 OK\r\n  Server: x\r\n  Age: 2\r\n\r\n"), "GET");
        await response.ReadHeadAsync();

        var fold = Assert.Single(response.Findings, finding => finding.Code == "RFC9112-5.2-OBS-FOLD");
        Assert.Equal("A line without a name is folded over more than one line.", fold.Message);
    }

    [Theory]
    [MemberData(nameof(Codes))]
    public async Task The_example_of_a_kind_has_it(string code)
    {
        var kind = FindingKinds.Find(code)!;
        var example = Unescape(kind.Example);
        var response = await ReadAsync(Around(example, kind), kind.Code.Contains("1.0", StringComparison.Ordinal) ? 0 : 1);
        var request = await ReadRequestAsync(AroundRequest(example));

        Assert.Contains(kind, response.Findings.Concat(request.Findings).Select(finding => finding.Kind));
    }

    [Fact]
    public void A_kind_is_found_by_its_code_and_carries_its_section()
    {
        var kind = FindingKinds.Find("rfc9112-2.2-bare-lf")!;

        Assert.Equal(("RFC9112-2.2-BARE-LF", "RFC 9112 §2.2", Severity.Warning), (kind.Code, kind.Section, kind.Severity));
        Assert.Null(FindingKinds.Find("RFC9112-2.2"));
        Assert.Equal(FindingKinds.All.Count, FindingKinds.All.Select(each => each.Code).Distinct().Count());
    }

    private static async Task<ResponseReader> ReadAsync(string octets, int requestMinorVersion)
    {
        var lines = Lines(octets);
        var response = new ResponseReader(lines, "GET") { RequestMinorVersion = requestMinorVersion };
        if (AtOnce.Read(response) is null)
        {
            // What only a connection shows is found besides.
            var after = await lines.WaitForMoreAsync() ? lines.TakeBuffered().ToArray() : [];
            response.Complete(ConnectionEnd.IncompleteClose, after.Length, after, isHeldOpen: true);
            response.NoteAfterClose();
            response.NoteEarly(1, isUnasked: true);
            response.NoteEarly(1, isUnasked: false);
        }

        return response;
    }

    private static async Task<RequestReader> ReadRequestAsync(string octets)
    {
        var lines = Lines(octets);
        var request = new RequestReader(lines);
        if (AtOnce.Read(request) is null)
        {
            request.Complete(ConnectionEnd.None, await lines.WaitForMoreAsync() ? lines.TakeBuffered().Length : 0);
        }

        return request;
    }

    // Some examples are whole requests or the first line of one, others a field.
    private static string AroundRequest(string example) => (example.Contains("HTTP/", StringComparison.Ordinal) || example.StartsWith("GET ", StringComparison.Ordinal), example.Contains("\r\n\r\n", StringComparison.Ordinal)) switch
    {
        (_, true) => example,
        (true, _) => example + "\r\n",
        _ => $"GET / HTTP/1.1\r\nHost: a\r\n{example}\r\n",
    };

    // An example is the part of a response that matters; the rest of one is put around it.
    private static string Around(string example, FindingKind kind) => (kind, example) switch
    {
        _ when example.Contains("HTTP/", StringComparison.OrdinalIgnoreCase) && !example.StartsWith("Content-Length", StringComparison.Ordinal) && !example.StartsWith("Upgrade", StringComparison.Ordinal) => example + "\r\n",
        _ when kind.Code is "RFC9112-4-NOT-HTTP" => example,
        _ when kind.Code.StartsWith("RFC9112-7.1", StringComparison.Ordinal) || kind.Code == "RFC9110-6.5.1-FORBIDDEN-TRAILER" => $"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n{example}",
        _ when kind.Code is "RFC9112-8-CUT-BODY" or "RFC9112-9.2-EXTRA-OCTETS" => $"HTTP/1.1 200 OK\r\n{example}",
        _ => $"HTTP/1.1 200 OK\r\n{example}\r\n",
    };

    private static LineReader Lines(string octets) => new(PipeReader.Create(new(Encoding.Latin1.GetBytes(octets))));

    // What is too long to be shown stands in an example as its length.
    private static string Unescape(string text) => System.Text.RegularExpressions.Regex.Replace(text.Replace("(5,000 bytes)", new string('x', 5000), StringComparison.Ordinal), @"\\(r|n|t|x[0-9a-f]{2})", match => match.Value[1] switch
    {
        'r' => "\r",
        'n' => "\n",
        't' => "\t",
        _ => ((char)Convert.ToInt32(match.Value[2..], 16)).ToString(),
    });
}
