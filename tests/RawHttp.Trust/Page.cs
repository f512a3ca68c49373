using System.Text;

namespace RawHttp.Trust;

/// <summary>The table of docs/security.md: a row for each kind of case, the verdicts of three clients.</summary>
public static class Page
{
    private const string Begin = "<!-- The rows below are written by tests/RawHttp.Trust/run. -->";
    private const string End = "<!-- The rows above are written by tests/RawHttp.Trust/run. -->";

    public static string Table(IReadOnlyList<Row> rows, IReadOnlyList<Mutations.Result> mutated)
    {
        var text = new StringBuilder($"\nJudged with {Version("openssl", "version")} and {Version("curl", "--version")}.\n\n");
        text.Append("| certificates, and where they are trusted from | cases | rawhttp | openssl | curl |\n|---|---:|---|---|---|\n");
        foreach (var group in rows.GroupBy(row => row.Group))
        {
            string[] cells = [Verdicts(group, row => row.Ours), Verdicts(group, row => row.OpenSsl), Verdicts(group, row => row.Curl)];
            text.Append(Der.Culture, $"| {group.Key} | {group.Count()} | {string.Join(" | ", cells)} |\n");
        }

        foreach (var group in mutated.GroupBy(result => result.Case.Group))
        {
            string[] cells = [Verdicts(group, result => result.Ours), Verdicts(group, result => result.OpenSsl), ""];
            text.Append(Der.Culture, $"| chains changed by chance: {group.Key} | {group.Count()} | {string.Join(" | ", cells)} |\n");
        }

        return text.Append('\n').ToString();
    }

    /// <summary>Puts the table in its place.</summary>
    public static void Write(string file, string table)
    {
        var text = File.ReadAllText(file);
        var (begin, end) = (text.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length, text.IndexOf(End, StringComparison.Ordinal));
        File.WriteAllText(file, text[..begin] + "\n" + table + text[end..]);
    }

    // A bar would end the cell.
    private static string Verdicts<T>(IEnumerable<T> cases, Func<T, Verdict?> verdict)
    {
        var (trusted, all) = (cases.Count(one => verdict(one) == Verdict.Trusted), cases.Count());
        return trusted == all ? "trusted" : trusted == 0 ? "refused" : $"trusted {trusted}, refused {all - trusted}";
    }

    private static string Version(string program, string option) => string.Join(' ', Programs.Text(program, option).Split(' ').Take(2));
}
