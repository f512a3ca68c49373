using System.CommandLine;
using RawHttp.Cli;
using RawHttp.Cli.Output;

var root = new Command("rawhttp", "Shows what an HTTP/1.x server really sent.")
{
    GetCommand.Create(),
    LazyOption.Help(),
    LazyOption.Version(),
};

// A target or a header may begin with @: it is no response file.
var parsed = root.Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
if (parsed.Action is not { ClearsParseErrors: true } && parsed.Errors is [var error, ..])
{
    Terminal.Error($"{error.Message.TrimEnd('.')}; see rawhttp --help");
    return ExitStatus.Usage;
}

return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null });
