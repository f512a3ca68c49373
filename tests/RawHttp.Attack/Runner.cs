using System.Diagnostics;

namespace RawHttp.Attack;

/// <summary>How a process ended.</summary>
/// <param name="Status">Its exit status; 128 and the number of a signal that ended it.</param>
/// <param name="Error">What it said.</param>
/// <param name="WasSignalled">Whether it was sent its signal.</param>
internal sealed record Ending(int Status, string Error, bool WasSignalled);

/// <summary>Runs cases one after another in a folder of its own, with files and servers in it for the tool to find.</summary>
internal sealed class Runner : IDisposable
{
    private static readonly string[] Lasting = ["fifo", "loop", "dangling"];
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("rawhttp-attack-");
    private readonly string _tool;

    public Runner(string tool) => _tool = tool;

    public void Dispose() => _folder.Delete(recursive: true);

    public async Task<Ending> RunAsync(Case what)
    {
        Prepare(what);
        var start = new ProcessStartInfo("/bin/bash", [Path.Combine(_folder.FullName, "script")])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = _folder.FullName,
        };
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var output = process.StandardOutput.BaseStream.CopyToAsync(Stream.Null);
        var error = process.StandardError.ReadToEndAsync();
        var wasSignalled = false;
        if (!await HasEndedAsync(process, what.Patience) && what.Signal is { } signal)
        {
            wasSignalled = true;

            // It may have ended in this very moment.
            using var kill = Process.Start("sh", ["-c", "kill -s \"$0\" \"$1\" 2> /dev/null", signal, $"{process.Id}"]);
            await kill.WaitForExitAsync();
        }

        if (!await HasEndedAsync(process, Case.Bound))
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
            return new Ending(Verdict.NeverEnded, "", wasSignalled);
        }

        await output;
        return new Ending(process.ExitCode, await error, wasSignalled);
    }

    private static async Task<bool> HasEndedAsync(Process process, TimeSpan patience)
    {
        using var stop = new CancellationTokenSource(patience);
        try
        {
            await process.WaitForExitAsync(stop.Token);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private void Prepare(Case what)
    {
        foreach (var left in _folder.EnumerateFileSystemInfos().Where(left => !Lasting.Contains(left.Name)))
        {
            if (left is DirectoryInfo { LinkTarget: null } folder)
            {
                folder.Delete(recursive: true);
            }
            else
            {
                left.Delete();
            }
        }

        Directory.CreateDirectory(PathOf("folder"));
        if (!File.Exists(PathOf("fifo")))
        {
            const string Script = "cd \"$0\" && mkfifo fifo && ln -s loop loop && ln -s nothing dangling";
            Process.Start("sh", ["-c", Script, _folder.FullName]).WaitForExit();
        }

        File.WriteAllBytes(PathOf("input"), what.Input);
        File.WriteAllText(PathOf("script"), what.Text(_tool));
    }

    private string PathOf(string name) => Path.Combine(_folder.FullName, name);
}
