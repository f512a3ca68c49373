using System.Text.Json;
using RawHttp.Attack;
using RawHttp.Tests.Cli;

namespace RawHttp.Tests.Attack;

/// <summary>Many command lines of the tool: the managed one takes them all in one process.</summary>
internal static class ManyRuns
{
    /// <summary>Runs command lines that end by themselves, in a folder, without standard input.</summary>
    /// <returns>How each ended, as far as they did: one that ends the process, or hangs, is the last.</returns>
    public static async Task<IReadOnlyList<Ended>> RunAsync(TemporaryFolder folder, IReadOnlyList<string[]> lines)
    {
        if (Tool.IsNative)
        {
            var ended = new List<Ended>();
            foreach (var line in lines)
            {
                var result = await Tool.RunAsync("sh", ["-c", "cd \"$0\" && exec $TOOL \"$@\" < /dev/null", folder.PathOf(""), .. line]);
                ended.Add(new Ended(result.Status, result.Error));
            }

            return ended;
        }

        using var files = new TemporaryFolder();
        await File.WriteAllLinesAsync(files.PathOf("lines"), lines.Select(line => JsonSerializer.Serialize(line)));
        var tool = Tool.ShellCommand.Replace("dotnet ", "", StringComparison.Ordinal);
        string[] names = [.. new[] { "lines", "said", "results" }.Select(files.PathOf)];
        try
        {
            const string Script = "cd \"$0\" && exec dotnet \"$1\" inside \"$2\" \"$3\" \"$4\" \"$5\" < /dev/null > /dev/null 2>> \"$4\"";
            await Tool.RunAsync("sh", ["-c", Script, folder.PathOf(""), typeof(InsideTool).Assembly.Location, tool, .. names]);
        }
        catch (OperationCanceledException)
        {
            // One that does not end is the last, too.
        }

        return [.. (await File.ReadAllLinesAsync(names[2])).Select(line => JsonSerializer.Deserialize<Ended>(line)!)];
    }
}
