using System.Globalization;
using System.Text;
using RawHttp.ToolHost;

namespace RawHttp.Tests.Cli;

/// <summary>What a run showed, both streams in their order; and its exit status.</summary>
internal sealed record Shown(string Text, int Status);

/// <summary>A pseudo-terminal that the tool runs on, made by Debian's <c>script</c>. Its modes are to be left as they were found.</summary>
/// <param name="columns">How wide it is; 0 is a terminal that does not say.</param>
/// <param name="environment">What is set before the tool.</param>
/// <param name="screen">A file that gets what comes to the terminal as it comes.</param>
internal sealed class PseudoTerminal(int columns = 0, string environment = "TERM=dumb", string screen = "/dev/null")
{
    /// <summary>Runs a command line of bash, in which <c>$TOOL</c> is the tool.</summary>
    /// <returns>What came to the terminal, its CRLF made LF again.</returns>
    public async Task<string> RunAsync(string command)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.PathOf("run"), $"stty rows 50 cols {columns}\nstty -a > {folder.PathOf("before")}\nexport {environment}\n{command}\nstty -a > {folder.PathOf("after")}\n");
        var result = await Tool.RunAsync("script", ["-qefc", $"bash {folder.PathOf("run")}", screen]);
        Assert.Equal(folder.Read("before"), folder.Read("after"));
        return Encoding.UTF8.GetString(result.Output).Replace("\r\n", "\n", StringComparison.Ordinal);
    }

    /// <summary>Runs the tool with each of these arguments, one after another on one terminal.</summary>
    public Task<List<Shown>> RunEachAsync(IEnumerable<string[]> commandLines) => RunEachAsync(commandLines, RunAsync);

    /// <summary>The same into one pipe.</summary>
    public static Task<List<Shown>> RunEachInPipeAsync(IEnumerable<string[]> commandLines) =>
        RunEachAsync(commandLines, async command => Encoding.UTF8.GetString((await Tool.ShellAsync($"exec 2>&1; {command}")).Output));

    private static async Task<List<Shown>> RunEachAsync(IEnumerable<string[]> commandLines, Func<string, Task<string>> run)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllLines(folder.PathOf("lines"), commandLines.Select(arguments => string.Join(HostedRuns.Separator, arguments)));
        var text = await run(Tool.IsNative
            ? $"while IFS=$'\\x1f' read -ra line <&3; do $TOOL \"${{line[@]}}\"; printf '\\x1e%s\\n' $?; done 3< {folder.PathOf("lines")}"
            : $"dotnet {typeof(HostedRuns).Assembly.Location} show {Tool.ShellCommand["dotnet ".Length..]} {folder.PathOf("lines")}");

        // What follows a mark is the status of the run before it, and a line end.
        var pieces = text.Split(HostedRuns.End);
        var shown = new List<Shown>();
        for (var i = 1; i < pieces.Length; i++)
        {
            var begin = i == 1 ? 0 : pieces[i - 1].IndexOf('\n', StringComparison.Ordinal) + 1;
            shown.Add(new Shown(pieces[i - 1][begin..], int.Parse(pieces[i].Split('\n')[0], CultureInfo.InvariantCulture)));
        }

        return shown;
    }
}
