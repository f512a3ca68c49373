using System.Buffers;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;
using System.Text;

namespace RawHttp.Http;

/// <summary>The character classes of RFC 9110 §5.6 and RFC 5234, over octets.</summary>
internal static class HttpChars
{
    /// <summary>tchar, RFC 9110 §5.6.2.</summary>
    public static readonly SearchValues<byte> Token =
        SearchValues.Create("!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"u8);

    /// <summary>The octets that a field value must not hold: controls other than HTAB (RFC 9110 §5.5).</summary>
    public static readonly SearchValues<byte> Controls = SearchValues.Create(
        [0, 1, 2, 3, 4, 5, 6, 7, 8, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 127]);

    public static readonly SearchValues<byte> Digits = SearchValues.Create("0123456789"u8);

    public static ReadOnlySpan<byte> Whitespace => " \t"u8;

    // tchar again: the low nibble of an octet selects a byte, which has a bit for each high nibble below 8.
    private static ReadOnlySpan<byte> TokenBits =>
        [0xe8, 0xfc, 0xf8, 0xfc, 0xfc, 0xfc, 0xfc, 0xfc, 0xf8, 0xf8, 0xf4, 0x54, 0xd0, 0x54, 0xf4, 0x70];

    private static ReadOnlySpan<byte> HighNibbles => [1, 2, 4, 8, 16, 32, 64, 128, 0, 0, 0, 0, 0, 0, 0, 0];

    public static bool IsWhitespace(byte octet) => octet is (byte)' ' or (byte)'\t';

    public static bool IsToken(ReadOnlySpan<byte> octets) => !octets.IsEmpty && TokenLength(octets) == octets.Length;

    /// <summary>How many octets at the start are tchar. For tokens as short as those of a head, this is faster than a search for the
    /// first octet outside <see cref="Token"/>.</summary>
    public static int TokenLength(ReadOnlySpan<byte> octets)
    {
        var at = 0;
        for (; CanSelect && octets.Length - at >= Vector128<byte>.Count; at += Vector128<byte>.Count)
        {
            var sixteen = Vector128.Create(octets[at..]);
            var low = Select(Vector128.Create(TokenBits), sixteen & Vector128.Create((byte)0x0f));
            var high = Select(Vector128.Create(HighNibbles), Vector128.ShiftRightLogical(sixteen, 4));
            if (Vector128.Equals(low & high, Vector128<byte>.Zero).ExtractMostSignificantBits() is not 0 and var others)
            {
                return at + BitOperations.TrailingZeroCount(others);
            }
        }

        while (at < octets.Length && (TokenBits[octets[at] & 0x0f] & HighNibbles[octets[at] >> 4]) != 0)
        {
            at++;
        }

        return at;
    }

    /// <summary>Whether two words are the same but for case. Usually that is the same, too, or the first letter differs.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool EqualsIgnoreCase(ReadOnlySpan<byte> word, ReadOnlySpan<byte> other) =>
        word.Length == other.Length
        && (word.SequenceEqual(other) || (((word[0] ^ other[0]) & ~0x20) == 0 && Ascii.EqualsIgnoreCase(word, other)));

    // Compiled ahead of time for any processor, Vector128.ShuffleNative is a loop; these are one instruction where there is one.
    private static bool CanSelect => Ssse3.IsSupported || AdvSimd.Arm64.IsSupported;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<byte> Select(Vector128<byte> table, Vector128<byte> indexes) =>
        Ssse3.IsSupported ? Ssse3.Shuffle(table, indexes) : AdvSimd.Arm64.VectorTableLookup(table, indexes);

    /// <summary>How many octets at the start are white space.</summary>
    public static int WhitespaceLength(ReadOnlySpan<byte> octets)
    {
        var length = 0;
        while (length < octets.Length && IsWhitespace(octets[length]))
        {
            length++;
        }

        return length;
    }

    /// <summary>Whether all octets are digits, and there is at least one: <c>1*DIGIT</c>.</summary>
    public static bool IsDigits(ReadOnlySpan<byte> octets) => !octets.IsEmpty && !octets.ContainsAnyExceptInRange((byte)'0', (byte)'9');

    /// <summary>Octets as text for an error line: shortened, and with everything unprintable escaped.</summary>
    public static string Quote(ReadOnlySpan<byte> octets, int most = 60)
    {
        var text = new StringBuilder("\"");
        foreach (var octet in octets[..Math.Min(most, octets.Length)])
        {
            _ = octet switch
            {
                (byte)'\r' => text.Append("\\r"),
                (byte)'\n' => text.Append("\\n"),
                (byte)'\\' => text.Append("\\\\"),
                (byte)'"' => text.Append("\\\""),
                >= 0x20 and < 0x7f => text.Append((char)octet),
                _ => text.Append("\\x").Append(octet.ToString("x2", null)),
            };
        }

        return text.Append(octets.Length > most ? "\"..." : "\"").ToString();
    }
}
