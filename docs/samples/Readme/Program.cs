// The code that the README shows.
using RawHttp.Echo;
using RawHttp.Http;
using RawHttp.Lines;
using RawHttp.Net;

if (args is ["head"])
{
    await using var connection = await Connection.ConnectAsync("example.org", 80);
    await connection.SendAsync("GET / HTTP/1.1\r\nHost: example.org\r\nConnection: close\r\n\r\n"u8.ToArray());
    var response = new ResponseReader(new LineReader(connection.Input), "GET");
    var head = await response.ReadHeadAsync();
    while (await response.ReadBodyAsync() is { IsEmpty: false } piece)
    {
        Console.WriteLine($"{piece.Length} bytes");
    }
    Console.WriteLine($"{head.StatusLine}: {(response.IsComplete ? "whole" : "cut")}, {response.Findings.Count} findings, ended by {connection.End}");
}
else
{
    await using var server = EchoServer.Start();
    await using var client = await EchoClient.ConnectAsync("127.0.0.1", server.EndPoint.Port);
    await client.SendAsync("hello"u8.ToArray());
    Console.WriteLine(server.EndPoint);
}
