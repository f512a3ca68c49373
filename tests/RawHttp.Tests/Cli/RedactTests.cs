namespace RawHttp.Tests.Cli;

/// <summary><c>rawhttp redact</c>: a message without what is secret in it, which says what it replaced and left.</summary>
public sealed class RedactTests : IDisposable
{
    private const string Response =
        "HTTP/1.1 302 Found\r\nDate: Sun, 06 Nov 1994 08:49:37 GMT\r\nServer: nginx (10.9.8.7)\r\nVia: 1.1 inner.corp.example\r\n"
        + "Location: https://corp.example/a?token=s3cr3t\r\nSet-Cookie: sid=abc; HttpOnly\r\nX-A : jane@corp.example\r\nContent-Length: 6\r\n\r\nsecret";

    private readonly TemporaryFolder _folder = new();

    public RedactTests() => _folder.Write("saved", Response);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task It_says_what_it_replaced_and_left()
    {
        var result = await RunAsync();

        Assert.Equal(0, result.Status);
        Assert.Equal(
            "HTTP/1.1 302 Found\r\nDate: Sun, 06 Nov 1994 08:49:37 GMT\r\nServer: nginx (11.1.1.1)\r\nVia: 1.1 xxxxx.xxxx.xxxxxxx\r\n"
            + "Location: https://xxxx.xxxxxxx/x?xxxxx=x1xx1x\r\nSet-Cookie: sid=xxx; HttpOnly\r\nX-A : xxxx@xxxx.xxxxxxx\r\nContent-Length: 6\r\n\r\nxxxxxx",
            result.Text);
        Assert.Equal(
            """
            rawhttp: note: replaced: 1 host, 1 URI, 1 cookie, 1 IP address, 1 other value, 6 bytes of content
            rawhttp: note: left as they are: Date, Content-Length
            rawhttp: note: its finding and the framing are the same as before

            """,
            result.Error);
    }

    [Fact]
    public async Task What_stays_readable_is_said()
    {
        _folder.Write("saved", "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 12\r\n\r\n\x1f\x8b\x08\0\0\0\0\0\x02\x03\xcbH");

        var result = await RunAsync();

        Assert.Contains(
            "rawhttp: note: still readable, because the findings or the framing would change without it: 12 bytes of content at offset 63\n",
            result.Error,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_goes_to_a_file_and_fields_may_be_kept()
    {
        var result = await RunAsync("-o", _folder.PathOf("public"), "--keep", "x-a,SERVER");

        Assert.Equal((0, ""), (result.Status, result.Text));
        Assert.Contains("\r\nX-A : jane@corp.example\r\n", _folder.Read("public"), StringComparison.Ordinal);
        Assert.Contains("left as they are: Date, Server, X-A, Content-Length\n", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_minimize_prints_can_be_redacted()
    {
        var result = await Tool.ShellAsync($"$TOOL minimize {_folder.PathOf("saved")} --finding space-before-colon 2>/dev/null | $TOOL redact - 2>/dev/null");

        Assert.Equal((0, "HTTP/1.1 302 \r\nLocation:\r\nX :\r\n\r\n"), (result.Status, result.Text));
    }

    [Theory]
    [InlineData("--keep: the name of a field is empty; see rawhttp redact --help", "--keep", "a,")]
    [InlineData("--output: the file name is empty; see rawhttp redact --help", "-o", "")]
    [InlineData("--method and --requests exclude each other; see rawhttp redact --help", "--method", "GET", "--requests", "x")]
    public async Task Wrong_usage(string error, params string[] options)
    {
        var result = await RunAsync(options);

        Assert.Equal((2, "", $"rawhttp: {error}\n"), (result.Status, result.Text, result.Error));
    }

    private Task<ToolResult> RunAsync(params string[] options) => Tool.RunAsync(["redact", _folder.PathOf("saved"), .. options]);
}
