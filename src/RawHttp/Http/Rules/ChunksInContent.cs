using System.Buffers;

namespace RawHttp.Http;

public static partial class FindingKinds
{
    /// <summary>The content begins like chunks, and the framing is another, or has been removed.</summary>
    public static FindingKind ChunksInContent { get; } = Info(
        "RFC9112-7.1-CHUNKS-IN-CONTENT",
        "Content that begins like chunks was probably sent in chunks and lost its Transfer-Encoding on the way, or was chunked twice.",
        @"HTTP/1.1 200 OK\r\n\r\n5\r\nhello\r\n0\r\n\r\n",
        "Find the hop that removes Transfer-Encoding and forwards the chunks; it must decode them or keep the field. "
        + "Inside chunks: write the content without chunks where the server adds them.");
}

/// <summary>Detects content that begins like the chunked coding (RFC 9112 §7.1) once its framing is removed. It takes the content piece
/// by piece and keeps none of it.</summary>
internal sealed class ChunksInContent
{
    // A short chunk may be a list of numbers, so a second one must follow; after a longer one, the size of a second one is enough.
    private const int Enough = 2;
    private const int Long = 16;
    private const int MaxDigits = 7;
    private Next _next = Next.FirstDigit;
    private int _size;
    private int _left;
    private int _digits;
    private int _chunks;

    private enum Next
    {
        FirstDigit,
        Digit,
        SizeCr,
        SizeLf,
        Data,
        DataCr,
        DataLf,
        Nothing,
    }

    /// <summary>Takes the next piece of the content.</summary>
    /// <returns>Whether this piece proves the chunks; true at most once.</returns>
    public bool Add(ReadOnlySequence<byte> piece)
    {
        if (_next != Next.Nothing)
        {
            foreach (var octets in piece)
            {
                Add(octets.Span);
            }

            return _next == Next.Nothing && _chunks == Enough;
        }

        return false;
    }

    private void Add(ReadOnlySpan<byte> octets)
    {
        while (!octets.IsEmpty && _next != Next.Nothing)
        {
            var count = _next == Next.Data ? Math.Min(_left, octets.Length) : 1;
            _next = _next == Next.Data ? SkipData(count) : Step(octets[0]);
            octets = octets[count..];
        }
    }

    private Next SkipData(int count) => (_left -= count) == 0 ? Next.DataCr : Next.Data;

    private Next Step(byte octet) => (_next, octet) switch
    {
        (Next.FirstDigit or Next.Digit, _) when char.IsAsciiHexDigit((char)octet) => AddDigit(octet),
        (Next.Digit or Next.SizeCr, (byte)' ') => Next.SizeCr,
        (Next.Digit or Next.SizeCr, (byte)'\r') => Next.SizeLf,
        (Next.SizeLf, (byte)'\n') => EndSize(),
        (Next.DataCr, (byte)'\r') => Next.DataLf,
        (Next.DataLf, (byte)'\n') => EndChunk(),
        _ => Next.Nothing,
    };

    private Next AddDigit(byte octet)
    {
        _left = (_left << 4) | ((octet & 0xf) + (octet > '9' ? 9 : 0));
        return ++_digits <= MaxDigits ? Next.Digit : Next.Nothing;
    }

    private Next EndSize()
    {
        var isProven = _chunks > 0 && (_left == 0 || _size >= Long);
        _size = _left;
        return isProven ? EndChunk() : _left > 0 ? Next.Data : Next.DataCr;
    }

    // The last chunk has no data; alone, it is the whole of an empty body.
    private Next EndChunk()
    {
        _chunks = _size == 0 ? Enough : _chunks + 1;
        (_left, _digits) = (0, 0);
        return _chunks == Enough ? Next.Nothing : Next.FirstDigit;
    }
}
