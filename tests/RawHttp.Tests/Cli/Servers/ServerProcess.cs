using System.Diagnostics;

namespace RawHttp.Tests.Cli.Servers;

/// <summary>A server's process, and those it has started.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(5);
    private readonly Process _process;

    private ServerProcess(Process process) => _process = process;

    /// <summary>Starts it; what it says goes to the file <c>log</c> of the site's folder.</summary>
    public static ServerProcess Start(Site site, params string[] command)
    {
        var start = new ProcessStartInfo("bash", ["-c", "exec \"$@\" >log 2>&1 </dev/null", "bash", .. command]) { WorkingDirectory = site.Folder.PathOf("") };
        start.Environment["HOME"] = start.Environment["XDG_CONFIG_HOME"] = start.Environment["XDG_DATA_HOME"] = site.Folder.PathOf("");
        return new ServerProcess(Process.Start(start)!);
    }

    /// <summary>Asks it to end, so that it ends its own workers; or else ends them all.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            using var kill = Process.Start("kill", ["-TERM", $"{_process.Id}"]);
            await kill.WaitForExitAsync();
        }

        if (!_process.WaitForExit(Timeout))
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
    }
}
