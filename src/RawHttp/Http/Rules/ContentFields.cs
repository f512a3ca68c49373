using System.Buffers;
namespace RawHttp.Http;

public static partial class FindingKinds
{
    /// <summary>Content-Disposition is malformed, or names a file twice.</summary>
    public static FindingKind InvalidContentDisposition { get; } = Warning(
        "RFC6266-4.1-INVALID-CONTENT-DISPOSITION",
        "Content-Disposition is a token and parameters, each with a token, a quoted string or, where its name ends with an "
        + "asterisk, an encoded text; filename is given once.",
        @"Content-Disposition: attachment; filename=a b.txt\r\n",
        "Quote the file name, escape double quotes and backslashes in it, and send names outside ASCII in filename*=UTF-8''.");

    /// <summary>Content-Type is not a media type.</summary>
    public static FindingKind InvalidContentType { get; } = Warning(
        "RFC9110-8.3-INVALID-CONTENT-TYPE",
        "Content-Type is a type, a slash, a subtype and parameters, whose values are tokens or quoted strings; charset is given once.",
        @"Content-Type: html\r\n",
        "Write TYPE/SUBTYPE, parameters after semicolons, and quote values with other characters than those of a token.");

    /// <summary>Content-Encoding is not a list of tokens.</summary>
    public static FindingKind InvalidContentEncoding { get; } = Warning(
        "RFC9110-8.4-INVALID-CONTENT-ENCODING",
        "Content-Encoding is a list of tokens.",
        @"Content-Encoding: gzip;q=1\r\n",
        "List the codings that were applied, such as gzip or br, separated by commas, and leave the field out if there are none.");

    /// <summary>Content-Language is not a list of language tags.</summary>
    public static FindingKind InvalidContentLanguage { get; } = Warning(
        "RFC9110-8.5-INVALID-CONTENT-LANGUAGE",
        "Content-Language is a list of language tags, made of letters, digits and hyphens.",
        @"Content-Language: en_US\r\n",
        "List language tags with hyphens, such as en-GB; an underscore comes from the name of a locale.");

    /// <summary>Content-Location is not a URI without a fragment.</summary>
    public static FindingKind InvalidContentLocation { get; } = Warning(
        "RFC9110-8.7-INVALID-CONTENT-LOCATION",
        "Content-Location is a URI or a relative reference, without a fragment.",
        @"Content-Location: /a b\r\n",
        "Send a URI or a relative reference; percent-encode other characters, and leave the fragment out.");

    /// <summary>ETag is not an entity tag.</summary>
    public static FindingKind InvalidETag { get; } = Warning(
        "RFC9110-8.8.3-INVALID-ETAG",
        "ETag is a string in double quotes without spaces, perhaps with W/ before it.",
        @"ETag: abc\r\n",
        "Put the tag into double quotes, and W/ before them if it is weak.");
}

/// <summary>Fields that describe the content (RFC 9110 §8, RFC 6266).</summary>
internal static class ContentFields
{
    // attr-char (RFC 8187 §3.2.1).
    private static readonly SearchValues<byte> ExtendedValue =
        SearchValues.Create("!#$&+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"u8);

    public static IReadOnlyList<FieldRule> Rules =>
    [
        FieldRule.Singleton("Content-Type", FindingKinds.InvalidContentType, IsMediaType),
        FieldRule.TokenList("Content-Encoding", FindingKinds.InvalidContentEncoding),
        FieldRule.List("Content-Language", FindingKinds.InvalidContentLanguage, Language),
        FieldRule.Singleton("Content-Location", FindingKinds.InvalidContentLocation, UriSyntax.IsPartial),
        FieldRule.Singleton("Content-Disposition", FindingKinds.InvalidContentDisposition, IsDisposition),
        FieldRule.Singleton("ETag", FindingKinds.InvalidETag, IsEntityTag),
    ];

    private static bool IsMediaType(ReadOnlySpan<byte> value)
    {
        var grammar = new FieldGrammar(value);
        return grammar.Token() && grammar.Take((byte)'/') && grammar.Token() && grammar.Parameters() && grammar.AtEnd
            && !HasCharsetTwice(value);
    }

    // RFC 6838 §4.3: a parameter is given once. Others than charset mean nothing to recipients of most types.
    private static bool HasCharsetTwice(ReadOnlySpan<byte> value)
    {
        const int Shortest = 9;
        return MediaType.TryParameter(value, "charset"u8, out var charset)
            && value.Overlaps(charset, out var at)
            && value.Length - at - charset.Length > Shortest
            && MediaType.TryParameter(value[(at + charset.Length)..], "charset"u8, out _);
    }

    private static bool Language(ref FieldGrammar grammar) => grammar.Token(out var tag) && LanguageTag.IsWellFormed(tag);

    private static bool IsEntityTag(ReadOnlySpan<byte> value)
    {
        var opaque = value.StartsWith("W/"u8) ? value[2..] : value;
        return opaque is [(byte)'"', .. var tag, (byte)'"']
            && !tag.ContainsAnyInRange((byte)0, (byte)' ') && !tag.ContainsAny((byte)'"', (byte)0x7f);
    }

    // The grammar allows the white space of RFC 2616 between any two of its parts, but no semicolon at the end.
    private static bool IsDisposition(ReadOnlySpan<byte> value)
    {
        var grammar = new FieldGrammar(value);
        var (valid, names, extendedNames) = (grammar.Token(), 0, 0);
        while (valid && grammar.TakeSpaced((byte)';'))
        {
            valid = grammar.Token(out var name) && grammar.TakeSpaced((byte)'=')
                && (name[^1] == '*' ? grammar.Token(out var encoded) && IsExtendedValue(encoded) : grammar.TokenOrQuoted(out _));
            names += HttpChars.EqualsIgnoreCase(name, "filename"u8) ? 1 : 0;
            extendedNames += HttpChars.EqualsIgnoreCase(name, "filename*"u8) ? 1 : 0;
        }

        return valid && grammar.AtEnd && names <= 1 && extendedNames <= 1;
    }

    // ext-value (RFC 8187 §3.2.1): charset'language'text, with characters of a token only.
    private static bool IsExtendedValue(ReadOnlySpan<byte> value)
    {
        var grammar = new FieldGrammar(value);
        return grammar.TakeThrough((byte)'\'', out var charset) && charset.Length > 1
            && grammar.TakeThrough((byte)'\'', out var language) && (language.Length == 1 || LanguageTag.IsWellFormed(language[..^1]))
            && UriSyntax.IsEncoded(value[(charset.Length + language.Length)..], ExtendedValue);
    }
}
