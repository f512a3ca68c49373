using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using RawHttp.ToolHost;

namespace RawHttp.Tests.Cli;

/// <summary>
/// Processes that each run many command lines of the managed tool, one after another: starting a process is most of what a short
/// run costs. One ends with the process of the tests.
/// </summary>
internal sealed class ToolHost
{
    private static readonly ConcurrentBag<ToolHost> Idle = [];
    private readonly string _folder = Directory.CreateTempSubdirectory("rawhttp-").FullName;
    private readonly Process _process;

    private ToolHost(string tool)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(HostedRuns).Assembly.Location, "serve", tool, _folder])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        Tool.ForgetSettings(start);
        _process = Process.Start(start)!;
    }

    /// <summary>
    /// Whether a command line is about the process: octets that the runtime decoded with loss are looked up in its own, and a limit
    /// of the run ends it.
    /// </summary>
    public static bool NeedsProcess(string[] arguments) =>
        Array.Exists(arguments, each => each is "-m" or "--max-time" || each.Contains('\ufffd', StringComparison.Ordinal));

    public static async Task<ToolResult> RunAsync(string tool, HostedRun run)
    {
        var host = Idle.TryTake(out var idle) ? idle : new ToolHost(tool);
        var result = await host.RunAsync(run);
        if (!host._process.HasExited)
        {
            Idle.Add(host);
        }

        return result;
    }

    private async Task<ToolResult> RunAsync(HostedRun run)
    {
        using var stop = new CancellationTokenSource(Tool.Timeout);
        try
        {
            await _process.StandardInput.WriteLineAsync(JsonSerializer.Serialize(run).AsMemory(), stop.Token);
            await _process.StandardInput.FlushAsync(stop.Token);
            if (await _process.StandardOutput.ReadLineAsync(stop.Token) is { } answer)
            {
                return Result(int.Parse(answer, CultureInfo.InvariantCulture));
            }

            // The run has ended its process.
            await _process.WaitForExitAsync(stop.Token);
            return End(_process.ExitCode);
        }
        catch (OperationCanceledException)
        {
            _process.Kill();
            await _process.WaitForExitAsync(CancellationToken.None);
            var result = End(_process.ExitCode);
            throw new TimeoutException($"{string.Join(' ', run.Arguments)} has not ended; it printed {result.Text}{result.Error}");
        }
    }

    private ToolResult Result(int status) => new(
        status, File.ReadAllBytes(Path.Combine(_folder, HostedRuns.Output)), File.ReadAllText(Path.Combine(_folder, HostedRuns.Error)));

    private ToolResult End(int status)
    {
        var result = Result(status);
        Directory.Delete(_folder, recursive: true);
        return result;
    }
}
