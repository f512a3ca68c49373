using System.CommandLine;
using System.CommandLine.Parsing;
using RawHttp.Cli.CommandLine;
using RawHttp.Cli.Commands.Diff;
using RawHttp.Cli.Commands.Echo;
using RawHttp.Cli.Commands.Explain;
using RawHttp.Cli.Commands.Get;
using RawHttp.Cli.Commands.Help;
using RawHttp.Cli.Commands.Minimize;
using RawHttp.Cli.Commands.Read;
using RawHttp.Cli.Commands.Redact;
using RawHttp.Cli.Output;
using RawHttp.Cli.Startup;

Surroundings.Prepare();
var command = "";
var path = "rawhttp";

// A plain get does not wait for the setup that only the other commands need.
var root = new ToolCommand(
    "rawhttp",
    "Shows what an HTTP/1.x server really sent.",
    "rawhttp get --demo --wire /odd",
    "rawhttp read --strict reply.http",
    "rawhttp explain both-lengths") { GetCommand.Create(), LazyOption.Help(), LazyOption.Version() };
if (args is not ["get", ..])
{
    root.Add(ReadCommand.Create());
    root.Add(DiffCommand.Create());
    root.Add(EchoCommand.Create());
    root.Add(ExplainCommand.Create());
    root.Add(MinimizeCommand.Create());
    root.Add(RedactCommand.Create());
    root.Add(HelpCommands.Completions());
    root.Add(HelpCommands.Manual());
    root.Add(ExplainOption.Create());
}

OptionValue.Settle(root);

try
{
    // A target or a header may begin with @; it does not name a response file.
    args = FirstWord.Complete(args, root);
    var parsed = root.Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
    path = PathOf(parsed.CommandResult);
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

    return MainLoop.Time.WaitFor(parsed.InvokeAsync(new InvocationConfiguration
    {
        EnableDefaultExceptionHandler = false,
        ProcessTerminationTimeout = null,
    }));
}
catch (ToolException failure)
{
    return (failure.HasHelp ? failure.Verdict with { Message = $"{failure.Message}; see {path} --help" } : failure.Verdict).Report();
}
catch (OutputException failure)
{
    return ExitVerdict.From(failure).Report();
}
catch (Exception unforeseen)
{
    // The system is out of descriptors, or there is an internal error, which is reported without a stack trace.
    var verdict = Surroundings.OutOfDescriptors(command, unforeseen)
        ?? new ExitVerdict(ExitStatus.Internal, $"internal error: {unforeseen.GetType().Name}: {unforeseen.Message}");
    return verdict.Report();
}

static string PathOf(CommandResult result) => result.Parent is CommandResult parent ? $"{PathOf(parent)} {result.Command.Name}" : "rawhttp";
