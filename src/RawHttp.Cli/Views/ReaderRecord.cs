using System.Text.RegularExpressions;

namespace RawHttp.Cli.Views;

/// <summary>How readers of other libraries took octets with a finding, as recorded in <c>readers.tsv</c>.</summary>
internal static partial class ReaderRecord
{
    // The row of what this tool makes of the octets.
    private const string Self = "RawHttp";

    /// <summary>The messages on record that have a finding, each with a sentence for the readers that took it alike.</summary>
    public static IEnumerable<(string Fixture, string Sentence)> Of(string code) =>
        Rows().Where(row => row.Code == code).Select(row => (row.Fixture, Sentence(row.Readers, row.Says)));

    /// <summary>For each code, what the other readers made of the first message that has it, in one line.</summary>
    public static Dictionary<string, string> Summaries() =>
        Rows().GroupBy(row => row.Code).ToDictionary(
            code => code.Key,
            code => Summary(code.GroupBy(row => row.Fixture).First().Select(row => (row.Readers, row.Says))));

    private static string Summary(IEnumerable<(string[] Readers, string Says)> rows) =>
        string.Join("; ", rows.Select(row => (Readers: Array.FindAll(row.Readers, reader => reader != Self), row.Says))
            .Where(row => row.Readers.Length > 0)
            .Select(row => Sentence(row.Readers, row.Says)));

    // "curl reads ..." and "curl, go and node read ...".
    private static string Sentence(string[] readers, string says) => readers is [var reader]
        ? $"{reader} {says}"
        : $"{string.Join(", ", readers[..^1])} and {readers[^1]} {Plural(says)}";

    private static string Plural(string says) => Verbs().Replace(says, verb => verb.Value is "is" ? "are" : verb.Value[..^1]);

    private static IEnumerable<(string Code, string Fixture, string[] Readers, string Says)> Rows()
    {
        using var record = new StreamReader(typeof(ReaderRecord).Assembly.GetManifestResourceStream("readers.tsv")!);
        while (record.ReadLine() is { } line)
        {
            if (line.Split('\t') is [var code, var fixture, var readers, var says])
            {
                yield return (code, fixture, readers.Split(", "), says);
            }
        }
    }

    [GeneratedRegex("^is|(?<=^|, |, then | and )(reads|refuses|takes|hands)(?= )")]
    private static partial Regex Verbs();
}
