using RawHttp.Lines;

namespace RawHttp.Http;

/// <summary>The first part of a chunk size line (RFC 9112 §7.1).</summary>
/// <param name="Octets">The size, at most 2^63-1.</param>
/// <param name="Digits">How many digits it has.</param>
/// <param name="Spaces">How many octets of white space follow it.</param>
internal readonly record struct ChunkSize(long Octets, int Digits, int Spaces)
{
    /// <summary>The number of digits of the largest size.</summary>
    public const int MaxDigits = 16;

    /// <summary>Reads the size of a chunk.</summary>
    /// <param name="line">The line without its ending.</param>
    /// <param name="size">The size.</param>
    /// <returns>Whether there is a size, followed by nothing or by white space and an extension.</returns>
    public static bool TryParse(ReadOnlySpan<byte> line, out ChunkSize size)
    {
        var isInRange = TryReadDigits(line, out var octets, out var digits);
        var rest = line[digits..].TrimStart(HttpChars.Whitespace);
        size = new ChunkSize(octets, digits, line.Length - digits - rest.Length);
        return isInRange && digits > 0 && (rest.IsEmpty || rest[0] == ';');
    }

    /// <summary>Judges the first octets of what should be a chunk size line: a <see cref="LineStart.Rule"/>.</summary>
    public static int JudgeStart(ReadOnlySpan<byte> start)
    {
        if (!TryReadDigits(start, out _, out var digits))
        {
            return digits + 1;
        }

        var rest = start[digits..];
        rest = digits > 0 ? rest.TrimStart(HttpChars.Whitespace) : rest;
        var judged = rest is [(byte)';', ..] && digits > 0 ? 0 : LineStart.JudgeEnding(rest);
        return judged > 0 ? start.Length - rest.Length + judged : judged;
    }

    /// <summary>Whether the octets begin with more digits than a size can have.</summary>
    public static bool IsTooLarge(ReadOnlySpan<byte> start) => !TryReadDigits(start, out _, out _);

    // The digits that make a size of at most 63 bits, and whether these are all.
    private static bool TryReadDigits(ReadOnlySpan<byte> line, out long octets, out int digits)
    {
        octets = 0;
        for (digits = 0; digits < line.Length && char.IsAsciiHexDigit((char)line[digits]); digits++)
        {
            if (octets > long.MaxValue >> 4)
            {
                return false;
            }

            var digit = line[digits];
            octets = (octets << 4) | (uint)((digit & 0xf) + (digit > '9' ? 9 : 0));
        }

        return true;
    }
}
