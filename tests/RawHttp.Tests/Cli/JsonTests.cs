using System.Text;
using System.Text.Json.Nodes;

namespace RawHttp.Tests.Cli;

/// <summary>What --json says beside the response: the target, the time, the error, and the body.</summary>
public sealed class JsonTests
{
    [Fact]
    public async Task Each_request_that_found_no_server_has_its_object()
    {
        var result = await Tool.RunAsync("get", "--json", "127.0.0.1:1/a", "127.0.0.1:1/b");

        var exchanges = result.Text.TrimEnd('\n').Split('\n').Select(line => JsonNode.Parse(line)!).ToList();
        Assert.Equal(["http://127.0.0.1:1/a", "http://127.0.0.1:1/b"], exchanges.Select(one => (string?)one["target"]));
        Assert.All(exchanges, one => Assert.Equal((7, "connect 127.0.0.1:1: connection refused"), ((int)one["error"]!["exit"]!, (string?)one["error"]!["message"])));
        Assert.All(exchanges, one => Assert.Equal(("GET", 0, null), ((string?)one["request"]!["method"], (int)one["request"]!["sent"]!, one["head"])));
        Assert.Equal((7, 2), (result.Status, result.Error.Split("connection refused").Length - 1));
    }

    [Fact]
    public async Task The_request_has_its_fields_and_the_exchange_its_time()
    {
        await using var server = ScriptedServer.Sending("HTTP/1.1 204 No Content\r\n\r\n");
        var before = DateTimeOffset.UtcNow.AddSeconds(-1);

        var json = JsonNode.Parse((await Tool.GetAsync(server, "--json", "-H", "A: b")).Output)!;

        Assert.Equal((2, $"http://{server.Address}/", null), ((int)json["schema"]!, (string?)json["target"], json["error"]));
        Assert.Equal(["Host", "Connection", "A"], json["request"]!["fields"]!.AsArray().Select(field => (string?)field!["name"]));
        Assert.InRange(DateTimeOffset.Parse((string)json["time"]!, null), before, DateTimeOffset.UtcNow);
        Assert.StartsWith("rawhttp ", (string?)json["tool"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--strict", 8)]
    [InlineData("-f", 22)]
    public async Task What_an_option_makes_an_error_is_one_in_the_object(string option, int status)
    {
        await using var server = ScriptedServer.Sending("HTTP/1.1 404 Not Found\r\nA : b\r\nContent-Length: 0\r\n\r\n");

        var result = await Tool.GetAsync(server, "--json", option);

        var error = JsonNode.Parse(result.Output)!["error"]!;
        Assert.Equal((status, status, $"rawhttp: {error["message"]}\n"), (result.Status, (int)error["exit"]!, result.Error));
    }

    [Fact]
    public async Task The_body_is_there_in_base64_if_it_is_asked_for()
    {
        await using var server = ScriptedServer.Sending("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\n\u00ff\0a\r\n2\r\nbc\r\n0\r\n\r\n");

        var with = JsonNode.Parse((await Tool.GetAsync(server, "--json", "--body")).Output)!["body"]!;
        var without = JsonNode.Parse((await Tool.GetAsync(server, "--json")).Output)!["body"]!;

        Assert.Equal("\u00ff\0abc", Encoding.Latin1.GetString(Convert.FromBase64String((string)with["base64"]!)));
        Assert.False(without.AsObject().ContainsKey("base64"));
    }

    [Fact]
    public async Task A_body_that_is_held_has_a_limit()
    {
        var result = await Tool.ShellAsync("(printf 'HTTP/1.1 200 OK\\r\\n\\r\\n'; head -c 70000000 /dev/zero 2> /dev/null) | $TOOL read --json --body | wc -c; exit ${PIPESTATUS[0]}");

        Assert.InRange(int.Parse(result.Text, null), 64 * 1024 * 1024 / 3 * 4, 70_000_000 / 3 * 4);
        Assert.Equal("rawhttp: read standard input: the body is longer than the limit of 67108864 bytes\n", result.Error);
    }
}
