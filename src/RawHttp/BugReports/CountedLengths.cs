using System.Globalization;
using System.Text;

namespace RawHttp.BugReports;

/// <summary>
/// The numbers in a message that count its content: Content-Length (RFC 9112 §6.2) and chunk sizes (§7.1). When content is removed, they
/// are lowered by as much, so that what remains is framed as before, and a message that was cut stays cut by as many octets.
/// </summary>
internal sealed class CountedLengths
{
    private readonly byte[] _octets;
    private readonly IReadOnlyList<MessagePart> _parts;
    private readonly List<Count> _counts = [];

    /// <summary>Finds the numbers.</summary>
    /// <param name="octets">The octets.</param>
    /// <param name="parts">Their parts.</param>
    public CountedLengths(byte[] octets, IReadOnlyList<MessagePart> parts)
    {
        (_octets, _parts) = (octets, parts);
        for (var i = 0; i < parts.Count; i++)
        {
            if (parts[i].Kind == PartKind.ChunkSizeLine)
            {
                var digits = Line(parts[i]).Length - Line(parts[i]).TrimStart("0123456789abcdefABCDEF"u8).Length;
                Add(parts[i], digits, 0, EndOfChunk(i), isHex: true);
            }
            else if (parts[i].Kind == PartKind.FieldLine && LengthField.Match(Line(parts[i])) is var (start, length) && length > 0)
            {
                Add(parts[i], length, start, EndOfMessage(i), isHex: false);
            }
        }
    }

    /// <summary>The edits that lower the numbers when a range is removed.</summary>
    /// <param name="start">Where the range begins.</param>
    /// <param name="end">Where it ends.</param>
    /// <returns>The edits, without the removal itself.</returns>
    public IEnumerable<OctetEdit> Lowered(int start, int end)
    {
        foreach (var count in _counts.Where(count => count.Start >= end || count.Start + count.Length <= start))
        {
            var removed = _parts.Where(part => part.Kind == PartKind.Content && part.Start >= count.Start && part.Start < count.End)
                .Sum(part => Math.Max(Math.Min(part.End, end) - Math.Max(part.Start, start), 0));
            if (removed > 0 && count.Value >= removed)
            {
                var text = (count.Value - removed).ToString(count.IsHex ? "x" : "d", CultureInfo.InvariantCulture);

                // Zeros before a number may be what is wrong with it.
                text = _octets[count.Start] == '0' ? text.PadLeft(count.Length, '0') : text;
                yield return new OctetEdit(count.Start, count.Length, Encoding.ASCII.GetBytes(text));
            }
        }
    }

    private ReadOnlySpan<byte> Line(MessagePart part) => _octets.AsSpan(part.Start, part.Length);

    private int EndOfChunk(int line) => line + 1 < _parts.Count && _parts[line + 1].Kind == PartKind.Content ? _parts[line + 1].End : 0;

    private int EndOfMessage(int line)
    {
        for (var i = line; i < _parts.Count; i++)
        {
            if (_parts[i].Kind == PartKind.StartLine)
            {
                return _parts[i].Start;
            }
        }

        return _octets.Length;
    }

    private void Add(MessagePart line, int length, int start, int end, bool isHex)
    {
        var digits = _octets.AsSpan(line.Start + start, length);
        if (long.TryParse(digits, isHex ? NumberStyles.AllowHexSpecifier : NumberStyles.None, CultureInfo.InvariantCulture, out var value)
            && value >= 0)
        {
            _counts.Add(new Count(line.Start + start, length, value, isHex, end));
        }
    }

    // The number, and where the last octet that it counts ends.
    private sealed record Count(int Start, int Length, long Value, bool IsHex, int End);

    private static class LengthField
    {
        // Where the digits are in a line "Content-Length: 5".
        public static (int Start, int Length) Match(ReadOnlySpan<byte> line)
        {
            var colon = line.IndexOf((byte)':');
            if (colon < 0 || !Ascii.EqualsIgnoreCase(line[..colon].Trim(" \t"u8), "Content-Length"u8))
            {
                return default;
            }

            var value = line[(colon + 1)..].TrimEnd(" \t\r\n"u8);
            var digits = value.TrimStart(" \t"u8);
            return digits.ContainsAnyExceptInRange((byte)'0', (byte)'9')
                ? default
                : (colon + 1 + value.Length - digits.Length, digits.Length);
        }
    }
}
