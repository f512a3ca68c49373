using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace RawHttp.Tests.Cli;

/// <summary>What is received, judged, saved and counted does not depend on the view: the same exchange, through each of them, comes to the same.</summary>
public sealed partial class ViewTests
{
    private const string Head = "HTTP/1.1 200 OK\r\nDate: Sun, 06 Nov 1994 08:49:37 GMT\r\n";
    private const string Response = Head + "Content-Length: 5\r\n\r\nhello";
    private const string Chunked = Head + "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n";

    private static readonly string[] Views =
    [
        "-s", "--print b -f", "--print Hhbm", "--raw", "--wire", "--json", "-v", "--report {0}.page", "-o {0}.body -D {0}.head",
    ];

    // Where a time matters, the pause of the server is a fifth of what the tool waits.
    private static readonly Dictionary<string, Exchange> Exchanges = new()
    {
        ["whole, closed"] = new(client => EndAsync(client, Response, Ending.HalfClose), 0, []),
        ["whole, open"] = new(client => EndAsync(client, Response, Ending.Silence), 0, ["RFC9112-9.6-NOT-CLOSED at 80"]),
        ["whole, reset"] = new(client => EndAsync(client, Response, Ending.Reset), 0, []) { Options = "--linger 5" },
        ["two responses"] = new(client => EndAsync(client, Response + Response, Ending.HalfClose), 8, ["RFC9112-9.2-UNREQUESTED-RESPONSE at 80"]),
        ["two responses, asked for"] = new(client => EndAsync(client, Response + Response, Ending.HalfClose), 0, []) { Request = "GET / HTTP/1.1\r\nHost: a\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n" },
        ["a long second response"] = new(client => EndAsync(client, Response + Head + "\r\n" + new string('x', 1_000_000), Ending.HalfClose), 8, ["RFC9112-9.2-UNREQUESTED-RESPONSE at 80"]) { Options = "--linger 5" },
        ["one octet too many"] = new(client => EndAsync(client, Response + "!", Ending.HalfClose), 8, ["RFC9112-9.2-EXTRA-OCTETS at 80"]),
        ["one octet too many, open"] = new(client => EndAsync(client, Response + "!", Ending.Silence), 8, ["RFC9112-9.2-EXTRA-OCTETS at 80", "RFC9112-9.6-NOT-CLOSED at 81"]),
        ["one octet too many, later"] = new(client => EndLaterAsync(client, Response, "!"), 8, ["RFC9112-9.2-EXTRA-OCTETS at 80"]) { Options = "--linger 5" },
        ["an empty line too many"] = new(client => EndAsync(client, Response + "\r\n", Ending.HalfClose), 0, ["RFC9112-9.2-EXTRA-LINE-ENDS at 80"]),
        ["a body that is none"] = new(client => EndAsync(client, "HTTP/1.1 204 No Content\r\nDate: Sun, 06 Nov 1994 08:49:37 GMT\r\n\r\nhello", Ending.HalfClose), 8, ["RFC9112-6.3-UNEXPECTED-BODY at 64"]),
        ["chunks, whole"] = new(client => EndAsync(client, Chunked + "0\r\n\r\n", Ending.HalfClose), 0, []),
        ["chunks, one octet too many"] = new(client => EndAsync(client, Chunked + "0\r\n\r\n0", Ending.HalfClose), 8, ["RFC9112-9.2-EXTRA-OCTETS at 99"]),
        ["chunks, broken"] = new(client => EndLaterAsync(client, Chunked + "x\r\n", "more\r\n"), 56, ["RFC9112-7.1-INVALID-CHUNK-SIZE at 94"]) { Options = "--linger 5" },
        ["no HTTP"] = new(client => EndLaterAsync(client, "SSH-2.0-x\r\n", "more\r\n"), 8, ["RFC9112-4-NOT-HTTP at 0"]) { Options = "--linger 5" },
        ["a body cut off"] = new(client => EndAsync(client, Response[..^1], Ending.HalfClose), 18, ["RFC9112-8-CUT-BODY at 79"]),
        ["a body cut off by a reset"] = new(client => EndAsync(client, Response[..^1], Ending.Reset), 56, ["RFC9112-8-CUT-BODY at 79"]),
        ["a body cut off by silence"] = new(client => EndAsync(client, Response[..^1], Ending.Silence), 28, ["RFC9112-8-CUT-BODY at 79"]) { Options = "--read-timeout 2" },
        ["a head cut off"] = new(client => EndAsync(client, Head, Ending.HalfClose), 18, ["RFC9112-8-CUT-HEAD at 54"]),
        ["a body until close"] = new(client => EndAsync(client, Head + "\r\nhello", Ending.HalfClose), 0, []),
        ["a body until a reset"] = new(client => EndAsync(client, Head + "\r\nhello", Ending.Reset), 56, ["RFC9112-8-CUT-BODY at 61"]),
        ["nothing"] = new(client => EndAsync(client, "", Ending.HalfClose), 52, []),
        ["a line that is too long"] = new(client => EndAsync(client, Head + "X: " + new string('x', 200) + "\r\n", Ending.HalfClose), 100, []) { Options = "--max-line 100" },
        ["an early answer"] = new(client => EndAsync(client, Response, Ending.Reset), 0, ["RFC9112-9.2-EARLY-RESPONSE at 0"]) { Request = "POST / HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: 16000000\r\n\r\n" + new string('x', 16_000_000) },
    };

