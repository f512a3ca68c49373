using System.Text.Json.Nodes;

namespace RawHttp.Tests.Cli;

/// <summary><c>rawhttp read --json FILE...</c>: an object for each file, in the order given, whatever is wrong with it.</summary>
public sealed class ReadSeveralTests
{
    private const string Good = "HTTP/1.1 200 OK\r\nDate: Sun, 06 Nov 1994 08:49:37 GMT\r\nContent-Length: 5\r\n\r\nhello";
    private const string Cut = "HTTP/1.1 200 OK\r\nDate: Sun, 06 Nov 1994 08:49:37 GMT\r\nContent-Length: 9\r\n\r\nhello";
    private const string Ambiguous = "HTTP/1.1 200 OK\r\nX : y\r\nContent-Length: 5\r\n\r\nhello";
    private const string Ssh = "SSH-2.0-x\r\n";

    [Fact]
    public async Task Each_file_has_its_object_in_the_order_given()
    {
        using var folder = Saved();

        var result = await ReadAsync(folder, "cut", "nowhere", "good", "-", ".", "ssh", "empty", "good");

        Assert.Equal(26, result.Status);
        Assert.Equal(
            [
                "200 eof 80", "none shutdown 0", "200 complete 80", "none eof 0", "none shutdown 0", "none shutdown 0", "none eof 0",
                "200 complete 80",
            ],
            Rows(result).Select(Summary));
        Assert.Equal(
            $"""
            rawhttp: note: read {folder.PathOf("cut")}: the stream ends in a body of 9 bytes, with 4 of its bytes missing, at offset 80: the input ends
            rawhttp: read {folder.PathOf("nowhere")}: no such file or folder
            rawhttp: note: read standard input: no response came, not a byte: the input ends
            rawhttp: read {folder.PathOf(".")}: it is a folder
            rawhttp: note: read {folder.PathOf("ssh")}: not an HTTP/1.x response: the first line is "SSH-2.0-x\r\n", an SSH server's greeting, at offset 0
            rawhttp: note: read {folder.PathOf("empty")}: no response came, not a byte: the input ends

            """,
            result.Error);
    }

    [Theory]
    [InlineData(0, "good", "good")]
    [InlineData(0, "good", "ambiguous", "cut", "ssh", "empty")]
    [InlineData(26, "good", "nowhere")]
    [InlineData(26, "nowhere", "nowhere", "ambiguous")]
    [InlineData(8, "--strict", "good", "ambiguous")]
    [InlineData(8, "--strict", "good", "cut")]
    [InlineData(8, "--strict", "ssh", "good")]
    [InlineData(8, "--strict", "ambiguous", "nowhere")]
    [InlineData(26, "--strict", "nowhere", "ambiguous")]
    [InlineData(0, "--strict", "good", "good")]
    [InlineData(0, "--max-body", "4", "good", "good")]
    public async Task Faults_of_a_response_are_data_unless_strict(int status, params string[] words)
    {
        using var folder = Saved();

        var result = await ReadAsync(folder, words);

        Assert.Equal(status, result.Status);
        Assert.Equal(words.Count(IsFile), Rows(result).Count);
    }

    [Fact]
    public async Task One_file_that_cannot_be_read_has_an_object_too()
    {
        using var folder = Saved();

        var result = await ReadAsync(folder, "nowhere");

        Assert.Equal((26, $"rawhttp: read {folder.PathOf("nowhere")}: no such file or folder\n"), (result.Status, result.Error));
        Assert.Equal("none shutdown 0", Summary(Assert.Single(Rows(result))));
    }

    [Theory]
    [InlineData("read b: only --json takes more than one file", "a", "b")]
    [InlineData("read b: only --json takes more than one file", "--wire", "a", "b", "c")]
    [InlineData("read b: --report takes one file only", "--json", "--report", "nowhere/page", "a", "b")]
    [InlineData("FILE: the file name is empty", "--json", "a", "")]
    [InlineData("there is no option --save", "--json", "--save", "nowhere/page", "a", "b")]
    public async Task Several_are_read_by_json_alone(string error, params string[] words)
    {
        var result = await Tool.RunAsync(["read", .. words]);

        Assert.Equal((2, ""), (result.Status, result.Text));
        Assert.StartsWith($"rawhttp: {error}", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_reader_that_leaves_ends_the_run()
    {
        using var folder = Saved();

        var files = string.Join(' ', Enumerable.Repeat(folder.PathOf("good"), 2000));

        var result = await Tool.ShellAsync($"$TOOL read --json {files} | head -1; echo ${{PIPESTATUS[0]}}");

        Assert.Equal(["200 complete 80"], result.Text.Split('\n')[..1].Select(row => Summary(JsonNode.Parse(row)!)));
        Assert.Equal(("23", ""), (result.Text.Split('\n')[1], result.Error));
    }

    private static TemporaryFolder Saved()
    {
        var folder = new TemporaryFolder();
        foreach (var (name, content) in new[] { ("good", Good), ("cut", Cut), ("ambiguous", Ambiguous), ("ssh", Ssh), ("empty", "") })
        {
            folder.Write(name, content);
        }

        return folder;
    }

    private static Task<ToolResult> ReadAsync(TemporaryFolder folder, params string[] words) =>
        Tool.RunAsync(["read", "--json", .. words.Select(word => IsFile(word) && word != "-" ? folder.PathOf(word) : word)]);

    private static bool IsFile(string word) => !word.StartsWith("--", StringComparison.Ordinal) && word != "4";

    private static List<JsonNode> Rows(ToolResult result)
    {
        Assert.EndsWith("}\n", result.Text, StringComparison.Ordinal);
        return [.. result.Text.TrimEnd('\n').Split('\n').Select(row => JsonNode.Parse(row)!)];
    }

    private static string Summary(JsonNode row) =>
        $"{row["head"]?["status"]?.ToString() ?? "none"} {row["end"]!["kind"]} {row["end"]!["offset"]}";
}
