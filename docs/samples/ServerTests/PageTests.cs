using System.Net;
using System.Text;
using RawHttp.Client;
using RawHttp.Http;
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
        var exchange = await RawHttpClient.GetAsync($"http://127.0.0.1:{_port}/page");

        Assert.Equal("HTTP/1.1 200 OK", exchange.Head!.StatusLine.ToString());
        Assert.Equal("text/plain", exchange.Head.Fields["Content-Type"]);
        Assert.Equal((FramingKind.Chunked, true, "hello"), (exchange.Framing!.Value.Kind, exchange.IsComplete, Encoding.UTF8.GetString(exchange.Body.Span)));
        Assert.DoesNotContain(exchange.Findings, finding => finding.Severity == Severity.Error);
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
