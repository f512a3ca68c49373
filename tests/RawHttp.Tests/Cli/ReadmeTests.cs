using System.Runtime.CompilerServices;
using System.Text;
using System.Text.RegularExpressions;

namespace RawHttp.Tests.Cli;

/// <summary>What the README says is so.</summary>
public sealed partial class ReadmeTests
{
    private static readonly string Text = File.ReadAllText(PathOfReadme());

    [Fact]
    public async Task Its_sessions_print_what_it_shows()
    {
        var sessions = Session().Matches(Text);
        Assert.NotEmpty(sessions);
        foreach (Match session in sessions)
        {
            var result = await Tool.RunAsync(session.Groups["arguments"].Value.Split(' '));

            Assert.Equal(session.Groups["output"].Value, Encoding.UTF8.GetString(result.Output).Replace("\r\n", "\n", StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task Its_options_are_in_the_help()
    {
        string[] commands = ["get", "read", "diff", "minimize", "redact"];
        var help = string.Concat((await Tool.RunEachInAsync(Fixture.Folder, commands.Select(command => new[] { command, "--help" }))).Select(result => result.Text));

        Assert.All(Option().Matches(Text[Text.IndexOf("| option", StringComparison.Ordinal)..Text.IndexOf("What the server sent goes", StringComparison.Ordinal)]), option => Assert.Matches($@"[ ,]{option.Value.TrimStart('`')}[ ,]", help));
    }

    // What is shown is compiled: it stands, indented, in the sample of the same name.
    [Fact]
    public void Its_code_is_compiled()
    {
        var compiled = File.ReadAllText(Path.Combine(Fixture.Folder, "..", "docs", "samples", "Readme", "Program.cs"));
        var blocks = Code().Matches(Text).Select(block => block.Groups["code"].Value).ToList();

        Assert.Equal(2, blocks.Count);
        Assert.All(blocks, block => Assert.Contains(string.Concat(block.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => $"    {line}\n")), compiled, StringComparison.Ordinal));
    }

    private static string PathOfReadme([CallerFilePath] string here = "") => Path.Combine(Path.GetDirectoryName(here)!, "../../../README.md");

    [GeneratedRegex(@"```console\n\$ rawhttp (?<arguments>.*)\n(?<output>(.*\n)*?)```")]
    private static partial Regex Session();

    [GeneratedRegex(@"```csharp\n(?<code>(.*\n)*?)```")]
    private static partial Regex Code();

    [GeneratedRegex("`--?[a-zA-Z-]+")]
    private static partial Regex Option();
}
