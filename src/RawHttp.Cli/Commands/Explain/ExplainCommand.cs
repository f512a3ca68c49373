using System.CommandLine;
using RawHttp.Cli.CommandLine;
using RawHttp.Cli.Output;
using RawHttp.Http;

namespace RawHttp.Cli.Commands.Explain;

/// <summary><c>rawhttp explain</c>: explains the finding with a code, lists those with a word in them, or lists all.</summary>
internal static class ExplainCommand
{
    public static Command Create()
    {
        var word = new Argument<string?>("CODE")
        {
            Arity = ArgumentArity.ZeroOrOne,
            Description = "The code of a finding, or a word of its code or rule; without it, all are listed",
        };
        var command = new ToolCommand(
            "explain",
            "Explain a finding: what the rule is, and how other readers take the same bytes",
            "rawhttp explain RFC9112-6.3-BOTH-LENGTHS",
            "rawhttp explain chunk",
            "rawhttp explain") { word };
        command.SetAction(result =>
        {
            DescriptorStream.Print(Explain(result.GetValue(word) ?? ""));
            return ExitStatus.Ok;
        });
        return command;
    }

    private static string Explain(string word)
    {
        FindingKind[] kinds = FindingKinds.Find(word) is { } exact ? [exact] : [.. FindingKinds.All.Where(kind => Has(kind, word))];
        return kinds switch
        {
            [] => throw Explanation.Unknown("explain", word),
            [var kind] => Explanation.Of(kind),
            _ => Explanation.List(kinds),
        };
    }

    private static bool Has(FindingKind kind, string word) =>
        kind.Code.Contains(word, StringComparison.OrdinalIgnoreCase) || kind.Rule.Contains(word, StringComparison.OrdinalIgnoreCase);
}
