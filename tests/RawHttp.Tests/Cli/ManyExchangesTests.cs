using System.Text.Json.Nodes;

namespace RawHttp.Tests.Cli;

/// <summary>Several exchanges in one run of get: one connection each, one kept connection, all requests at once.</summary>
public sealed class ManyExchangesTests
{
    private const string Head = "HTTP/1.1 200 OK\r\nDate: Sun, 06 Nov 1994 08:49:37 GMT\r\n";

    [Fact]
    public async Task Each_target_has_a_connection_of_its_own()
    {
        await using var server = ScriptedServer.Start(client => AnswerAsync(client, "a"));

        var result = await Tool.RunAsync("get", $"{server.Address}/a", $"{server.Address}/b");

        Assert.Equal((0, Response("a") + Response("a"), ""), (result.Status, result.Text, result.Error));
        Assert.Equal([Request(server, "/a", "Connection: close\r\n"), Request(server, "/b", "Connection: close\r\n")], server.Requests);
    }

    [Fact]
    public async Task A_kept_connection_carries_one_exchange_after_another()
    {
        var heads = new List<string>();
        await using var server = ScriptedServer.Start(
            async client =>
            {
                while (await client.ReadHeadAsync() is { Length: > 0 } head)
                {
                    heads.Add(head);
                    await client.SendAsync(Response("a"));
                }
            },
            readsRequest: false);

        var result = await Tool.RunAsync("get", "--keep-alive", "--json", $"{server.Address}/a", $"{server.Address}/b");

        Assert.Equal([Request(server, "/a", ""), Request(server, "/b", "")], heads);
        var (first, second) = (Objects(result)[0], Objects(result)[1]);
        Assert.Equal(((int?)1, (int?)2), ((int?)first["connection"]!["exchange"], (int?)second["connection"]!["exchange"]));
        Assert.NotNull(first["timing"]!["connect"]);
        Assert.Null(second["timing"]!["connect"]);
        Assert.NotNull(second["timing"]!["wait"]);
        Assert.Equal((Response("a").Length, 2 * Response("a").Length), ((int)first["end"]!["offset"]!, (int)second["end"]!["offset"]!));
        Assert.Empty(first["findings"]!.AsArray().Concat(second["findings"]!.AsArray()));
    }

    [Fact]
    public async Task Pipelined_requests_are_sent_at_once()
    {
        await using var server = ScriptedServer.Start(client => AnswerAsync(client, "a", "b"));

        var result = await Tool.RunAsync("get", "--pipeline", $"{server.Address}/a", $"{server.Address}/b");

        Assert.Equal((0, Response("a") + Response("b"), ""), (result.Status, result.Text, result.Error));
        Assert.Equal([Request(server, "/a", "") + Request(server, "/b", "")], server.Requests);
    }

    [Fact]
    public async Task A_file_of_requests_has_as_many_exchanges()
    {
        using var folder = new TemporaryFolder();
        folder.Write("two", "HEAD / HTTP/1.1\r\nHost: a\r\n\r\nGET /b HTTP/1.1\r\nHost: a\r\n\r\n");
        await using var server = ScriptedServer.Start(client => AnswerAsync(client, null, "b"));

        var result = await Tool.GetAsync(server, "--request", folder.PathOf("two"), "--strict", "--save", folder.PathOf("saved"));
        var read = await Tool.RunAsync("read", "--strict", "--requests", folder.PathOf("two"), folder.PathOf("saved"));

        Assert.Equal((0, Response(null) + Response("b"), ""), (result.Status, result.Text, result.Error));
        Assert.Equal((0, result.Text), (read.Status, read.Text));
    }

    [Fact]
    public async Task A_response_that_was_not_asked_for_is_one_finding()
    {
        using var folder = new TemporaryFolder();
        folder.Write("two", "GET /a HTTP/1.1\r\nHost: a\r\n\r\nGET /b HTTP/1.1\r\nHost: a\r\n\r\n");
        await using var server = ScriptedServer.Start(client => AnswerAsync(client, "a", "b", "c"));

        var result = await Tool.GetAsync(server, "--json", "--request", folder.PathOf("two"));

        var finding = Assert.Single(Objects(result).SelectMany(exchange => exchange["findings"]!.AsArray()))!;
        Assert.Equal(("RFC9112-9.2-UNREQUESTED-RESPONSE", 2 * Response("a").Length), ((string?)finding["code"], (int)finding["offset"]!));
        Assert.Equal("A response begins here that no request asked for: \"HTTP/1.1 200 OK\".", (string?)finding["message"]);
    }

