using System.Globalization;
using System.Net.Sockets;
using System.Text;
using RawHttp.Echo;
using RawHttp.Lines;

namespace RawHttp.Fuzz;

/// <summary>A client of the echo server that sends its lines in pieces, then ends its side, is idle, or sees the server stop.</summary>
internal sealed class EchoTarget(EchoServerOptions options) : IDisposable
{
    private const int Patience = 10_000;
    private const string Blank = " \t\n\v\f\r";

    private readonly EchoServerOptions _options = options;
    private readonly Socket _client = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true, ReceiveTimeout = Patience, SendTimeout = Patience };
    private readonly StringBuilder _received = new();

    private enum Ending
    {
        ByClient,
        ByIdling,
        ByServer,
    }

    public static void Run(Choices choices)
    {
        var (mode, pieces, limit) = (choices.Next(), choices.Next(), choices.Next());
        var ending = (Ending)((mode & 3) % 3);
        var octets = choices.Rest();

        // A line that is not ended is answered only to a client that has ended its side.
        octets = ending == Ending.ByClient ? octets : Ended(octets);
        using var talk = new EchoTarget(new EchoServerOptions
        {
            Reply = (mode & 128) == 0 ? EchoReply.Echo : EchoReply.Ack,
            MaxLine = limit == 0 ? 65536 : limit,
            Time = new Clock(),
            Observer = new Observer(),
        });
        Invariant.Holds(talk.TalkAsync(ending, octets, Choices.Cut(octets, pieces), isPatient: (mode & 4) == 0).Wait(2 * Patience));
    }

    public void Dispose() => _client.Dispose();

    private static byte[] Ended(byte[] octets) => octets[..(octets.AsSpan().LastIndexOf((byte)'\n') + 1)];

    // While the server is at work nothing else is, as far as that can be: what is counted then is the same each time.
    private async Task TalkAsync(Ending ending, byte[] octets, IEnumerable<ReadOnlyMemory<byte>> pieces, bool isPatient)
    {
        var observer = (Observer)_options.Observer!;
        await using var server = EchoServer.Start(_options);
        _client.Connect(server.EndPoint);
        Invariant.Holds(observer.HasConnected.Wait(Patience));
        var sent = 0;
        foreach (var piece in pieces)
        {
            sent += _client.Send(piece.Span);
            if (isPatient)
            {
                Receive(Answer(Ended(octets[..sent])).Text.Length);
            }
        }

        if (ending == Ending.ByClient)
        {
            _client.Shutdown(SocketShutdown.Send);
        }

        var expected = Answer(octets);
        Receive(expected.Text.Length);
        var stopping = ending == Ending.ByServer ? server.DisposeAsync() : ValueTask.CompletedTask;
        var isIdle = ending == Ending.ByIdling && !expected.HasEnded;
        for (var clock = (Clock)_options.Time; isIdle && !_client.Poll(1000, SelectMode.SelectRead);)
        {
            clock.StrikeNext();
        }

        Receive(int.MaxValue);
        Invariant.Same(expected.Text + (isIdle ? "time out !\n" : ""), $"{_received}");
        Invariant.Holds(!isIdle || ((Clock)_options.Time).SinceAsked == TimeSpan.FromSeconds(expected.Seconds));
        _client.Dispose();
        Invariant.Holds(observer.HasEnded.Wait(Patience));
        await stopping;
        await server.DisposeAsync();
        Invariant.Holds(server.LinesServed == expected.Lines && server.ClientsServed == 1);
    }

    private void Receive(int upTo)
    {
        var buffer = new byte[4096];
        while (_received.Length < upTo && _client.Receive(buffer, Math.Min(upTo - _received.Length, buffer.Length), SocketFlags.None) is > 0 and var count)
        {
            _received.Append(Encoding.Latin1.GetString(buffer, 0, count));
        }
    }

    // What is sent back, and how long the client may be idle then.
    private (string Text, int Lines, int Seconds, bool HasEnded) Answer(byte[] octets)
    {
        var answer = new StringBuilder();
        var (count, seconds) = (0, (int)_options.IdleTimeout.TotalSeconds);
        var lines = Encoding.Latin1.GetString(octets).Split('\n');
        for (var i = 0; i < lines.Length; i++)
        {
            var line = i < lines.Length - 1 ? lines[i] + "\n" : lines[i];
            var text = line.Trim([.. Blank]);
            if (line.Length > _options.MaxLine)
            {
                answer.Append(CultureInfo.InvariantCulture, $"line too long: the limit is {_options.MaxLine} bytes\n");
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

            answer.Append(_options.Reply == EchoReply.Ack ? $"{_client.LocalEndPoint} recevied ok!\n" : line);
        }

        return (answer.ToString(), count, seconds, false);
    }

    private sealed class Observer : IEchoObserver
    {
        public ManualResetEventSlim HasConnected { get; } = new();

        public ManualResetEventSlim HasEnded { get; } = new();

        public void Connected(string client) => HasConnected.Set();

        public void LineRead(string client, in Line line)
        {
        }

        public void Ended(string client, SessionEnd reason) => HasEnded.Set();

        public void Refused(string client)
        {
        }

        public void AcceptFailed(string reason)
        {
        }
    }
}
