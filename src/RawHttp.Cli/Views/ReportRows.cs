using System.Text;
using System.Text.RegularExpressions;
using RawHttp.Cli.Output;
using RawHttp.Http;

namespace RawHttp.Cli.Views;

/// <summary>The rows of a ledger and their findings in a page of --report, as HTML.</summary>
internal sealed partial class ReportRows
{
    private Dictionary<string, string>? _readers;
    private int _findings;

    /// <summary>The worst finding since it was last taken; null for none.</summary>
    public ReportFinding? Worst { get; set; }

    /// <summary>A row with its findings.</summary>
    public string Row(LedgerRow row, IReadOnlyList<Finding> findings, bool hasTimes)
    {
        var severity = findings.Count > 0 ? Summary.Word(findings.Max(finding => finding.Severity)) : "clean";
        var more = row.LeftOut > 0 ? $"<i>{row.Remark}</i>" : row.Hidden > 0 ? $" <i>and {row.Remark}</i>" : "";
        var time = hasTimes ? $"<td>{row.Time}</td>" : "";
        var sent = row.IsSent ? "<abbr title=\"sent\">&gt;</abbr> " : "";
        return $"<tr class=\"{severity}\"><td>{sent}{row.Offset}</td>{time}<td>{row.Length}</td><td>{Ending(row, findings)}</td>"
            + $"<td><code>{Marked(row, findings)}</code>{more}{string.Concat(findings.Select(Finding))}</td></tr>\n";
    }

    /// <summary>A finding, with a link to its rule.</summary>
    public string Finding(Finding finding)
    {
        var shown = new ReportFinding(finding, $"finding-{++_findings}");
        Worst = ReportFinding.Worse(Worst, shown);
        var section = Section().Match(finding.Section);
        var (rfc, number) = (section.Groups[1].Value, section.Groups[2].Value);
        var link = section.Success
            ? $"<a href=\"https://www.rfc-editor.org/rfc/rfc{rfc}#section-{number}\">{ReportText.Html(finding.Section)}</a>"
            : ReportText.Html(finding.Section);
        var severity = Summary.Word(finding.Severity);
        _readers ??= ReaderRecord.Summaries();
        var readers = _readers.TryGetValue(finding.Code, out var summary)
            ? $"<br><i>Of another message with it, as recorded, {ReportText.Html(summary)}.</i>"
            : "";
        return $"<p class=\"finding {severity}\" id=\"{shown.Id}\"><b>{severity}</b> "
            + $"{ReportText.Html(finding.Code)} at {finding.Offset}, {link}<br>{ReportText.Html(finding.Message)}{readers}</p>\n";
    }

    // The octets, with those that a finding is about marked.
    private static string Marked(LedgerRow row, IReadOnlyList<Finding> findings)
    {
        var text = new StringBuilder();
        var at = 0;
        var marked = row.Marked(findings.Where(finding => finding.Length > 0));
        foreach (var (start, end) in marked.Where(stretch => stretch.Start < row.Octets.Length))
        {
            text.Append(Shown(at..start)).Append("<mark>").Append(Shown(start..Math.Min(end, row.Octets.Length))).Append("</mark>");
            at = Math.Min(end, row.Octets.Length);
        }

        return text.Append(Shown(at..row.Octets.Length)).ToString();

        string Shown(Range octets) => ReportText.Html(Escaped.Text(row.Octets.AsSpan(octets)));
    }

    private static string Ending(LedgerRow row, IReadOnlyList<Finding> findings) =>
        row.Kind == LedgerRowKind.LfLine && findings.Any(finding => finding.Offset >= row.Offset + row.Octets.Length)
            ? $"<mark>{row.KindName}</mark>"
            : row.KindName;

    [GeneratedRegex(@"^RFC (\d+) §([\d.]+)$")]
    private static partial Regex Section();
}
