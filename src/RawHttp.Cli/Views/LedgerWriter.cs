using RawHttp.Cli.Output;
using RawHttp.Http;

namespace RawHttp.Cli.Views;

/// <summary>
/// Writes the ledger: aligned columns, and octets wrapped at the width of the terminal. If the columns leave too little room, the octets go
/// below them. Octets never begin a line of the screen: a continued line begins with blanks and a mark.
/// </summary>
/// <param name="color">Whether to use colour.</param>
/// <param name="showsAll">Whether each octet of a row is shown as hex and text below it, too.</param>
internal sealed class LedgerWriter(Color color, bool showsAll = false) : ILedger
{
    private const int NarrowestText = 20;

    // The words for severities are not broken.
    private const int Narrowest = 12;
    private const int AtOnce = 4096;

    private readonly StandardOutput _output = new(color);
    private bool _hasHeader;
    private int _width;
    private Finding? _worst;

    // A number that does not fit makes its column wider from then on.
    private int _offsetWidth = 8;
    private int _timeWidth = 9;
    private int _lengthWidth = 9;

    /// <summary>Whether octets have arrival times: they came over a connection.</summary>
    public bool HasTimes { get; set; }

    private int Indent => _offsetWidth + (HasTimes ? _timeWidth : 0) + _lengthWidth + "  CRLF   ".Length;

    // One column past the last octet is reserved for a caret.
    private bool IsStacked => _width < Indent + NarrowestText + 1;

    private int FindingIndent => IsStacked ? 2 : _offsetWidth + 2;

    public void Flush() => _output.Flush();

    public void Dispose() => _output.Finish();

    public void Complete()
    {
        if (_worst is { } worst)
        {
            Wrap(new string(' ', FindingIndent), Summary.Explain(worst));
            _output.Finish();
        }
    }

    public void WriteBegin(int number, string name)
    {
        _width = Math.Max(_output.Columns, Narrowest);
        WriteOwn(number > 1 ? "\n" : "");
        Wrap("", $"{number}. {name}", 3);
    }

    public void Write(LedgerRow row, IReadOnlyList<Finding> findings)
    {
        Begin(row.Offset, row.Length, row.Time, row.IsSent);
        var mark = row.IsSent ? LedgerRow.SentMark : "";
        if (IsStacked)
        {
            WriteStacked(row, mark, findings);
        }
        else
        {
            var cells = Cells($"{row.Offset}", row.Time, $"{row.Length}");
            WriteOwn(row.IsSent ? mark + cells[1..] : cells);
            WriteKind(row, $"  {row.KindName}", new string(' ', Math.Max(7 - row.KindName.Length, 1)));
            WriteOctets(row, Wrapped.Mark.PadLeft(Indent), findings);
        }

        if (showsAll)
        {
            HexRows.Write(_output, row, findings, _offsetWidth, _width);
        }

        foreach (var finding in findings)
        {
            Tell(finding);
        }
    }

    public void WriteEnd(Outcome outcome, IReadOnlyList<Finding> findings)
    {
        Begin(outcome.Exchange.Offset, 0, "", isSent: false);
        foreach (var finding in findings)
        {
            Tell(finding);
        }

        var exchange = outcome.Exchange;
        if (Summary.Unsent(outcome.Exchange.Request) is { } unsent)
        {
            Wrap(new string(' ', FindingIndent), $"request: {unsent}");
        }

        var offset = $"{outcome.Exchange.Offset}";
        var end = $"{offset}  end: {outcome.Words}; {Summary.Body(exchange)}";
        Wrap(IsStacked ? "" : new string(' ', _offsetWidth - offset.Length), end, IsStacked ? 0 : _offsetWidth);
        Wrap(new string(' ', FindingIndent), Summary.Findings(exchange));
        _output.Finish();
    }

    // Sets the widths for the next row, and writes the header once.
    private void Begin(long offset, long length, string time, bool isSent)
    {
        _width = Math.Max(_output.Columns, Narrowest);
        _offsetWidth = Math.Max(_offsetWidth, $"{offset}".Length + (isSent ? 1 : 0));
        _lengthWidth = Math.Max(_lengthWidth, $" {length}".Length);
        _timeWidth = Math.Max(_timeWidth, time.Length + 1);
        if (!_hasHeader)
        {
            _hasHeader = true;
            WriteOwn(IsStacked ? $"offset length end\n{Wrapped.Mark}octets\n" : $"{Cells("offset", "ms", "length")}  end    octets\n");
        }
    }

    private string Cells(string offset, string time, string length) =>
        $"{offset.PadLeft(_offsetWidth)}{(HasTimes ? time.PadLeft(_timeWidth) : "")}{length.PadLeft(_lengthWidth)}";

    private void WriteStacked(LedgerRow row, string mark, IReadOnlyList<Finding> findings)
    {
        Wrap("", $"{mark}{row.Offset} {row.Length} {row.KindName}{(HasTimes && row.Time.Length > 0 ? $" {row.Time} ms" : "")}");
        if (row.Octets.Length > 0 || row.Remark.Length > 0 || findings.Count > 0)
        {
            WriteOwn(Wrapped.Mark);
            WriteOctets(row, Wrapped.Mark, findings);
        }
    }

    // An ending other than CRLF stands out.
    private void WriteKind(LedgerRow row, string kind, string after)
    {
        if (row.Kind is LedgerRowKind.LfLine or LedgerRowKind.UnendedLine or LedgerRowKind.Rest)
        {
            WriteOwn(kind[..^kind.TrimStart().Length]);
            _output.WriteOwn(Style.Odd, kind.TrimStart());
            WriteOwn(after);
        }
        else
        {
            WriteOwn(kind + after);
        }
    }

