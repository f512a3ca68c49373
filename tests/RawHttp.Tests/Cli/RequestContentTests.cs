using System.Text.Json.Nodes;

namespace RawHttp.Tests.Cli;

/// <summary>A request with content: -d, --chunked, Expect: 100-continue; and what is wrong with a request, said before it is sent.</summary>
public sealed class RequestContentTests
{
    private const string Response = "HTTP/1.1 200 OK\r\nDate: Sun, 06 Nov 1994 08:49:37 GMT\r\nContent-Length: 0\r\n\r\n";
    private const string Expect = "Expect: 100-continue";

    [Theory]
    [InlineData("-d hello", "POST / HTTP/1.1\r\nHost: HOST\r\nConnection: close\r\nContent-Length: 5\r\n\r\nhello")]
    [InlineData("-d hello -X PUT", "PUT / HTTP/1.1\r\nHost: HOST\r\nConnection: close\r\nContent-Length: 5\r\n\r\nhello")]
    [InlineData("-d @FILE", "POST / HTTP/1.1\r\nHost: HOST\r\nConnection: close\r\nContent-Length: 6\r\n\r\na\r\nb\n\0")]
    [InlineData("-d hello --chunked", "POST / HTTP/1.1\r\nHost: HOST\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n")]
    [InlineData("-d hello -H content-length:5", "POST / HTTP/1.1\r\nHost: HOST\r\nConnection: close\r\ncontent-length: 5\r\n\r\nhello")]
    public async Task The_content_is_sent_as_given(string words, string request)
    {
        using var folder = new TemporaryFolder();
        folder.Write("file", "a\r\nb\n\0");
        var (result, sent) = await SendAsync(words.Replace("FILE", folder.PathOf("file"), StringComparison.Ordinal).Split(' '), _ => Task.CompletedTask, request.Length);

        Assert.Equal((0, Response, ""), (result.Status, result.Text, result.Error));
        Assert.Equal(request, sent);
    }

    [Fact]
    public async Task Print_B_shows_the_content_that_was_sent()
    {
        var (result, sent) = await SendAsync(["-d", "hello", "--print", "HB"], _ => Task.CompletedTask, "POST / HTTP/1.1\r\nHost: HOST\r\nConnection: close\r\nContent-Length: 5\r\n\r\nhello".Length);

        Assert.Equal(sent + "\n", result.Text.Replace(result.Text.Split("\r\n")[1], "Host: HOST", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("100 Continue", 5)]
    [InlineData(null, 5)]
    [InlineData("417 Expectation Failed", 0)]
    public async Task The_content_waits_for_a_100(string? answer, int contentSent)
    {
        var sent = "";
        await using var server = ScriptedServer.Start(
            async client =>
        {
            // Where the client does not wait long, its content may come with the head.
            sent = await client.ReadHeadAsync();
            if (answer is not null)
            {
                await client.SendAsync($"HTTP/1.1 {answer}\r\nDate: Sun, 06 Nov 1994 08:49:37 GMT\r\nContent-Length: 0\r\n\r\n".Replace(answer.StartsWith('1') ? "Content-Length: 0\r\n" : "\0", "", StringComparison.Ordinal));
            }

            var octets = new byte[16];
            while (!sent.EndsWith("hello", StringComparison.Ordinal) && await client.Socket.ReceiveAsync(octets) is > 0 and var count)
            {
                sent += System.Text.Encoding.Latin1.GetString(octets, 0, count);
            }

            if (contentSent > 0)
            {
                await client.SendAsync(Response);
                await client.CloseAsync();
            }
        },
            readsRequest: false);

        var result = await Tool.GetAsync(server, "-d", "hello", "-H", Expect, "--json", "--expect-timeout", answer is null ? "0.05" : "30");

        var exchange = JsonNode.Parse(result.Text)!;
        Assert.Equal((0, "hello"[..contentSent]), (result.Status, sent[(sent.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)..]));
        Assert.Equal(sent.Length, (int)exchange["request"]!["sent"]!);
        Assert.Empty(exchange["findings"]!.AsArray());
    }

    [Theory]
    [InlineData("-d hello -H Content-Length:7", "the request, RFC9112-8-CUT-BODY (error) at offset ")]
    [InlineData("-d hello -H Content-Length:3", "the request, up to offset ")]
    [InlineData("-H Host:", "the request, RFC9112-3.2-NO-HOST (error) at offset 0: ")]
    public async Task What_is_wrong_with_the_request_is_said_before_it_is_sent(string words, string note)
    {
        var result = await Tool.RunAsync(["get", "127.0.0.1:1", .. words.Split(' ')]);

        var said = result.Error.Split('\n');
        Assert.Equal(7, result.Status);
        Assert.StartsWith($"rawhttp: note: {note}", said[0], StringComparison.Ordinal);
        Assert.StartsWith("rawhttp: connect", said[1], StringComparison.Ordinal);
    }

    private static async Task<(ToolResult Result, string Sent)> SendAsync(string[] words, Func<ScriptedClient, Task> before, int length)
    {
        var sent = "";
        await using var server = ScriptedServer.Start(
            async client =>
            {
                await before(client);
                var octets = new byte[4096];
                while (sent.Length < length && await client.Socket.ReceiveAsync(octets) is > 0 and var count)
                {
                    sent += System.Text.Encoding.Latin1.GetString(octets, 0, count);
                    sent = sent.Replace($"127.0.0.1:{((System.Net.IPEndPoint)client.Socket.LocalEndPoint!).Port}", "HOST", StringComparison.Ordinal);
                }

                await client.SendAsync(Response);
                await client.CloseAsync();
            },
            readsRequest: false);
        return (await Tool.GetAsync(server, words), sent);
    }
}
