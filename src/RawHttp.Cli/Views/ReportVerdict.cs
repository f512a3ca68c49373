using System.Text;

namespace RawHttp.Cli.Views;

/// <summary>The part of a page of --report that one reads first: what was asked, how it ended, and what is worst. It is known last, and the
/// style shows it on top.</summary>
internal static class ReportVerdict
{
    /// <summary>The part for an exchange, as HTML.</summary>
    public static string Of(Outcome outcome)
    {
        var exchange = outcome.Exchange;
        var request = exchange.Request?.Request is { } sent ? $"{sent.Method} {sent.Target} {sent.Version}" : null;
        var findings = Summary.Findings(exchange).Replace("findings: ", "", StringComparison.Ordinal);
        var worst = exchange.Findings.MaxBy(finding => finding.Severity);
        var text = new StringBuilder("<dl id=\"verdict\">\n");
        Row("Request", request);
        Row("Status", exchange.Head is { } head ? head.StatusLine.ToString() : "none");
        Row("Verdict", ReportWriter.Capital(outcome.Words), outcome.IsWhole ? "" : "error");
        Row("Findings", ReportWriter.Capital(findings));
        Row("Worst", worst is null ? null : $"{worst.Code}: {worst.Message}", $"{worst?.Severity}".ToLowerInvariant());
        return text.Append("</dl>\n").ToString();

        void Row(string title, string? what, string style = "")
        {
            if (what is not null)
            {
                text.Append($"<dt>{title}</dt><dd{(style.Length > 0 ? $" class=\"{style}\"" : "")}>{ReportWriter.Html(what)}</dd>\n");
            }
        }
    }
}
