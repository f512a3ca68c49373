using System.Net;
using System.Net.Sockets;
using System.Text;

namespace RawHttp.Benchmarks.Soak;

/// <summary>A client of the echo server that says a few lines, checks what is answered, and leaves in one of many ways.</summary>
internal sealed class ChurningClient : IDisposable
{
    /// <summary>How long the server waits for a line.</summary>
    public static readonly TimeSpan IdleTimeout = TimeSpan.FromMilliseconds(500);

    /// <summary>How long a line it reads.</summary>
    public const int MaxLine = 1000;

    private const string Busy = "server busy\n";
    private const string TimedOut = "time out !\n";

    private static readonly byte[] Overlong = Encoding.ASCII.GetBytes(new string('x', 5 * MaxLine));

    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private long _lastSent = TimeProvider.System.GetTimestamp();

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

    /// <summary>One client from its coming to its leaving.</summary>
    public static async Task LiveAsync(IPEndPoint server, Random random)
    {
        using var client = new ChurningClient();
        await client._socket.ConnectAsync(server);

        // Who is silent stays for long; the others do not all wait for it.
        var leaving = random.Next(50) == 0 ? Leaving.Silence : (Leaving)random.Next((int)Leaving.Silence);
        try
        {
            for (var lines = random.Next(6); lines > 0; lines--)
            {
                if (!await client.SayAsync($"line {random.Next()} {new string('x', random.Next(300))}\r\n"))
                {
                    return;
                }
            }

            await client.LeaveAsync(leaving);
        }
        catch (SocketException)
        {
            // Turned away, with something unread.
        }
    }

    public void Dispose() => _socket.Dispose();

    private async Task<bool> SayAsync(string line)
    {
        await SendAsync(Encoding.ASCII.GetBytes(line));
        var answer = await ReceiveAsync(line.Length);
        if (answer.StartsWith(Busy, StringComparison.Ordinal))
        {
            // Not to be turned away again and again.
            await Task.Delay(20);
            return false;
        }

        return answer == line || (WasSlow(answer, after: line) ? false : throw Wrong(line, answer));
    }

    private async Task LeaveAsync(Leaving leaving)
    {
        switch (leaving)
        {
            case Leaving.Reset:
                _socket.LingerState = new LingerOption(true, 0);
                break;
            case Leaving.HalfClose:
                _socket.Shutdown(SocketShutdown.Send);
                await HearFarewellAsync("");
                break;
            case Leaving.BlankLine:
                await SendAsync("\r\n"u8.ToArray());
                await HearFarewellAsync("");
                break;
            case Leaving.OverlongLine:
                await SendAsync(Overlong);
                await HearFarewellAsync($"line too long: the limit is {MaxLine} bytes\n");
                break;
            case Leaving.UnreadReplies:
                await SendAsync("one\ntwo\nthree\n"u8.ToArray());
                break;
            case Leaving.HalfALine:
                await SendAsync("half a li"u8.ToArray());
                break;
            case Leaving.Silence:
                await HearFarewellAsync(TimedOut);
                break;
        }
    }

    private async Task HearFarewellAsync(string expected)
    {
        var answer = await ReceiveAsync(int.MaxValue);
        if (answer != expected && answer != Busy && !WasSlow(answer, after: ""))
        {
            throw Wrong(expected, answer);
        }
    }

    // On a busy machine a client may be late; the server never early.
    private bool WasSlow(string answer, string after) =>
        answer == after + TimedOut && TimeProvider.System.GetElapsedTime(_lastSent) >= IdleTimeout;

    private async Task SendAsync(byte[] octets)
    {
        var before = TimeProvider.System.GetTimestamp();
        for (var sent = 0; sent < octets.Length;)
        {
            sent += await _socket.SendAsync(octets.AsMemory(sent));
        }

        _lastSent = before;
    }

    private async Task<string> ReceiveAsync(int count)
    {
        var octets = new byte[1024];
        var received = 0;
        while (received < Math.Min(count, octets.Length) && await _socket.ReceiveAsync(octets.AsMemory(received)) is > 0 and var more)
        {
            received += more;
        }

        return Encoding.ASCII.GetString(octets, 0, received);
    }

    private static InvalidOperationException Wrong(string expected, string answer) => new($"the answer is \"{answer}\" instead of \"{expected}\"");
}
