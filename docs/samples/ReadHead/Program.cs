// Reads the head of a response from a socket, and says what is wrong with it: dotnet run -- HOST [PORT]
using RawHttp;
using RawHttp.Http;
using RawHttp.Lines;
using RawHttp.Net;

if (args is not [var host, .. { Length: <= 1 } rest])
{
    Console.Error.WriteLine("usage: dotnet run -- HOST [PORT]");
    return 2;
}

try
{
    await using var connection = await Connection.ConnectAsync(host, rest is [var port] ? int.Parse(port, null) : 80);
    await connection.SendAsync(new RequestHead("GET", "/") { Fields = [("Host", host), ("Connection", "close")] }.ToOctets());

    var response = new ResponseReader(new LineReader(connection.Input), "GET");
    var head = await response.ReadHeadAsync();

    Console.WriteLine($"{head.StatusLine}, a body {response.Framing?.Kind}");
    foreach (var field in head.Fields)
    {
        Console.WriteLine($"{field.Offset,6}  {field}");
    }

    foreach (var finding in response.Findings)
    {
        Console.WriteLine($"{finding.Severity} {finding.Code} at {finding.Offset}: {finding.Message}");
    }

    return 0;
}
catch (Exception failure) when (failure is ConnectException or ReadException or IOException)
{
    Console.Error.WriteLine(failure.Message);
    return 1;
}
