using System.Globalization;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using RawHttp.Cli.CommandLine;
using RawHttp.Cli.Output;
using RawHttp.Client;
using RawHttp.Http;

namespace RawHttp.Cli.Views;

/// <summary>
/// --report: the ledger as one self-contained page without scripts. The server's octets are only text in it: they are
/// escaped as in the other views, then for HTML.
/// </summary>
internal sealed partial class ReportWriter(string path, string subject, TimeSpan openTimeout) : ILedger
{
    // The size of page that a browser can open. Beyond it, only rows with a finding and the last rows are written, shortened.
    private const int MaxRows = 20_000;
    private const int MaxLength = 16 * 1024 * 1024;
    private const int MaxShortened = 1000;
    private const int MaxListed = 1000;

    private readonly LazyFile _file = new(path, "the page", openTimeout);
    private readonly StringBuilder _pending = new();
    private readonly LastRows _last = new();
    private readonly StringBuilder _list = new();
    private string _verdict = "";
    private Dictionary<string, string>? _readers;
    private long _rows;
    private long _length;
    private bool _hasPage;
    private bool _hasTable;
    private int _count;
    private string? _name;
    private Finding? _worst;

    public bool HasTimes { get; set; }

    public void WriteBegin(int number, string name) => _name = $"{number}. {name}";

    public void Write(LedgerRow row, IReadOnlyList<Finding> findings)
    {
        Begin();
        if (_rows < MaxRows && _length < MaxLength)
        {
            WriteRow(row, findings);
            return;
        }

        row.Hidden += Math.Max(row.Octets.Length - MaxShortened, 0);
        row.Octets = row.Octets[..Math.Min(row.Octets.Length, MaxShortened)];
        if (findings.Count == 0)
        {
            _last.Add(row);
            return;
        }

        if (_last.TakeGap() is { } gap)
        {
            WriteRow(gap, []);
        }

        WriteRow(row, findings);
    }

    private void WriteRow(LedgerRow row, IReadOnlyList<Finding> findings)
    {
        _rows++;
        var severity = findings.Count > 0 ? findings.Max(finding => finding.Severity).ToString().ToLowerInvariant() : "clean";
        var more = row.LeftOut > 0 ? $"<i>{row.Remark}</i>" : row.Hidden > 0 ? $" <i>and {row.Remark}</i>" : "";
        var time = HasTimes ? $"<td>{row.Time}</td>" : "";
        _pending.Append(
            CultureInfo.InvariantCulture,
            $"<tr class=\"{severity}\"><td>{row.Offset}</td>{time}<td>{row.Length}</td><td>{Ending(row, findings)}</td>"
                + $"<td><code>{Marked(row, findings)}</code>{more}");
        foreach (var finding in findings)
        {
            Tell(finding);
        }

        _pending.Append("</td></tr>\n");
        if (_pending.Length > 64 * 1024)
        {
            Spill();
        }
    }