    public static TheoryData<string> Names => [.. Exchanges.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Comes_to_the_same_through_each_view(string exchange)
    {
        using var folder = new TemporaryFolder();
        var expected = Exchanges[exchange];

        var runs = await Task.WhenAll(Views.Select((view, at) => RunAsync(expected, view, folder.PathOf($"{at}"))));

        var json = runs.Single(run => run.View == "--json");
        Assert.Equal(expected.Findings, json.Findings);
        Assert.All(runs, run => Assert.Equal((run.View, expected.Status, json.Error, json.Saved), (run.View, run.Status, run.Error, run.Saved)));
        Assert.All(runs.Where(run => run.Findings is not null), run => Assert.Equal((run.View, string.Join('\n', expected.Findings)), (run.View, string.Join('\n', run.Findings!))));
        Assert.Equal(json.Saved, runs.Single(run => run.View == "--raw").Output);
    }

    private static async Task<Run> RunAsync(Exchange exchange, string view, string path)
    {
        await using var server = ScriptedServer.Start(exchange.Script);
        var request = path + ".request";
        if (exchange.Request is { } octets)
        {
            await File.WriteAllTextAsync(request, octets);
        }

        var words = $"{string.Format(null, view, path)} {exchange.Options} {(exchange.Request is null ? "" : $"--request {request}")} --strict --save {path}.saved";
        var result = await Tool.GetAsync(server, words.Split(' ', StringSplitOptions.RemoveEmptyEntries));

        var text = view switch
        {
            "--json" => string.Join('\n', result.Text.TrimEnd('\n').Split('\n').SelectMany(line => JsonNode.Parse(line)!["findings"]!.AsArray()).Select(finding => $"{finding!["code"]} at {finding["offset"]}")),
            "--wire" => result.Text,
            "-v" => string.Join('\n', result.Error.Split('\n').Where(line => line.StartsWith("rawhttp: note:", StringComparison.Ordinal))),
            _ when view.StartsWith("--report", StringComparison.Ordinal) => (await File.ReadAllTextAsync(path + ".page")).Split("<dl class=\"verdict\"")[0],
            _ => null,
        };
        var findings = text is null ? null : Finding().Matches(text).Select(match => $"{match.Groups[1].Value} at {match.Groups[2].Value}").Order(StringComparer.Ordinal).ToList();
        var error = result.Error.Split('\n').LastOrDefault(line => line.StartsWith("rawhttp: read", StringComparison.Ordinal)) ?? "";
        return new Run(
            view,
            result.Status,
            findings,
            error.Replace(server.Address, "SERVER", StringComparison.Ordinal).Split("; what came from there on")[0],
            File.Exists(path + ".saved") ? Encoding.Latin1.GetString(await File.ReadAllBytesAsync(path + ".saved")) : "",
            result.Text);
    }

    private static async Task EndAsync(ScriptedClient client, string octets, Ending ending)
    {
        await client.SendAsync(octets);
        await client.EndAsync(ending);
    }

    private static async Task EndLaterAsync(ScriptedClient client, string octets, string later)
    {
        await client.SendAsync(octets);

        // So that it comes by itself.
        await client.HasBeenReadAsync();
        await client.SendAsync(later);
        await client.EndAsync(Ending.HalfClose);
    }

    [GeneratedRegex(@"(RFC\d+-\S+)(?: \(\w+\))? at (?:offset )?(\d+)")]
    private static partial Regex Finding();

    private sealed record Exchange(Func<ScriptedClient, Task> Script, int Status, string[] Findings)
    {
        public string? Request { get; init; }

        public string Options { get; init; } = "";
    }

    private sealed record Run(string View, int Status, IReadOnlyList<string>? Findings, string Error, string Saved, string Output);
}
