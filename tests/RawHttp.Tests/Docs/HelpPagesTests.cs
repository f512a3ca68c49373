using System.Text.RegularExpressions;
using RawHttp.Tests.Cli;

namespace RawHttp.Tests.Docs;

/// <summary>The manual page and the completions of the shells, which the tool makes of the definitions of its options.</summary>
public sealed partial class HelpPagesTests
{
    private static readonly string Root = Path.GetFullPath(Path.Combine(Fixture.Folder, ".."));

    [Theory]
    [InlineData("rawhttp.1", "manual")]
    [InlineData("completions/rawhttp.bash", "completions", "bash")]
    [InlineData("completions/rawhttp.fish", "completions", "fish")]
    [InlineData("completions/_rawhttp", "completions", "zsh")]
    public async Task They_are_what_the_tool_prints(string file, params string[] command)
    {
        var result = await Tool.RunAsync(command);

        Assert.Equal((0, ""), (result.Status, result.Error));
        await Page.AssertMadeAsync(Path.Combine(Root, "src/RawHttp.Cli", file), result.Text);
    }

    [Fact]
    public async Task The_exit_statuses_of_the_readme_are_those_of_the_manual()
    {
        var readme = await File.ReadAllTextAsync(Path.Combine(Root, "README.md"));
        var table = readme[readme.IndexOf("| exit |", StringComparison.Ordinal)..readme.IndexOf("## Beside other tools", StringComparison.Ordinal)];
        var manual = (await Tool.RunAsync("manual")).Text;
        var section = manual[manual.IndexOf(".SH EXIT STATUS", StringComparison.Ordinal)..manual.IndexOf(".SH ENVIRONMENT", StringComparison.Ordinal)];

        var told = ManualStatus().Matches(section).Select(match => (match.Groups[1].Value, match.Groups[2].Value.Replace("\\-", "-", StringComparison.Ordinal)));
        var listed = Status().Matches(table).Select(match => (match.Groups[1].Value, match.Groups[2].Value.Replace("`", "", StringComparison.Ordinal)));
        Assert.Equal(told, listed.OrderBy(status => int.Parse(status.Item1, null)));
    }

    [Fact]
    public async Task A_shell_that_is_not_known_is_refused()
    {
        var result = await Tool.RunAsync("completions", "tcsh");

        Assert.Equal((2, "rawhttp: completions: \"tcsh\" is none of bash, zsh, fish; see rawhttp completions --help\n"), (result.Status, result.Error));
    }

    [Theory]
    [InlineData("rawhttp ''", "get read diff echo")]
    [InlineData("rawhttp completions f", "fish")]
    [InlineData("rawhttp explain RFC9112-6.3-B", "RFC9112-6.3-BOTH-LENGTHS")]
    [InlineData("rawhttp --explain RFC9110-5.5-N", "RFC9110-5.5-NUL")]
    [InlineData("rawhttp minimize --finding RFC9112-6.3-B", "RFC9112-6.3-BOTH-LENGTHS")]
    [InlineData("rawhttp redact LICEN", "LICENSE")]
    [InlineData("rawhttp get --cac", "--cacert")]
    [InlineData("rawhttp get --color ''", "auto always never")]
    [InlineData("rawhttp get --color = ''", "auto always never")]
    [InlineData("rawhttp get --color = a", "auto always")]
    [InlineData("rawhttp get --output = LICEN", "LICENSE")]
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

    [GeneratedRegex(@"\.B (\d+)\n(.+)")]
    private static partial Regex ManualStatus();
}
