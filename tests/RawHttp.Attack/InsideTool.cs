using System.Reflection;
using System.Text;
using System.Text.Json;
using Microsoft.Win32.SafeHandles;

namespace RawHttp.Attack;

/// <summary>How a command line ended.</summary>
/// <param name="Status">The exit status; null if an exception came out of the tool.</param>
/// <param name="Error">What stood on standard error then, or the exception.</param>
public sealed record Ended(int? Status, string Error);

/// <summary>Runs many command lines of the managed tool in one process: starting one takes a hundred times as long.</summary>
public static class InsideTool
{
    /// <summary>Between two arguments of a command line to be shown.</summary>
    public const char Separator = '\x1f';

    /// <summary>After what a command line has shown, before its exit status.</summary>
    public const char End = '\x1e';

    /// <summary>Runs them one after another.</summary>
    /// <param name="tool">The tool's assembly.</param>
    /// <param name="lines">A file of command lines, each a JSON array on a line.</param>
    /// <param name="said">The file that standard error of this process goes to.</param>
    /// <param name="results">Where an <see cref="Ended"/> is written for each, on a line.</param>
    public static void Run(string tool, string lines, string said, string results)
    {
        var entry = Assembly.LoadFrom(tool).EntryPoint!;
        using var error = new StreamReader(new FileStream(said, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        using var output = new StreamWriter(results) { AutoFlush = true };
        foreach (var line in File.ReadLines(lines))
        {
            int? status = null;
            var thrown = "";
            try
            {
                status = (int)entry.Invoke(null, [JsonSerializer.Deserialize<string[]>(line)])!;
            }
            catch (TargetInvocationException failure)
            {
                thrown = $"{failure.InnerException}";
            }

            output.WriteLine(JsonSerializer.Serialize(new Ended(status, error.ReadToEnd() + thrown)));
        }
    }

    /// <summary>Runs them one after another, and ends what each has written to both streams with a line of a mark and its status.</summary>
    /// <param name="tool">The tool's assembly.</param>
    /// <param name="lines">A file of command lines, each a JSON array on a line.</param>
    /// <param name="mark">The mark.</param>
    public static void Mark(string tool, string lines, string mark)
    {
        var entry = Assembly.LoadFrom(tool).EntryPoint!;
        using var output = Console.OpenStandardOutput();
        using var error = Console.OpenStandardError();
        foreach (var line in File.ReadLines(lines))
        {
            var end = Encoding.ASCII.GetBytes($"{mark} {entry.Invoke(null, [JsonSerializer.Deserialize<string[]>(line)])}\n");
            output.Write(end);
            error.Write(end);
        }
    }

    /// <summary>Runs them one after another, and marks on standard output where each ends.</summary>
    /// <param name="tool">The tool's assembly.</param>
    /// <param name="lines">A file of command lines.</param>
    public static void Show(string tool, string lines)
    {
        var entry = Assembly.LoadFrom(tool).EntryPoint!;

        // The console would send a terminal control sequences of its own.
        using var output = new FileStream(new SafeFileHandle(1, ownsHandle: false), FileAccess.Write, bufferSize: 0);
        foreach (var line in File.ReadLines(lines))
        {
            var status = (int)entry.Invoke(null, [line.Split(Separator)])!;
            output.Write(Encoding.ASCII.GetBytes($"{End}{status}\n"));
        }
    }
}
