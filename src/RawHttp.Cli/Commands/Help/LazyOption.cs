using System.CommandLine;
using System.CommandLine.Invocation;
using RawHttp.Cli.CommandLine;
using RawHttp.Cli.Output;

namespace RawHttp.Cli.Commands.Help;

/// <summary>
/// --help and --version with texts that are made on demand: the library's own options look up their texts at every start, which costs a
/// plain run a twentieth of its time.
/// </summary>
internal sealed class LazyOption : Option<bool>
{
    private LazyOption(string name, string[] aliases, string description, Func<ParseResult, int> run)
        : base(name, aliases)
    {
        Description = description;
        Arity = ArgumentArity.Zero;
        Action = new LazyAction(run);
    }

    public static LazyOption Help() => new("--help", ["-h", "-?"], "Show help", HelpText.Print) { Recursive = true };

    public static LazyOption Version() => new("--version", [], "Show the version", _ =>
    {
        DescriptorStream.Print($"rawhttp {ToolVersion.Text}\n");
        return ExitStatus.Ok;
    });

    private sealed class LazyAction(Func<ParseResult, int> run) : SynchronousCommandLineAction
    {
        public override bool ClearsParseErrors => true;

        public override int Invoke(ParseResult parseResult) => run(parseResult);
    }
}
