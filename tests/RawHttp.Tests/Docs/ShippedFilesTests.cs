using System.Text.RegularExpressions;

namespace RawHttp.Tests.Docs;

/// <summary>What is shipped without the repository does not point into it.</summary>
public sealed partial class ShippedFilesTests
{
    private static readonly string Root = Path.GetFullPath(Path.Combine(Fixture.Folder, ".."));

    [Theory]
    [InlineData("src/RawHttp/README.md")]
    [InlineData("src/RawHttp.Cli/README.md")]
    [InlineData("src/RawHttp.Cli/rawhttp.1")]
    [InlineData("src/RawHttp.Cli/completions/rawhttp.bash")]
    [InlineData("src/RawHttp.Cli/completions/rawhttp.fish")]
    [InlineData("src/RawHttp.Cli/completions/_rawhttp")]
    public async Task Names_no_file_that_is_not_shipped(string file)
    {
        var text = await File.ReadAllTextAsync(Path.Combine(Root, file));

        Assert.DoesNotMatch(FileOfRepository(), text);
        Assert.DoesNotMatch(RelativeLink(), text);
    }

    // What the tool itself prints may be longer than its pages: the strings of its sources.
    [Fact]
    public void No_message_names_a_file_of_the_repository()
    {
        var sources = Directory.EnumerateFiles(Path.Combine(Root, "src"), "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Contains("/obj/", StringComparison.Ordinal)).ToList();

        Assert.NotEmpty(sources);
        Assert.DoesNotContain(sources.SelectMany(File.ReadLines), line => Literal().Matches(line).Any(text => FileOfRepository().IsMatch(text.Value)));
    }

    [Fact]
    public async Task The_code_of_the_package_is_that_of_the_readme()
    {
        var code = Code().Match(await File.ReadAllTextAsync(Path.Combine(Root, "src/RawHttp/README.md"))).Value;

        Assert.NotEmpty(code);
        Assert.Contains(code, await File.ReadAllTextAsync(Path.Combine(Root, "README.md")), StringComparison.Ordinal);
    }

    [GeneratedRegex(@"\b(docs|fixtures|tests|src|deploy)/\w|CONTRIBUTING|CHANGELOG")]
    private static partial Regex FileOfRepository();

    [GeneratedRegex(@"\]\((?!https?:)")]
    private static partial Regex RelativeLink();

    [GeneratedRegex("\"(\\\\.|[^\"\\\\])*\"")]
    private static partial Regex Literal();

    [GeneratedRegex("```csharp\n(.*\n)*?```")]
    private static partial Regex Code();
}
