using System.Globalization;
using System.Text;

namespace RawHttp.Cli.Views;

/// <summary>The list of exchanges in a page of --report, with links to them.</summary>
internal sealed class ReportList
{
    private const int MaxListed = 1000;
    private readonly StringBuilder _list = new();
    private int _failed;

    /// <summary>How many exchanges there are.</summary>
    public int Count { get; private set; }

    /// <summary>The worst finding in all of them; null for none.</summary>
    public ReportFinding? Worst { get; private set; }

    /// <summary>Adds the next exchange.</summary>
    public void Add(string name, Outcome outcome, ReportFinding? worst)
    {
        Count++;
        Worst = ReportFinding.Worse(Worst, worst);
        _failed += outcome.IsWhole ? 0 : 1;
        if (Count > MaxListed)
        {
            return;
        }

        var exchange = outcome.Exchange;
        var status = exchange.Head is { } head ? $"{head.StatusLine.StatusCode}, " : "";
        var finding = worst is null
            ? ""
            : $"; worst <a class=\"{Summary.Word(worst.Finding.Severity)}\" href=\"#{worst.Id}\">{ReportText.Html(worst.Finding.Code)}</a>";
        _list.Append(
            CultureInfo.InvariantCulture,
            $"<li><a href=\"#exchange-{Count}\">{ReportText.Html(name)}</a>: {status}{ReportText.Html(outcome.Words)}; "
                + $"{ReportText.Html(Summary.Findings(exchange))}{finding}</li>\n");
    }

    /// <summary>The whole in one line, for the title.</summary>
    public string Title => $"{Summary.Count(Count, "exchange")}, {Failed}{(Worst is null ? "" : $", {Worst.Finding.Code}")}";

    /// <summary>The list, as HTML for the top.</summary>
    public override string ToString() =>
        "<dl class=\"verdict\" slot=\"top\">\n"
            + ReportText.Row("Verdict", $"{Summary.Count(Count, "exchange")}, {Failed}", _failed > 0 ? "error" : "")
            + Worst?.Entry
            + $"</dl>\n<nav slot=\"top\" aria-labelledby=\"list\"><h2 id=\"list\">Exchanges</h2>\n<ul>\n{_list}"
            + (Count > MaxListed ? $"<li>and {Count - MaxListed} more</li>\n" : "")
            + "</ul></nav>\n";

    private string Failed => _failed == 0 ? "all complete" : $"{_failed} not complete";
}
