using System.Buffers;
using System.Globalization;
using System.Text;

namespace RawHttp.Cli.Comparison;

/// <summary>The framing of a chunk (RFC 9112 §7.1).</summary>
/// <param name="Offset">Where its size line begins, in octets from the first one received.</param>
/// <param name="Line">The size line with its ending.</param>
/// <param name="End">The line ending after the data; empty for the last chunk, and if it did not come.</param>
/// <param name="Digits">How many digits the size has.</param>
/// <param name="Size">How many octets of data it announces.</param>
internal readonly record struct Chunk(long Offset, byte[] Line, byte[] End, int Digits, long Size)
{
    private static readonly SearchValues<byte> HexDigits = SearchValues.Create("0123456789abcdefABCDEF"u8);

    private const int BlockSize = 64 * 1024;

    /// <summary>What is spelled in the size line beside the size: zeros before it, extensions, white space and the line ending.</summary>
    public bool IsSpelledAs(Chunk other) =>
        (Size == other.Size ? Line.AsSpan().SequenceEqual(other.Line) : Line.AsSpan(Digits).SequenceEqual(other.Line.AsSpan(other.Digits)))
        && (End.Length == 0 || other.End.Length == 0 || End.AsSpan().SequenceEqual(other.End));

    public RecordedLine AsLine() => new(Offset, Line);

    /// <summary>Reads the chunks of an exchange.</summary>
    public static IEnumerable<Chunk> ReadAll(RecordedExchange exchange)
    {
        var offset = exchange.ChunkLinesOffset;
        using var lines = ReadLines(exchange.ChunkLines).GetEnumerator();
        while (lines.MoveNext())
        {
            var line = lines.Current;
            var digits = line.AsSpan().IndexOfAnyExcept(HexDigits) is >= 0 and var end ? end : line.Length;
            var hex = Encoding.ASCII.GetString(line, 0, digits);
            if (!long.TryParse(hex, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var size) || size < 0)
            {
                // The reader refused this line, and read no more.
                yield break;
            }

            var ending = size > 0 && lines.MoveNext() ? lines.Current : [];
            yield return new Chunk(offset, line, ending, digits, size);
            offset += line.Length + size + ending.Length;
        }
    }

    private static IEnumerable<byte[]> ReadLines(Spool spool)
    {
        var (block, line) = (new byte[BlockSize], new List<byte>());
        for (var at = 0L; at < spool.Length; at += BlockSize)
        {
            var count = spool.Read(at, block);
            for (var start = 0; start < count;)
            {
                var end = block.AsSpan(start, count - start).IndexOf((byte)'\n') is >= 0 and var found ? start + found + 1 : count;
                line.AddRange(block.AsSpan(start, end - start));
                start = end;
                if (line[^1] == '\n')
                {
                    yield return [.. line];
                    line.Clear();
                }
            }
        }

        if (line.Count > 0)
        {
            yield return [.. line];
        }
    }
}
