using System.Buffers;
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

    public static bool IsWhitespace(byte octet) => octet is (byte)' ' or (byte)'\t';

    public static bool IsToken(ReadOnlySpan<byte> octets) => !octets.IsEmpty && !octets.ContainsAnyExcept(Token);

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
