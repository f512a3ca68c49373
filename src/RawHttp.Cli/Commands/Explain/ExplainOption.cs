using System.CommandLine;
using System.CommandLine.Invocation;
using RawHttp.Cli.CommandLine;
using RawHttp.Cli.Output;

namespace RawHttp.Cli.Commands.Explain;

/// <summary>--explain CODE: prints the same as <c>rawhttp explain</c> for a code.</summary>
internal static class ExplainOption
{
    public static Option<string?> Create()
    {
        var option = new Option<string?>("--explain") { HelpName = "CODE", Description = "Explain a finding, as the command does" };
        option.CompletionSources.Add(KindSearch.Codes);
        option.Action = new ExplainAction(option);
        return option;
    }

    private sealed class ExplainAction(Option<string?> option) : SynchronousCommandLineAction
    {
        public override bool Terminating => true;

        public override bool ClearsParseErrors => true;

        public override int Invoke(ParseResult parseResult)
        {
            // The value of an invalid option cannot be read.
            if (parseResult.GetResult(option) is not { Tokens: [.., { Value: { Length: > 0 } code }] })
            {
                throw ToolException.Usage("--explain: its value is missing");
            }

            if (parseResult.UnmatchedTokens is [var more, ..])
            {
                throw ToolException.Usage($"--explain takes one code, and \"{more}\" follows it; rawhttp explain takes words");
            }

            DescriptorStream.Print(Explanation.For("--explain", code));
            return ExitStatus.Ok;
        }
    }
}
