using System.Text;
using RawHttp.Client;

namespace RawHttp.Tests.Cli.Servers;

/// <summary>What stands behind the servers that are proxies too.</summary>
internal static class Origin
{
    private const string Head = "HTTP/1.1 200 OK\r\nDate: Sun, 06 Nov 1994 08:49:37 GMT\r\nServer: origin\r\nContent-Type: text/plain\r\nConnection: close\r\n";

    // A slow reply is one that pauses.
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    public static ScriptedServer Start()
    {
        ScriptedServer? origin = null;
        return origin = ScriptedServer.Start(async client =>
        {
            await (SentRequest.Parse(Encoding.Latin1.GetBytes(origin!.Requests[^1])).Target switch
            {
                "/chunked" => SendChunksAsync(client),
                "/slow" => SendPiecesAsync(client),
                _ => client.SendAsync(Head + "Cache-Control: max-age=3600\r\nETag: \"one\"\r\nContent-Length: 6\r\n\r\ncached"),
            });
            await client.CloseAsync();
        });
    }

    // In one go, so that a proxy always makes the same chunks of it; all but the last, or it may see it end, and count it instead.
    private static async Task SendChunksAsync(ScriptedClient client)
    {
        var chunks = Site.Page.Chunk(7000).Select(chunk => $"{chunk.Length:x}\r\n{new string(chunk)}\r\n");
        await client.SendAsync($"{Head}Transfer-Encoding: chunked\r\n\r\n{string.Concat(chunks)}");
        await Task.Delay(Pause);
        await client.SendAsync("0\r\n\r\n");
    }

    private static async Task SendPiecesAsync(ScriptedClient client)
    {
        await client.SendAsync($"{Head}Content-Length: {Site.Pieces.Sum(piece => piece.Length)}\r\n\r\n");
        foreach (var piece in Site.Pieces)
        {
            await Task.Delay(Pause);
            await client.SendAsync(piece);
        }
    }
}
