using System.Buffers;

namespace RawHttp.Http;

/// <summary>The types of a bare item (RFC 9651 §3.3).</summary>
internal enum BareItem
{
    /// <summary>Not an item.</summary>
    None,

    /// <summary>Digits, perhaps with a sign.</summary>
    Integer,

    /// <summary>A number with a point.</summary>
    Decimal,

    /// <summary>Text of ASCII in quotes.</summary>
    String,

    /// <summary>A word.</summary>
    Token,

    /// <summary>Base64 between colons.</summary>
    Bytes,

    /// <summary><c>?0</c> or <c>?1</c>.</summary>
    Boolean,

    /// <summary>Seconds after an at sign.</summary>
    Date,

    /// <summary>Percent-encoded text in quotes after a percent sign.</summary>
    DisplayString,
}

/// <summary>Structured field values, parsed as RFC 9651 §4.2 requires: what fails is ignored whole.</summary>
internal ref struct StructuredGrammar
{
    private static readonly SearchValues<byte> Key = SearchValues.Create("_-.*0123456789abcdefghijklmnopqrstuvwxyz"u8);
    private static readonly SearchValues<byte> Word =
        SearchValues.Create("!#$%&'*+-.^_`|~:/0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"u8);

    private static readonly SearchValues<byte> Base64 =
        SearchValues.Create("+/=0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"u8);

    private ReadOnlySpan<byte> _rest;

    private StructuredGrammar(ReadOnlySpan<byte> value) => _rest = value;

    private readonly byte Next => _rest.IsEmpty ? (byte)0 : _rest[0];

    /// <summary>A List (§4.2.1); if a type is given, of items of that type.</summary>
    public static bool IsList(ReadOnlySpan<byte> value, BareItem type = BareItem.None)
    {
        var grammar = new StructuredGrammar(value);
        while (!grammar._rest.IsEmpty)
        {
            if (!grammar.Member(out var found) || (type != BareItem.None && found != type) || !grammar.Comma())
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>A Dictionary (§4.2.2).</summary>
    public static bool IsDictionary(ReadOnlySpan<byte> value)
    {
        var grammar = new StructuredGrammar(value);
        while (!grammar._rest.IsEmpty)
        {
            if (!grammar.TakeKey() || !(grammar.Take((byte)'=') ? grammar.Member(out _) : grammar.Parameters()) || !grammar.Comma())
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>An Item of the given type (§4.2.3).</summary>
    public static bool IsItem(ReadOnlySpan<byte> value, BareItem type)
    {
        var grammar = new StructuredGrammar(value);
        return grammar.Bare() == type && grammar.Parameters() && grammar._rest.IsEmpty;
    }

    // The end, or a comma with another member after it.
    private bool Comma()
    {
        _rest = _rest[HttpChars.WhitespaceLength(_rest)..];
        if (_rest.IsEmpty)
        {
            return true;
        }

        var taken = Take((byte)',');
        _rest = _rest[HttpChars.WhitespaceLength(_rest)..];
        return taken && !_rest.IsEmpty;
    }

    // An item or an inner list, which holds no other one.
    private bool Member(out BareItem type)
    {
        type = BareItem.None;
        if (!Take((byte)'('))
        {
            return (type = Bare()) != BareItem.None && Parameters();
        }

        while (true)
        {
            SkipSpaces();
            if (Take((byte)')'))
            {
                return Parameters();
            }

            if (Bare() == BareItem.None || !Parameters() || Next is not ((byte)' ' or (byte)')'))
            {
                return false;
            }
        }
    }

    private bool Parameters()
    {
        while (Take((byte)';'))
        {
            SkipSpaces();
            if (!TakeKey() || (Take((byte)'=') && Bare() == BareItem.None))
            {
                return false;
            }
        }

        return true;
    }

    private bool TakeKey() => Next is (byte)'*' or (>= (byte)'a' and <= (byte)'z') && TakeAll(Key) > 0;

    private BareItem Bare()
    {
        switch (Next)
        {
            case (byte)'-' or (>= (byte)'0' and <= (byte)'9'):
                return Number();
            case (byte)'"':
                return Quoted(isEncoded: false) ? BareItem.String : BareItem.None;
            case (byte)'*' or (>= (byte)'A' and <= (byte)'Z') or (>= (byte)'a' and <= (byte)'z'):
                TakeAll(Word);
                return BareItem.Token;
            case (byte)':':
                _rest = _rest[1..];
                TakeAll(Base64);
                return Take((byte)':') ? BareItem.Bytes : BareItem.None;
            case (byte)'?':
                _rest = _rest[1..];
                return Take((byte)'0') || Take((byte)'1') ? BareItem.Boolean : BareItem.None;
            case (byte)'@':
                _rest = _rest[1..];
                return Number() == BareItem.Integer ? BareItem.Date : BareItem.None;
            case (byte)'%':
                _rest = _rest[1..];
                return Quoted(isEncoded: true) ? BareItem.DisplayString : BareItem.None;
            default:
                return BareItem.None;
        }
    }

    // At most 15 digits, or 12 before the point and 3 after it (§4.2.4).
    private BareItem Number()
    {
        Take((byte)'-');
        var digits = TakeAll(HttpChars.Digits);
        if (!Take((byte)'.'))
        {
            return digits is > 0 and <= 15 ? BareItem.Integer : BareItem.None;
        }

        return digits is > 0 and <= 12 && TakeAll(HttpChars.Digits) is > 0 and <= 3 ? BareItem.Decimal : BareItem.None;
    }

    // A String (§4.2.5) with backslashes, or a Display String (§4.2.10) with two lower-case hexadecimal digits after each percent sign.
    private bool Quoted(bool isEncoded)
    {
        if (!Take((byte)'"'))
        {
            return false;
        }

        for (var at = 0; at < _rest.Length; at++)
        {
            var octet = _rest[at];
            if (octet == '"')
            {
                _rest = _rest[(at + 1)..];
                return true;
            }

            var isEscape = octet == (isEncoded ? '%' : '\\');
            if (octet is < 0x20 or > 0x7e || (isEscape && !IsEscaped(_rest[(at + 1)..], isEncoded)))
            {
                return false;
            }

            at += isEscape ? isEncoded ? 2 : 1 : 0;
        }

        return false;
    }

    private static bool IsEscaped(ReadOnlySpan<byte> rest, bool isEncoded) => isEncoded
        ? rest.Length >= 2 && char.IsAsciiHexDigitLower((char)rest[0]) && char.IsAsciiHexDigitLower((char)rest[1])
        : rest is [(byte)'"' or (byte)'\\', ..];

    private bool Take(byte octet)
    {
        var isNext = _rest is [var first, ..] && first == octet;
        _rest = isNext ? _rest[1..] : _rest;
        return isNext;
    }

    private int TakeAll(SearchValues<byte> octets)
    {
        var length = _rest.IndexOfAnyExcept(octets);
        length = length < 0 ? _rest.Length : length;
        _rest = _rest[length..];
        return length;
    }

    private void SkipSpaces()
    {
        while (Take((byte)' '))
        {
        }
    }
}
