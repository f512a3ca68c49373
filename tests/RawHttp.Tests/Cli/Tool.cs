using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using RawHttp.Attack;

namespace RawHttp.Tests.Cli;

/// <summary>What a run of the tool printed, and its exit status.</summary>
internal sealed record ToolResult(int Status, byte[] Output, string Error)
{
    /// <summary>Standard output, an octet a character.</summary>
    public string Text => Encoding.Latin1.GetString(Output);
}

/// <summary>Runs the built tool as a process. RAWHTTP_TOOL names another binary of it, such as the native one.</summary>
internal static class Tool
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private static string? Native { get; } = Environment.GetEnvironmentVariable("RAWHTTP_TOOL");

    private static string Library { get; } = Find();

    /// <summary>Whether it is a native binary.</summary>
    public static bool IsNative => Native is not null;

    /// <summary>The tool's name as a shell would have it.</summary>
    public static string ShellCommand => Native ?? $"dotnet {Library}";

    public static Task<ToolResult> GetAsync(ScriptedServer server, params string[] options) => RunAsync(["get", server.Address, .. options]);

    public static Task<ToolResult> RunAsync(params string[] arguments) =>
        RunAsync(Native ?? "dotnet", Native is null ? [Library, .. arguments] : arguments);

    /// <summary>Runs each of these command lines, one after another and in one process: for many that need nothing but files.</summary>
    public static async Task<IReadOnlyList<ToolResult>> RunEachAsync(IEnumerable<string[]> commands)
    {
        var all = commands.ToArray();
        if (IsNative)
        {
            var each = new List<ToolResult>();
            foreach (var command in all)
            {
                each.Add(await RunAsync(command));
            }

            return each;
        }

        using var folder = new TemporaryFolder();
        await File.WriteAllLinesAsync(folder.PathOf("lines"), all.Select(command => JsonSerializer.Serialize(command)));
        var mark = $"end {Guid.NewGuid()}";
        var run = await RunAsync("dotnet", [typeof(InsideTool).Assembly.Location, "marked", Library, folder.PathOf("lines"), mark]);
        var end = new Regex($"{mark} [0-9]+\n");
        var (outputs, errors) = (end.Split(run.Text), end.Split(run.Error));
        var statuses = end.Matches(run.Text)
            .Select(match => int.Parse(match.ValueSpan[mark.Length..], NumberStyles.Integer, CultureInfo.InvariantCulture)).ToList();
        Assert.True(statuses.Count == all.Length, $"command {statuses.Count + 1} of {all.Length} ended the process: {run.Error}");
        return [.. statuses.Select((status, at) => new ToolResult(status, Encoding.Latin1.GetBytes(outputs[at]), errors[at]))];
    }

    /// <summary>
    /// Runs it under Debian's <c>time</c>, which writes the most memory it took, in KiB, into a file. The runtime first collects when the
    /// processor's cache is full, whose size is the machine's: here after 4 MiB, so that the figure is the tool's.
    /// </summary>
    public static Task<ToolResult> MeasureAsync(string peak, params string[] arguments) =>
        RunAsync("env", ["DOTNET_GCgen0size=0x400000", "time", "-q", "-f", "%M", "-o", peak, .. Native is null ? ["dotnet", Library] : new[] { Native }, .. arguments]);

    /// <summary>Runs a command line of bash, in which <c>$TOOL</c> is the tool.</summary>
    public static Task<ToolResult> ShellAsync(string script) => RunAsync("bash", ["-c", script]);

    public static async Task<ToolResult> RunAsync(string program, IEnumerable<string> arguments)
    {
        using var process = Start(program, arguments);
        using var output = new MemoryStream();
        using var stop = new CancellationTokenSource(Patience);
        try
        {
            var error = process.StandardError.ReadToEndAsync(stop.Token);
            await process.StandardOutput.BaseStream.CopyToAsync(output, stop.Token);
            await process.WaitForExitAsync(stop.Token);
            return new ToolResult(process.ExitCode, output.ToArray(), await error);
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
    }

    /// <summary>Starts the tool and leaves it running.</summary>
    public static Process Start(params string[] arguments) => Start(Native ?? "dotnet", Native is null ? [Library, .. arguments] : arguments);

    public static Process Start(string program, IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true, WorkingDirectory = Path.Combine(Fixture.Folder, "..") };
        start.Environment["TOOL"] = ShellCommand;
        var process = Process.Start(start)!;
        process.StandardInput.Close();
        return process;
    }

    // The copy compiled ahead of time, unless the tool was built anew without these tests.
    private static string Find()
    {
        var paths = typeof(Tool).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>();
        var built = Path.GetFullPath(paths.Single(data => data.Key == "ToolPath").Value!);
        var folder = Path.Combine(Path.GetDirectoryName(typeof(Tool).Assembly.Location)!, "tool");
        var isFresh = Directory.EnumerateFiles(Path.GetDirectoryName(built)!, "*.dll")
            .All(file => File.GetLastWriteTimeUtc(Path.Combine(folder, Path.GetFileName(file))) >= File.GetLastWriteTimeUtc(file));
        return isFresh ? Path.Combine(folder, "RawHttp.Cli.dll") : built;
    }
}
