using System.Globalization;
using System.Text.RegularExpressions;

namespace RawHttp.Tests.Cli.Hostile;

/// <summary>One run of <c>get --save</c> against a hostile server, and what holds for each of them: it ends, says nothing but its own lines, loses nothing and stays small.</summary>
internal sealed partial record HostileRun(string Address, ToolResult Tool, string Saved)
{
    // What a server can make its reader hold: 1 MiB of a head and as much of interim ones, the copies in their fields, lines of 64 KiB,
    // 256 KiB read ahead. The rest is room for what the collector has not come by yet.
    private const long AllowanceKiB = 40 * 1024;

    // What is smaller takes no memory worth a process: the native tool is measured all the same, and so is what is recorded.
    private const int Small = 16 * 1024;

    private static readonly Lazy<Task<long>> Peak = new(MeasureGoodAsync);

    /// <summary>The most memory a plain good response takes.</summary>
    public static Task<long> GoodPeakKiB => Peak.Value;

    /// <summary>Runs the tool.</summary>
    /// <param name="name">The case, for the record.</param>
    /// <param name="ending">How the server ends, for the record.</param>
    /// <param name="server">The server.</param>
    /// <param name="options">More options.</param>
    /// <param name="arrived">What is sure to arrive; null where the tool may leave before the end.</param>
    /// <param name="requestKiB">The size of its request.</param>
    public static async Task<HostileRun> GetAsync(string name, string ending, ScriptedServer server, string[]? options = null, string? arrived = null, long requestKiB = 0)
    {
        var run = await RunAsync(server, options ?? [], isMeasured: requestKiB > 0 || arrived is not { Length: < Small });
        await CheckAsync(name, ending, run, arrived, requestKiB);
        return run;
    }

    /// <summary>Has the server send this and be silent, for a read timeout of 0.2 s; where the machine was too slow to send it by then, again with a longer one.</summary>
    /// <returns>The run, and how many seconds it was told to wait.</returns>
    public static async Task<(HostileRun Run, string Seconds)> GetSilentAsync(string name, string sent)
    {
        for (var timeout = 0.2; ; timeout *= 2)
        {
            var isInTime = false;
            await using var server = ScriptedServer.Start(async client =>
            {
                await client.SendAsync(sent);
                await client.HasArrivedAsync();
                isInTime = client.Waiting.TotalSeconds < timeout / 2;
                await client.LeftAsync();
            });
            var seconds = timeout.ToString(CultureInfo.InvariantCulture);
            var run = await RunAsync(server, ["--read-timeout", seconds], isMeasured: sent.Length >= Small);
            if (isInTime || timeout > 10)
            {
                await CheckAsync(name, "silence", run, sent, requestKiB: 0);
                return (run, seconds);
            }
        }
    }

    /// <summary>The exit status, what was printed, and the error after "rawhttp: read HOST:PORT: "; nothing was said if that is null.</summary>
    public void Came(int status, string printed, string? error, string? note = null)
    {
        var told = (note is null ? "" : $"rawhttp: note: {note}\n") + (error is null ? "" : $"rawhttp: read {Address}: {error}\n");
        Assert.Equal((status, printed, told), (Tool.Status, Tool.Text, Tool.Error));
    }

    private static async Task CheckAsync(string name, string ending, HostileRun run, string? arrived, long requestKiB)
    {
        var lost = arrived is null ? 0 : arrived.Length - arrived.AsSpan().CommonPrefixLength(run.Saved);
        HostileRecord.Note($"{name}, {ending}", ending, run.Tool.PeakKiB, lost);

        Assert.DoesNotMatch(NoLineOfTheTool(), run.Tool.Error);
        Assert.DoesNotContain("internal error", run.Tool.Error, StringComparison.Ordinal);
        Assert.Equal(arrived ?? run.Saved, run.Saved);
        if (run.Tool.PeakKiB > 0)
        {
            Assert.InRange(run.Tool.PeakKiB, 1, await GoodPeakKiB + AllowanceKiB + requestKiB);
        }
    }

    private static async Task<HostileRun> RunAsync(ScriptedServer server, string[] options, bool isMeasured)
    {
        using var folder = new TemporaryFolder();
        string[] arguments = ["get", server.Address, "--save", folder.PathOf("saved"), .. options];
        var tool = await (isMeasured || Cli.Tool.IsNative || HostileRecord.IsWanted ? Cli.Tool.MeasureAsync(arguments) : Cli.Tool.RunAsync(arguments));
        var saved = folder.Names.Contains("saved") ? folder.Read("saved") : "";
        return new HostileRun(server.Address, tool, saved);
    }

    private static async Task<long> MeasureGoodAsync()
    {
        await using var server = ScriptedServer.Sending(GoodResponse.All[0].Octets);
        var run = await RunAsync(server, [], isMeasured: true);
        Assert.Equal(0, run.Tool.Status);
        return run.Tool.PeakKiB;
    }

    [GeneratedRegex(@"(?m)^(?!rawhttp: )(?!\z)|[^ -~\n]|[^\n]\z")]
    private static partial Regex NoLineOfTheTool();
}
