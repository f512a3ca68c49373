using System.Text.Json.Nodes;

namespace RawHttp.Tests.Cli;

/// <summary>The response is judged by the request as it was sent: its method, its version, its Connection, and how many requests it holds.</summary>
public sealed class SentRequestTests
{
    private const string Date = "Date: Sun, 06 Nov 1994 08:49:37 GMT\r\n";
    private const string Response = "HTTP/1.1 200 OK\r\n" + Date + "Content-Length: 5\r\n\r\nhello";
    private const string Chunked = "HTTP/1.1 200 OK\r\n" + Date + "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n";
    private const string NotClosed = "RFC9112-9.6-NOT-CLOSED";
    private const string Extra = "RFC9112-9.2-UNREQUESTED-RESPONSE";

    [Theory]
    [InlineData("GET / HTTP/1.1\r\nHost: a\r\n\r\n", Response, "")]
    [InlineData("GET / HTTP/1.1\r\nHost: a\r\nconnection: close\r\n\r\n", Response, NotClosed)]
    [InlineData("GET / HTTP/1.1\r\nHost: a\r\nCONNECTION:\tfoo , Close\r\n\r\n", Response, NotClosed)]
    [InlineData("GET / HTTP/1.1\r\nHost: a\r\nConnection: foo\r\nConnection: close\r\n\r\n", Response, NotClosed)]
    [InlineData("GET / HTTP/1.1\nHost: a\nConnection: close\n\n", Response, NotClosed)]
    [InlineData("GET / HTTP/1.1\r\nHost: a\r\nConnection: keep-alive\r\nX: Connection: close\r\n\r\n", Response, "")]
    [InlineData("GET / HTTP/1.0\r\n\r\n", Response, NotClosed)]
    [InlineData("GET / HTTP/1.0\r\nConnection: Keep-Alive\r\n\r\n", Response, "")]
    [InlineData("\r\nGET / HTTP/1.0\r\nConnection: Keep-Alive\r\n\r\n", Chunked, "RFC9112-6.1-ENCODING-TO-1.0")]
    [InlineData("get / HTTP/1.1\r\n\r\n", Response, "")]
    [InlineData("HEAD / HTTP/1.1\r\n\r\n", Response, "RFC9112-6.3-UNEXPECTED-BODY")]
    [InlineData("\r\n\r\nHEAD / HTTP/1.1\r\n\r\n", Response, "RFC9112-6.3-UNEXPECTED-BODY")]
    [InlineData("GET / HTTP/1.1\r\n\r\n", Response + Response, Extra)]
    [InlineData("GET / HTTP/1.1\r\n\r\n\r\n\r\n", Response + Response, Extra)]
    [InlineData("GET / HTTP/1.1\r\n\r\nGET / HTTP/1.1\r\n\r\n", Response + Response, "")]
    [InlineData("POST / HTTP/1.1\r\nContent-Length: 18\r\n\r\nGET / HTTP/1.1\r\n\r\n", Response + Response, Extra)]
    [InlineData("POST / HTTP/1.1\r\nContent-Length: 17\r\n\r\nGET / HTTP/1.1\r\n\r\n", Response + Response, Extra)]
    [InlineData("POST / HTTP/1.1\r\nContent-Length: 5\r\n\r\nGET / HTTP/1.1\r\n\r\n", Response + Response, "")]
    [InlineData("POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n12;a=b\r\nGET / HTTP/1.1\r\n\r\n\r\n0\r\nT: 1\r\n\r\n", Response + Response, Extra)]
    [InlineData("POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET / HTTP/1.1\r\n\r\n", Response + Response, "")]
    [InlineData("nonsense", Response, "")]
    public async Task Decides_what_is_expected_of_the_response(string request, string response, string findings)
    {
        using var folder = new TemporaryFolder();
        folder.Write("request", request);
        await using var server = ScriptedServer.Start(
            async client =>
            {
                await client.SendAsync(response);
                await client.LeftAsync();
            },
            readsRequest: false);

        // It answers when it likes: the finding about that is another test's.
        var result = await Tool.GetAsync(server, "--json", "--request", folder.PathOf("request"));

        var codes = result.Text.TrimEnd('\n').Split('\n')
            .SelectMany(line => JsonNode.Parse(line)!["findings"]!.AsArray())
            .Select(finding => $"{finding!["code"]}").Where(code => code != "RFC9112-9.2-BEFORE-REQUEST" && (response == Response || code != NotClosed));
        Assert.Equal(findings, string.Join(' ', codes));
    }

