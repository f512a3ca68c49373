using System.Net;
using RawHttp.Cli.Output;

namespace RawHttp.Cli.Views;

/// <summary>Text in the page of --report.</summary>
internal static class ReportText
{
    /// <summary>A line of text as HTML: what a browser would interpret is escaped, and characters that change the direction of text or are
    /// invisible.</summary>
    public static string Html(string text) => WebUtility.HtmlEncode(TerminalText.Visible(text));

    /// <summary>Octets as lines of text in HTML, escaped as on a terminal.</summary>
    public static string Lines(ReadOnlySpan<byte> octets) => WebUtility.HtmlEncode(TerminalText.Escape(octets));

    public static string Capital(string text) => char.ToUpperInvariant(text[0]) + text[1..];

    /// <summary>A row of a list of names and what they stand for; nothing if there is nothing.</summary>
    /// <param name="title">The name.</param>
    /// <param name="what">What it stands for, as text.</param>
    /// <param name="style">How it is marked.</param>
    public static string Row(string title, string? what, string style = "") => what is null ? "" : HtmlRow(title, Html(what), style);

    /// <summary>A row of a list, from HTML.</summary>
    public static string HtmlRow(string title, string html, string style = "") =>
        $"<dt>{title}</dt><dd{(style.Length > 0 ? $" class=\"{style}\"" : "")}>{html}</dd>\n";
}
