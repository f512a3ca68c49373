using RawHttp.Http;

namespace RawHttp.Cli.Views;

/// <summary>A finding that the page of --report shows.</summary>
/// <param name="Finding">The finding.</param>
/// <param name="Id">Where it stands in the page.</param>
internal sealed record ReportFinding(Finding Finding, string Id)
{
    /// <summary>The finding as an entry of a list, with a link to its place.</summary>
    public string Entry => ReportText.HtmlRow(
        "Worst",
        $"<a href=\"#{Id}\">{ReportText.Html(Finding.Code)}</a> at {Finding.Offset}: {ReportText.Html(Finding.Message)}",
        Summary.Word(Finding.Severity));

    /// <summary>The worse of two; the first if they are alike.</summary>
    public static ReportFinding? Worse(ReportFinding? first, ReportFinding? second) =>
        first is null || second?.Finding.Severity > first.Finding.Severity ? second : first;
}