    // Writes the octets from the cursor on; a line that goes on begins with goOn.
    private void WriteOctets(LedgerRow row, string goOn, IReadOnlyList<Finding> findings)
    {
        var room = _width == int.MaxValue ? long.MaxValue : _width - goOn.Length - 1;
        var remark = row.Remark is { Length: > 0 } text ? $"{(row.Octets.Length > 0 ? " " : "")}... {text}" : "";
        var shown = showsAll && row.Line is null ? [] : row.Octets;
        var marked = row.Marked(findings);
        var (style, _) = StyleOf(findings.Count > 0 ? findings.Max(finding => finding.Severity) : Severity.Info);
        var (at, done) = (0, 0);
        while (true)
        {
            var (next, columns) = WriteLine(row, shown, at, room);
            var isLast = next == shown.Length;
            WriteOwn(isLast && columns + remark.Length <= room ? remark + "\n" : "\n");
            if (!showsAll || row.Line is not null)
            {
                Mark(shown, at, next, marked, style, ref done);
            }

            if (isLast && columns + remark.Length > room)
            {
                Wrap(new string(' ', goOn.Length), remark.TrimStart());
            }

            if (isLast)
            {
                return;
            }

            WriteOwn(goOn);
            at = next;
        }
    }

    // Writes as many escaped octets as fit in a line; returns where the next line begins and how many columns were used.
    private (int Next, long Columns) WriteLine(LedgerRow row, byte[] octets, int at, long room)
    {
        var end = EndOfLine(octets, at, room);
        var (emphasized, style) = row.Emphasis;
        var styled = Math.Clamp(emphasized, at, end);
        var columns = WriteEscaped(octets.AsSpan(at, styled - at), style) + WriteEscaped(octets.AsSpan(styled, end - styled), "");
        return (end, columns);
    }

    // The end of the line that begins with an octet: after the last space if there is one in its second half.
    private static int EndOfLine(byte[] octets, int at, long room)
    {
        var (columns, afterSpace) = (0L, 0);
        for (var end = at; end < octets.Length; end++)
        {
            columns += Escaped.From(octets[end]).Length;
            if (columns > room)
            {
                return afterSpace > 0 ? afterSpace : Math.Max(end, at + 1);
            }

            afterSpace = octets[end] == ' ' && columns >= room / 2 ? end + 1 : afterSpace;
        }

        return octets.Length;
    }

    private long WriteEscaped(ReadOnlySpan<byte> octets, string style)
    {
        var columns = 0L;
        for (; !octets.IsEmpty; octets = octets[Math.Min(octets.Length, AtOnce)..])
        {
            var text = Escaped.Text(octets[..Math.Min(octets.Length, AtOnce)]);
            columns += text.Length;
            Write(style, text);
        }

        return columns;
    }

    // Writes carets below the octets that findings concern, and below the place past a row's last octet if something is missing there.
    private void Mark(byte[] octets, int from, int to, List<(int Start, int End)> marked, string style, ref int done)
    {
        var isLast = to == octets.Length;
        var (at, columns, written) = (from, 0L, -1L);
        for (; done < marked.Count && (marked[done].Start < to || (isLast && marked[done].Start == to)); done++)
        {
            var (start, end) = marked[done];
            for (; at < start; at++)
            {
                columns += Escaped.From(octets[at]).Length;
            }

            Fill("", ' ', written < 0 ? Indentation() + columns : columns - written);
            var first = columns;
            for (; at < Math.Min(end, to); at++)
            {
                columns += Escaped.From(octets[at]).Length;
            }

            written = end > to && isLast ? columns + 1 : columns;
            Fill(style, '^', written - first);
            if (end > to && !isLast)
            {
                // The range continues in the next line.
                break;
            }
        }

        if (written >= 0)
        {
            WriteOwn("\n");
        }

        int Indentation() => IsStacked ? Wrapped.Mark.Length : Indent;
    }

    private void Fill(string style, char character, long count)
    {
        for (; count > 0; count -= AtOnce)
        {
            Write(style, new string(character, (int)Math.Min(count, AtOnce)));
        }
    }

    private void Tell(Finding finding)
    {
        _worst = _worst?.Severity >= finding.Severity ? _worst : finding;
        var (style, word) = StyleOf(finding.Severity);
        var indent = new string(' ', FindingIndent);
        var line = Wrapped.Text($"{indent}{word} {finding.Code} at {finding.Offset}", _width, indent.Length);
        WriteOwn(indent);
        _output.WriteOwn(style, word);
        WriteOwn($"{line[(indent.Length + word.Length)..]}\n");
        Wrap(indent + "  ", finding.Message);
    }

    private void Wrap(string indent, string text, int indentOfRest = -1) =>
        WriteOwn(Wrapped.Text(indent + TerminalText.Visible(text), _width, indentOfRest < 0 ? indent.Length : indentOfRest) + "\n");

    private static (string Style, string Word) StyleOf(Severity severity) => severity switch
    {
        Severity.Error => (Style.Error, "error"),
        Severity.Warning => (Style.Warning, "warning"),
        _ => (Style.Info, "info"),
    };

    private void WriteOwn(string text) => _output.WriteOwn(text);

    private void Write(string style, string text)
    {
        if (style.Length > 0)
        {
            _output.WriteOwn(style, text);
        }
        else
        {
            WriteOwn(text);
        }
    }
}
