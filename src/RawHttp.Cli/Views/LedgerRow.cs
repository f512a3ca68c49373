using System.Globalization;
using RawHttp.Cli.Output;
using RawHttp.Http;
using RawHttp.Lines;

namespace RawHttp.Cli.Views;

/// <summary>A row of the ledger.</summary>
internal sealed class LedgerRow(long offset, long length, byte[] octets, LedgerRowKind kind)
{
    /// <summary>What marks the rows of a request in their first column.</summary>
    public const string SentMark = ">";

    public long Offset { get; } = offset;

    /// <summary>How many octets it stands for; for data, more than are shown.</summary>
    public long Length { get; set; } = length;

    /// <summary>The octets that are shown, without a line's ending.</summary>
    public byte[] Octets { get; set; } = octets;

    public LedgerRowKind Kind { get; } = kind;

    /// <summary>What the line is in its message; null for a row that is no line.</summary>
    public LineKind? Line { get; init; }

    /// <summary>Whether the octets were sent, not received.</summary>
    public bool IsSent { get; init; }

    /// <summary>The kind, in the words of the ledger.</summary>
    public string KindName => Kind switch
    {
        LedgerRowKind.CrLfLine => "CRLF",
        LedgerRowKind.LfLine => "LF",
        LedgerRowKind.UnendedLine => "none",
        LedgerRowKind.Data => "data",
        LedgerRowKind.Rest => "rest",
        LedgerRowKind.Fold => "fold",
        _ => "gap",
    };

    /// <summary>The octets of the line's ending.</summary>
    public ReadOnlySpan<byte> Ending => Kind switch
    {
        LedgerRowKind.CrLfLine => "\r\n"u8,
        LedgerRowKind.LfLine => "\n"u8,
        _ => default,
    };

    /// <summary>How many of its octets are not shown, not counting a line's ending.</summary>
    public long Hidden { get; set; }

    /// <summary>How many dropped rows it stands for.</summary>
    public long LeftOut { get; set; }

    /// <summary>What a row without octets stands for.</summary>
    public string Note { get; init; } = "";

    /// <summary>A remark to show after its octets.</summary>
    public string Remark => Note.Length > 0 ? Note : LeftOut > 0 ? $"{LeftOut} rows left out" : Hidden > 0 ? $"{Hidden} more" : "";

    /// <summary>Whether it may get findings until everything is read.</summary>
    public bool IsOpen { get; init; }

    /// <summary>When its last octet arrived, in milliseconds after the request's last one; null if in the same read as the row before,
    /// negative if before that.</summary>
    public double? Milliseconds { get; set; }

    /// <summary>The same in words; empty if in the same read as the row before.</summary>
    public string Time => Milliseconds switch
    {
        null => "",
        < 0 => "early",
        { } milliseconds => milliseconds.ToString("0.0", CultureInfo.InvariantCulture),
    };

    /// <summary>The octets that colour distinguishes from the others of the row, and their style; none if the style is empty.</summary>
    public (int Length, string Style) Emphasis => Line switch
    {
        LineKind.StatusLine or LineKind.RequestLine => (Octets.Length, Style.StartLine),
        LineKind.FieldLine or LineKind.TrailerFieldLine => (Math.Max(Octets.AsSpan().IndexOf((byte)':'), 0), Style.FieldName),
        LineKind.ChunkSizeLine or LineKind.ChunkEnd => (Octets.Length, Style.Chunk),
        _ => (0, ""),
    };

    /// <summary>The ranges of its octets that findings concern, in order and without overlap: the
    /// first octet and the one past the last.</summary>
    /// <param name="findings">The findings. One about something missing marks the octet at its
    /// place, or the place past the last octet.</param>
    public List<(int Start, int End)> Marked(IEnumerable<Finding> findings)
    {
        var marked = new List<(int Start, int End)>();
        foreach (var finding in findings.Where(finding => finding.Offset - Offset <= Octets.Length).OrderBy(finding => finding.Offset))
        {
            var start = (int)Math.Max(finding.Offset - Offset, 0);
            var end = (int)Math.Max(Math.Min(finding.Offset - Offset + finding.Length, Octets.Length), start + 1);
            if (marked is [.., var last] && last.End >= start)
            {
                marked[^1] = (last.Start, Math.Max(last.End, end));
            }
            else
            {
                marked.Add((start, end));
            }
        }

        return marked;
    }
}
