using System.Buffers;
using System.Text;

namespace RawHttp.Http;

/// <summary>A request line and a header section to be sent exactly as given (RFC 9112 §3).</summary>
/// <param name="Method">The method; its case is kept.</param>
/// <param name="Target">The request target, as written in the request line.</param>
public sealed record RequestBuilder(string Method, string Target)
{
    /// <summary>The version at the end of the request line.</summary>
    public string Version { get; init; } = "HTTP/1.1";

    /// <summary>The fields, in the order they are sent. Nothing is added or merged; the only check is for line ends.</summary>
    public IReadOnlyList<(string Name, string Value)> Fields { get; init; } = [];

    /// <summary>The head as sent: CRLF after each line and a blank line at the end; text outside ASCII as UTF-8.</summary>
    /// <returns>The octets.</returns>
    /// <exception cref="FormatException">
    /// A part holds CR, LF or NUL and would change the request into another one
    /// (RFC 9112 §11.1), or a field begins with white space (§5.2).
    /// </exception>
    public byte[] ToOctets()
    {
        var octets = new ArrayBufferWriter<byte>(256);
        Write(octets, "method", Method, " "u8);
        Write(octets, "target", Target, " "u8);
        Write(octets, "version", Version, "\r\n"u8);
        foreach (var (name, value) in Fields)
        {
            if (name.StartsWith(' ') || name.StartsWith('\t'))
            {
                throw new FormatException("the field name begins with white space, which folds it into the field before");
            }

            Write(octets, "field name", name, value.Length > 0 ? ": "u8 : ":"u8);
            Write(octets, "field value", value, "\r\n"u8);
        }

        octets.Write("\r\n"u8);
        return octets.WrittenSpan.ToArray();
    }

    private static void Write(ArrayBufferWriter<byte> octets, string part, string text, ReadOnlySpan<byte> end)
    {
        if (text.AsSpan().ContainsAny('\r', '\n', '\0'))
        {
            throw new FormatException($"the {part} holds CR, LF or NUL");
        }

        _ = Encoding.UTF8.GetBytes(text, octets);
        octets.Write(end);
    }
}
