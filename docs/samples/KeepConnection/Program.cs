// Keeps one connection, asks for each path over it, and shows each exchange: dotnet run -- http://HOST[:PORT] /PATH...
using RawHttp.Client;
using RawHttp.Http;
using RawHttp.Net;

if (args is not [var origin, _, ..])
{
    Console.Error.WriteLine("usage: dotnet run -- http://HOST[:PORT] /PATH...");
    return 2;
}

try
{
    await using var connection = await RawHttpConnection.OpenAsync(origin);
    foreach (var path in args.Skip(1).TakeWhile(_ => connection.IsOpen))
    {
        var request = new RequestBuilder("GET", path) { Fields = [("Host", new Uri(origin).Authority)] };
        var exchange = await connection.SendAsync(request.ToOctets());
        Console.WriteLine($"{path}: {exchange.Head?.StatusLine}, {exchange.BodyLength} bytes, {exchange.End}; then {exchange.Aftermath?.Kind}");
        foreach (var finding in exchange.Findings)
        {
            Console.WriteLine($"  {finding.Severity} {finding.Code} at {finding.Offset}: {finding.Message}");
        }
    }

    return 0;
}
catch (Exception failure) when (failure is ConnectException or FormatException)
{
    Console.Error.WriteLine(failure.Message);
    return 1;
}
