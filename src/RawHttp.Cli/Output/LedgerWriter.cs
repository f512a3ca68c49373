using System.Globalization;
using System.Text;
using RawHttp.Http;

namespace RawHttp.Cli.Output;

/// <summary>A row of the ledger.</summary>
internal sealed class LedgerRow(long offset, long length, byte[] octets, string ending)
{
    public long Offset { get; } = offset;

    /// <summary>How many octets it stands for; more than are shown for data.</summary>
    public long Length { get; set; } = length;

    /// <summary>Those that are shown, without a line's ending.</summary>
    public byte[] Octets { get; set; } = octets;

    /// <summary>How it ended, or that it is data; "gap" for rows that were left out.</summary>
    public string Ending { get; } = ending;

    /// <summary>How many of its octets are not shown; a line's ending is not one of them.</summary>
    public long Hidden { get; set; }

    /// <summary>How many rows it stands for that were left out.</summary>
    public long LeftOut { get; set; }

    /// <summary>What there is to be said behind its octets.</summary>
    public string Remark => LeftOut > 0 ? $"{LeftOut} rows left out" : Hidden > 0 ? $"{Hidden} more" : "";

    /// <summary>Whether it can get findings until all is read.</summary>
    public bool IsOpen { get; init; }

    /// <summary>When its last octet came, after the request's last one.</summary>
    public TimeSpan? Arrival { get; set; }

    /// <summary>Whether it did not come in the same read as the row before.</summary>
    public bool BeginsRead { get; set; }
}

/// <summary>Writes the ledger: aligned columns, and octets that wrap at the width of the terminal.</summary>
internal sealed class LedgerWriter : ILedger
{
    private const int NarrowestText = 20;
    private readonly ScreenOrPipe _output;
    private readonly int _width;
    private bool _hasHeader;

    public LedgerWriter(Color color)
    {
        _output = new ScreenOrPipe(color);

        // Into a pipe a row is a line, however long.
        _width = Console.IsOutputRedirected ? int.MaxValue : Math.Max(Console.WindowWidth, 60);
    }

    /// <summary>Whether there is a connection that octets came over at some time.</summary>
    public bool HasTimes { get; set; }

    private int Indent => HasTimes ? 35 : 26;

    private int TextWidth => _width == int.MaxValue ? int.MaxValue : Math.Max(_width - Indent, NarrowestText);

    public void Flush() => _output.Flush();

    public void Dispose() => _output.Finish();

    public void Write(LedgerRow row, IReadOnlyList<Finding> findings)
    {
        WriteHeader();
        var time = row is { BeginsRead: true, Arrival: { } arrival } ? arrival.TotalMilliseconds.ToString("0.0", CultureInfo.InvariantCulture) : "";
        var columns = $"{row.Offset,8}{(HasTimes ? $"{time,9}" : "")}{row.Length,9}  {row.Ending,-4}   ";
        var shown = row.Octets.Length;
        var more = row.Remark is { Length: > 0 } remark ? $"{(shown > 0 ? " " : "")}... {remark}" : "";
        var at = 0;
        do
        {
            var (text, columnsOf, next) = Segment(row.Octets, at);
            Write(columns);
            Write(text);
            Write(next == shown ? more + "\n" : "\n");
            Mark(row, findings, at, next, columnsOf);
            columns = new string(' ', Indent);
            at = next;
        }
        while (at < shown);

        foreach (var finding in findings)
        {
            Tell(finding);
        }
    }

    public void WriteEnd(Outcome outcome, IReadOnlyList<Finding> findings)
    {
        WriteHeader();
        foreach (var finding in findings)
        {
            Tell(finding);
        }

        var response = outcome.Response;
        Wrap($"{outcome.Offset,8}  end: ", $"{outcome.Words}; {Summary.Body(response)}");
        Wrap("          ", Summary.Findings(response));
        _output.Finish();
    }

    private void WriteHeader()
    {
        if (!_hasHeader)
        {
            _hasHeader = true;
            Write($"  offset{(HasTimes ? "       ms" : "")}   length  end    octets\n");
        }
    }

    // As many octets as fit, escaped, and the column each of them begins in.
    private (string Text, List<int> Columns, int Next) Segment(byte[] octets, int at)
    {
        var text = new StringBuilder();
        var columns = new List<int>();
        for (; at < octets.Length; at++)
        {
            var before = text.Length;
            Escaped.Append(text, octets[at]);
            if (text.Length > TextWidth && columns.Count > 0)
            {
                text.Length = before;
                break;
            }

            columns.Add(before);
        }

        columns.Add(text.Length);
        return (text.ToString(), columns, at);
    }

    // Carets under the octets of this segment that a finding concerns; one where something is missing.
    private void Mark(LedgerRow row, IReadOnlyList<Finding> findings, int from, int to, List<int> columns)
    {
        var isLast = to == row.Octets.Length;
        var marks = new StringBuilder();
        foreach (var finding in findings)
        {
            var start = finding.Offset - row.Offset;
            var end = start + Math.Max(finding.Length, 1);
            if (start > to || (start == to && !isLast) || end <= from)
            {
                continue;
            }

            var first = columns[(int)Math.Max(start - from, 0)];
            var last = Math.Max(end > to ? columns[to - from] : columns[(int)(end - from)], first + 1);
            while (marks.Length < last)
            {
                marks.Append(' ');
            }

            for (var column = first; column < last; column++)
            {
                marks[column] = '^';
            }
        }

        if (marks.Length > 0)
        {
            Write(new string(' ', Indent));
            Write(marks.ToString() + "\n");
        }
    }

    private void Tell(Finding finding)
    {
        var (style, word) = finding.Severity switch
        {
            Severity.Error => ("1;31", "error"),
            Severity.Warning => ("33", "warning"),
            _ => ("34", "info"),
        };
        Write("          ");
        _output.Write(style, Encoding.ASCII.GetBytes(word));
        Write($" {finding.Code} at {finding.Offset}\n");
        Wrap("            ", finding.Message);
    }

    private void Wrap(string indent, string text)
    {
        var line = new StringBuilder(indent);
        foreach (var word in text.Split(' '))
        {
            if (line.Length > indent.Length && line.Length + 1 + word.Length > _width)
            {
                Write(line.Append('\n').ToString());
                line.Clear().Append(' ', indent.Length);
            }

            line.Append(line.Length > indent.Length ? " " : "").Append(word);
        }

        Write(line.Append('\n').ToString());
    }

    private void Write(string text) => _output.Write(Encoding.UTF8.GetBytes(text));
}
