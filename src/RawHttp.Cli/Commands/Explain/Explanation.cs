using System.Text;
using RawHttp.Cli.CommandLine;
using RawHttp.Cli.Output;
using RawHttp.Cli.Views;
using RawHttp.Http;

namespace RawHttp.Cli.Commands.Explain;

/// <summary>The explanation of a kind of finding: its entry in the catalogue, and how the recorded
/// readers treat octets that have it.</summary>
internal static class Explanation
{
    /// <summary>What to print for the words of a command line: the explanation of one kind, or a list of several.</summary>
    /// <param name="what">The option or command, for the error.</param>
    /// <param name="words">A code or a part of it, a section, a severity, or a part of a rule; empty for all kinds.</param>
    /// <exception cref="ToolException">No kind matches.</exception>
    public static string For(string what, string words)
    {
        if (KindSearch.Find(words) is { Count: > 0 } kinds)
        {
            return kinds is [var one] ? Of(one) : List(kinds);
        }

        if (KindSearch.FindNear(words) is not { } near)
        {
            throw new ToolException(ExitStatus.Usage, $"{what}: there is no finding {words}; rawhttp explain lists them");
        }

        StandardError.Note($"there is no finding {words}; the nearest is {near.Code}");
        return Of(near);
    }

    private static string Of(FindingKind kind)
    {
        var text = new StringBuilder(
            $"{kind.Code}\n\n{kind.Severity}, {kind.Section}. {kind.Rule}\n\n    {kind.Example}\n\nWhat to do: {kind.Remedy}\n");
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

    // A line for each kind, below the name of the document that has its rule.
    private static string List(IReadOnlyList<FindingKind> kinds)
    {
        var widest = kinds.Max(kind => kind.Code.Length);
        return string.Join("\n", kinds.GroupBy(kind => kind.Document).Select(document =>
            $"{document.Key}\n{string.Concat(document.Select(Line))}"));

        string Line(FindingKind kind) =>
            $"  {kind.Code.PadRight(widest)}  {kind.Severity.ToString().ToLowerInvariant(),-7}  {kind.Rule}\n";
    }
}
