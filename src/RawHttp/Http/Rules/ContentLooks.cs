using System.Text;
using System.Text.Unicode;

namespace RawHttp.Http;

/// <summary>Names what octets are, if their beginning leaves no doubt.</summary>
internal static class ContentLooks
{
    // Formats by their first octets, and what marks text.
    private static readonly (byte[] Start, string Name)[] Signatures =
    [
        ([0x1f, 0x8b, 0x08], "gzip"),
        ([0x28, 0xb5, 0x2f, 0xfd], "zstd"),
        ([0x78, 0x01], "zlib"),
        ([0x78, 0x9c], "zlib"),
        ([0x78, 0xda], "zlib"),
        ([.. "%PDF-"u8], "PDF"),
        ([.. "PK\x03\x04"u8], "ZIP"),
        ([0x89, .. "PNG\r\n"u8], "PNG"),
        ([.. "GIF8"u8], "GIF"),
        ([0xff, 0xd8, 0xff], "JPEG"),
        ([.. "wOF2"u8], "WOFF2"),
        ([.. "\0asm"u8], "WebAssembly"),
    ];

    /// <summary>Looks at the beginning of some content.</summary>
    /// <param name="start">The first octets, some thousands, or all if there are fewer.</param>
    /// <returns>A name such as "HTML"; "text" for UTF-8 without controls; null for anything else.</returns>
    public static string? Name(ReadOnlySpan<byte> start)
    {
        foreach (var (signature, name) in Signatures)
        {
            if (start.StartsWith(signature))
            {
                return name;
            }
        }

        return IsText(start) ? NameText(start) : null;
    }

    private static string NameText(ReadOnlySpan<byte> text)
    {
        text = text.StartsWith("\u00ef\u00bb\u00bf"u8) ? text[3..] : text;
        text = text.TrimStart(" \t\r\n"u8);
        return StartsWith(text, "<!doctype html"u8) || StartsWith(text, "<html"u8) ? "HTML"
            : StartsWith(text, "<?xml"u8) ? "XML"
            : IsJson(text) ? "JSON"
            : "text";
    }

    private static bool StartsWith(ReadOnlySpan<byte> text, ReadOnlySpan<byte> start) =>
        text.Length >= start.Length && Ascii.EqualsIgnoreCase(text[..start.Length], start);

    // An object with its first name, or an array of objects, arrays or strings.
    private static bool IsJson(ReadOnlySpan<byte> text)
    {
        if (text.IsEmpty || text[0] is not ((byte)'{' or (byte)'['))
        {
            return false;
        }

        var isObject = text[0] == '{';
        var rest = text[1..].TrimStart(" \t\r\n"u8);
        return !rest.IsEmpty && (rest[0] == '"' || rest[0] == (isObject ? '}' : ']') || (!isObject && rest[0] is (byte)'{' or (byte)'['));
    }

    private static bool IsText(ReadOnlySpan<byte> octets)
    {
        if (octets.IsEmpty || octets.TrimEnd("\f\r\n\t"u8).IsEmpty)
        {
            return false;
        }

        foreach (var octet in octets)
        {
            if (octet is < 0x20 and not ((byte)'\t' or (byte)'\n' or (byte)'\r' or (byte)'\f') or 0x7f)
            {
                return false;
            }
        }

        // The last character may go on after these octets.
        for (var cut = 0; cut < 4 && cut < octets.Length; cut++)
        {
            if (Utf8.IsValid(octets[..^cut]))
            {
                return true;
            }
        }

        return false;
    }
}
