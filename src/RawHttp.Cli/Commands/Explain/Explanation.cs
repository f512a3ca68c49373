using System.Text;
using RawHttp.Cli.CommandLine;
using RawHttp.Http;

namespace RawHttp.Cli.Commands.Explain;

/// <summary>What is said of a kind of finding: what the catalogue has, and how the readers on record took bytes that have it.</summary>
internal static class Explanation
{
    public static string Of(FindingKind kind)
    {
        var text = new StringBuilder($"{kind.Code}\n\n{kind.Severity}, {kind.Section}. {kind.Rule}\n\n    {kind.Example}\n");
        foreach (var fixture in Recorded(kind.Code).GroupBy(row => row.Fixture))
        {
            text.Append($"\n`{fixture.Key}`:\n\n").AppendJoin("", fixture.Select(row => $"- {row.Reader} {row.Says}\n"));
        }

        return text.ToString();
    }

    /// <summary>A line for each.</summary>
    public static string List(IReadOnlyList<FindingKind> kinds)
    {
        var widest = kinds.Max(kind => kind.Code.Length);
        return string.Concat(kinds.Select(kind => $"{kind.Code.PadRight(widest)}  {kind.Severity.ToString().ToLowerInvariant(),-7}  {kind.Rule}\n"));
    }

    /// <summary>That there is no finding of this code, and which may have been meant.</summary>
    public static ToolException Unknown(string what, string code)
    {
        var meant = WrongWord.Meant(code.ToUpperInvariant(), FindingKinds.All.Select(kind => kind.Code));
        return new ToolException(ExitStatus.Usage, $"{what}: there is no finding {code}{(meant is "" ? "; rawhttp explain lists them" : meant)}");
    }

    private static IEnumerable<(string Fixture, string Reader, string Says)> Recorded(string code)
    {
        using var record = new StreamReader(typeof(Explanation).Assembly.GetManifestResourceStream("readers.tsv")!);
        while (record.ReadLine() is { } line)
        {
            if (line.Split('\t') is [var one, var fixture, var reader, var says] && one == code)
            {
                yield return (fixture, reader, says);
            }
        }
    }
}
