namespace RawHttp.Http;

/// <summary>
/// A position in a field value, and the elements of RFC 9110 §5.6 that can be parsed there. A method that returns false may have moved the
/// position; to try an alternative, use a copy.
/// </summary>
internal ref struct FieldGrammar(ReadOnlySpan<byte> value)
{
    private ReadOnlySpan<byte> _rest = value;

    public delegate bool Element(ref FieldGrammar grammar);

    public readonly bool AtEnd => _rest.IsEmpty;

    public readonly bool IsNext(byte octet) => !_rest.IsEmpty && _rest[0] == octet;

    /// <summary>A whole value that is a list (RFC 9110 §5.6.1); empty elements are ignored, as the RFC requires of recipients.</summary>
    public static bool IsList(ReadOnlySpan<byte> value, Element element, bool atLeastOne = false)
    {
        var grammar = new FieldGrammar(value);
        var any = false;
        do
        {
            grammar.SkipWhitespace();
            if (grammar.AtEnd || grammar.IsNext((byte)','))
            {
                continue;
            }

            if (!element(ref grammar))
            {
                return false;
            }

            any = true;
            grammar.SkipWhitespace();
        }
        while (grammar.Take((byte)','));

        return grammar.AtEnd && (any || !atLeastOne);
    }

    public bool Take(byte octet)
    {
        if (!IsNext(octet))
        {
            return false;
        }

        _rest = _rest[1..];
        return true;
    }

    /// <summary>OWS and BWS; RWS if the caller checks the result.</summary>
    public bool SkipWhitespace() => !TakeFirst(HttpChars.WhitespaceLength(_rest)).IsEmpty;

    public bool Token() => Token(out _);

    public bool Token(out ReadOnlySpan<byte> token)
    {
        token = TakeFirst(HttpChars.TokenLength(_rest));
        return !token.IsEmpty;
    }

    public bool Digits(out ReadOnlySpan<byte> digits)
    {
        var length = _rest.IndexOfAnyExceptInRange((byte)'0', (byte)'9');
        digits = TakeFirst(length < 0 ? _rest.Length : length);
        return !digits.IsEmpty;
    }

    /// <summary>token68 (RFC 9110 §11.2).</summary>
    public bool Token68()
    {
        var length = 0;
        while (length < _rest.Length && (char.IsAsciiLetterOrDigit((char)_rest[length]) || "-._~+/"u8.Contains(_rest[length])))
        {
            length++;
        }

        var any = !TakeFirst(length).IsEmpty;
        while (Take((byte)'='))
        {
        }

        return any;
    }

    /// <summary>A token or a quoted-string; <paramref name="text"/> is the content without quotes.</summary>
    public bool TokenOrQuoted(out ReadOnlySpan<byte> text) => IsNext((byte)'"') ? Quoted(out text) : Token(out text);

    /// <summary>comment (RFC 9110 §5.6.5). It counts the depth and does not recurse, because the peer determines how deep it is.</summary>
    public bool Comment()
    {
        var depth = 0;
        for (var at = 0; at < _rest.Length; at++)
        {
            var octet = _rest[at];
            if (octet == '\\')
            {
                octet = ++at < _rest.Length ? _rest[at] : (byte)0;
            }
            else if (octet == '(')
            {
                depth++;
            }
            else if (octet == ')' && --depth == 0)
            {
                TakeFirst(at + 1);
                return true;
            }

            if (depth <= 0 || !IsText(octet))
            {
                return false;
            }
        }

        return false;
    }

    /// <summary>A name with an optional slash and version: product (RFC 9110 §10.1.5) and protocol (§7.8).</summary>
    public bool NameAndVersion() => Token() && (!Take((byte)'/') || Token());

    /// <summary>parameters (RFC 9110 §5.6.6): white space around the semicolon, none around the equals sign.</summary>
    public bool Parameters()
    {
        while (true)
        {
            var ahead = this;
            ahead.SkipWhitespace();
            if (!ahead.Take((byte)';'))
            {
                return true;
            }

            ahead.SkipWhitespace();
            this = ahead;
            var isEmpty = AtEnd || IsNext((byte)';') || IsNext((byte)',');
            if (!isEmpty && !(Token() && Take((byte)'=') && TokenOrQuoted(out _)))
            {
                return false;
            }
        }
    }

    /// <summary>A parameter with white space around its equals sign, such as auth-param (RFC 9110 §11.2).</summary>
    public bool SpacedParameter(out ReadOnlySpan<byte> name, out ReadOnlySpan<byte> text)
    {
        text = default;
        return Token(out name) && TakeSpaced((byte)'=') && TokenOrQuoted(out text);
    }

    public bool TakeSpaced(byte octet)
    {
        SkipWhitespace();
        var taken = Take(octet);
        SkipWhitespace();
        return taken;
    }

    /// <summary>Moves past the next occurrence of an octet.</summary>
    public bool TakeThrough(byte last, out ReadOnlySpan<byte> octets)
    {
        octets = TakeFirst(_rest.IndexOf(last) + 1);
        return !octets.IsEmpty;
    }

    /// <summary>Moves to the next occurrence of an octet, or to the end.</summary>
    public ReadOnlySpan<byte> Until(byte octet)
    {
        var length = _rest.IndexOf(octet);
        return TakeFirst(length < 0 ? _rest.Length : length);
    }

    private bool Quoted(out ReadOnlySpan<byte> text)
    {
        text = default;
        for (var at = 1; at < _rest.Length; at++)
        {
            var octet = _rest[at];
            if (octet == '\\')
            {
                octet = ++at < _rest.Length ? _rest[at] : (byte)0;
            }
            else if (octet == '"')
            {
                text = TakeFirst(at + 1)[1..^1];
                return true;
            }

            if (!IsText(octet))
            {
                return false;
            }
        }

        return false;
    }

    private ReadOnlySpan<byte> TakeFirst(int length)
    {
        var taken = _rest[..length];
        _rest = _rest[length..];
        return taken;
    }

    // HTAB, SP, VCHAR and obs-text: the octets allowed in quotes and comments.
    private static bool IsText(byte octet) => octet is (byte)'\t' or (>= 0x20 and not 0x7f);
}
