using System.Reflection;
using System.Runtime.Loader;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace RawHttp.Tests.Cli;

/// <summary>Runs the tool's entry point again and again in one process: a start costs far more than a run.</summary>
internal static class ToolHost
{
    /// <summary>Between two arguments of a command line.</summary>
    public const char Separator = '\x1f';

    /// <summary>After each run, before its exit status.</summary>
    public const char End = '\x1e';

    /// <summary>Runs each command line of a file, the second argument, with the library of the tool, the first one.</summary>
    public static int Main(string[] args)
    {
        var folder = Path.GetDirectoryName(args[0])!;
        AssemblyLoadContext.Default.Resolving += (context, name) => context.LoadFromAssemblyPath(Path.Combine(folder, name.Name + ".dll"));
        var tool = AssemblyLoadContext.Default.LoadFromAssemblyPath(args[0]).EntryPoint!;

        // The console would send a terminal control sequences of its own.
        using var output = new FileStream(new SafeFileHandle(1, ownsHandle: false), FileAccess.Write, bufferSize: 0);
        foreach (var line in File.ReadLines(args[1], Encoding.UTF8))
        {
            var status = (int)tool.Invoke(null, BindingFlags.DoNotWrapExceptions, null, [line.Split(Separator)], null)!;
            output.Write(Encoding.ASCII.GetBytes($"{End}{status}\n"));
        }

        return 0;
    }
}
