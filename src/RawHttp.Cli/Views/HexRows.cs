using System.Text;
using RawHttp.Cli.Output;
using RawHttp.Http;

namespace RawHttp.Cli.Views;

/// <summary>The octets of a row as hexdump -C shows them: the offset, hex, and the text of those that are printable ASCII.</summary>
internal static class HexRows
{
    private const int Most = 16;
    private const int Fewest = 4;

    /// <summary>Writes as many lines as the octets take.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="row">The row, of which the ending of a line is shown, too.</param>
    /// <param name="findings">Its findings: the octets that they concern are marked if the row has no text above.</param>
    /// <param name="offsetWidth">The columns of the offset.</param>
    /// <param name="width">The columns of the terminal.</param>
    public static void Write(StandardOutput output, LedgerRow row, IReadOnlyList<Finding> findings, int offsetWidth, int width)
    {
        byte[] octets = row.Hidden > 0 ? row.Octets : [.. row.Octets, .. row.Ending];
        var marked = row.Line is null ? row.Marked(findings) : [];
        foreach (var line in Lines(row.Offset, octets, marked, offsetWidth, width, row.IsSent ? LedgerRow.SentMark : ""))
        {
            output.WriteOwn(line + "\n");
        }
    }

    /// <summary>Octets as lines, a line of carets below those with marked octets.</summary>
    /// <param name="offset">The offset of the first one.</param>
    /// <param name="octets">The octets.</param>
    /// <param name="marked">The ranges of marked octets: the first, and the one past the last.</param>
    /// <param name="offsetWidth">The columns of the offset.</param>
    /// <param name="width">The columns of a line.</param>
    /// <param name="mark">What stands in the first column of a line of octets; empty for nothing.</param>
    public static IEnumerable<string> Lines(
        long offset, byte[] octets, List<(int Start, int End)> marked, int offsetWidth, int width, string mark = "")
    {
        var count = Most;
        while (count > Fewest && Columns(count) + offsetWidth > width)
        {
            count /= 2;
        }

        for (var at = 0; at < octets.Length; at += count)
        {
            var length = Math.Min(count, octets.Length - at);
            var place = $"{offset + at}".PadLeft(offsetWidth);
            yield return $"{mark}{place[mark.Length..]}  {Hex(octets.AsSpan(at, length), count)} |{Text(octets.AsSpan(at, length))}|";
            var here = Carets(marked, at, length);
            if (here.Length > 0)
            {
                yield return $"{new string(' ', offsetWidth + 2)}{here}";
            }
        }
    }

    // Two columns before the hex, three for each octet, one more in the middle of 16, the text between two bars.
    private static int Columns(int count) => 2 + (3 * count) + (count == Most ? 1 : 0) + 1 + 1 + count + 1;

    private static int ColumnOf(int index) => (3 * index) + (index >= Most / 2 ? 1 : 0);

    private static string Hex(ReadOnlySpan<byte> octets, int count)
    {
        var text = new StringBuilder();
        for (var i = 0; i < octets.Length; i++)
        {
            text.Append(' ', ColumnOf(i) - text.Length).Append(octets[i].ToString("x2", null));
        }

        return text.Append(' ', ColumnOf(count) - text.Length).ToString();
    }

    private static string Text(ReadOnlySpan<byte> octets)
    {
        var text = new StringBuilder();
        foreach (var octet in octets)
        {
            text.Append(octet is >= 0x20 and < 0x7f ? (char)octet : '.');
        }

        return text.ToString();
    }

    private static string Carets(List<(int Start, int End)> marked, int at, int length)
    {
        var text = new StringBuilder();
        foreach (var (start, end) in marked.Where(range => range.Start < at + length && range.End > at))
        {
            var first = ColumnOf(Math.Max(start - at, 0));
            var last = ColumnOf(Math.Min(end - at, length) - 1) + 2;
            text.Append(' ', first - text.Length).Append('^', last - first);
        }

        return text.ToString();
    }
}
