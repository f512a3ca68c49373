// Shows what a server really sent, and what is wrong with it: dotnet run -- URL
using RawHttp.Client;
using RawHttp.Http;
using RawHttp.Net;

if (args is not [var url])
{
    Console.Error.WriteLine("usage: dotnet run -- http://HOST[:PORT]/PATH");
    return 2;
}

try
{
    var exchange = await RawHttpClient.GetAsync(url);
    foreach (var field in exchange.Head?.Fields ?? FieldSection.Empty)
    {
        Console.WriteLine($"{field.Offset,6}  {field}");
    }

    foreach (var finding in exchange.Findings)
    {
        Console.WriteLine($"{finding.Severity} {finding.Code} at {finding.Offset}: {finding.Message}");
    }

    Console.WriteLine($"{exchange.Head?.StatusLine}, {exchange.Body.Length} bytes, {exchange.End}; then {exchange.Aftermath?.Kind}");
    return exchange.IsComplete ? 0 : 1;
}
catch (Exception failure) when (failure is ConnectException or FormatException)
{
    Console.Error.WriteLine(failure.Message);
    return 1;
}
