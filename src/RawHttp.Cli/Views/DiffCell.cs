using RawHttp.Cli.Comparison;
using RawHttp.Cli.Output;

namespace RawHttp.Cli.Views;

/// <summary>
/// What one response has where two differ, as lines of a given width: offset, length, and the octets or words. Octets never begin a line of
/// the screen: a continued line begins with blanks and a mark.
/// </summary>
internal sealed class DiffCell
{
    private const int NarrowestText = 10;
    private const int OffsetWidth = 8;
    private const int LengthWidth = 8;

    // Leaves room for 16 octets in 76 columns.
    private const int NarrowestRowOffset = 6;

    private readonly List<(string Text, int From, int To)> _lines = [];
    private readonly int _width;

    /// <summary>Lays out one side of a difference.</summary>
    /// <param name="letter">A or B.</param>
    /// <param name="one">The difference.</param>
    /// <param name="side">The side; null for one that has nothing there.</param>
    /// <param name="width">The columns of a line.</param>
    public DiffCell(string letter, Difference one, DifferenceSide? side, int width)
    {
        _width = width;
        if (side is null)
        {
            return;
        }

        var begin = $"{letter} {$"{side.Offset}".PadLeft(OffsetWidth)} {$"{side.Length}".PadLeft(LengthWidth)}  ";
        if (side.Index is { } index)
        {
            Add(begin, side.Length == 0 ? "nothing" : $"from octet {index} on:");
            AddRows(side, index);
        }
        else if (side.Octets is null)
        {
            Add(begin, TerminalText.Visible(side.Words));
        }
        else
        {
            var (from, to) = DiffWords.Marked(one, side);
            Add(begin, DiffWords.Text(one, side), from, to);
        }
    }

    /// <summary>The titles of the columns.</summary>
    public static string Header => $"  {"offset".PadLeft(OffsetWidth)} {"length".PadLeft(LengthWidth)}  octets";

    public int Count => _lines.Count;

    /// <summary>Writes one of the lines.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="index">Which one; past the last, nothing is written but blanks.</param>
    /// <param name="style">How the octets are styled that the other side does not have.</param>
    /// <param name="isPadded">Whether blanks fill the width.</param>
    public void Write(StandardOutput output, int index, string style, bool isPadded)
    {
        var (text, from, to) = index < _lines.Count ? _lines[index] : ("", 0, 0);
        output.WriteOwn(text[..from]);
        if (to > from)
        {
            output.WriteOwn(style, text[from..to]);
        }

        output.WriteOwn(text[to..] + (isPadded ? new string(' ', Math.Max(_width - Columns.Count(text), 0)) : ""));
    }

    private void AddRows(DifferenceSide side, long index)
    {
        List<(int, int)> marked = side.DifferentTo > side.DifferentFrom ? [(side.DifferentFrom, side.DifferentTo)] : [];
        var octets = side.Octets!.Value.ToArray();
        var offsetWidth = Math.Max(NarrowestRowOffset, $"{index + octets.Length}".Length);
        foreach (var line in HexRows.Lines(index, octets, marked, offsetWidth, _width))
        {
            var caret = line.EndsWith('^') ? line.IndexOf('^', StringComparison.Ordinal) : line.Length;
            _lines.Add((line, caret, line.Length));
        }
    }

    // Breaks the text after a space in the second half of a line, if there is one, and otherwise where the line is full.
    private void Add(string begin, string text, int from = 0, int to = 0)
    {
        var goOn = _width == int.MaxValue || _width - begin.Length >= NarrowestText ? Wrapped.Mark.PadLeft(begin.Length) : Wrapped.Mark;
        var start = 0;
        do
        {
            var prefix = start == 0 ? begin : goOn;
            var rest = text[start..];
            var line = _width == int.MaxValue ? rest : Columns.Cut(rest, Math.Max(_width - prefix.Length, 2));
            if (line.Length < rest.Length && line.LastIndexOf(' ') is var space && space >= line.Length / 2)
            {
                line = line[..(space + 1)];
            }

            var end = start + line.Length;
            var (first, last) = (Math.Clamp(from, start, end), Math.Clamp(to, start, end));
            _lines.Add((prefix + line, prefix.Length + first - start, prefix.Length + last - start));
            start = end;
        }
        while (start < text.Length);
    }
}
