using System.Globalization;
using System.Reflection;
using System.Text;
using System.Text.Json;
using Microsoft.Win32.SafeHandles;

namespace RawHttp.ToolHost;

/// <summary>A run that is asked for.</summary>
/// <param name="Folder">The working directory.</param>
/// <param name="Arguments">The command line.</param>
public sealed record HostedRun(string Folder, string[] Arguments);

/// <summary>Runs many command lines of the managed tool, one after another, in this process.</summary>
public static class HostedRuns
{
    /// <summary>The file, in the folder of a host, that standard output of the run goes to.</summary>
    public const string Output = "output";

    /// <summary>The file, in the folder of a host, that standard error of the run goes to.</summary>
    public const string Error = "error";

    /// <summary>In what <see cref="Show"/> reads: between two arguments of a command line.</summary>
    public const char Separator = '\x1f';

    /// <summary>In what <see cref="Show"/> writes: between the output of a command line and its exit status.</summary>
    public const char End = '\x1e';

    /// <summary>What a process returns that an exception has ended.</summary>
    public const int Crashed = 134;

    /// <summary>
    /// Reads from standard input until it ends: a <see cref="HostedRun"/> in JSON on each line. Answers each, when it has run, with its
    /// exit status, a line on standard output.
    /// </summary>
    /// <param name="tool">The tool's assembly.</param>
    /// <param name="folder">Where <see cref="Output"/> and <see cref="Error"/> are written, anew for each run. It is deleted in the end.</param>
    public static void Serve(string tool, string folder)
    {
        var entry = Assembly.LoadFrom(tool).EntryPoint!;
        using var lines = new StreamReader(new FileStream(Descriptors.Duplicate(0), FileAccess.Read));
        using var answers = new StreamWriter(new FileStream(Descriptors.Duplicate(1), FileAccess.Write)) { AutoFlush = true };
        Descriptors.Replace(0, "/dev/null", forWriting: false);
        while (lines.ReadLine() is { } line)
        {
            var run = JsonSerializer.Deserialize<HostedRun>(line)!;
            Directory.SetCurrentDirectory(run.Folder);
            Descriptors.Replace(1, Path.Combine(folder, Output), forWriting: true);
            Descriptors.Replace(2, Path.Combine(folder, Error), forWriting: true);
            var open = Descriptors.Sockets();
            var status = Run(entry, run.Arguments);
            Descriptors.ShutDown(Descriptors.Sockets().Except(open));
            answers.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{status}"));
        }

        Directory.Delete(folder, recursive: true);
    }

    /// <summary>Runs command lines on the standard streams of this process, and marks where each ends with its exit status.</summary>
    /// <param name="tool">The tool's assembly.</param>
    /// <param name="lines">A file of command lines.</param>
    public static void Show(string tool, string lines)
    {
        var entry = Assembly.LoadFrom(tool).EntryPoint!;

        // The console would send a terminal control sequences of its own.
        using var output = new FileStream(new SafeFileHandle(1, ownsHandle: false), FileAccess.Write, bufferSize: 0);
        foreach (var line in File.ReadLines(lines))
        {
            output.Write(Encoding.ASCII.GetBytes($"{End}{Run(entry, line.Split(Separator))}\n"));
        }
    }

    private static int Run(MethodInfo entry, string[] arguments)
    {
        try
        {
            return (int)entry.Invoke(null, [arguments])!;
        }
        catch (TargetInvocationException failure)
        {
            using var error = new FileStream(new SafeFileHandle(2, ownsHandle: false), FileAccess.Write, bufferSize: 0);
            error.Write(Encoding.UTF8.GetBytes($"Unhandled exception. {failure.InnerException}\n"));
            return Crashed;
        }
    }
}