    [Fact]
    public async Task The_first_failure_decides_the_status()
    {
        await using var server = ScriptedServer.Start(async client =>
        {
            await client.SendAsync(Response("a") + Response("b")[..^1]);
            await client.CloseAsync();
        });

        var result = await Tool.RunAsync(["get", "--pipeline", .. "abcde".Select(path => $"{server.Address}/{path}")]);

        Assert.Equal((18, Response("a") + Response("b")[..^1]), (result.Status, result.Text));
        Assert.Equal(
            $"rawhttp: read {server.Address}/b: the stream ends in a body of 1 byte, with 1 of its bytes missing, at offset {Response("a").Length + Response("b").Length - 1}: the server closed the connection\n"
                + $"rawhttp: read {server.Address}/c: no response came, not a byte: the server closed the connection\n"
                + "rawhttp: note: 2 more requests got no response\n",
            result.Error);
    }

    [Fact]
    public async Task A_connection_closed_while_idle_is_replaced()
    {
        await using var server = ScriptedServer.Start(client => AnswerAsync(client, "a"));

        var result = await Tool.RunAsync("get", "--keep-alive", "--idle", "30", "--print", "m", $"{server.Address}/a", $"{server.Address}/b");

        Assert.Equal(0, result.Status);
        Assert.Matches($@"^rawhttp: note: {server.Address}: the server closed the connection after [0-9.]+ s idle; {server.Address}/b goes over a new one\n$", result.Error);
        Assert.Matches("complete, the server closed the connection after [0-9.]+ s idle\n", result.Text);
    }

    [Fact]
    public async Task Why_a_connection_is_replaced_is_what_happened_on_it()
    {
        await using var closing = ScriptedServer.Start(client => AnswerAsync(client, "a"));
        await using var other = ScriptedServer.Sending("HTTP/1.0 200 OK\r\nDate: Sun, 06 Nov 1994 08:49:37 GMT\r\nContent-Length: 1\r\n\r\nb");

        var result = await Tool.RunAsync("get", "--keep-alive", "--idle", "30", "--print", "", $"{closing.Address}/1", $"{other.Address}/2", $"{closing.Address}/3");

        Assert.Matches($@"^rawhttp: note: {closing.Address}: the server closed the connection after [0-9.]+ s idle; {closing.Address}/3 goes over a new one\n$", result.Error);
    }

    [Fact]
    public async Task A_request_that_meets_a_closing_connection_is_named()
    {
        await using var server = ScriptedServer.Start(async client =>
        {
            await client.SendAsync(Response("a"));
            await client.ReadHeadAsync();
            await client.EndAsync(Ending.Reset);
        });

        var result = await Tool.RunAsync("get", "--keep-alive", $"{server.Address}/a", $"{server.Address}/b");

        Assert.Equal(56, result.Status);
        Assert.Matches($@"^rawhttp: read {server.Address}/b: no response came, not a byte: the connection was reset [0-9.]+ ms after the request was sent on the kept connection\n$", result.Error);
    }

    [Fact]
    public async Task The_page_lists_the_exchanges()
    {
        using var folder = new TemporaryFolder();
        await using var server = ScriptedServer.Start(client => AnswerAsync(client, "a", "b"));

        await Tool.RunAsync("get", "--pipeline", $"{server.Address}/a", $"{server.Address}/b", "--report", folder.PathOf("page"));

        var page = await File.ReadAllTextAsync(folder.PathOf("page"));
        Assert.Contains($"<li><a href=\"#exchange-1\">1. {server.Address}/a</a>: 200, complete; no findings</li>", page, StringComparison.Ordinal);
        Assert.Contains("<section id=\"exchange-2\"", page, StringComparison.Ordinal);
        Assert.Contains("<dt>Verdict</dt><dd>2 exchanges, all complete</dd>", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--idle 1 :1/a", "--idle needs --keep-alive: other connections are not kept")]
    [InlineData("--chunked :1", "--chunked needs -d, whose content it sends in chunks")]
    [InlineData("--request x --data y :1", "--request sends the bytes of its FILE as they are; --data goes without it")]
    public async Task What_does_not_go_together_is_refused(string words, string error)
    {
        var result = await Tool.RunAsync(["get", .. words.Split(' ')]);

        Assert.Equal((2, $"rawhttp: {error}; see rawhttp get --help\n"), (result.Status, result.Error));
    }

    private static string Response(string? body) => $"{Head}Content-Length: {body?.Length ?? 5}\r\n\r\n{body}";

    private static string Request(ScriptedServer server, string path, string fields) => $"GET {path} HTTP/1.1\r\nHost: {server.Address}\r\n{fields}\r\n";

    private static async Task AnswerAsync(ScriptedClient client, params string?[] bodies)
    {
        await client.SendAsync(string.Concat(bodies.Select(Response)));
        await client.CloseAsync();
    }

    private static List<JsonNode> Objects(ToolResult result) => [.. result.Text.TrimEnd('\n').Split('\n').Select(line => JsonNode.Parse(line)!)];
}
