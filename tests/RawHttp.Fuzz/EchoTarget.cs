using System.Globalization;
using System.Net.Sockets;
using System.Text;
using RawHttp.Echo;

namespace RawHttp.Fuzz;

/// <summary>A client of the echo server that sends its lines in pieces, then ends its side, is idle, or sees the server stop.</summary>
internal static class EchoTarget
{
    private const int Patience = 10_000;
    private const string Blank = " \t\n\v\f\r";

    private enum Ending
    {
        ByClient,
        ByIdling,
        ByServer,
    }

    public static void Run(Choices choices)
    {
        var (mode, pieces, limit) = (choices.Next(), choices.Next(), choices.Next());
        var ending = (Ending)(mode % 3);
        var octets = choices.Rest();

        // A line that is not ended is answered only to a client that has ended its side.
        octets = ending == Ending.ByClient ? octets : octets[..(octets.AsSpan().LastIndexOf((byte)'\n') + 1)];
        var options = new EchoServerOptions { Reply = mode < 128 ? EchoReply.Echo : EchoReply.Ack, MaxLine = limit == 0 ? 65536 : limit, Time = new Clock() };
        var talk = TalkAsync(options, ending, octets, Choices.Cut(octets, pieces));
        Invariant.Holds(talk.Wait(2 * Patience));
    }

    private static async Task TalkAsync(EchoServerOptions options, Ending ending, byte[] octets, IEnumerable<ReadOnlyMemory<byte>> pieces)
    {
        await using var server = EchoServer.Start(options);
        using var client = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true, ReceiveTimeout = Patience, SendTimeout = Patience };
        client.Connect(server.EndPoint);
        foreach (var piece in pieces)
        {
            client.Send(piece.Span);
        }

        if (ending == Ending.ByClient)
        {
            client.Shutdown(SocketShutdown.Send);
        }

        var expected = Answer(octets, options, $"{client.LocalEndPoint}");
        Invariant.Same(expected.Text, Receive(client, expected.Text.Length));
        // One who is not accepted yet when the server stops is not served.
        Invariant.Holds(SpinWait.SpinUntil(() => server.ClientsServed == 1, Patience));
        var stopping = ending == Ending.ByServer ? server.DisposeAsync() : ValueTask.CompletedTask;
        var notice = "";
        if (ending == Ending.ByIdling && !expected.HasEnded)
        {
            notice = "time out !\n";
            for (var clock = (Clock)options.Time; !client.Poll(1000, SelectMode.SelectRead);)
            {
                clock.StrikeNext();
            }
        }

        Invariant.Same(notice, Receive(client, int.MaxValue));
        Invariant.Holds(notice.Length == 0 || ((Clock)options.Time).SinceAsked == TimeSpan.FromSeconds(expected.Seconds));
        client.Close();
        await stopping;
        await server.DisposeAsync();
        Invariant.Holds(server.LinesServed == expected.Lines && server.ClientsServed == 1);
    }

    private static string Receive(Socket client, int count)
    {
        var text = new StringBuilder();
        var buffer = new byte[4096];
        while (text.Length < count && client.Receive(buffer, Math.Min(count - text.Length, buffer.Length), SocketFlags.None) is > 0 and var received)
        {
            text.Append(Encoding.Latin1.GetString(buffer, 0, received));
        }

        return text.ToString();
    }

    // What is sent back, and how long the client may be idle then.
    private static (string Text, int Lines, int Seconds, bool HasEnded) Answer(byte[] octets, EchoServerOptions options, string client)
    {
        var answer = new StringBuilder();
        var (count, seconds) = (0, (int)options.IdleTimeout.TotalSeconds);
        var lines = Encoding.Latin1.GetString(octets).Split('\n');
        for (var i = 0; i < lines.Length; i++)
        {
            var line = i < lines.Length - 1 ? lines[i] + "\n" : lines[i];
            var text = line.Trim([.. Blank]);
            if (line.Length > options.MaxLine)
            {
                answer.Append(CultureInfo.InvariantCulture, $"line too long: the limit is {options.MaxLine} bytes\n");
                return (answer.ToString(), count, seconds, true);
            }

            if (text.Length == 0)
            {
                return (answer.ToString(), count, seconds, line.Length > 0);
            }

            count++;
            if (text == "set time" || text.StartsWith("set time ", StringComparison.Ordinal) || text.StartsWith("set time\t", StringComparison.Ordinal))
            {
                var digits = text[8..].Trim([.. Blank]).TrimStart('0');
                if (digits.Length is 0 or > 7 || !digits.All(char.IsAsciiDigit) || int.Parse(digits, CultureInfo.InvariantCulture) > 4_000_000)
                {
                    answer.Append("set time: a whole number of seconds from 1 to 4000000 is needed\n");
                    continue;
                }

                seconds = int.Parse(digits, CultureInfo.InvariantCulture);
            }

            answer.Append(options.Reply == EchoReply.Ack ? $"{client} recevied ok!\n" : line);
        }

        return (answer.ToString(), count, seconds, false);
    }
}