    [Theory]
    [InlineData("-H connection:close", NotClosed)]
    [InlineData("-H Connection:keep-alive", "")]
    [InlineData("-H Connection:", "")]
    [InlineData("-0 -H Connection:", NotClosed)]
    public async Task So_do_the_options_that_make_it(string options, string findings)
    {
        await using var server = ScriptedServer.SendingThenSilent(Response);

        var result = await Tool.GetAsync(server, ["--json", .. options.Split(' ')]);

        Assert.Equal(findings, string.Join(' ', JsonNode.Parse(result.Output)!["findings"]!.AsArray().Select(finding => $"{finding!["code"]}")));
    }

    [Theory]
    [InlineData("-I", "", "--head")]
    [InlineData("-X POST", "", "--method")]
    [InlineData("-0", "", "--http1.0")]
    [InlineData("-H A:b", "", "--header")]
    [InlineData("", "/x", "the path /x")]
    [InlineData("", "?x", "the path /?x")]
    public async Task A_file_goes_without_what_would_make_another_request(string options, string path, string named)
    {
        using var folder = new TemporaryFolder();
        folder.Write("request", "GET / HTTP/1.1\r\n\r\n");

        var result = await Tool.RunAsync(["get", $"127.0.0.1:1{path}", "--request", folder.PathOf("request"), .. options.Split(' ', StringSplitOptions.RemoveEmptyEntries)]);

        Assert.Equal((2, $"rawhttp: --request sends the bytes of its FILE as they are; {named} goes without it; see rawhttp get --help\n"), (result.Status, result.Error));
    }

    [Fact]
    public async Task A_response_that_comes_before_its_request_has_no_time()
    {
        using var folder = new TemporaryFolder();
        folder.Write("request", "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 16000000\r\n\r\n" + new string('x', 16_000_000));
        // More than the systems between them hold for a server that does not read.
        await using var server = ScriptedServer.Sending(Response, Ending.Reset);

        var wire = await Tool.GetAsync(server, "--wire", "--request", folder.PathOf("request"));
        var json = JsonNode.Parse((await Tool.GetAsync(server, "--json", "--request", folder.PathOf("request"))).Output)!;
        var verbose = await Tool.GetAsync(server, "-v", "--print", "H", "--request", folder.PathOf("request"));

        Assert.Contains("\n       0    early       17  CRLF   HTTP/1.1 200 OK\n", wire.Text, StringComparison.Ordinal);
        Assert.Contains("info RFC9112-9.2-EARLY-RESPONSE at 0\n", wire.Text, StringComparison.Ordinal);
        Assert.Matches("\n          request: [0-9]+ of 16000054 bytes of the request were sent\n", wire.Text);
        Assert.Equal(16000054, (int)json["request"]!["length"]!);
        Assert.InRange((int)json["request"]!["sent"]!, 1, 16000053);
        Assert.Null(json["timing"]!["wait"]);
        Assert.Matches("\n\\* [0-9]+ of 16000054 bytes of the request were sent\n", verbose.Error);
        Assert.InRange(verbose.Error.Length, 1, 32 * 1024);
        Assert.Equal("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 16000000\r\n\r\n", verbose.Text);
    }

    [Fact]
    public async Task No_time_is_less_than_zero()
    {
        await using var server = ScriptedServer.Sending(Response);
        for (var i = 0; i < 5; i++)
        {
            Assert.Matches("\n       0 +[0-9.]+       17  CRLF", (await Tool.GetAsync(server, "--wire")).Text);
        }
    }
}
