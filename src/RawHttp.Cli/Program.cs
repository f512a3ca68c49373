using System.CommandLine;
using RawHttp.Cli;
using RawHttp.Cli.Echo;
using RawHttp.Cli.Output;

Surroundings.Prepare();
var command = "";

// A plain get is not kept waiting for what the others need.
var root = new Command("rawhttp", "Shows what an HTTP/1.x server really sent.") { GetCommand.Create(), LazyOption.Help(), LazyOption.Version() };
if (args is not ["get", ..])
{
    root.Add(ReadCommand.Create());
    root.Add(EchoCommand.Create());
    root.Add(ExplainOption.Create());
}

OptionValue.Settle(root);

try
{
    // A target or a header may begin with @: it is no response file.
    var parsed = root.Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
    var isRun = parsed.Action is not { ClearsParseErrors: true };
    if (isRun && WrongWord.Fault(parsed, args) is { } fault)
    {
        throw ToolException.Usage(fault);
    }

    ArgumentOctets.Check(args, parsed);
    command = parsed.CommandResult.Command.Name;
    if (isRun)
    {
        Surroundings.CheckDescriptors(command);
    }

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
    // A defect of ours, and even so no stack trace; unless the system had nothing left to give.
    var failure = Surroundings.OutOfDescriptors(command, unforeseen)
        ?? new ToolException(ExitStatus.Internal, $"internal error: {unforeseen.GetType().Name}: {unforeseen.Message}");
    Terminal.Error(failure.Message);
    return failure.Status;
}
