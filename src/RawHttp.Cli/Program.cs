using System.CommandLine;
using System.CommandLine.Parsing;
using RawHttp.Cli;
using RawHttp.Cli.Echo;
using RawHttp.Cli.Output;

// A plain get is not kept waiting for what the others need.
var root = new Command("rawhttp", "Shows what an HTTP/1.x server really sent.") { GetCommand.Create(), LazyOption.Help(), LazyOption.Version() };
if (args is not ["get", ..])
{
    root.Add(ReadCommand.Create());
    root.Add(EchoCommand.Create());
    root.Add(ExplainOption.Create());
}

// A target or a header may begin with @: it is no response file.
var parsed = root.Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
var mayBeWrong = parsed.Errors.Count > 0 || Array.Exists(args, arg => arg.StartsWith('-'));
if (mayBeWrong && parsed.Action is not { ClearsParseErrors: true } && (WrongWord.Find(parsed) ?? (parsed.Errors is [var error, ..] ? error.Message.TrimEnd('.') : null)) is { } fault)
{
    Terminal.Error(ToolException.Usage(fault).Message);
    return ExitStatus.Usage;
}

if (ArgumentOctets.FindLost(args) is var (argument, octets))
{
    var isTarget = parsed.CommandResult is { Command.Name: "get" or "connect", Children: var given } && given.OfType<ArgumentResult>().Any(result => result.Tokens.Any(token => token.Value == argument));
    Terminal.Error($"{(isTarget ? "target" : "argument")} \"{octets}\": it holds octets that are no UTF-8; {(isTarget ? "write them as %hh, or use --request FILE" : "--request FILE sends anything, and a link gives a file another name")}");
    return isTarget ? ExitStatus.MalformedTarget : ExitStatus.Usage;
}

try
{
    return MainLoop.Time.WaitFor(parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null }));
}
catch (ToolException failure)
{
    if (failure.Message.Length > 0)
    {
        Terminal.Error(failure.Message);
    }

    return failure.Status;
}
catch (Exception unforeseen)
{
    // A defect of ours, and even so no stack trace.
    Terminal.Error($"internal error: {unforeseen.GetType().Name}: {unforeseen.Message}");
    return ExitStatus.Internal;
}
