using System.Text;
using RawHttp.Cli.Output;
using RawHttp.Http;

namespace RawHttp.Cli.Views;

/// <summary>
/// Writes the ledger: aligned columns, and octets wrapped at the width of the terminal. If the columns leave too little room, the octets go
/// below them. Octets never begin a line of the screen: a continued line begins with blanks and a mark.
/// </summary>
internal sealed class LedgerWriter(Color color) : ILedger
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
        Begin(row.Offset, row.Length, row.Time);
        if (IsStacked)
        {
            Wrap("", $"{row.Offset} {row.Length} {row.KindName}{(HasTimes && row.Time.Length > 0 ? $" {row.Time} ms" : "")}");
            if (row.Octets.Length > 0 || findings.Count > 0)
            {
                WriteOctets(row, Wrapped.Mark, findings);
            }
        }
        else
        {
            WriteOctets(row, $"{Cells($"{row.Offset}", row.Time, $"{row.Length}")}  {row.KindName,-4}   ", findings);
        }

        foreach (var finding in findings)
        {
            Tell(finding);
        }
    }

    public void WriteEnd(Outcome outcome, IReadOnlyList<Finding> findings)
    {
        Begin(outcome.Exchange.Offset, 0, "");
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
    private void Begin(long offset, long length, string time)
    {
        _width = Math.Max(_output.Columns, Narrowest);
        _offsetWidth = Math.Max(_offsetWidth, $"{offset}".Length);
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

    private void WriteOctets(LedgerRow row, string begin, IReadOnlyList<Finding> findings)
    {
        var goOn = begin == Wrapped.Mark ? begin : Wrapped.Mark.PadLeft(Indent);
        var room = _width == int.MaxValue ? long.MaxValue : _width - goOn.Length - 1;
        var more = row.Remark is { Length: > 0 } remark ? $"{(row.Octets.Length > 0 ? " " : "")}... {remark}" : "";
        var marked = row.Marked(findings);
        var (at, told) = (0, 0);
        do
        {
            WriteOwn(begin);
            var (next, columns) = WriteLine(row.Octets, at, room);
            var isLast = next == row.Octets.Length;
            WriteOwn(isLast && columns + more.Length <= room ? more + "\n" : "\n");
            Mark(row.Octets, at, next, marked, ref told);
            if (isLast && columns + more.Length > room)
            {
                Wrap(new string(' ', goOn.Length), more.TrimStart());
            }

            (begin, at) = (goOn, next);
        }
        while (at < row.Octets.Length);
    }

    // Writes as many escaped octets as fit in a line; returns where the next line begins and how many columns were used.
    private (int Next, long Columns) WriteLine(byte[] octets, int at, long room)
    {
        var text = new StringBuilder();
        var columns = 0L;
        for (; at < octets.Length && columns + Escaped.From(octets[at]).Length <= room; at++)
        {
            text.Append(Escaped.From(octets[at]));
            columns += Escaped.From(octets[at]).Length;
            if (text.Length > AtOnce)
            {
                WriteOwn(text.ToString());
                text.Clear();
            }
        }

        WriteOwn(text.ToString());
        return (at, columns);
    }

    // Writes carets below the octets that findings concern, and below the place past a row's last octet if something is missing there.
    private void Mark(byte[] octets, int from, int to, List<(int Start, int End)> marked, ref int told)
    {
        var isLast = to == octets.Length;
        var (at, columns, written) = (from, 0L, -1L);
        for (; told < marked.Count && (marked[told].Start < to || (isLast && marked[told].Start == to)); told++)
        {
            var (start, end) = marked[told];
            for (; at < start; at++)
            {
                columns += Escaped.From(octets[at]).Length;
            }

            Fill(' ', written < 0 ? Indentation() + columns : columns - written);
            var first = columns;
            for (; at < Math.Min(end, to); at++)
            {
                columns += Escaped.From(octets[at]).Length;
            }

            written = end > to && isLast ? columns + 1 : columns;
            Fill('^', written - first);
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

    private void Fill(char character, long count)
    {
        for (; count > 0; count -= AtOnce)
        {
            WriteOwn(new string(character, (int)Math.Min(count, AtOnce)));
        }
    }

    private void Tell(Finding finding)
    {
        _worst = _worst?.Severity >= finding.Severity ? _worst : finding;
        var (style, word) = finding.Severity switch
        {
            Severity.Error => ("1;31", "error"),
            Severity.Warning => ("33", "warning"),
            _ => ("34", "info"),
        };
        var indent = new string(' ', FindingIndent);
        var line = Wrapped.Text($"{indent}{word} {finding.Code} at {finding.Offset}", _width, indent.Length);
        WriteOwn(indent);
        _output.Write(style, Encoding.ASCII.GetBytes(word));
        WriteOwn($"{line[(indent.Length + word.Length)..]}\n");
        Wrap(indent + "  ", finding.Message);
    }

    private void Wrap(string indent, string text, int indentOfRest = -1) =>
        WriteOwn(Wrapped.Text(indent + TerminalText.Visible(text), _width, indentOfRest < 0 ? indent.Length : indentOfRest) + "\n");

    private void WriteOwn(string text) => _output.WriteOwn(text);
}
