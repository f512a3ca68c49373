using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;

namespace RawHttp.Tests.Docs;

/// <summary>A capture of what goes to and from one loopback port, by tcpdump.</summary>
internal sealed partial class Capture : IAsyncDisposable
{
    // No test sends as much; what does not end would be captured for ever.
    private const int MostLines = 10_000;

    private readonly List<string> _marks = [];
    private readonly CancellationTokenSource _patience = new(TimeSpan.FromSeconds(60));
    private readonly Process _shell;
    private readonly int _port;

    private Capture(Process shell, int port)
    {
        _shell = shell;
        _port = port;
    }

    /// <summary>Runs the shell's command line for tcpdump; returns when it captures.</summary>
    public static async Task<Capture> StartAsync(string command, int port)
    {
        var start = new ProcessStartInfo("bash", ["-c", command]) { RedirectStandardOutput = true, RedirectStandardError = true };
        var capture = new Capture(Process.Start(start)!, port);
        try
        {
            var said = "";
            while (!said.Contains("listening on", StringComparison.Ordinal))
            {
                var line = await capture._shell.StandardError.ReadLineAsync(capture._patience.Token);
                Assert.True(line is not null, $"tcpdump does not capture: {said}");
                said += line + "\n";
            }

            return capture;
        }
        catch
        {
            await capture.DisposeAsync();
            throw;
        }
    }

    /// <summary>The lines since it was asked last, as printed.</summary>
    public async Task<List<string>> LinesAsync()
    {
        // What is captured comes in order. So all is here when the mark is: a client of its own, refused or accepted and closed.
        using var mark = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        mark.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        var name = $" 127.0.0.1.{((IPEndPoint)mark.LocalEndPoint!).Port}";
        try
        {
            await mark.ConnectAsync(IPAddress.Loopback, _port);
        }
        catch (SocketException refused) when (refused.SocketErrorCode == SocketError.ConnectionRefused)
        {
        }

        mark.Close();
        var lines = new List<string>();
        while (await _shell.StandardOutput.ReadLineAsync(_patience.Token) is { } line)
        {
            if (Names(line, name))
            {
                _marks.Add(name);
                return lines;
            }

            // A mark that was accepted is answered, too late for its own turn.
            if (!_marks.Any(mark => Names(line, mark)))
            {
                lines.Add(line);
            }

            Assert.True(lines.Count < MostLines, "the capture does not end");
        }

        throw new InvalidOperationException("tcpdump has ended by itself: " + await _shell.StandardError.ReadToEndAsync());
    }

    /// <summary>The segments since it was asked last, in words: <c>ours FIN</c> from the port, <c>peer data 6</c> to it.</summary>
    public async Task<List<string>> SegmentsAsync() => [.. (await LinesAsync()).Select(Words)];

    public async ValueTask DisposeAsync()
    {
        // The shell, and by their process ids those it has started.
        if (!_shell.HasExited)
        {
            _shell.Kill(entireProcessTree: true);
        }

        await _shell.WaitForExitAsync();
        _shell.Dispose();
        _patience.Dispose();
    }

    private static bool Names(string line, string mark) => line.Contains(mark + " ", StringComparison.Ordinal) || line.Contains(mark + ":", StringComparison.Ordinal);

    private string Words(string line)
    {
        var segment = Segment().Match(line);
        Assert.True(segment.Success, $"unexpected line of tcpdump: {line}");
        var whose = segment.Groups["port"].Value == $"{_port}" ? "ours" : "peer";
        return whose + segment.Groups["flags"].Value.TrimEnd('.') switch
        {
            "P" => $" data {segment.Groups["length"].Value}",
            "F" => " FIN",
            "R" => " RST",
            var others => $" {others}",
        };
    }

    [GeneratedRegex(@"^IP 127\.0\.0\.1\.(?<port>\d+) > 127\.0\.0\.1\.\d+: Flags \[(?<flags>.*)\], length (?<length>\d+)$")]
    private static partial Regex Segment();
}
