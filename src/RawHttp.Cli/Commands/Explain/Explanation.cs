using System.Text;
using RawHttp.Cli.CommandLine;
using RawHttp.Cli.Views;
using RawHttp.Http;

namespace RawHttp.Cli.Commands.Explain;

/// <summary>The explanation of a kind of finding: its entry in the catalogue, and how the recorded
/// readers treat octets that have it.</summary>
internal static class Explanation
{
    public static string Of(FindingKind kind)
    {
        var text = new StringBuilder($"{kind.Code}\n\n{kind.Severity}, {kind.Section}. {kind.Rule}\n\n    {kind.Example}\n");
        var recorded = ReaderRecord.Of(kind.Code).ToList();
        foreach (var fixture in recorded.GroupBy(row => row.Fixture))
        {
            text.Append($"\n`{fixture.Key}`:\n\n").AppendJoin("", fixture.Select(row => $"- {row.Sentence}\n"));
        }

        if (recorded.Count == 0)
        {
            text.Append("\nIt is about the connection: no saved message has it, so no reader was asked.\n");
        }

        return text.ToString();
    }

    /// <summary>One line for each kind.</summary>
    public static string List(IReadOnlyList<FindingKind> kinds)
    {
        var widest = kinds.Max(kind => kind.Code.Length);
        return string.Concat(kinds.Select(kind =>
            $"{kind.Code.PadRight(widest)}  {kind.Severity.ToString().ToLowerInvariant(),-7}  {kind.Rule}\n"));
    }

    /// <summary>The error for an unknown code, with a suggestion.</summary>
    public static ToolException Unknown(string what, string code)
    {
        var meant = WrongWord.Meant(code.ToUpperInvariant(), FindingKinds.All.Select(kind => kind.Code));
        var hint = meant is "" ? "; rawhttp explain lists them" : meant;
        return new ToolException(ExitStatus.Usage, $"{what}: there is no finding {code}{hint}");
    }
}
