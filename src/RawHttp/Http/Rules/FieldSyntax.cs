using System.Buffers;
using System.Text;

namespace RawHttp.Http;

/// <summary>What is known about a field of a response by its name.</summary>
/// <param name="Name">The name, as it is usually written.</param>
/// <param name="Singleton">A bit of its own if it is given once, as its lines are no list; else 0.</param>
/// <param name="Kind">Of which kind a value is that <paramref name="IsValid"/> refuses.</param>
/// <param name="IsValid">Whether one line's value, without the white space around it, is what the field's definition says.</param>
/// <param name="Next">A second thing to look at in the same value, as a departure of another kind.</param>
internal sealed record FieldRule(string Name, ulong Singleton, FindingKind? Kind, FieldCheck? IsValid, FieldRule? Next = null);

internal delegate bool FieldCheck(ReadOnlySpan<byte> value);

/// <summary>The fields whose own definition is known here, and what it says.</summary>
internal static class FieldSyntax
{
    private static readonly FindingKind SetCookie = Warning("RFC6265-4.1.1-INVALID-SET-COOKIE", "Set-Cookie begins with the cookie's name, a token, an equals sign and its value.", "Set-Cookie: no value\\r\\n");
    private static readonly FindingKind CookieAttribute = Info("RFC6265-4.1.1-COOKIE-ATTRIBUTE", "Attributes of a cookie hold no controls; Expires is a date, Max-Age a number, Domain a name.", "Set-Cookie: a=b; Expires=0\\r\\n");
    private static readonly FindingKind ContentDisposition = Warning("RFC6266-4.1-INVALID-CONTENT-DISPOSITION", "Content-Disposition is a token and parameters, each with a token, a quoted string or, where its name ends with an asterisk, an encoded text; filename is given once.", "Content-Disposition: attachment; filename=a b.txt\\r\\n");
    private static readonly FindingKind TransportSecurity = Warning("RFC6797-6.1-INVALID-STRICT-TRANSPORT-SECURITY", "Strict-Transport-Security is directives between semicolons, one of them max-age with seconds, none of them twice.", "Strict-Transport-Security: includeSubDomains\\r\\n");
    private static readonly FindingKind Trailer = Warning("RFC9110-6.6.2-INVALID-TRAILER", "Trailer is a list of field names.", "Trailer: Expires Digest\\r\\n");
    private static readonly FindingKind Connection = Warning("RFC9110-7.6.1-INVALID-CONNECTION", "Connection is a list of tokens.", "Connection: keep alive\\r\\n");
    private static readonly FindingKind Via = Warning("RFC9110-7.6.3-INVALID-VIA", "Via is a list of protocol versions, each followed by a name that may have a port, and perhaps a comment.", "Via: varnish\\r\\n");
    private static readonly FindingKind Upgrade = Warning("RFC9110-7.8-INVALID-UPGRADE", "Upgrade is a list of protocol names that may each have a version after a slash.", "Upgrade: HTTP/\\r\\n");
    private static readonly FindingKind ContentType = Warning("RFC9110-8.3-INVALID-CONTENT-TYPE", "Content-Type is a type, a slash, a subtype and parameters, whose values are tokens or quoted strings.", "Content-Type: html\\r\\n");
    private static readonly FindingKind ContentEncoding = Warning("RFC9110-8.4-INVALID-CONTENT-ENCODING", "Content-Encoding is a list of tokens.", "Content-Encoding: gzip;q=1\\r\\n");
    private static readonly FindingKind ContentLanguage = Warning("RFC9110-8.5-INVALID-CONTENT-LANGUAGE", "Content-Language is a list of language tags, made of letters, digits and hyphens.", "Content-Language: en_US\\r\\n");
    private static readonly FindingKind ContentLocation = Warning("RFC9110-8.7-INVALID-CONTENT-LOCATION", "Content-Location is a URI or a relative reference, without a fragment.", "Content-Location: /a b\\r\\n");
    private static readonly FindingKind ETag = Warning("RFC9110-8.8.3-INVALID-ETAG", "ETag is a string in double quotes without spaces, perhaps with W/ before it.", "ETag: abc\\r\\n");
    private static readonly FindingKind Allow = Warning("RFC9110-10.2.1-INVALID-ALLOW", "Allow is a list of methods, which are tokens.", "Allow: GET POST\\r\\n");
    private static readonly FindingKind Location = Warning("RFC9110-10.2.2-INVALID-LOCATION", "Location is a URI reference: its characters are of ASCII, the others percent-encoded.", "Location: /a b\\r\\n");
    private static readonly FindingKind RetryAfter = Warning("RFC9110-10.2.3-INVALID-RETRY-AFTER", "Retry-After is a date or a number of seconds.", "Retry-After: soon\\r\\n");
    private static readonly FindingKind Server = Warning("RFC9110-10.2.4-INVALID-SERVER", "Server is a product and more products and comments, with white space between them.", "Server: nginx/\\r\\n");
    private static readonly FindingKind WwwAuthenticate = Warning("RFC9110-11.6.1-INVALID-WWW-AUTHENTICATE", "WWW-Authenticate is a list of challenges: a scheme and either one token or a list of parameters.", "WWW-Authenticate: Basic realm=my site\\r\\n");
    private static readonly FindingKind ProxyAuthenticate = Warning("RFC9110-11.7.1-INVALID-PROXY-AUTHENTICATE", "Proxy-Authenticate is a list of challenges: a scheme and either one token or a list of parameters.", "Proxy-Authenticate: realm=\"proxy\"\\r\\n");
    private static readonly FindingKind Vary = Warning("RFC9110-12.5.5-INVALID-VARY", "Vary is a list of field names, or of asterisks.", "Vary: Accept Cookie\\r\\n");
    private static readonly FindingKind AcceptRanges = Warning("RFC9110-14.3-INVALID-ACCEPT-RANGES", "Accept-Ranges is a list of range units, which are tokens; there is at least one.", "Accept-Ranges: bytes=0-\\r\\n");
    private static readonly FindingKind ContentRange = Warning("RFC9110-14.4-INVALID-CONTENT-RANGE", "Content-Range is a unit, a space, the first and the last position, and the complete length, which lies behind them.", "Content-Range: bytes 0-9/5\\r\\n");
    private static readonly FindingKind Age = Warning("RFC9111-5.1-INVALID-AGE", "Age is a number of seconds.", "Age: 1.5\\r\\n");
    private static readonly FindingKind CacheControl = Warning("RFC9111-5.2-INVALID-CACHE-CONTROL", "Cache-Control is a list of directives with or without a value; that of max-age and s-maxage is a number of seconds.", "Cache-Control: no-cache; max-age=0\\r\\n");
    private static readonly FindingKind Expires = Info("RFC9111-5.3-INVALID-EXPIRES", "Expires is a date; anything else means that the response has already expired.", "Expires: 0\\r\\n");
    private static readonly FindingKind TransferEncoding = Warning("RFC9112-6.1-INVALID-TRANSFER-ENCODING", "Transfer-Encoding is a list of codings, which are tokens with parameters.", "Transfer-Encoding: chunked gzip\\r\\n");

