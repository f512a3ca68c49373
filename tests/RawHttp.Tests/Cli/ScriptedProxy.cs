using System.Net.Security;
using System.Net.Sockets;
using System.Text;
using RawHttp.Tests.Tls;

namespace RawHttp.Tests.Cli;

/// <summary>Proxies that answer as a test says, and then are the server, too.</summary>
internal static class ScriptedProxy
{
    public const string Established = "HTTP/1.1 200 Connection established\r\n\r\n";
    public const string Page = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello";

    /// <summary>Answers CONNECT, speaks TLS, reads request heads and answers each; another request gets the page.</summary>
    public static ScriptedServer Tunnelling(string answer = Established, List<string>? inside = null, string response = Page)
    {
        ScriptedServer? server = null;
        return server = ScriptedServer.Start(async client =>
        {
            if (!server!.Requests[^1].StartsWith("CONNECT ", StringComparison.Ordinal))
            {
                await client.SendAsync(Page);
                await client.CloseAsync();
                return;
            }

            await client.SendAsync(answer);
            await using var tls = new SslStream(new NetworkStream(client.Socket));
            await tls.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = TestCertificates.Good });
            while (await ReadHeadAsync(tls) is { Length: > 0 } head)
            {
                inside?.Add(head);
                await tls.WriteAsync(Encoding.Latin1.GetBytes(response));
                if (head.Contains("Connection: close", StringComparison.Ordinal))
                {
                    break;
                }
            }

            await tls.ShutdownAsync();
            await client.CloseAsync();
        });
    }

    /// <summary>Answers a client of SOCKS: sends each piece when so many octets of the client have come, then reads a request head and answers it.</summary>
    public static ScriptedServer Socks(List<byte[]> received, params (int Octets, byte[] Answer)[] steps) =>
        ScriptedServer.Start(
            async client =>
            {
                foreach (var (count, answer) in steps)
                {
                    var octets = new byte[count];
                    for (var at = 0; at < count;)
                    {
                        at += await client.Socket.ReceiveAsync(octets.AsMemory(at)) is > 0 and var more ? more : throw new IOException();
                    }

                    received.Add(octets);
                    await client.SendAsync(answer);
                }

                received.Add(Encoding.Latin1.GetBytes(await client.ReadHeadAsync()));
                await client.SendAsync(Page);
                await client.CloseAsync();
            },
            readsRequest: false);

    private static async Task<string> ReadHeadAsync(SslStream tls)
    {
        var head = new StringBuilder();
        var octets = new byte[16 * 1024];
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal) && await tls.ReadAsync(octets) is > 0 and var count)
        {
            head.Append(Encoding.Latin1.GetString(octets, 0, count));
        }

        return head.ToString();
    }
}
