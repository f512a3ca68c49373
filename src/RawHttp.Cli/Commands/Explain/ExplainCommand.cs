using System.CommandLine;
using RawHttp.Cli.CommandLine;
using RawHttp.Cli.Output;

namespace RawHttp.Cli.Commands.Explain;

/// <summary><c>rawhttp explain</c>: explains a finding, lists those that match, or lists all.</summary>
internal static class ExplainCommand
{
    public static Command Create()
    {
        var words = new Argument<string[]>("CODE")
        {
            Arity = ArgumentArity.ZeroOrMore,
            Description = "The code of a finding or a part of it, a section, a severity, or words of the rule; without it, all are listed",
        };
        words.CompletionSources.Add(KindSearch.Codes);
        var command = new ToolCommand(
            "explain",
            "Explain a finding: the rule, what to do about it, and how other readers take the same bytes",
            "rawhttp explain both-lengths",
            "rawhttp explain chunk size",
            "rawhttp explain 9112-6.3",
            "rawhttp explain error",
            "rawhttp explain") { words };
        command.SetAction(result =>
        {
            DescriptorStream.Print(Explanation.For("explain", string.Join(' ', result.GetValue(words) ?? [])));
            return ExitStatus.Ok;
        });
        return command;
    }
}
