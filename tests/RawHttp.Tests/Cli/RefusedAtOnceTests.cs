namespace RawHttp.Tests.Cli;

/// <summary>What can become no line is refused at the octet that shows it: a server that sends no line ending and keeps the connection open
/// is not waited for. Waiting would end with 28, the read timeout.</summary>
public sealed class RefusedAtOnceTests
{
    private const string Chunked = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
    private const string NoBody = "; what came from there on is no body, --raw shows it";

    [Theory]
    [InlineData(Chunked + "{\"status\":\"ok\"}", 56, "no chunk size begins with \"{\", at offset 47" + NoBody)]
    [InlineData(Chunked + "<", 56, "no chunk size begins with \"<\", at offset 47" + NoBody)]
    [InlineData(Chunked + "404 page not found", 56, "no chunk size begins with \"404 p\", at offset 47" + NoBody)]
    [InlineData(Chunked + "5\r\nhelloX", 56, "the data of a chunk is not followed by CRLF, at offset 55" + NoBody)]
    [InlineData("{\"status\":\"ok\"}", 8, "not an HTTP/1.x response: it begins with \"{\", an object of JSON without a head, at offset 0")]
    [InlineData("\r\n{", 8, "not an HTTP/1.x response: it begins with \"{\", an object of JSON without a head, at offset 2")]
    [InlineData("0\r\n\r\nHTTP/1.1 200 OK\r\n", 8, "not an HTTP/1.x response: it begins with \"0\\r\\n\", the last chunk of the response before it, at offset 0")]
    [InlineData("--2026-01-01 10:00:00--  http://a/\r\n", 8, "not an HTTP/1.x response: the first line is \"--2026-01-01 10:00:00--  http://a/\\r\\n\", a line that wget prints, at offset 0")]
    [InlineData(" HTML", 8, "not an HTTP/1.x response: it begins with \" HTM\", at offset 0")]
    [InlineData("\u0015\u0003\u0003\0\u0002\u0002(", 8, "not an HTTP/1.x response: it begins with \"\\x15\\x03\", a TLS record: this port speaks TLS, at offset 0")]
    [InlineData("\0\0\u0012\u0004\0", 8, "not an HTTP/1.x response: it begins with \"\\x00\\x00\\x12\\x04\", an HTTP/2 SETTINGS frame: this port speaks HTTP/2, at offset 0")]
    [InlineData("HTTP/1.1 100 Continue\r\n\r\n{", 8, "an interim response ends with its head; what follows is not a status line, at offset 25")]
    public async Task An_open_connection_is_not_waited_for(string sent, int status, string error)
    {
        await using var server = ScriptedServer.SendingThenSilent(sent);

        var result = await Tool.GetAsync(server, "--read-timeout", "30");

        Assert.Equal((status, $"rawhttp: read {server.Address}: {error}\n"), (result.Status, result.Error));
    }

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\n", "\r\n")]
    [InlineData(" \t", "HTTP/1.1 200 OK\r\n\r\n")]
    [InlineData("\r", "\nHTTP/1.1 200 OK\r\n\r\n")]
    [InlineData("HTTP/1.1", "\t200\tOK\r\n\r\n")]
    [InlineData(Chunked + "000", "0 \t;a=b\r\n\r\n")]
    [InlineData(Chunked + "5\r", "\nhello\r\n0\r\n\r\n")]
    [InlineData(Chunked + "5\r\nhello\r", "\n0\r\n\r\n")]
    [InlineData(Chunked + "5\r\nhello", "\n0\n\n")]
    public async Task What_is_accepted_is_waited_for(string first, string second)
    {
        await using var server = ScriptedServer.Start(async client =>
        {
            await client.SendAsync(first);
            await client.HasArrivedAsync();
            await client.SendAsync(second);
            await client.CloseAsync();
        });

        var result = await Tool.GetAsync(server, "--print", "b");

        Assert.Equal(0, result.Status);
    }
}
