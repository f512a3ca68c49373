using System.Globalization;
using System.Net;
using System.Text;
using RawHttp.Cli.CommandLine;
using RawHttp.Cli.Comparison;
using RawHttp.Cli.Output;

namespace RawHttp.Cli.Views;

/// <summary>diff --report: the differences as one self-contained page without scripts. What the responses have is text in it.</summary>
/// <param name="path">The file.</param>
/// <param name="openTimeout">How long to wait for a reader if it is a pipe.</param>
internal sealed class DiffReport(string path, TimeSpan openTimeout) : IDiffView
{
    private const string Header = "<thead><tr><th>side</th><th>offset</th><th>length</th><th>octets</th></tr></thead>\n";

    private readonly LazyFile _file = new(path, "the page", openTimeout);
    private (DiffSource A, DiffSource B) _sources;

    public void Begin(DiffSource a, DiffSource b)
    {
        _sources = (a, b);
        var title = $"{Html(a.Name)} and {Html(b.Name)}";
        Write($"{ReportStyle.Beginning}\n<title>{title}</title></head><body><main>\n<h1>What differs: {title}</h1>\n");
    }

    public void Write(DiffPair pair)
    {
        Write($"<section class=\"difference\"><h2>Response {pair.Number}: {Html(DiffWords.Result(pair))}</h2>\n");
        Write($"<p>A: {_sources.A.Kind} {Html(_sources.A.Name)}: {Html(DiffWords.Response(pair.A))}<br>\n");
        Write($"B: {_sources.B.Kind} {Html(_sources.B.Name)}: {Html(DiffWords.Response(pair.B))}</p>\n");
        foreach (var part in pair.Parts)
        {
            WriteTable(DiffWords.Title(part.Key), part);
        }

        if (pair.Ignored.Count > 0)
        {
            WriteTable("ignored", pair.Ignored);
        }

        Write("</section>\n");
    }

    public void Complete(bool isAlike, ExitVerdict? failure)
    {
        foreach (var line in new[] { DiffWords.Surplus(_sources.A, _sources.B), failure?.Message }.OfType<string>())
        {
            Write($"<p>{Html(line)}</p>\n");
        }

        Write("</main></body></html>\n");
        _file.IsWhole = true;
        _file.Finish();
    }

    public void Dispose() => _file.Dispose();

    private void WriteTable(string title, IEnumerable<Difference> differences)
    {
        Write($"<h3>{Html(title)}</h3>\n<table>{Header}<tbody>");
        foreach (var one in differences)
        {
            Write($"<tr><th colspan=\"4\">{Html(DiffWords.Heading(one))}</th></tr>\n");
            WriteRow("A", one, one.A);
            WriteRow("B", one, one.B);
        }

        Write("</tbody></table>\n");
    }

    private void WriteRow(string letter, Difference one, DifferenceSide? side)
    {
        if (side is null)
        {
            return;
        }

        var shown = side.Index is { } index ? Rows(side, index)
            : side.Octets is null ? Html(TerminalText.Visible(side.Words))
            : Marked(one, side);
        Write(string.Create(
            CultureInfo.InvariantCulture,
            $"<tr><td>{letter}</td><td>{side.Offset}</td><td>{side.Length}</td><td><code>{shown}</code></td></tr>\n"));
    }

    private static string Rows(DifferenceSide side, long index)
    {
        List<(int, int)> marked = side.DifferentTo > side.DifferentFrom ? [(side.DifferentFrom, side.DifferentTo)] : [];
        return Html(string.Join('\n', HexRows.Lines(index, side.Octets!.Value.ToArray(), marked, $"{index + 99}".Length, int.MaxValue)));
    }

    private static string Marked(Difference one, DifferenceSide side)
    {
        var (text, (from, to)) = (DiffWords.Text(one, side), DiffWords.Marked(one, side));
        return to > from ? $"{Html(text[..from])}<mark>{Html(text[from..to])}</mark>{Html(text[to..])}" : Html(text);
    }

    private static string Html(string text) => WebUtility.HtmlEncode(text);

    private void Write(string text) => _file.Write(Encoding.UTF8.GetBytes(text));
}
