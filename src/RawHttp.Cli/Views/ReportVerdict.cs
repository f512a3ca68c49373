namespace RawHttp.Cli.Views;

/// <summary>The part of a page of --report that one reads first: what was asked, how it ended, and what is worst.</summary>
internal static class ReportVerdict
{
    /// <summary>The part for an exchange, as HTML. It is known last, and has its place on top.</summary>
    public static string Of(Outcome outcome, ReportFinding? worst)
    {
        var exchange = outcome.Exchange;
        var findings = Summary.Findings(exchange).Replace("findings: ", "", StringComparison.Ordinal);
        return "<dl class=\"verdict\" slot=\"top\">\n"
            + ReportText.Row("Target", outcome.Target.Length > 0 ? outcome.Target : null)
            + ReportText.Row("Request", Request(outcome))
            + ReportText.Row("Status", exchange.Head is { } head ? head.StatusLine.ToString() : "none")
            + ReportText.Row("Verdict", ReportText.Capital(outcome.Words), outcome.IsWhole ? "" : "error")
            + ReportText.Row("Findings", ReportText.Capital(findings))
            + worst?.Entry
            + "</dl>\n";
    }

    /// <summary>The same in one line, for the title.</summary>
    public static string Title(Outcome outcome, ReportFinding? worst)
    {
        var request = Request(outcome) is { } line ? $"{line}: " : "";
        var status = outcome.Exchange.Head is { } head ? $"{head.StatusLine.StatusCode}, " : "";
        return $"{request}{status}{outcome.Words}{(worst is null ? "" : $", {worst.Finding.Code}")}";
    }

    private static string? Request(Outcome outcome) =>
        outcome.Exchange.Request?.Request is { } sent ? $"{sent.Method} {sent.Target} {sent.Version}" : null;
}
