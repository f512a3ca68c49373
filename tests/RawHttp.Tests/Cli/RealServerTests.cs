using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using RawHttp.Tests.Cli.Servers;

namespace RawHttp.Tests.Cli;

/// <summary>The tool against servers that are in use: what it says of their replies, and that it shows what a plain socket receives.</summary>
public sealed partial class RealServerTests(RealServers servers) : IClassFixture<RealServers>
{
    private const int Attempts = 5;

    [Theory]
    [ServedBy("nginx", "nginx", "nginx-light")]
    [ServedBy("Apache", "apache2", "apache2-bin")]
    [ServedBy("lighttpd", "lighttpd", "lighttpd")]
    [ServedBy("Caddy", "caddy", "caddy")]
    [ServedBy("HAProxy", "haproxy", "haproxy")]
    [ServedBy("Node", "node", "nodejs")]
    [ServedBy("Python", "python3", "python3")]
    [ServedBy("Kestrel")]
    [ServedBy("nginx", "nginx", "nginx-light", IsTls = true)]
    [ServedBy("Caddy", "caddy", "caddy", IsTls = true)]
    public async Task A_reply_is_read_whole_and_shown_as_it_came(string name, bool isTls, Exchange exchange)
    {
        var server = await servers.GetAsync(name, isTls);
        var path = PathOf(name, exchange);
        var field = await FieldOfAsync(server, exchange, path);
        string[] arguments = ["get", server.Url + path, .. isTls ? ["--cacert", servers.Authority] : Array.Empty<string>(), .. OptionOf(exchange), .. field is null ? [] : new[] { "-H", field }];

        var json = await ReadAsync(arguments, isKept: exchange == Exchange.KeptAlive);

        Assert.Equal(ServerTable.Expected(name, exchange), Told(json));
        Assert.Equal((string?)json["body"]!["framing"] == "close" ? "eof" : "complete", (string?)json["end"]!["kind"]);
        Assert.True((bool)json["body"]!["complete"]!);
        if (BodyOf(exchange) is { } body)
        {
            Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(body))), (string?)json["body"]!["sha256"]);
        }

        if (exchange == Exchange.Redirect)
        {
            Assert.EndsWith("/moved/", Field(json, "Location"), StringComparison.Ordinal);
        }

        await RawIsPlainAsync(server, Request(server, exchange, path, field), arguments, exchange == Exchange.KeptAlive);
    }

    // On a loaded machine a server may close later than the tool looks.
    private static async Task<JsonNode> ReadAsync(string[] arguments, bool isKept)
    {
        for (var attempt = 1; ; attempt++)
        {
            var result = await Tool.RunAsync([.. arguments, "--json"]);
            Assert.Equal((0, ""), (result.Status, result.Error));
            var json = JsonNode.Parse(result.Output)!;
            if (isKept || attempt == Attempts || (string?)json["end"]!["after"] != "open")
            {
                return json;
            }
        }
    }

    // The digits of a Date change once a second. So does an Age, in a few answers: one of a few pairs has the same.
    private static async Task RawIsPlainAsync(RealServer server, string request, string[] arguments, bool isKept)
    {
        var (plain, raw) = ("", "raw");
        for (var attempt = 0; attempt < Attempts && plain != raw; attempt++)
        {
            var octets = (await Tool.RunAsync([.. arguments, "--raw"])).Output;
            raw = WithoutDate(octets);
            plain = WithoutDate(await server.ReadPlainAsync(request, isKept ? octets.Length : int.MaxValue));
        }

        Assert.Equal(plain, raw);
    }

    private static string WithoutDate(byte[] response) => Date().Replace(Encoding.Latin1.GetString(response), "$1");

    private static string PathOf(string server, Exchange exchange) => exchange switch
    {
        Exchange.Chunked or Exchange.UntilClose => "/chunked",
        Exchange.NotFound => "/missing",
        Exchange.Redirect => "/moved",
        Exchange.Slow => "/slow",
        Exchange.NoContent => "/nothing",
        // HAProxy has no files, but a cache that answers conditional requests.
        Exchange.NotModified when server == "HAProxy" => "/cached",
        _ => "/page.html",
    };

    private static string[] OptionOf(Exchange exchange) => exchange switch
    {
        Exchange.Head => ["-I"],
        Exchange.UntilClose => ["-0"],
        _ => [],
    };

    private static async Task<string?> FieldOfAsync(RealServer server, Exchange exchange, string path) => exchange switch
    {
        Exchange.KeptAlive => "Connection: keep-alive",
        Exchange.Range => "Range: bytes=100-199",
        Exchange.NotModified => Condition(Encoding.Latin1.GetString(await server.ReadPlainAsync(Request(server, Exchange.StaticFile, path, null)))),
        _ => null,
    };

    private static string Condition(string response) =>
        EntityTag().Match(response) is { Success: true } tag ? $"If-None-Match: {tag.Groups[1]}" : $"If-Modified-Since: {LastModified().Match(response).Groups[1]}";

    private static string Request(RealServer server, Exchange exchange, string path, string? field)
    {
        var first = $"{(exchange == Exchange.Head ? "HEAD" : "GET")} {path} HTTP/1.{(exchange == Exchange.UntilClose ? 0 : 1)}\r\nHost: {server.Address}\r\n";
        return exchange == Exchange.KeptAlive ? $"{first}{field}\r\n\r\n" : $"{first}Connection: close\r\n{(field is null ? "" : field + "\r\n")}\r\n";
    }

    private static string? BodyOf(Exchange exchange) => exchange switch
    {
        Exchange.StaticFile or Exchange.Chunked or Exchange.UntilClose or Exchange.KeptAlive => Site.Page,
        Exchange.Range => Site.Page[100..200],
        Exchange.Slow => string.Concat(Site.Pieces),
        Exchange.Head or Exchange.NotModified or Exchange.NoContent => "",
        _ => null,
    };

    private static string Told(JsonNode json)
    {
        string?[] words =
        [
            $"{json["head"]!["status"]}", $"{json["body"]!["framing"]}", Field(json, "Connection"), $"{json["end"]!["after"]}",
            .. json["findings"]!.AsArray().Select(finding => $"{finding!["code"]}"),
        ];
        return string.Join(' ', words.OfType<string>());
    }

    private static string? Field(JsonNode json, string name) => (string?)json["head"]!["fields"]!.AsArray()
        .SingleOrDefault(field => string.Equals((string?)field!["name"], name, StringComparison.OrdinalIgnoreCase))?["value"];

    [GeneratedRegex("^(date: )\\w{3}, \\d\\d \\w{3} \\d{4} \\d\\d:\\d\\d:\\d\\d(?= GMT\r$)", RegexOptions.IgnoreCase | RegexOptions.Multiline)]
    private static partial Regex Date();

    [GeneratedRegex("^etag: (.*)\r$", RegexOptions.IgnoreCase | RegexOptions.Multiline)]
    private static partial Regex EntityTag();

    [GeneratedRegex("^last-modified: (.*)\r$", RegexOptions.IgnoreCase | RegexOptions.Multiline)]
    private static partial Regex LastModified();
}
