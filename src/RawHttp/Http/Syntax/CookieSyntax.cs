using System.Buffers;

namespace RawHttp.Http;

/// <summary>Set-Cookie as browsers parse it (RFC 6265 §5): more lenient than the grammar in §4.1.1,
/// which servers often do not follow.</summary>
internal static class CookieSyntax
{
    private static readonly SearchValues<byte> DomainName =
        SearchValues.Create("-._0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"u8);

    private const int Expires = 0;
    private const int MaxAge = 1;
    private const int Domain = 2;

    private static readonly byte[][] Attributes =
    [
        [.. "Expires"u8], [.. "Max-Age"u8], [.. "Domain"u8], [.. "Path"u8], [.. "Secure"u8], [.. "HttpOnly"u8], [.. "SameSite"u8],
        [.. "Partitioned"u8], [.. "Priority"u8],
    ];

    private static ReadOnlySpan<byte> DateDelimiters => "\t !\"#$%&'()*+,-./;<=>?@[\\]^_`{|}~"u8;

    /// <summary>Whether a value is plainly one cookie with valid attributes, each once; one for which this is false may be so,
    /// too.</summary>
    public static bool IsPlain(ReadOnlySpan<byte> value)
    {
        var grammar = new FieldGrammar(value);
        if (value.ContainsAny(HttpChars.Controls)
            || !grammar.Token() || !grammar.Take((byte)'=') || MayBeFolded(grammar.Until((byte)';')))
        {
            return false;
        }

        var came = 0;
        while (grammar.Take((byte)';'))
        {
            grammar.SkipWhitespace();
            if (!grammar.Token(out var name))
            {
                return false;
            }

            var text = grammar.Take((byte)'=') ? grammar.Until((byte)';') : default;
            var index = AttributeIndex(name);
            var bit = index < 0 ? 0 : 1 << index;
            if ((came & bit) != 0 || MayBeFolded(text) || !HasUsualValue(index, text))
            {
                return false;
            }

            came |= bit;
        }

        return grammar.AtEnd;
    }

    /// <summary>A token as the name, and a value: anything up to the semicolon, including quotes, commas and spaces.</summary>
    public static bool IsCookie(ReadOnlySpan<byte> value)
    {
        var end = value.IndexOf((byte)';');
        var pair = end < 0 ? value : value[..end];
        var equals = pair.IndexOf((byte)'=');
        return equals > 0 && HttpChars.IsToken(pair[..equals].Trim(HttpChars.Whitespace)) && !pair.ContainsAny(HttpChars.Controls);
    }

    /// <summary>Whether a comma, a name and an equals sign begin another cookie. In the value of a cookie, where commas are in use,
    /// white space must follow the comma.</summary>
    public static bool IsFolded(ReadOnlySpan<byte> value)
    {
        var isPair = true;
        foreach (var range in value.Split((byte)';'))
        {
            var rest = value[range];
            if (isPair && rest.IndexOf("=\""u8) is >= 0 and var quote)
            {
                rest = rest[(rest.LastIndexOf((byte)'"') is var last && last > quote + 1 ? last : quote)..];
            }

            for (var comma = rest.IndexOf((byte)','); comma >= 0; comma = rest.IndexOf((byte)','))
            {
                rest = rest[(comma + 1)..];
                var next = rest.TrimStart(HttpChars.Whitespace);
                var equals = next.IndexOfAnyExcept(HttpChars.Token);
                if (equals > 0 && next[equals] == '=' && (!isPair || next.Length < rest.Length))
                {
                    return true;
                }
            }

            isPair = false;
        }

        return false;
    }

    /// <summary>Whether no known attribute is given twice; not looked for where cookies are folded.</summary>
    public static bool HasEachAttributeOnce(ReadOnlySpan<byte> value)
    {
        var came = 0;
        var isPair = true;
        foreach (var range in value.Split((byte)';'))
        {
            var attribute = value[range];
            var equals = attribute.IndexOf((byte)'=');
            var name = (equals < 0 ? attribute : attribute[..equals]).Trim(HttpChars.Whitespace);
            var index = isPair ? -1 : AttributeIndex(name);
            if (index >= 0 && (came & (1 << index)) != 0)
            {
                return IsFolded(value);
            }

            came |= index < 0 ? 0 : 1 << index;
            isPair = false;
        }

        return true;
    }