    /// <summary>Every kind that a rule here has, in the order of sections.</summary>
    public static IReadOnlyList<FindingKind> Kinds { get; } =
    [
        SetCookie, CookieAttribute, ContentDisposition, TransportSecurity,
        Trailer, Connection, Via, Upgrade, ContentType, ContentEncoding, ContentLanguage, ContentLocation, ETag, Allow, Location,
        RetryAfter, Server, WwwAuthenticate, ProxyAuthenticate, Vary, AcceptRanges, ContentRange,
        Age, CacheControl, Expires, TransferEncoding,
    ];

    // attr-char (RFC 8187 §3.2.1).
    private static readonly SearchValues<byte> ExtendedValue =
        SearchValues.Create("!#$&+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"u8);

    private static readonly SearchValues<byte> Alphanumeric =
        SearchValues.Create("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"u8);

    private static int _singletons;

    // By the length of the name: most fields are none of these, and most of those are told apart here.
    private static readonly FieldRule[][] RulesByLength = ByLength(
        Singleton("Date", null, null),
        Singleton("Last-Modified", null, null),
        Singleton("Expires", Expires, IsDate),
        Singleton("Access-Control-Allow-Origin", null, null),
        Singleton("Content-Disposition", ContentDisposition, IsDisposition),
        Singleton("Strict-Transport-Security", TransportSecurity, IsTransportSecurity),
        Singleton("Content-Type", ContentType, IsMediaType),
        Singleton("Content-Location", ContentLocation, UriSyntax.IsPartial),
        Singleton("ETag", ETag, IsEntityTag),
        Singleton("Location", Location, UriSyntax.IsReference),
        Singleton("Retry-After", RetryAfter, value => IsNumber(value) || IsDate(value)),
        Singleton("Server", Server, IsProducts),
        Singleton("Content-Range", ContentRange, IsContentRange),
        Singleton("Age", Age, IsNumber),
        List("Trailer", Trailer, Token),
        List("Connection", Connection, Token),
        List("Via", Via, Received),
        List("Upgrade", Upgrade, (ref grammar) => grammar.NameAndVersion()),
        List("Content-Encoding", ContentEncoding, Token),
        List("Content-Language", ContentLanguage, (ref grammar) => grammar.Token(out var tag) && IsLanguageTag(tag)),
        List("Allow", Allow, Token),
        List("Vary", Vary, Token),
        List("Accept-Ranges", AcceptRanges, Token, atLeastOne: true),
        List("Cache-Control", CacheControl, CacheDirective),
        List("Transfer-Encoding", TransferEncoding, TransferCoding),
        new("WWW-Authenticate", 0, WwwAuthenticate, IsChallenges),
        new("Proxy-Authenticate", 0, ProxyAuthenticate, IsChallenges),
        new("Set-Cookie", 0, SetCookie, CookieSyntax.IsCookie, new("Set-Cookie", 0, CookieAttribute, CookieSyntax.HasUsualAttributes)));

