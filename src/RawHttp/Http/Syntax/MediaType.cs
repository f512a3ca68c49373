using System.Text;

namespace RawHttp.Http;

/// <summary>The parts of Content-Type (RFC 9110 §8.3.1), read leniently.</summary>
internal static class MediaType
{
    /// <summary>Whether a value begins with a type, such as <c>multipart/</c>, in any case.</summary>
    public static bool StartsWith(ReadOnlySpan<byte> value, ReadOnlySpan<byte> type) =>
        value.Length >= type.Length && Ascii.EqualsIgnoreCase(value[..type.Length], type);

    /// <summary>Whether a value is a type, perhaps with parameters.</summary>
    public static bool Is(ReadOnlySpan<byte> value, ReadOnlySpan<byte> type)
    {
        var end = value.IndexOf((byte)';');
        return Ascii.EqualsIgnoreCase((end < 0 ? value : value[..end]).Trim(HttpChars.Whitespace), type);
    }

    /// <summary>The first parameter of that name; without quotes, anything up to the next semicolon.</summary>
    public static bool TryParameter(ReadOnlySpan<byte> value, ReadOnlySpan<byte> name, out ReadOnlySpan<byte> text)
    {
        var grammar = new FieldGrammar(value);
        while (grammar.TakeThrough((byte)';', out _))
        {
            grammar.SkipWhitespace();
            if (!grammar.Token(out var found) || !grammar.TakeSpaced((byte)'='))
            {
                continue;
            }

            if (grammar.IsNext((byte)'"'))
            {
                if (!grammar.TokenOrQuoted(out text))
                {
                    break;
                }
            }
            else
            {
                text = grammar.Until((byte)';').Trim(HttpChars.Whitespace);
            }

            if (Ascii.EqualsIgnoreCase(found, name))
            {
                return true;
            }
        }

        text = default;
        return false;
    }
}
