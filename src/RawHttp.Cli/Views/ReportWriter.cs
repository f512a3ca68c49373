using RawHttp.Cli.CommandLine;
using RawHttp.Client;
using RawHttp.Http;

namespace RawHttp.Cli.Views;

/// <summary>
/// --report: the ledger as one self-contained page without scripts. The server's octets are only text in it: they are
/// escaped as in the other views, then for HTML.
/// </summary>
internal sealed class ReportWriter(string path, string subject, TimeSpan openTimeout, ReportContents contents) : ILedger
{
    // The size of page that a browser can open. Beyond it, only rows with a finding and the last rows are written, shortened.
    private const int MaxRows = 20_000;
    private const int MaxLength = 16 * 1024 * 1024;
    private const int MaxShortened = 1000;

    private readonly ReportPage _page = new(path, openTimeout);
    private readonly ReportRows _rows = new();
    private readonly ReportList _list = new();
    private readonly LastRows _last = new();
    private readonly string _run = $"{Summary.Date(DateTimeOffset.UtcNow)}, rawhttp {ToolVersion.Text}";
    private string? _verdict;
    private string? _title;
    private string? _name;
    private long _rowCount;
    private int _count;
    private bool _hasPage;
    private bool _hasTable;

    public bool HasTimes { get; set; }

    public void WriteBegin(int number, string name) => _name = $"{number}. {name}";

    public void Write(LedgerRow row, IReadOnlyList<Finding> findings)
    {
        Begin();
        if (_rowCount < MaxRows && _page.Length < MaxLength)
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

    public void WriteEnd(Outcome outcome, IReadOnlyList<Finding> findings)
    {
        Begin(outcome.Target);
        WriteLast();
        var exchange = outcome.Exchange;
        _page.Add(
            $"</tbody></table>\n<h3{(_count == 1 ? " id=\"end\"" : "")}>How it ended</h3>\n"
                + $"<p>{ReportText.Html(HowEnded(outcome))}</p>\n");
        if (Summary.Unsent(exchange.Request) is { } unsent)
        {
            _page.Add($"<p>{ReportText.Capital(unsent)}.</p>\n");
        }

        _page.Add($"{string.Concat(findings.Select(_rows.Finding))}<p>{ReportText.Capital(Summary.Findings(exchange))}.</p>\n");
        Conclude(outcome);
        WriteContents(exchange);
        (_hasTable, _name) = (false, null);
    }

    public void Complete()
    {
        if (_hasPage)
        {
            End();
        }

        _page.Finish();
    }

    public void Flush()
    {
        // The page is not watched while it grows, and a file that cannot be written must not delay the output.
    }

    public void Dispose()
    {
        // Without an end if the run ended for another reason, such as a closed output.
        if (_hasPage && !_page.IsWhole)
        {
            WriteLast();
            _page.Add(
                $"{(_hasTable ? "</tbody></table>\n" : "")}<h3{(_count == 1 ? " id=\"end\"" : "")}>How it ended</h3>\n"
                + "<p>The run was ended before the response: what came later is not in this page.</p>\n");
            End();
        }

        _page.Dispose();
    }

    private static string HowEnded(Outcome outcome)
    {
        var at = outcome.Words.Contains("at offset", StringComparison.Ordinal) ? "" : $", at offset {outcome.Exchange.Offset}";
        return $"{ReportText.Capital(outcome.Words)}{at}; {Summary.Body(outcome.Exchange)}.";
    }

    private void WriteRow(LedgerRow row, IReadOnlyList<Finding> findings)
    {
        _rowCount++;
        _page.Add(_rows.Row(row, findings, HasTimes));
    }

    private void WriteLast()
    {
        foreach (var row in _last.TakeAll())
        {
            WriteRow(row, []);
        }
    }

    private void Conclude(Outcome outcome)
    {
        var place = outcome.Exchange.Connection is null ? $"at offset {outcome.Exchange.Start}" : outcome.Target;
        _list.Add(_name ?? $"{_count}. {place}", outcome, _rows.Worst);
        _verdict = ReportVerdict.Of(outcome, _rows.Worst);

        _title = Title(ReportVerdict.Title(outcome, _rows.Worst));

        // The body may be so large that the page is written now. Of a connection it is known whether there are several exchanges.
        _page.Title = HasTimes && _name is null ? _title : _page.Title;
        _rows.Worst = null;
    }

    private void WriteContents(Exchange exchange)
    {
        if (exchange.Connection is { } link)
        {
            _page.Add(ReportConnection.Of(link));
        }

        if (exchange.Timing is { } timing)
        {
            _page.Add(ReportTimes.Parts(timing));
            _page.Add(ReportTimes.Picture(contents.Reads, exchange.IsComplete, _count));
        }

        foreach (var part in contents.Content.Html(HasTimes ? "what the connection brought" : "the file"))
        {
            _page.Add(part);
        }

        contents.Clear();
    }

    // An exchange has a name only if it is one of several, and not if no connection was made for it.
    private void Begin(string target = "")
    {
        if (!_hasPage)
        {
            _hasPage = true;
            _page.Title = Title("what was sent");
            _page.Add(ReportStyle.Beginning);
            _page.PlaceTitle();
            _page.Add(
                $"</head><body><main>{ReportStyle.TopFirst}\n<h1 slot=\"top\">What {ReportText.Html(subject)} sent</h1>\n"
                    + $"<p id=\"run\" slot=\"top\">{ReportText.Html(_run)}</p>\n{ReportStyle.Controls}");
        }

        if (!_hasTable)
        {
            EndSection();
            _hasTable = true;
            _count++;
            var name = _name ?? (_count == 1 ? "What came" : $"{_count}. {(target.Length > 0 ? target : "What came")}");
            var time = HasTimes ? "<th scope=\"col\">ms</th>" : "";
            _page.Add(
                $"<section id=\"exchange-{_count}\" aria-labelledby=\"name-{_count}\">{ReportStyle.TopFirst}\n"
                    + $"<h2 slot=\"top\" id=\"name-{_count}\">{ReportText.Html(name)}</h2>\n"
                    + $"<table class=\"{(HasTimes ? "timed " : "")}ledger\" aria-labelledby=\"name-{_count}\">\n<thead><tr>"
                    + $"<th scope=\"col\">offset</th>{time}<th scope=\"col\">length</th>"
                    + $"<th scope=\"col\">end</th><th scope=\"col\">octets</th></tr></thead><tbody>\n");
        }
    }

    // The verdict belongs to its exchange, unless that is the only one.
    private void EndSection()
    {
        if (_count > 0)
        {
            _page.Add($"{_verdict}</section>\n");
            _verdict = null;
        }
    }

    private void End()
    {
        if (_count == 1)
        {
            _page.Title = _title ?? _page.Title;
            _page.Add($"</section>\n{_verdict}");
        }
        else
        {
            EndSection();
            _page.Title = Title(_list.Title);
            _page.Add(_list.ToString());
        }

        if (_last.LeftOut > 0)
        {
            _page.Add($"<p>The page is bounded: {_last.LeftOut} rows in which nothing was found are left out.</p>\n");
        }

        if (_list.Worst is { } worst)
        {
            _page.Add($"<p>{ReportText.Html(Summary.Explain(worst.Finding))}.</p>\n");
        }

        _page.Add("</main></body></html>\n");
        _page.End();
    }

    private string Title(string what) => $"{subject}: {what}; {_run}";
}
