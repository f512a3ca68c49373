using System.Diagnostics;
using System.Reflection;
using System.Text;

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

    private static string Library { get; } = Path.GetFullPath(typeof(Tool).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == "ToolPath").Value!);

    /// <summary>Whether it is a native binary.</summary>
    public static bool IsNative => Native is not null;

    /// <summary>The tool's name as a shell would have it.</summary>
    public static string ShellCommand => Native ?? $"dotnet {Library}";

    public static Task<ToolResult> GetAsync(ScriptedServer server, params string[] options) => RunAsync(["get", server.Address, .. options]);

    public static Task<ToolResult> RunAsync(params string[] arguments) =>
        RunAsync(Native ?? "dotnet", Native is null ? [Library, .. arguments] : arguments);

    /// <summary>Runs it under Debian's <c>time</c>, which writes the most memory it took, in KiB, into a file.</summary>
    public static Task<ToolResult> MeasureAsync(string peak, params string[] arguments) =>
        RunAsync("time", ["-q", "-f", "%M", "-o", peak, .. Native is null ? ["dotnet", Library] : new[] { Native }, .. arguments]);

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
}