    /// <summary>The rule for a field, in any case; null for one that is not known here.</summary>
    public static FieldRule? Find(ReadOnlySpan<byte> name)
    {
        if (name.Length < RulesByLength.Length)
        {
            foreach (var rule in RulesByLength[name.Length])
            {
                if (Ascii.EqualsIgnoreCase(name, rule.Name))
                {
                    return rule;
                }
            }
        }

        return null;
    }

    /// <inheritdoc cref="HttpDate.FormOf"/>
    public static DateForm DateFormOf(ReadOnlySpan<byte> value) => HttpDate.FormOf(value);

    /// <summary>Whether a field holds a date and nothing else. Retry-After may hold a number instead.</summary>
    public static bool IsDateField(ReadOnlySpan<byte> name) => name.Length switch
    {
        4 => Ascii.EqualsIgnoreCase(name, "Date"u8),
        7 => Ascii.EqualsIgnoreCase(name, "Expires"u8),
        13 => Ascii.EqualsIgnoreCase(name, "Last-Modified"u8),
        _ => false,
    };

    private static bool IsDate(ReadOnlySpan<byte> value) => DateFormOf(value) != DateForm.Invalid;

    private static bool IsNumber(ReadOnlySpan<byte> value) => !value.IsEmpty && !value.ContainsAnyExceptInRange((byte)'0', (byte)'9');

    private static bool Token(ref FieldGrammar grammar) => grammar.Token();

    private static bool IsMediaType(ReadOnlySpan<byte> value)
    {
        var grammar = new FieldGrammar(value);
        return grammar.Token() && grammar.Take((byte)'/') && grammar.Token() && grammar.Parameters() && grammar.AtEnd;
    }

    private static bool IsEntityTag(ReadOnlySpan<byte> value)
    {
        var opaque = value.StartsWith("W/"u8) ? value[2..] : value;
        return opaque is [(byte)'"', .. var tag, (byte)'"'] && !tag.ContainsAnyInRange((byte)0, (byte)' ') && !tag.ContainsAny((byte)'"', (byte)0x7f);
    }

    private static bool IsProducts(ReadOnlySpan<byte> value)
    {
        var grammar = new FieldGrammar(value);
        var valid = grammar.NameAndVersion();
        while (valid && !grammar.AtEnd)
        {
            valid = grammar.SkipWhitespace() && (grammar.IsNext((byte)'(') ? grammar.Comment() : grammar.NameAndVersion());
        }

        return valid;
    }

