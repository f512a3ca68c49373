// The examples of the docstrings. The tests compile this file and run each.
using System.IO.Pipelines;
using System.Net;
using System.Net.Sockets;
using System.Text;
using RawHttp;
using RawHttp.Captures;
using RawHttp.Client;
using RawHttp.Echo;
using RawHttp.Http;
using RawHttp.Lines;
using RawHttp.Net;

namespace Examples;

internal static class Examples
{
    public static async Task RawHttpClientAsync(string url)
    {
        #region RawHttpClient
        try
        {
            var exchange = await RawHttpClient.GetAsync(url);
            Console.WriteLine($"{exchange.Head?.StatusLine}: {exchange.BodyLength} bytes, ended by {exchange.StreamEnd}");
        }
        catch (ConnectException failure)
        {
            Console.WriteLine($"no connection: {failure.Error}");
        }
        #endregion
    }

    public static async Task ExchangeAsync(string url)
    {
        #region Exchange
        var exchange = await RawHttpClient.GetAsync(url);
        if (!exchange.IsComplete)
        {
            Console.WriteLine($"cut after {exchange.BodyLength} bytes, {exchange.Missing} are missing: {exchange.Failure?.Message}");
        }

        foreach (var finding in exchange.Findings.Where(finding => finding.Severity == Severity.Error))
        {
            Console.WriteLine($"{finding.Code} at {finding.Offset}: {finding.Message}");
        }
        #endregion
    }

    public static async Task RawHttpConnectionAsync(string origin)
    {
        #region RawHttpConnection
        await using var connection = await RawHttpConnection.OpenAsync(origin);
        foreach (var path in new[] { "/", "/again" })
        {
            if (connection.IsOpen)
            {
                var request = new RequestBuilder("GET", path) { Fields = [("Host", new Uri(origin).Authority)] };
                var exchange = await connection.SendAsync(request.ToOctets());
                Console.WriteLine($"{path}: {exchange.Head?.StatusLine}");
            }
        }
        #endregion
    }

    public static async Task ExchangeReaderAsync(Stream file)
    {
        #region ExchangeReader
        var reader = new ExchangeReader(PipeReader.Create(file), requests: SentRequest.FromMethods(["HEAD", "GET"]));
        for (var start = reader.Offset; await reader.ReadAsync() is { Received: > 0 } exchange; start = reader.Offset)
        {
            Console.WriteLine($"at {start}: {exchange.Head?.StatusLine}, {exchange.End}");
        }
        #endregion
    }

    public static async Task HttpMessagesAsync(Stream file)
    {
        #region HttpMessages
        var exchange = await HttpMessages.ReadResponseAsync(file);
        Console.WriteLine($"{exchange.Head?.StatusLine}: {Encoding.UTF8.GetString(exchange.Body.Span)}");
        #endregion
    }

    public static async Task LineReaderAsync(Stream stream)
    {
        #region LineReader
        var lines = new LineReader(PipeReader.Create(stream));
        var limit = new ReadLimit(LineKind.Other, 8192);
        while (await lines.ReadLineAsync(limit) is { } line)
        {
            Console.WriteLine($"{line.Offset}: {line.Ending} {Encoding.ASCII.GetString(line.Content.Span)}");
        }
        #endregion
    }

    public static async Task ResponseReaderAsync(string host, int port)
    {
        #region ResponseReader
        await using var connection = await Connection.ConnectAsync(host, port);
        await connection.SendAsync("GET / HTTP/1.0\r\n\r\n"u8.ToArray());
        var reader = new ResponseReader(new LineReader(connection.Input), "GET");
        var head = await reader.ReadHeadAsync();
        Console.WriteLine($"{head.StatusLine}, {reader.Framing}");
        while (await reader.ReadBodyAsync() is { IsEmpty: false } piece)
        {
            Console.WriteLine($"{piece.Length} bytes");
        }

        reader.Complete(connection.End);
        #endregion
    }

    public static async Task RequestReaderAsync(Socket accepted)
    {
        #region RequestReader
        await using var connection = Connection.FromSocket(accepted);
        var reader = new RequestReader(new LineReader(connection.Input));
        var head = await reader.ReadHeadAsync();
        while (await reader.ReadBodyAsync() is { IsEmpty: false })
        {
        }

        Console.WriteLine($"{head.RequestLine}: {reader.BodyLength} bytes of content, {reader.Findings.Count} findings");
        await connection.SendAsync("HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n"u8.ToArray());
        await connection.CloseAsync(TimeSpan.FromSeconds(1));
        #endregion
    }

    public static async Task ConnectionAsync(string host, int port)
    {
        #region Connection
        await using var connection = await Connection.ConnectAsync(host, port);
        await connection.SendAsync("hello\n"u8.ToArray());
        connection.Shutdown(SocketShutdown.Send);
        var rest = await new LineReader(connection.Input).ReadToEndAsync(new ReadLimit(LineKind.Other, 1024 * 1024));
        Console.WriteLine($"{rest.Length} bytes from {connection.RemoteEndPoint}, then {connection.End}");
        #endregion
    }

    public static async Task EchoServerAsync()
    {
        #region EchoServer
        await using var server = EchoServer.Start(new EchoServerOptions { EndPoint = new IPEndPoint(IPAddress.Loopback, 0) });
        Console.WriteLine($"listens on {server.EndPoint}");
        await server.StopAsync(TimeSpan.FromSeconds(1));
        #endregion
    }

    public static async Task EchoClientAsync(string host, int port)
    {
        #region EchoClient
        await using var client = await EchoClient.ConnectAsync(host, port);
        await client.SendAsync("hello"u8.ToArray());
        var reply = await client.ReadAsync();
        Console.WriteLine(Encoding.UTF8.GetString(reply!.Value.Content.Span));
        #endregion
    }

    public static async Task CaptureAsync()
    {
        #region Capture
        var capture = new Capture();
        capture.Client.Add("HEAD / HTTP/1.1\r\nHost: a\r\n\r\n"u8, timestamp: 0);
        capture.Server.Add("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n"u8, timestamp: 1);
        capture.Server.End = ConnectionEnd.EndOfStream;
        var exchange = await new ExchangeReader(capture).ReadAsync();
        Console.WriteLine($"{exchange!.Request?.Request.Method}: {exchange.Head?.StatusLine}, {exchange.BodyLength} bytes");
        #endregion
    }
}
