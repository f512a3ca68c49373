using System.Text;

namespace RawHttp.BugReports;

/// <summary>The text of a line, or of a field value with its folds joined, and where each of its characters is in the octets.</summary>
internal sealed class FieldText
{
    private readonly List<(int Text, int Start, int Length)> _pieces = [];
    private readonly StringBuilder _text = new();

    /// <summary>The text, an octet a character.</summary>
    public string Text => _text.ToString();

    /// <summary>Adds octets at the end.</summary>
    /// <param name="octets">All octets.</param>
    /// <param name="start">Where those to add begin.</param>
    /// <param name="end">Where they end; line endings before it are left out.</param>
    public void Add(byte[] octets, int start, int end)
    {
        end = start + octets.AsSpan(start, end - start).TrimEnd("\r\n"u8).Length;
        _pieces.Add((_text.Length, start, end - start));
        _text.Append(Encoding.Latin1.GetString(octets, start, end - start));
    }

    /// <summary>The ranges of octets of a range of the text.</summary>
    public IReadOnlyList<(int Start, int Length)> Ranges(int from, int to)
    {
        var ranges = new List<(int Start, int Length)>();
        foreach (var (text, start, length) in _pieces)
        {
            var (first, last) = (Math.Max(from - text, 0), Math.Min(to - text, length));
            if (first < last)
            {
                ranges.Add((start + first, last - first));
            }
        }

        return ranges;
    }
}
