using System.Text;

namespace RawHttp.Tests.Cli;

/// <summary><c>rawhttp read</c>: a saved response by its options.</summary>
public sealed class ReadTests
{
    private const string Response = "HTTP/1.1 200 OK\r\nDate: Sun, 06 Nov 1994 08:49:37 GMT\r\nContent-Length: 5\r\n\r\nhello";

    [Fact]
    public async Task A_response_in_a_tunnel_is_read_where_its_method_is_named()
    {
        using var folder = new TemporaryFolder();
        folder.Write("saved", "HTTP/1.1 200 Connection established\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi");
        folder.Write("other", "HTTP/1.1 200 Connection established\r\n\r\n\u0016\u0003\u0003");

        var tunnel = await Tool.RunAsync("read", folder.PathOf("saved"), "--method", "CONNECT,GET", "--print", "b");
        var opaque = await Tool.RunAsync("read", folder.PathOf("other"), "--method", "CONNECT", "--print", "m");

        Assert.Equal((0, "hi"), (tunnel.Status, tunnel.Text));
        Assert.Equal(0, opaque.Status);
        Assert.Contains("3 bytes followed the message at offset 39", opaque.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_is_shown_as_it_came()
    {
        using var folder = new TemporaryFolder();
        folder.Write("saved", Response);

        var result = await Tool.RunAsync("read", folder.PathOf("saved"));

        Assert.Equal((0, Response, ""), (result.Status, result.Text, result.Error));
    }

    [Theory]
    [InlineData("")]
    [InlineData("-")]
    public async Task Standard_input_is_read(string file)
    {
        var result = await Tool.ShellAsync($"printf 'HTTP/1.1 200 OK\\r\\nContent-Length: 5\\r\\n\\r\\nhello' | $TOOL read {file} --print b");

        Assert.Equal((0, "hello", ""), (result.Status, result.Text, result.Error));
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n", "")]
    [InlineData("HTTP/1.1 200 OK\r\n\r\n", "--max-body 9")]
    [InlineData("HTTP/1.1 200 OK\r\n\r\n", "--max-line 9")]
    public async Task Raw_shows_every_octet_of_a_file_whatever_stops_the_reading(string beginning, string options)
    {
        using var folder = new TemporaryFolder();
        var octets = new byte[1_000_000];
        new Random(1).NextBytes(octets);
        folder.Write("saved", beginning + Encoding.Latin1.GetString(octets));

        var file = await Tool.ShellAsync($"$TOOL read --raw {folder.PathOf("saved")} {options}");
        var pipe = await Tool.ShellAsync($"cat {folder.PathOf("saved")} | $TOOL read --raw {options}");

        Assert.Equal(folder.Read("saved"), file.Text);
        Assert.Equal(folder.Read("saved"), pipe.Text);
    }

    [Theory]
    [InlineData("--raw", Response + "more")]
    [InlineData("--print h", "HTTP/1.1 200 OK\r\nDate: Sun, 06 Nov 1994 08:49:37 GMT\r\nContent-Length: 5\r\n\r\n")]
    [InlineData("--print m", "HTTP/1.1 200 OK; body of 5 bytes by Content-Length (RFC 9112 \u00c2\u00a76.3 rule 6); 84 bytes received; complete, 4 bytes followed the message at offset 80\n")]
    [InlineData("--print m --method HEAD", "HTTP/1.1 200 OK; no body (RFC 9112 \u00c2\u00a76.3 rule 1); 84 bytes received; complete, 9 bytes followed the message at offset 80\n")]
    public async Task The_options_mean_what_they_do_for_get(string options, string printed)
    {
        using var folder = new TemporaryFolder();
        folder.Write("saved", Response + "more");
        var offset = options.Contains("HEAD", StringComparison.Ordinal) ? 75 : 80;

        var result = await Tool.RunAsync(["read", folder.PathOf("saved"), .. options.Split(' ')]);

        Assert.Equal((0, printed.Replace("80", $"{offset}", StringComparison.Ordinal)), (result.Status, result.Text));
        Assert.Contains(offset == 80 ? "RFC9112-9.2-EXTRA-OCTETS (error) at offset 80" : "RFC9112-6.3-UNEXPECTED-BODY (error) at offset 75", result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhello", 18, "the stream ends in a body of 9 bytes, with 4 of its bytes missing, at offset 43: the input ends")]
    [InlineData("HTTP/1.1 200 OK\r\nServ", 18, "the stream ends inside the head, at offset 21: the input ends")]
    [InlineData("", 52, "no response came, not a byte: the input ends")]
    [InlineData("SSH-2.0-x\r\n", 8, "not an HTTP/1.x response: the first line is \"SSH-2.0-x\\r\\n\", an SSH server's greeting, at offset 0")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\nx\r\n", 56, "no chunk size begins with \"x\", at offset 57; what came from there on is no body, --raw shows it")]
    public async Task A_broken_one_has_the_exit_status_of_a_live_one(string response, int status, string error)
    {
        using var folder = new TemporaryFolder();
        folder.Write("saved", response);

        var result = await Tool.RunAsync("read", folder.PathOf("saved"));

        Assert.Equal((status, $"rawhttp: read {folder.PathOf("saved")}: {error}\n"), (result.Status, result.Error));
    }

    [Theory]
    [InlineData("--max-line 10", 100, "status line at offset 0 is longer than the limit of 10 bytes")]
    [InlineData("--max-body 4", 63, "the body is longer than the limit of 4 bytes")]
    public async Task The_limits_hold(string options, int status, string error)
    {
        using var folder = new TemporaryFolder();
        folder.Write("saved", Response);

        var result = await Tool.RunAsync(["read", folder.PathOf("saved"), .. options.Split(' ')]);

        Assert.Equal((status, $"rawhttp: read {folder.PathOf("saved")}: {error}\n"), (result.Status, result.Error));
    }

    [Theory]
    [InlineData("9112-6.3-both-lengths", 8)]
    [InlineData("9112-2.2-bare-lf", 0)]
    [InlineData("capture-nginx-static", 0)]
    [InlineData("9112-8-cut-in-content-length-body", 18)]
    public async Task Strict_refuses_what_is_ambiguous(string fixture, int status)
    {
        var result = await Tool.RunAsync("read", Fixture.PathOf(fixture), "--strict", "--wire");

        Assert.Equal(status, result.Status);
        Assert.Equal(status == 0, result.Error.Length == 0);
    }

    [Fact]
    public async Task Strict_refuses_a_live_response_too_and_shows_it()
    {
        await using var server = ScriptedServer.Sending("HTTP/1.1 200 OK\r\nX : y\r\nContent-Length: 5\r\n\r\nhello");

        var result = await Tool.GetAsync(server, "--strict", "-s");

        Assert.Equal((8, "HTTP/1.1 200 OK\r\nX : y\r\nContent-Length: 5\r\n\r\nhello"), (result.Status, result.Text));
        Assert.Equal($"rawhttp: read {server.Address}: RFC9112-5.1-SPACE-BEFORE-COLON at offset 18: White space between the field name \"X\" and its colon\n", result.Error);
    }

    [Theory]
    [InlineData("/nowhere/file", "no such file or folder")]
    [InlineData("/tmp", "it is a folder")]
    public async Task A_file_that_cannot_be_read_is_told(string file, string why)
    {
        var result = await Tool.RunAsync("read", file);

        Assert.Equal((26, "", $"rawhttp: read {file}: {why}\n"), (result.Status, result.Text, result.Error));
    }

    [Fact]
    public async Task A_saved_file_that_cannot_be_written_is_told_and_the_response_shown()
    {
        await using var server = ScriptedServer.Sending(Response);

        var result = await Tool.GetAsync(server, "--save", "/dev/full");

        Assert.Equal((23, Response), (result.Status, result.Text));
        Assert.Matches("^rawhttp: write /dev/full: .+\n$", result.Error);
    }

    [Fact]
    public async Task A_connection_held_open_is_told_when_looked_at()
    {
        await using var server = ScriptedServer.SendingThenSilent(Response);

        var result = await Tool.GetAsync(server, "--wire");

        Assert.Contains("warning RFC9112-9.6-NOT-CLOSED at 80", result.Text, StringComparison.Ordinal);
        Assert.Contains("end: complete, the connection is still open after 0.1 s;", result.Text, StringComparison.Ordinal);
    }
}
