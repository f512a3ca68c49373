using RawHttp.Cli.CommandLine;
using RawHttp.Cli.Comparison;
using RawHttp.Cli.Output;

namespace RawHttp.Cli.Views;

/// <summary>The differences as text: side by side where the terminal is wide enough, otherwise one above the other.</summary>
/// <param name="color">Whether to use colour.</param>
internal sealed class DiffTextView(Color color) : IDiffView
{
    // Each side needs room for eight octets in hex.
    private const int NarrowestPair = 120;
    private const string Between = " | ";
    private const string Indent = "    ";
    private const int Narrowest = 30;

    private readonly StandardOutput _output = new(color);
    private (DiffSource A, DiffSource B) _sources;
    private bool _isCounted;

    private int Width => Math.Max(_output.Columns, Narrowest);

    private bool IsPaired => Width is >= NarrowestPair and < int.MaxValue;

    private int CellWidth => Width == int.MaxValue ? int.MaxValue
        : IsPaired ? (Width - Indent.Length - Between.Length) / 2
        : Width - Indent.Length;

    public void Begin(DiffSource a, DiffSource b) => _sources = (a, b);

    public void Write(DiffPair pair)
    {
        if (pair.Number > 1)
        {
            _output.WriteOwn("\n");
        }

        var number = pair.IsOneOfMany ? $", response {pair.Number}" : "";
        WriteSource(_sources.A, Style.OnlyInA, number, pair.A);
        WriteSource(_sources.B, Style.OnlyInB, number, pair.B);
        if (pair.Comparison.Differences.Count > 0)
        {
            WriteHeader();
        }

        foreach (var part in pair.Parts)
        {
            WriteTitle(DiffWords.Title(part.Key));
            WriteAll(part);
        }

        if (pair.Ignored.Count > 0)
        {
            WriteTitle("ignored");
            WriteAll(pair.Ignored);
        }

        _isCounted = true;
        WriteLine(DiffWords.Result(pair));
        _output.Flush();
    }

    public void Complete(bool isAlike, ExitVerdict? failure)
    {
        if (DiffWords.Surplus(_sources.A, _sources.B) is { } surplus)
        {
            WriteLine((_isCounted ? "" : "no response to compare; ") + surplus);
        }

        _output.Finish();
    }

    public void Dispose() => _output.Dispose();

    private void WriteSource(DiffSource source, string style, string number, Outcome outcome)
    {
        var text = $"{source.Letter}: {source.Kind} {source.Name}{number}: {DiffWords.Response(outcome)}";
        var line = Wrapped.Text(TerminalText.Visible(text), Width, 3);
        _output.WriteOwn(style, line[..2]);
        _output.WriteOwn(line[2..] + "\n");
    }

    private void WriteTitle(string title)
    {
        _output.WriteOwn(Style.StartLine, title);
        _output.WriteOwn("\n");
    }

    private void WriteHeader()
    {
        var header = Indent + DiffCell.Header;
        WriteLine(IsPaired ? header.PadRight(Indent.Length + CellWidth + Between.Length) + DiffCell.Header : header);
    }

    private void WriteAll(IEnumerable<Difference> differences)
    {
        foreach (var one in differences)
        {
            WriteLine("  " + DiffWords.Heading(one), 4);
            Write(one);
        }
    }

    private void Write(Difference one)
    {
        var (a, b) = (new DiffCell("A", one, one.A, CellWidth), new DiffCell("B", one, one.B, CellWidth));
        for (var i = 0; IsPaired && i < Math.Max(a.Count, b.Count); i++)
        {
            _output.WriteOwn(Indent);
            a.Write(_output, i, Style.OnlyInA, isPadded: true);
            _output.WriteOwn(i < b.Count ? Between : Between.TrimEnd());
            b.Write(_output, i, Style.OnlyInB, isPadded: false);
            _output.WriteOwn("\n");
        }

        if (!IsPaired)
        {
            WriteBelow(a, Style.OnlyInA);
            WriteBelow(b, Style.OnlyInB);
        }
    }

    private void WriteBelow(DiffCell cell, string style)
    {
        for (var i = 0; i < cell.Count; i++)
        {
            _output.WriteOwn(Indent);
            cell.Write(_output, i, style, isPadded: false);
            _output.WriteOwn("\n");
        }
    }

    private void WriteLine(string text, int indentOfRest = 0) => _output.WriteOwn(Wrapped.Text(text, Width, indentOfRest) + "\n");
}
