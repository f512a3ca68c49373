using System.Net;
using System.Text;
using RawHttp.Http;
using RawHttp.Lines;
using RawHttp.Net;
using Xunit;

namespace ServerTests;

/// <summary>What a server really sends: not what a client library makes of it. The server here is the system's HttpListener; put yours in its place.</summary>
public sealed class PageTests : IDisposable
{
    private readonly HttpListener _server = new();
    private readonly int _port = FreePort();

    public PageTests()
    {
        _server.Prefixes.Add($"http://127.0.0.1:{_port}/");
        _server.Start();
        _ = AnswerAsync();
    }

    public void Dispose() => _server.Close();

    [Fact]
    public async Task The_page_is_sent_whole_and_nothing_is_wrong_with_it()
    {
        await using var connection = await Connection.ConnectAsync("127.0.0.1", _port);
        await connection.SendAsync(Encoding.ASCII.GetBytes($"GET /page HTTP/1.1\r\nHost: 127.0.0.1:{_port}\r\nConnection: close\r\n\r\n"));

        var response = new ResponseReader(new LineReader(connection.Input), "GET");
        var head = await response.ReadHeadAsync();
        var body = new StringBuilder();
        while (await response.ReadBodyAsync() is { IsEmpty: false } piece)
        {
            body.Append(Encoding.UTF8.GetString(piece));
        }

        Assert.Equal("HTTP/1.1 200 OK", head.StatusLine.ToString());
        Assert.Equal("text/plain", head.Fields["Content-Type"]);
        Assert.Equal((FramingKind.Chunked, true, "hello"), (response.Framing!.Value.Kind, response.IsComplete, body.ToString()));
        Assert.DoesNotContain(response.Findings, finding => finding.Severity == Severity.Error);
    }

    private async Task AnswerAsync()
    {
        var context = await _server.GetContextAsync();
        context.Response.ContentType = "text/plain";
        context.Response.SendChunked = true;
        await context.Response.OutputStream.WriteAsync("hello"u8.ToArray());
        context.Response.Close();
    }

    private static int FreePort()
    {
        using var listener = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
