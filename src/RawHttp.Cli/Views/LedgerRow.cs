using RawHttp.Http;

namespace RawHttp.Cli.Views;

/// <summary>A row of the ledger.</summary>
internal sealed class LedgerRow(long offset, long length, byte[] octets, LedgerRowKind kind)
{
    public long Offset { get; } = offset;

    /// <summary>How many octets it stands for; for data, more than are shown.</summary>
    public long Length { get; set; } = length;

    /// <summary>The octets that are shown, without a line's ending.</summary>
    public byte[] Octets { get; set; } = octets;

    public LedgerRowKind Kind { get; } = kind;

    /// <summary>The kind, in the words of the ledger.</summary>
    public string KindName => Kind switch
    {
        LedgerRowKind.CrLfLine => "CRLF",
        LedgerRowKind.LfLine => "LF",
        LedgerRowKind.UnendedLine => "none",
        LedgerRowKind.Data => "data",
        LedgerRowKind.Rest => "rest",
        _ => "gap",
    };

    /// <summary>How many of its octets are not shown, not counting a line's ending.</summary>
    public long Hidden { get; set; }

    /// <summary>How many dropped rows it stands for.</summary>
    public long LeftOut { get; set; }

    /// <summary>A remark to show after its octets.</summary>
    public string Remark => LeftOut > 0 ? $"{LeftOut} rows left out" : Hidden > 0 ? $"{Hidden} more" : "";

    /// <summary>Whether it may get findings until everything is read.</summary>
    public bool IsOpen { get; init; }

    /// <summary>When its last octet arrived, in milliseconds after the request's last one; empty if
    /// in the same read as the row before.</summary>
    public string Time { get; set; } = "";

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
