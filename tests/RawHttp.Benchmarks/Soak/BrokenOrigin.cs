using System.Net;
using System.Net.Sockets;
using System.Text;

namespace RawHttp.Benchmarks.Soak;

/// <summary>An origin on a free loopback port that answers and ends as the path of the request says.</summary>
internal sealed class BrokenOrigin : IAsyncDisposable
{
    private static readonly byte[] Body = [.. Enumerable.Range(0, 5000).Select(i => (byte)i)];

    private readonly Socket _listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly Task _accepting;

    public BrokenOrigin()
    {
        _listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _listener.Listen();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndPoint!).Port;

    public async ValueTask DisposeAsync()
    {
        _listener.Dispose();
        await _accepting;
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                _ = AnswerAsync(await _listener.AcceptAsync());
            }
        }
        catch (Exception stopped) when (stopped is SocketException or ObjectDisposedException)
        {
        }
    }

    private static async Task AnswerAsync(Socket client)
    {
        using (client)
        {
            try
            {
                var request = new byte[1024];
                var count = await client.ReceiveAsync(request);
                var kind = Enum.Parse<AnswerKind>(Encoding.ASCII.GetString(request, 0, count).Split(' ')[1][1..]);
                await SendAsync(client, AnswerTo(kind));
                if (kind == AnswerKind.Reset)
                {
                    // When the client has read what it was sent.
                    await client.ReceiveAsync(request);
                    client.LingerState = new LingerOption(true, 0);
                    return;
                }

                if (kind != AnswerKind.Silence)
                {
                    client.Shutdown(SocketShutdown.Send);
                }

                // The client leaves last.
                while (await client.ReceiveAsync(request) > 0)
                {
                }
            }
            catch (SocketException)
            {
                // It has left already.
            }
        }
    }

    private static byte[] AnswerTo(AnswerKind kind) => kind switch
    {
        AnswerKind.ContentLength => [.. "HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n"u8, .. Body],
        AnswerKind.Chunked => [.. "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\nHTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1388;a=b\r\n"u8, .. Body, .. "\r\n5\r\nhello\r\n0\r\nDigest: x\r\n\r\n"u8],
        AnswerKind.UntilClose => [.. "HTTP/1.0 200 OK\r\nServer: x\n\r\n"u8, .. Body],
        AnswerKind.Reset or AnswerKind.Cut => [.. "HTTP/1.1 200 OK\r\nContent-Length: 5001\r\n\r\n"u8, .. Body],
        AnswerKind.Garbage => [.. Body, .. "\r\n\r\n"u8, .. Body],
        _ => [.. "HTTP/1.1 200 OK\r\nContent-Len"u8],
    };

    private static async Task SendAsync(Socket client, byte[] octets)
    {
        for (var sent = 0; sent < octets.Length;)
        {
            sent += await client.SendAsync(octets.AsMemory(sent));
        }
    }
}

/// <summary>What an answer is like.</summary>
internal enum AnswerKind
{
    ContentLength,
    Chunked,
    UntilClose,
    Reset,
    Cut,
    Garbage,
    Silence,
}
