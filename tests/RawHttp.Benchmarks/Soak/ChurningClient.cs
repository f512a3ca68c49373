using System.Net;
using System.Net.Sockets;
using System.Text;

namespace RawHttp.Benchmarks.Soak;

/// <summary>A client of the echo server that says a few lines, checks what is answered, and leaves in one of many ways.</summary>
internal static class ChurningClient
{
    private static readonly byte[] Overlong = Encoding.ASCII.GetBytes(new string('x', 5000));

    private enum Leaving
    {
        Close,
        Reset,
        HalfClose,
        BlankLine,
        OverlongLine,
        UnreadReplies,
        HalfALine,
        Silence,
    }

    public static async Task LiveAsync(IPEndPoint server, Random random)
    {
        using var client = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await client.ConnectAsync(server);

        // Who is silent stays for long; the others do not all wait for it.
        var leaving = random.Next(50) == 0 ? Leaving.Silence : (Leaving)random.Next((int)Leaving.Silence);
        try
        {
            for (var lines = random.Next(6); lines > 0; lines--)
            {
                var line = Encoding.ASCII.GetBytes($"line {random.Next()} {new string('x', random.Next(300))}\r\n");
                await SendAsync(client, line);
                var answer = await ReceiveAsync(client, line.Length);
                if (answer.StartsWith("server busy", StringComparison.Ordinal))
                {
                    // Not to be turned away again and again.
                    await Task.Delay(20);
                    return;
                }

                Check(Encoding.ASCII.GetString(line), answer);
            }

            await LeaveAsync(client, leaving);
        }
        catch (SocketException)
        {
            // Turned away, with something unread.
        }
    }

    private static async Task LeaveAsync(Socket client, Leaving leaving)
    {
        switch (leaving)
        {
            case Leaving.Reset:
                client.LingerState = new LingerOption(true, 0);
                break;
            case Leaving.HalfClose:
                client.Shutdown(SocketShutdown.Send);
                CheckFarewell("", await ReceiveAsync(client, int.MaxValue));
                break;
            case Leaving.BlankLine:
                await SendAsync(client, "\r\n"u8.ToArray());
                CheckFarewell("", await ReceiveAsync(client, int.MaxValue));
                break;
            case Leaving.OverlongLine:
                await SendAsync(client, Overlong);
                CheckFarewell("line too long: the limit is 1000 bytes\n", await ReceiveAsync(client, int.MaxValue));
                break;
            case Leaving.UnreadReplies:
                await SendAsync(client, "one\ntwo\nthree\n"u8.ToArray());
                break;
            case Leaving.HalfALine:
                await SendAsync(client, "half a li"u8.ToArray());
                break;
            case Leaving.Silence:
                CheckFarewell("time out !\n", await ReceiveAsync(client, int.MaxValue));
                break;
        }
    }

    private static async Task SendAsync(Socket client, byte[] octets)
    {
        for (var sent = 0; sent < octets.Length;)
        {
            sent += await client.SendAsync(octets.AsMemory(sent));
        }
    }

    private static async Task<string> ReceiveAsync(Socket client, int count)
    {
        var octets = new byte[1024];
        var received = 0;
        while (received < Math.Min(count, octets.Length) && await client.ReceiveAsync(octets.AsMemory(received)) is > 0 and var more)
        {
            received += more;
        }

        return Encoding.ASCII.GetString(octets, 0, received);
    }

    private static void CheckFarewell(string expected, string answer) => Check(answer == "server busy\n" ? answer : expected, answer);

    private static void Check(string expected, string answer)
    {
        if (answer != expected)
        {
            throw new InvalidOperationException($"the answer is \"{answer}\" instead of \"{expected}\"");
        }
    }
}