    /// <summary>Whether the known attributes have valid values; unknown ones, and SameSite, may have any.</summary>
    public static bool HasUsualAttributes(ReadOnlySpan<byte> value)
    {
        var end = value.IndexOf((byte)';');
        var attributes = end < 0 ? default : value[(end + 1)..];
        foreach (var range in attributes.Split((byte)';'))
        {
            var attribute = attributes[range];
            var equals = attribute.IndexOf((byte)'=');
            var name = (equals < 0 ? attribute : attribute[..equals]).Trim(HttpChars.Whitespace);
            var text = equals < 0 ? default : attribute[(equals + 1)..].Trim(HttpChars.Whitespace);
            if (attribute.ContainsAny(HttpChars.Controls) || !HasUsualValue(AttributeIndex(name), text))
            {
                return false;
            }
        }

        return true;
    }

    // Which of the known attributes; -1 for another one.
    private static int AttributeIndex(ReadOnlySpan<byte> name)
    {
        for (var index = 0; index < Attributes.Length; index++)
        {
            if (HttpChars.EqualsIgnoreCase(name, Attributes[index]))
            {
                return index;
            }
        }

        return -1;
    }

    private static bool HasUsualValue(int attribute, ReadOnlySpan<byte> text) => attribute switch
    {
        Expires => IsDate(text),
        MaxAge => IsSeconds(text),
        Domain => !text.IsEmpty && !text.ContainsAnyExcept(DomainName),
        _ => true,
    };

    // Another cookie needs an equals sign after a comma.
    private static bool MayBeFolded(ReadOnlySpan<byte> text) => text.Contains((byte)'=') && text.Contains((byte)',');

    // The grammar requires a number above zero, but zero or less is how servers delete a cookie (RFC 6265 §5.2.2).
    private static bool IsSeconds(ReadOnlySpan<byte> text)
    {
        var digits = text is [(byte)'-', .. var rest] ? rest : text;
        return !digits.IsEmpty && LeadingDigits(digits) == digits.Length;
    }

    // A date in any order and form that a user agent recognises (RFC 6265 §5.1.1).
    private static bool IsDate(ReadOnlySpan<byte> value)
    {
        // The usual form is recognised; but there is no leap second, and no year before 1601.
        if (HttpDate.Read(value, out var moment) == DateForm.Imf)
        {
            return moment.Year >= 1601 && !value.EndsWith(":60 GMT"u8);
        }

        var hasTime = false;
        int? day = null, month = null, year = null;
        foreach (var range in value.SplitAny(DateDelimiters))
        {
            var part = value[range];
            var digits = LeadingDigits(part);
            if (!hasTime && TryTime(part, out var exists))
            {
                if (!exists)
                {
                    return false;
                }

                hasTime = true;
            }
            else if (day is null && digits is 1 or 2)
            {
                day = HttpDate.Number(part[..digits]);
            }
            else if (month is null && part.Length >= 3 && HttpDate.MonthIndex(part[..3]) is >= 0 and var index)
            {
                month = index + 1;
            }
            else if (year is null && digits is >= 2 and <= 4)
            {
                var number = HttpDate.Number(part[..digits]);
                year = number switch { < 70 => number + 2000, < 100 => number + 1900, _ => number };
            }
        }

        return hasTime && year >= 1601 && month is not null && day >= 1 && day <= DateTime.DaysInMonth(year.Value, month.Value);
    }

    // Three numbers of one or two digits, followed by anything but a digit.
    private static bool TryTime(ReadOnlySpan<byte> part, out bool exists)
    {
        exists = true;
        for (var field = 0; field < 3; field++)
        {
            var digits = LeadingDigits(part);
            var colon = field < 2;
            if (digits is not (1 or 2) || (colon && (part.Length == digits || part[digits] != ':')))
            {
                return false;
            }

            exists &= HttpDate.Number(part[..digits]) < (field == 0 ? 24 : 60);
            part = part[(colon ? digits + 1 : digits)..];
        }

        return true;
    }

    private static int LeadingDigits(ReadOnlySpan<byte> octets)
    {
        var length = octets.IndexOfAnyExceptInRange((byte)'0', (byte)'9');
        return length < 0 ? octets.Length : length;
    }
}
