namespace RawHttp.Http;

/// <summary>The first part of a chunk size line (RFC 9112 §7.1).</summary>
internal static class ChunkSize
{
    /// <summary>Reads the size of a chunk.</summary>
    /// <param name="line">The line without its ending.</param>
    /// <param name="size">The size in octets, at most 2^63-1.</param>
    /// <param name="spaced">Whether white space follows the size where no extension does.</param>
    /// <returns>Whether there is a size, and after it nothing or white space and an extension.</returns>
    public static bool TryParse(ReadOnlySpan<byte> line, out long size, out bool spaced)
    {
        size = 0;
        var digits = 0;
        for (; digits < line.Length && char.IsAsciiHexDigit((char)line[digits]); digits++)
        {
            if (size > long.MaxValue >> 4)
            {
                spaced = false;
                return false;
            }

            var digit = line[digits];
            size = (size << 4) | (uint)((digit & 0xf) + (digit > '9' ? 9 : 0));
        }

        var rest = line[digits..].TrimStart(Octets.Whitespace);
        spaced = rest.IsEmpty && digits < line.Length;
        return digits > 0 && (rest.IsEmpty || rest[0] == ';');
    }
}
