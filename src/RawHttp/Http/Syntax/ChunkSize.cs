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
        size = default;
        var octets = 0L;
        var digits = 0;
        for (; digits < line.Length && char.IsAsciiHexDigit((char)line[digits]); digits++)
        {
            if (octets > long.MaxValue >> 4)
            {
                return false;
            }

            var digit = line[digits];
            octets = (octets << 4) | (uint)((digit & 0xf) + (digit > '9' ? 9 : 0));
        }

        var rest = line[digits..].TrimStart(Http.HttpChars.Whitespace);
        size = new ChunkSize(octets, digits, line.Length - digits - rest.Length);
        return digits > 0 && (rest.IsEmpty || rest[0] == ';');
    }
}