    private static bool IsContentRange(ReadOnlySpan<byte> value)
    {
        var grammar = new FieldGrammar(value);
        if (!grammar.Token() || !grammar.Take((byte)' '))
        {
            return false;
        }

        if (grammar.Take((byte)'*'))
        {
            return grammar.Take((byte)'/') && grammar.Digits(out _) && grammar.AtEnd;
        }

        if (!grammar.Digits(out var first) || !grammar.Take((byte)'-') || !grammar.Digits(out var last) || !grammar.Take((byte)'/') || CompareNumbers(first, last) > 0)
        {
            return false;
        }

        var valid = grammar.Take((byte)'*') || (grammar.Digits(out var length) && CompareNumbers(last, length) < 0);
        return valid && grammar.AtEnd;
    }

    // No number is too long for this.
    private static int CompareNumbers(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right)
    {
        left = left.TrimStart((byte)'0');
        right = right.TrimStart((byte)'0');
        return left.Length != right.Length ? left.Length.CompareTo(right.Length) : left.SequenceCompareTo(right);
    }

    // The shape of a tag (RFC 5646 §2.1), not the order of its parts: registries add to those.
    private static bool IsLanguageTag(ReadOnlySpan<byte> tag)
    {
        var (at, isPrivate, needsMore) = (0, false, false);
        foreach (var range in tag.Split((byte)'-'))
        {
            var part = tag[range];
            var isX = part is [(byte)'x' or (byte)'X'];
            if (part.Length is 0 or > 8 || part.ContainsAnyExcept(Alphanumeric))
            {
                return false;
            }

            if (at++ == 0)
            {
                // x- is for private use, i- is what was registered before there were rules.
                isPrivate = isX || part is [(byte)'i' or (byte)'I'];
                needsMore = isPrivate;
                if ((part.Length == 1 && !isPrivate) || part.ContainsAnyInRange((byte)'0', (byte)'9'))
                {
                    return false;
                }
            }
            else
            {
                // A single character begins an extension, which holds something longer.
                if (!isPrivate && part.Length == 1 && needsMore)
                {
                    return false;
                }

                needsMore = !isPrivate && part.Length == 1;
                isPrivate |= isX;
            }
        }

        return !needsMore;
    }

    private static bool Received(ref FieldGrammar grammar)
    {
        // RFC 7230 had a host here; RFC 9110 made it a token, for which an address in brackets is too much, but still a host.
        if (!grammar.NameAndVersion() || !grammar.SkipWhitespace()
            || !(grammar.Take((byte)'[') ? grammar.TakeThrough((byte)']', out var host) && UriSyntax.IsAddress(host[..^1]) : grammar.Token()))
        {
            return false;
        }

        if (grammar.Take((byte)':'))
        {
            grammar.Digits(out _);
        }

        return !(grammar.SkipWhitespace() && grammar.IsNext((byte)'(')) || grammar.Comment();
    }

    private static bool CacheDirective(ref FieldGrammar grammar)
    {
        ReadOnlySpan<byte> value = default;
        return grammar.Token(out var name)
            && (!grammar.Take((byte)'=') || grammar.TokenOrQuoted(out value))
            && (!(Ascii.EqualsIgnoreCase(name, "max-age"u8) || Ascii.EqualsIgnoreCase(name, "s-maxage"u8)) || IsNumber(value));
    }

    private static bool TransferCoding(ref FieldGrammar grammar)
    {
        var valid = grammar.Token();
        while (valid && grammar.TakeSpaced((byte)';'))
        {
            valid = grammar.SpacedParameter(out _, out _);
        }

        return valid;
    }

    // A comma ends a parameter as well as a challenge: what has an equals sign after its first token is a parameter of the challenge before.
    private static bool IsChallenges(ReadOnlySpan<byte> value)
    {
        var grammar = new FieldGrammar(value);
        var takesParameters = false;
        do
        {
            grammar.SkipWhitespace();
            if (grammar.AtEnd || grammar.IsNext((byte)','))
            {
                continue;
            }

            var ahead = grammar;
            if (takesParameters && ahead.SpacedParameter(out _, out _))
            {
                grammar = ahead;
            }
            else if (!Challenge(ref grammar, out takesParameters))
            {
                return false;
            }

            grammar.SkipWhitespace();
        }
        while (grammar.Take((byte)','));

        return grammar.AtEnd;
    }

