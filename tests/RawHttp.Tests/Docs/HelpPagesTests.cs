using System.Text.RegularExpressions;
using RawHttp.Tests.Cli;

namespace RawHttp.Tests.Docs;

/// <summary>The manual page and the completions of the shells are made of --help, and say nothing else.</summary>
public sealed partial class HelpPagesTests
{
    private static readonly string Root = Path.GetFullPath(Path.Combine(Fixture.Folder, ".."));

    [Fact]
    public async Task They_are_what_the_help_says()
    {
        var commands = await HelpText.AllAsync();
        var readme = await File.ReadAllTextAsync(Path.Combine(Root, "README.md"));
        var table = readme[readme.IndexOf("| exit |", StringComparison.Ordinal)..readme.IndexOf("## Beside other tools", StringComparison.Ordinal)];
        var statuses = Status().Matches(table).Select(match => (match.Groups[1].Value, match.Groups[2].Value)).OrderBy(status => int.Parse(status.Item1, null));

        await Page.AssertMadeAsync(Path.Combine(Root, "src/RawHttp.Cli/rawhttp.1"), ManualPage.Make(commands, statuses));
        await Page.AssertMadeAsync(Path.Combine(Root, "src/RawHttp.Cli/completions/rawhttp.bash"), Completions.Bash(commands));
        await Page.AssertMadeAsync(Path.Combine(Root, "src/RawHttp.Cli/completions/rawhttp.fish"), Completions.Fish(commands));
        await Page.AssertMadeAsync(Path.Combine(Root, "src/RawHttp.Cli/completions/_rawhttp"), Completions.Zsh(commands));
    }

    [Theory]
    [InlineData("rawhttp ''", "get read echo -?")]
    [InlineData("rawhttp get --cac", "--cacert")]
    [InlineData("rawhttp get --color ''", "auto always never")]
    [InlineData("rawhttp get --max-line ''", "")]
    [InlineData("rawhttp echo s", "serve")]
    [InlineData("rawhttp echo serve --reply a", "ack")]
    [InlineData("rawhttp read LICEN", "LICENSE")]
    [InlineData("rawhttp get --save LICEN", "LICENSE")]
    public async Task Bash_completes(string line, string words)
    {
        var result = await Tool.ShellAsync($"source src/RawHttp.Cli/completions/rawhttp.bash; compopt() {{ :; }}; COMP_WORDS=({line}); COMP_CWORD=$((${{#COMP_WORDS[@]}} - 1)); _rawhttp; echo \"${{COMPREPLY[*]:0:4}}\"");

        Assert.Equal((0, words + "\n", ""), (result.Status, result.Text, result.Error));
    }

    [GeneratedRegex(@"\| (\d+) \| ([^|]+?) (?=\|)")]
    private static partial Regex Status();
}
