using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using System.Text;
using RawHttp.ToolHost;

namespace RawHttp.Tests.Cli;

/// <summary>What a run of the tool printed, and its exit status.</summary>
internal sealed record ToolResult(int Status, byte[] Output, string Error)
{
    /// <summary>The most memory it took; 0 where that was not measured.</summary>
    public long PeakKiB { get; init; }

    /// <summary>Standard output, an octet a character.</summary>
    public string Text => Encoding.Latin1.GetString(Output);
}

/// <summary>Runs the built tool. RAWHTTP_TOOL names another binary of it, such as the native one.</summary>
internal static class Tool
{
    /// <summary>How long a run may take.</summary>
    public static readonly TimeSpan Timeout = TimeSpan.FromSeconds(60);

    private static readonly string RepositoryRoot = Path.Combine(Fixture.Folder, "..");

    private static string? Native { get; } = Environment.GetEnvironmentVariable("RAWHTTP_TOOL");

    private static string Library { get; } = Find();

    /// <summary>Whether it is a native binary.</summary>
    public static bool IsNative => Native is not null;

    /// <summary>The tool's name as a shell would have it.</summary>
    public static string ShellCommand => Native ?? $"dotnet {Library}";

    public static Task<ToolResult> GetAsync(ScriptedServer server, params string[] options) => RunAsync(["get", server.Address, .. options]);

    /// <summary>
    /// Runs it, with a standard input that has ended: a managed one within a <see cref="ToolHost"/>. What is about the process itself
    /// (its descriptors, signals, memory) takes one of the others here, which start it.
    /// </summary>
    public static Task<ToolResult> RunAsync(params string[] arguments) => RunInAsync(RepositoryRoot, arguments);

    /// <summary>Runs it in this working directory.</summary>
    public static async Task<ToolResult> RunInAsync(string folder, params string[] arguments)
    {
        if (!IsNative && !ToolHost.NeedsProcess(arguments))
        {
            return await ToolHost.RunAsync(Library, new HostedRun(folder, arguments));
        }

        using var process = Start(Native ?? "dotnet", Native is null ? [Library, .. arguments] : arguments, folder);
        return await FinishAsync(process);
    }

    /// <summary>Runs each of these command lines in a folder, one after another.</summary>
    public static async Task<IReadOnlyList<ToolResult>> RunEachInAsync(string folder, IEnumerable<string[]> commands)
    {
        var results = new List<ToolResult>();
        foreach (var command in commands)
        {
            results.Add(await RunInAsync(folder, command));
        }

        return results;
    }

    /// <summary>
    /// Runs it as a process under Debian's <c>time</c>, which tells the most memory it took. The runtime first collects when the
    /// processor's cache is full, whose size is the machine's: here after 4 MiB, so that the figure is the tool's.
    /// </summary>
    public static async Task<ToolResult> MeasureAsync(params string[] arguments)
    {
        using var folder = new TemporaryFolder();
        string[] tool = Native is null ? ["dotnet", Library] : [Native];
        var result = await RunAsync("env", ["DOTNET_GCgen0size=0x400000", "time", "-q", "-f", "%M", "-o", folder.PathOf("peak"), .. tool, .. arguments]);
        return result with { PeakKiB = long.Parse(folder.Read("peak"), CultureInfo.InvariantCulture) };
    }

    /// <summary>Runs a command line of bash, in which <c>$TOOL</c> is the tool.</summary>
    public static Task<ToolResult> ShellAsync(string script) => RunAsync("bash", ["-c", script]);

    public static async Task<ToolResult> RunAsync(string program, IEnumerable<string> arguments)
    {
        using var process = Start(program, arguments);
        return await FinishAsync(process);
    }

    /// <summary>Hides what the tool would note or write to: settings of curl, and the file for secrets of TLS.</summary>
    public static void ForgetSettings(ProcessStartInfo start)
    {
        string[] variables = ["http_proxy", "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY", "CURL_HOME", "XDG_CONFIG_HOME", "SSLKEYLOGFILE"];
        Array.ForEach(variables, name => start.Environment.Remove(name));
        start.Environment["HOME"] = Path.GetTempPath();
    }

    /// <summary>Starts the tool and leaves it running.</summary>
    public static Process Start(params string[] arguments) => Start(Native ?? "dotnet", Native is null ? [Library, .. arguments] : arguments);

    public static Process Start(string program, IEnumerable<string> arguments, string? folder = null)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true, WorkingDirectory = folder ?? RepositoryRoot };
        start.Environment["TOOL"] = ShellCommand;
        ForgetSettings(start);
        var process = Process.Start(start)!;
        process.StandardInput.Close();
        return process;
    }

    private static async Task<ToolResult> FinishAsync(Process process)
    {
        using var output = new MemoryStream();
        using var stop = new CancellationTokenSource(Timeout);
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
