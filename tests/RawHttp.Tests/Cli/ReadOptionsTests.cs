namespace RawHttp.Tests.Cli;

/// <summary>The options of <c>read</c> that it shares with <c>get</c>: -o, -f, -v and -s.</summary>
public sealed class ReadOptionsTests : IDisposable
{
    private const string Response = "HTTP/1.1 404 Not Found\r\nA : b\r\nContent-Length: 5\r\n\r\nhello";

    private readonly TemporaryFolder _folder = new();

    public ReadOptionsTests() => _folder.Write("saved", Response);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_body_goes_to_a_file()
    {
        var result = await ReadAsync("-o", _folder.PathOf("body"));

        Assert.Equal((0, "HTTP/1.1 404 Not Found\r\nA : b\r\nContent-Length: 5\r\n\r\n"), (result.Status, result.Text));
        Assert.Equal("hello", _folder.Read("body"));
    }

    [Theory]
    [InlineData("saved")]
    [InlineData("absent/body")]
    public async Task A_file_that_cannot_take_it_is_refused_before_anything_is_shown(string file)
    {
        var result = await ReadAsync("-o", _folder.PathOf(file));

        Assert.Equal("", result.Text);
        Assert.Contains(result.Status, (int[])[2, 23]);
        Assert.Equal(Response, _folder.Read("saved"));
    }

    [Fact]
    public async Task A_status_of_400_or_more_may_be_an_error()
    {
        var result = await ReadAsync("-f", "-s");

        Assert.Equal((22, Response, $"rawhttp: read {_folder.PathOf("saved")}: the status is 404\n"), (result.Status, result.Text, result.Error));
    }

    [Fact]
    public async Task More_is_said_or_nothing_but_errors()
    {
        var more = await ReadAsync("-v");
        var less = await ReadAsync("-s");

        Assert.Contains("* body of 5 bytes by Content-Length (RFC 9112 §6.3 rule 6)\n* complete\n", more.Error, StringComparison.Ordinal);
        Assert.Contains("RFC9110-6.6.1-NO-DATE (info)", more.Error, StringComparison.Ordinal);
        Assert.Equal((0, ""), (less.Status, less.Error));
    }

    private Task<ToolResult> ReadAsync(params string[] options) => Tool.RunAsync(["read", _folder.PathOf("saved"), .. options]);
}
