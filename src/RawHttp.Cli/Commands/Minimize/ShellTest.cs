using System.ComponentModel;
using System.Diagnostics;
using RawHttp.Cli.CommandLine;
using RawHttp.Cli.Output;

namespace RawHttp.Cli.Commands.Minimize;

/// <summary>A test of octets by a command of sh, which gets them in a file: status 0 is a pass. What it prints is dropped.</summary>
internal sealed class ShellTest : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("rawhttp-");
    private readonly string _file;
    private readonly string _script;
    private readonly TimeSpan _timeout;
    private readonly CancellationToken _stop;

    /// <summary>Makes a test.</summary>
    /// <param name="command">The command, with {} for the file.</param>
    /// <param name="timeout">How long it may take; then it is ended, and has failed.</param>
    /// <param name="stop">Ends it.</param>
    public ShellTest(string command, TimeSpan timeout, CancellationToken stop)
    {
        _file = Path.Combine(_folder.FullName, "message.http");
        _script = "exec </dev/null >/dev/null 2>&1\n" + command.Replace("{}", Quoted(_file), StringComparison.Ordinal);
        (_timeout, _stop) = (timeout, stop);
    }

    /// <summary>Why the last run did not pass.</summary>
    public string Why { get; private set; } = "";

    /// <summary>Runs the command.</summary>
    /// <param name="octets">What the file holds.</param>
    /// <returns>Whether it exits with 0, in time.</returns>
    /// <exception cref="ToolException">There is no sh, or the file could not be written.</exception>
    public bool Passes(ReadOnlyMemory<byte> octets)
    {
        try
        {
            File.WriteAllBytes(_file, octets.Span);
            using var process = Start();
            return HasPassed(process);
        }
        catch (Win32Exception failure)
        {
            throw new ToolException(ExitStatus.InputFailed, $"--test: sh cannot be started: {failure.Message}");
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw Files.NotWritten(_file, failure);
        }
    }

    public void Dispose() => _folder.Delete(recursive: true);

    // All streams are redirected, or the runtime would prepare the terminal for the command.
    private Process Start()
    {
        var process = Process.Start(new ProcessStartInfo("sh", ["-c", _script])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        process.StandardInput.Close();
        return process;
    }

    private bool HasPassed(Process process)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(_stop);
        end.CancelAfter(_timeout);
        try
        {
            process.WaitForExitAsync(end.Token).GetAwaiter().GetResult();
            Why = $"the command exits with {process.ExitCode}";
            return process.ExitCode == 0 && !_stop.IsCancellationRequested;
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            Why = $"the command has not ended within {Durations.Seconds(_timeout)}";
            return false;
        }
    }

    // A folder for temporary files may have any name.
    private static string Quoted(string path) =>
        path.All(each => char.IsAsciiLetterOrDigit(each) || each is '/' or '.' or '-' or '_')
            ? path
            : $"'{path.Replace("'", @"'\''", StringComparison.Ordinal)}'";
}
