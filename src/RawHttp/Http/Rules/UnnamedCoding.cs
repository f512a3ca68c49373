using System.Text;

namespace RawHttp.Http;

/// <summary>Detects content of a type that is text and begins like gzip. A value, so that other content costs no memory.</summary>
/// <param name="fields">The head of the content; null if it is not to be looked at.</param>
internal struct UnnamedCoding(FieldSection? fields)
{
    private FieldSection? _fields = fields;
    private int _seen;

    /// <summary>Looks at the next octets of the content.</summary>
    /// <returns>Whether they prove it; true at most once.</returns>
    public bool Add(ReadOnlySpan<byte> octets)
    {
        // RFC 1952 §2.3.1: 1f 8b, the method deflate, and flags of which the upper three are 0.
        for (var at = 0; _fields is not null && at < octets.Length; at++)
        {
            var isNext = _seen switch { 0 => octets[at] == 0x1f, 1 => octets[at] == 0x8b, 2 => octets[at] == 8, _ => octets[at] < 0x20 };
            if (!isNext || ++_seen == 4)
            {
                var isText = isNext && IsText(_fields);
                _fields = null;
                return isText;
            }
        }

        return false;
    }

    // text/plain is what many servers say of a file that they do not know.
    private static bool IsText(FieldSection fields)
    {
        if (!fields.TryGet("Content-Type", out var field))
        {
            return false;
        }

        var value = field.Value.Span;
        var end = value.IndexOf((byte)';');
        var type = (end < 0 ? value : value[..end]).Trim(HttpChars.Whitespace);
        return (MediaType.StartsWith(type, "text/"u8) && !MediaType.Is(type, "text/plain"u8))
            || MediaType.Is(type, "application/json"u8) || MediaType.Is(type, "application/xml"u8)
            || MediaType.Is(type, "application/javascript"u8) || EndsWith(type, "+json"u8) || EndsWith(type, "+xml"u8);
    }

    private static bool EndsWith(ReadOnlySpan<byte> type, ReadOnlySpan<byte> end) =>
        type.Length >= end.Length && Ascii.EqualsIgnoreCase(type[^end.Length..], end);
}
