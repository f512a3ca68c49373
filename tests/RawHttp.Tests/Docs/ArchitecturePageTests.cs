using System.Reflection;
using System.Text.RegularExpressions;

namespace RawHttp.Tests.Docs;

/// <summary>The rooms of <c>src</c> and what each uses: as docs/architecture.md says, and without a circle.</summary>
public sealed partial class ArchitecturePageTests
{
    private static readonly string Root = Path.Combine(Fixture.Folder, "..");

    private static readonly Arrows Arrows = new(
        Path.Combine(Root, "src"),
        typeof(ConnectionEnd).Assembly.Location,
        Assembly.GetExecutingAssembly().GetCustomAttributes<AssemblyMetadataAttribute>().Single(each => each.Key == "ToolPath").Value!);

    [Fact]
    public async Task The_table_is_what_was_compiled()
    {
        var path = Path.Combine(Root, "docs/architecture.md");
        var page = await File.ReadAllTextAsync(path);
        var rows = Row().Matches(page).Select(row => row.Groups["room"].Value).ToList();

        var made = Row().Replace(page, row => $"{row.Groups["start"].Value}| {Names(row.Groups["room"].Value)} |");

        Assert.Equal(Arrows.Uses.Keys.Order(StringComparer.Ordinal), rows.Order(StringComparer.Ordinal));
        await Page.AssertMadeAsync(path, made);
    }

    [Fact]
    public async Task The_files_that_it_names_exist()
    {
        var page = await File.ReadAllTextAsync(Path.Combine(Root, "docs/architecture.md"));
        var files = Directory.EnumerateFiles(Path.Combine(Root, "src"), "*.cs", SearchOption.AllDirectories).ToList();
        var named = NamedFile().Matches(page).Select(name => name.Groups[1].Value).ToList();

        Assert.InRange(named.Count, 8, int.MaxValue);
        Assert.All(named, name => Assert.Contains(files, file => file.EndsWith("/" + name, StringComparison.Ordinal)));
    }

    [Fact]
    public void No_room_is_on_a_circle() => Assert.Empty(Arrows.OnCircles);

    [Fact]
    public void What_should_not_know_each_other_does_not()
    {
        Assert.Equal(["RawHttp"], Arrows.Uses["RawHttp/Lines"]);
        Assert.All(Below("RawHttp/Http"), used => Assert.DoesNotContain("RawHttp/Net", used, StringComparison.Ordinal));
        Assert.All(Below("RawHttp/Net"), used => Assert.DoesNotContain("RawHttp/Http", used, StringComparison.Ordinal));
        Assert.Empty(Arrows.Uses["RawHttp.Cli/Output"]);
        Assert.All(Below("RawHttp.Cli/Views"), used => Assert.DoesNotContain("RawHttp.Cli/Commands", used, StringComparison.Ordinal));
    }

    private static IEnumerable<string> Below(string room) =>
        Arrows.Uses.Where(each => each.Key == room || each.Key.StartsWith(room + "/", StringComparison.Ordinal)).SelectMany(each => each.Value);

    // Without the project: no two rooms differ in it alone.
    private static string Names(string room) =>
        Arrows.Uses.GetValueOrDefault(room) is { Count: > 0 } used ? string.Join(", ", used.Select(name => $"`{Project().Replace(name, "")}`")) : "nothing";

    [GeneratedRegex(@"`([\w/]+\.cs)`")]
    private static partial Regex NamedFile();

    [GeneratedRegex("^RawHttp(.Cli)?/")]
    private static partial Regex Project();

    [GeneratedRegex(@"^(?<start>\| `(?<room>RawHttp[\w./]*)` \| [^|]+ )\|[^|]*\|$", RegexOptions.Multiline)]
    private static partial Regex Row();
}