    public void WriteEnd(Outcome outcome, IReadOnlyList<Finding> findings)
    {
        Begin();
        WriteLast();
        var exchange = outcome.Exchange;
        _pending.Append(
            CultureInfo.InvariantCulture,
            $"</tbody></table>\n<h2{(_count == 1 ? " id=\"end\"" : "")}>How it ended</h2>\n<p>{Html(Capital(outcome.Words))}"
                + $"{(outcome.Words.Contains("at offset", StringComparison.Ordinal) ? "" : $", at offset {exchange.Offset}")}"
                + $"; {Html(Summary.Body(exchange))}.</p>\n");
        if (Summary.Unsent(outcome.Exchange.Request) is { } unsent)
        {
            _pending.Append(CultureInfo.InvariantCulture, $"<p>{Capital(unsent)}.</p>\n");
        }

        foreach (var finding in findings)
        {
            Tell(finding);
        }

        _pending.Append(CultureInfo.InvariantCulture, $"<p>{Capital(Summary.Findings(exchange))}.</p>\n");
        if (exchange.Connection is { Remote: { } remote })
        {
            var over = exchange.Connection.Tls is { Protocol: { } protocol } tls
                ? $" over {Summary.TlsVersion(protocol)}, {tls.CipherSuite}"
                : "";
            _pending.Append(CultureInfo.InvariantCulture, $"<p>From {Html(remote)}{over}.</p>\n");
        }

        if (exchange.Timing is { } timing)
        {
            AppendTimeLine(timing);
        }

        List(exchange, outcome.Words);
        _verdict = ReportVerdict.Of(outcome);
        _hasTable = false;
    }

    public void Complete()
    {
        if (_hasPage)
        {
            End();
        }

        _file.Finish();
    }

    public void Flush()
    {
        // The page is not watched while it grows, and a file that cannot be written must not delay the output.
    }

    public void Dispose()
    {
        // Without an end if the run ended for another reason, such as a closed output.
        if (_hasPage && !_file.IsWhole)
        {
            WriteLast();
            _pending.Append(
                $"{(_hasTable ? "</tbody></table>\n" : "")}<h2 id=\"end\">How it ended</h2>\n"
                + "<p>The run was ended before the response: what came later is not in this page.</p>\n");
            End();
        }

        _file.Dispose();
    }

    private void WriteLast()
    {
        foreach (var row in _last.TakeAll())
        {
            WriteRow(row, []);
        }
    }

    private void End()
    {
        if (_last.LeftOut > 0)
        {
            _pending.Append(
                CultureInfo.InvariantCulture,
                $"<p>The page is bounded: {_last.LeftOut} rows in which nothing was found are left out.</p>\n");
        }

        // The list is known only now; the style shows it on top.
        if (_count == 1)
        {
            _pending.Append(_verdict);
        }
        else if (_count > 1)
        {
            _pending.Append("<nav><h2>Exchanges</h2>\n<ul>\n").Append(_list).Append("</ul></nav>\n");
        }

        if (_worst is { } worst)
        {
            _pending.Append(CultureInfo.InvariantCulture, $"<p>{Html(Summary.Explain(worst))}.</p>\n");
        }

        _pending.Append("</main></body></html>\n");
        Spill();
        _file.IsWhole = true;
    }

    private void List(Exchange exchange, string words)
    {
        if (_count <= MaxListed)
        {
            var status = exchange.Head is { } head ? $"{head.StatusLine.StatusCode}, " : "";
            _list.Append(
                CultureInfo.InvariantCulture,
                $"<li><a href=\"#exchange-{_count}\">{Html(_name ?? $"{_count}. at offset {exchange.Start}")}</a>: "
                    + $"{status}{Html(words)}; {Html(Summary.Findings(exchange))}</li>\n");
        }
        else if (_count == MaxListed + 1)
        {
            _list.Append("<li>and more</li>\n");
        }
    }

    private void Spill()
    {
        if (_pending.Length > 0)
        {
            _length += _pending.Length;
            _file.Write(Encoding.UTF8.GetBytes(_pending.ToString()));
            _pending.Clear();
        }
    }

    private void Begin()
    {
        if (!_hasPage)
        {
            _hasPage = true;
            var name = Html(subject);
            var time = DateTimeOffset.UtcNow.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);
            _pending.Append(ReportStyle.Beginning)
                .Append($"<title>{name}: what was sent, by rawhttp</title></head><body><main>\n<h1>What {name} sent</h1>\n")
                .Append($"<p id=\"run\">{time}, rawhttp {Html(ToolVersion.Text)}</p>\n")
                .Append(ReportStyle.Controls);
        }

        if (!_hasTable)
        {
            _hasTable = true;
            _count++;
            var time = HasTimes ? "<th scope=\"col\">ms</th>" : "";
            _pending.Append(
                CultureInfo.InvariantCulture,
                $"{(_name is null ? "" : $"<h2>{Html(_name)}</h2>\n")}"
                    + $"<table class=\"ledger\" id=\"exchange-{_count}\">\n<thead><tr>"
                    + $"<th scope=\"col\">offset</th>{time}<th scope=\"col\">length</th>"
                    + $"<th scope=\"col\">end</th><th scope=\"col\">octets</th></tr></thead><tbody>\n");
        }
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

        string Shown(Range octets) => Html(Escaped.Text(row.Octets.AsSpan(octets)));
    }

    private static string Ending(LedgerRow row, IReadOnlyList<Finding> findings) =>
        row.Kind == LedgerRowKind.LfLine && findings.Any(finding => finding.Offset >= row.Offset + row.Octets.Length)
            ? $"<mark>{row.KindName}</mark>"
            : row.KindName;

    private void Tell(Finding finding)
    {
        _worst = _worst?.Severity >= finding.Severity ? _worst : finding;
        var section = Section().Match(finding.Section);
        var (rfc, number) = (section.Groups[1].Value, section.Groups[2].Value);
        var link = section.Success
            ? $"<a href=\"https://www.rfc-editor.org/rfc/rfc{rfc}#section-{number}\">{Html(finding.Section)}</a>"
            : Html(finding.Section);
        var severity = finding.Severity.ToString().ToLowerInvariant();
        _readers ??= ReaderRecord.Summaries();
        var readers = _readers.TryGetValue(finding.Code, out var summary)
            ? $"<br><i>Of a recorded message with it, {Html(summary)}.</i>"
            : "";
        _pending.Append(
            CultureInfo.InvariantCulture,
            $"<p class=\"finding {severity}\"><b>{severity}</b> {Html(finding.Code)} at {finding.Offset}, {link}"
                + $"<br>{Html(finding.Message)}{readers}</p>\n");
    }

    private void AppendTimeLine(ExchangeTiming timing)
    {
        var total = Math.Max(timing.Parts.Sum(part => part.Took.TotalMilliseconds), 0.001);
        var before = 0.0;
        _pending.Append("<h2>The time it took</h2>\n<table class=\"time\"><tbody>\n");
        foreach (var (name, took) in timing.Parts)
        {
            _pending.Append(
                CultureInfo.InvariantCulture,
                $"<tr><th scope=\"row\">{name}</th><td>{Durations.Milliseconds(took)}</td><td><span style=\""
                    + $"margin-left:{100 * before / total:0.##}%;width:{100 * took.TotalMilliseconds / total:0.##}%\"></span></td></tr>\n");
            before += took.TotalMilliseconds;
        }

        _pending.Append("</tbody></table>\n");
    }

    public static string Capital(string text) => char.ToUpperInvariant(text[0]) + text[1..];

    // Escapes what a browser would interpret, and characters that change the direction of text or are invisible.
    public static string Html(string text) => WebUtility.HtmlEncode(TerminalText.Visible(text));

    [GeneratedRegex(@"^RFC (\d+) §([\d.]+)$")]
    private static partial Regex Section();
}