    private static bool Challenge(ref FieldGrammar grammar, out bool takesParameters)
    {
        takesParameters = false;
        if (!grammar.Token())
        {
            return false;
        }

        // Its parameters are a list whose first element may be empty, but the space before the list may not.
        takesParameters = grammar.IsNext((byte)' ') && grammar.SkipWhitespace();
        if (!takesParameters || grammar.AtEnd || grammar.IsNext((byte)','))
        {
            return true;
        }

        var ahead = grammar;
        if (ahead.SpacedParameter(out _, out _))
        {
            grammar = ahead;
            return true;
        }

        takesParameters = false;
        return grammar.Token68();
    }

    // The definition allows the white space of RFC 2616 between any two of its parts, but no semicolon at the end.
    private static bool IsDisposition(ReadOnlySpan<byte> value)
    {
        var grammar = new FieldGrammar(value);
        var (valid, names, extendedNames) = (grammar.Token(), 0, 0);
        while (valid && grammar.TakeSpaced((byte)';'))
        {
            valid = grammar.Token(out var name) && grammar.TakeSpaced((byte)'=')
                && (name[^1] == '*' ? grammar.Token(out var encoded) && IsExtendedValue(encoded) : grammar.TokenOrQuoted(out _));
            names += Ascii.EqualsIgnoreCase(name, "filename"u8) ? 1 : 0;
            extendedNames += Ascii.EqualsIgnoreCase(name, "filename*"u8) ? 1 : 0;
        }

        return valid && grammar.AtEnd && names <= 1 && extendedNames <= 1;
    }

    // ext-value (RFC 8187 §3.2.1): charset'language'text, all of it characters of a token.
    private static bool IsExtendedValue(ReadOnlySpan<byte> value)
    {
        var grammar = new FieldGrammar(value);
        return grammar.TakeThrough((byte)'\'', out var charset) && charset.Length > 1
            && grammar.TakeThrough((byte)'\'', out var language) && (language.Length == 1 || IsLanguageTag(language[..^1]))
            && UriSyntax.IsEncoded(value[(charset.Length + language.Length)..], ExtendedValue);
    }

    private static bool IsTransportSecurity(ReadOnlySpan<byte> value)
    {
        var grammar = new FieldGrammar(value);
        var (ages, subDomains) = (0, 0);
        do
        {
            grammar.SkipWhitespace();
            if (grammar.AtEnd || grammar.IsNext((byte)';'))
            {
                continue;
            }

            ReadOnlySpan<byte> text = default;
            if (!grammar.Token(out var name))
            {
                return false;
            }

            var hasValue = grammar.TakeSpaced((byte)'=');
            if (hasValue && !grammar.TokenOrQuoted(out text))
            {
                return false;
            }

            if (Ascii.EqualsIgnoreCase(name, "max-age"u8) && (++ages > 1 || !IsNumber(text)))
            {
                return false;
            }

            if (Ascii.EqualsIgnoreCase(name, "includeSubDomains"u8) && (++subDomains > 1 || hasValue))
            {
                return false;
            }

            grammar.SkipWhitespace();
        }
        while (grammar.Take((byte)';'));

        return grammar.AtEnd && ages == 1;
    }

    private static FieldRule Singleton(string name, FindingKind? kind, FieldCheck? isValid) =>
        new(name, 1ul << _singletons++, kind, isValid);

    private static FieldRule List(string name, FindingKind kind, FieldGrammar.Element element, bool atLeastOne = false) =>
        new(name, 0, kind, value => FieldGrammar.IsList(value, element, atLeastOne));

    private static FieldRule[][] ByLength(params FieldRule[] rules)
    {
        var longest = rules.Max(rule => rule.Name.Length);
        return [.. Enumerable.Range(0, longest + 1).Select(length => rules.Where(rule => rule.Name.Length == length).ToArray())];
    }

    private static FindingKind Warning(string code, string rule, string example) => new(code, Severity.Warning, rule, example);

    private static FindingKind Info(string code, string rule, string example) => new(code, Severity.Info, rule, example);
}
