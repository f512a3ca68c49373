using System.Globalization;
using RawHttp.Benchmarks;
using RawHttp.Benchmarks.Soak;
using RawHttp.Benchmarks.Speed;

switch (args)
{
    case ["echo-idle", var load]:
        await EchoMemory.IdleAsync(load);
        return 0;
    case ["echo-hoard", var load]:
        await EchoMemory.HoardAsync(load);
        return 0;
    case ["echo-unended", var tool]:
        await EchoMemory.UnendedAsync(tool);
        return 0;
    case ["soak-get", .. { Length: <= 2 } rest] when TryRead(rest, 100_000, out var count, out var record):
        return await SoakGet.RunAsync((int)count, record);
    case ["soak-echo", .. { Length: <= 2 } rest] when TryRead(rest, 10, out var minutes, out var record):
        return await SoakEcho.RunAsync(TimeSpan.FromMinutes(minutes), record);
    case ["heads", "place" or "reader", .. { Length: > 0 } files]:
        HeadSpeed.Run(args[1], files);
        return 0;
    case ["sizes"]:
        await SizeSpeed.RunAsync();
        return 0;
    case ["gets", "rawhttp" or "HttpClient", var port, var count]:
        await GetSpeed.RunAsync(args[1], int.Parse(port, CultureInfo.InvariantCulture), int.Parse(count, CultureInfo.InvariantCulture));
        return 0;
    default:
        Console.Error.WriteLine(
            """
            usage: echo-idle LOAD | echo-hoard LOAD, where LOAD is the program that echo/run builds
                   echo-unended TOOL, where TOOL is the published rawhttp
                   heads place|reader FILE... | sizes | gets rawhttp|HttpClient PORT COUNT
                   soak-get [COUNT=100000 [RECORD]] | soak-echo [MINUTES=10 [RECORD]], where RECORD is soak.json beside the source unless told
            """);
        return 2;
}

static bool TryRead(string[] arguments, double usual, out double amount, out string record)
{
    amount = usual;
    record = arguments is [_, var path] ? path : SoakRecord.Path;
    return arguments is [] || (double.TryParse(arguments[0], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out amount) && amount > 0);
}
