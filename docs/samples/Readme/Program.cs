// The code that the README shows.
using RawHttp.Client;
using RawHttp.Echo;

if (args is ["get"])
{
    var exchange = await RawHttpClient.GetAsync("http://example.org/");
    Console.WriteLine($"{exchange.Head?.StatusLine}: {exchange.Body.Length} bytes, {(exchange.IsComplete ? "whole" : "cut")}, ended by {exchange.StreamEnd}");
    foreach (var finding in exchange.Findings)
    {
        Console.WriteLine($"{finding.Severity} {finding.Code} at {finding.Offset}: {finding.Message}");
    }
}
else
{
    await using var server = EchoServer.Start();
    await using var client = await EchoClient.ConnectAsync("127.0.0.1", server.EndPoint.Port);
    await client.SendAsync("hello"u8.ToArray());
    Console.WriteLine(server.EndPoint);
}
