using System.Reflection;
using System.Text;
using System.Text.Json;

namespace RawHttp.Tests.Cli;

/// <summary>
/// Runs many command lines of the tool in one process: starting the runtime and compiling the tool is most of what a short run
/// costs. <see cref="Tool.RunEachAsync"/> starts it as <c>dotnet RawHttp.Tests.dll TOOL COMMANDS MARK</c>.
/// </summary>
internal static class ToolHost
{
    private static int Main(string[] arguments)
    {
        var (tool, commands, mark) = (Assembly.LoadFrom(arguments[0]).EntryPoint!, arguments[1], arguments[2]);
        using var output = Console.OpenStandardOutput();
        using var error = Console.OpenStandardError();
        foreach (var command in JsonSerializer.Deserialize<string[][]>(File.ReadAllBytes(commands))!)
        {
            // A line that ends what each run has written to both.
            var end = Encoding.ASCII.GetBytes($"{mark} {tool.Invoke(null, [command])}\n");
            output.Write(end);
            error.Write(end);
        }

        return 0;
    }
}
