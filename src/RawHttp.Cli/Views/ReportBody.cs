using System.Buffers;
using System.Globalization;
using System.Text;

namespace RawHttp.Cli.Views;

/// <summary>The beginning of a body, as much as a page of --report shows: as text and as hexadecimal digits.</summary>
internal sealed class ReportBody
{
    // Of one body, and of all in a page: as hexadecimal digits an octet takes five characters, as text up to six.
    private const int MaxOfBody = 1024 * 1024;
    private const int MaxOfPage = 2 * MaxOfBody;

    // The server determines how small the chunks are, each of which begins a row.
    private const int MaxPieces = 16 * 1024;
    private const int InRow = 16;

    // Up to here, a body is printed though it is not opened.
    private const int MaxPrinted = 4 * 1024;

    private readonly ArrayBufferWriter<byte> _kept = new();
    private readonly List<(long Offset, int At)> _pieces = [];
    private long _end = -1;
    private long _length;
    private int _before;
    private bool _isFull;

    /// <summary>Adds the next octets.</summary>
    /// <param name="octets">The octets, without the framing of chunks.</param>
    /// <param name="offset">Where they are in all that was received.</param>
    public void Add(ReadOnlySequence<byte> octets, long offset)
    {
        _length += octets.Length;
        if (_isFull || octets.IsEmpty)
        {
            return;
        }

        if (offset != _end)
        {
            _isFull = _pieces.Count == MaxPieces;
            if (_isFull)
            {
                return;
            }

            _pieces.Add((offset, _kept.WrittenCount));
        }

        _end = offset + octets.Length;
        var room = Math.Min(MaxOfBody, MaxOfPage - _before) - _kept.WrittenCount;
        _isFull = octets.Length > room;
        foreach (var part in octets.Slice(0, Math.Min(octets.Length, room)))
        {
            _kept.Write(part.Span);
        }
    }

    /// <summary>Begins the next body.</summary>
    public void Clear()
    {
        _before += _kept.WrittenCount;
        _kept.ResetWrittenCount();
        _pieces.Clear();
        (_end, _length, _isFull) = (-1, 0, false);
    }

    /// <summary>The body as HTML, piece by piece; nothing if none came.</summary>
    /// <param name="where">What offsets count from.</param>
    public IEnumerable<string> Html(string where)
    {
        if (_length == 0)
        {
            yield break;
        }

        var left = _length - _kept.WrittenCount;
        var style = _length <= MaxPrinted ? " class=\"brief\"" : "";
        var note = left == 0
            ? Summary.Count(_length, "byte")
            : $"The first {_kept.WrittenCount} of {_length} bytes; {left} are not in this page. "
                + "<code>-o FILE</code> writes the whole body, <code>get --save FILE</code> all that is received";
        yield return $"<h3>The body</h3>\n<p>{note}.</p>\n";
        if (_kept.WrittenCount == 0)
        {
            yield break;
        }

        // A line ending after <pre> is not part of it: the body may begin with one.
        yield return $"<details{style}><summary>Body as text</summary>\n"
            + "<p>Octets that are no text, or could not be seen, are escaped.</p>\n"
            + "<pre class=\"text\" tabindex=\"0\" role=\"group\" aria-label=\"Body as text\">\n";
        yield return ReportText.Lines(_kept.WrittenSpan);
        yield return $"</pre></details>\n<details{style}><summary>Body as hexadecimal digits</summary>\n"
            + $"<p>Each row begins with its offset in {where}, decimal as in the rows above. "
            + "A chunk begins a row; what frames chunks is not part of the body.</p>\n"
            + "<pre tabindex=\"0\" role=\"group\" aria-label=\"Body as hexadecimal digits\">\n";
        for (var i = 0; i < _pieces.Count; i++)
        {
            var end = i + 1 < _pieces.Count ? _pieces[i + 1].At : _kept.WrittenCount;
            for (var at = _pieces[i].At; at < end; at += InRow)
            {
                yield return Row(_pieces[i].Offset + at - _pieces[i].At, _kept.WrittenSpan.Slice(at, Math.Min(InRow, end - at)));
            }
        }

        yield return "</pre></details>\n";
    }

    // As hexdump -C has it, but for the offset.
    private static string Row(long offset, ReadOnlySpan<byte> octets)
    {
        var row = new StringBuilder(offset.ToString("D8", CultureInfo.InvariantCulture), 128).Append(' ');
        for (var i = 0; i < InRow; i++)
        {
            row.Append(i == InRow / 2 ? "  " : " ").Append(i < octets.Length ? octets[i].ToString("x2", null) : "  ");
        }

        row.Append("  |");
        foreach (var octet in octets)
        {
            row.Append(octet switch
            {
                (byte)'&' => "&amp;",
                (byte)'<' => "&lt;",
                (byte)'>' => "&gt;",
                >= 0x20 and < 0x7f => ((char)octet).ToString(),
                _ => ".",
            });
        }

        return row.Append("|\n").ToString();
    }
}
