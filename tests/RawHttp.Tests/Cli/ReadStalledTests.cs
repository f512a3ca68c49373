using System.Text.Json.Nodes;

namespace RawHttp.Tests.Cli;

/// <summary><c>rawhttp read</c> of a pipe that stays open: it waits no longer than what it reads asks for, and an interruption loses nothing.</summary>
public sealed class ReadStalledTests
{
    private const string Half = @"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhello";

    [Theory]
    [InlineData(@"SSH-2.0-x\r\n", "--wire", 8)]
    [InlineData(@"SSH-2.0-x\r\n", "--json", 8)]
    [InlineData(@"SSH-2.0-x\r\n", "--print hb", 8)]
    [InlineData(Half, "--print hb --max-body 2", 63)]
    [InlineData(@"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nx\r\n", "--print hb", 56)]
    public async Task What_is_no_response_ends_the_reading(string sent, string options, int status)
    {
        var result = await ReadAsync(sent, $"{options} -", "");

        Assert.Equal(status, result.Status);
        Assert.StartsWith("rawhttp: read standard input: ", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_interruption_shows_what_came()
    {
        var result = await ReadAsync(Half, "--wire -", "until grep -qs 'CRLF   $' output; do sleep 0.02; done; kill -TERM $!");

        Assert.Equal((130, ""), (result.Status, result.Error));
        Assert.Contains("      38        5  data   hello\n      43  end: interrupted; body of 5 bytes", result.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_interruption_ends_a_run_of_several_with_the_object_it_was_at()
    {
        var file = Fixture.PathOf("capture-nginx-static");

        var result = await ReadAsync(Half, $"--json {file} - {file}", "until grep -qs complete output; do sleep 0.02; done; kill -TERM $!");

        Assert.Equal((130, ""), (result.Status, result.Error));
        var rows = result.Text.TrimEnd('\n').Split('\n').Select(row => (string?)JsonNode.Parse(row)!["end"]!["kind"]);
        Assert.Equal(["complete", "interrupted"], rows);
    }

    // The pipe holds what was sent and is kept open; then a command of the shell.
    private static async Task<ToolResult> ReadAsync(string sent, string words, string then)
    {
        using var folder = new TemporaryFolder();
        return await Tool.ShellAsync(
            $"""
            cd {folder.PathOf("")}
            mkfifo pipe
            exec 3<>pipe
            printf '{sent}' >&3
            $TOOL read {words} <pipe 3>&- >output &
            {then}
            wait $!
            status=$?
            cat output
            exit $status
            """);
    }
}
