namespace RawHttp.Http;

public static partial class FindingKinds
{
    /// <summary>User-Agent is not a list of products and comments.</summary>
    public static FindingKind InvalidUserAgent { get; } = Warning(
        "RFC9110-10.1.5-INVALID-USER-AGENT",
        "User-Agent is a product and more products and comments, with white space between them.",
        @"User-Agent: curl/\r\n",
        "Send products as NAME/VERSION separated by spaces, and comments in parentheses.");

    /// <summary>Referer is not a URI without a fragment.</summary>
    public static FindingKind InvalidReferer { get; } = Warning(
        "RFC9110-10.1.3-INVALID-REFERER",
        "Referer is a URI or a relative reference, without a fragment.",
        @"Referer: /a b\r\n",
        "Send a URI or a relative reference; percent-encode other characters, and leave the fragment out.");

    /// <summary>TE is not a list of transfer codings.</summary>
    public static FindingKind InvalidTE { get; } = Warning(
        "RFC9110-10.1.4-INVALID-TE",
        "TE is a list of transfer codings, each perhaps with a weight, and of trailers; chunked is not named.",
        @"TE: trailers gzip\r\n",
        "List codings, each perhaps with ;q=WEIGHT, and trailers; do not name chunked.");

    /// <summary>Max-Forwards is not a number.</summary>
    public static FindingKind InvalidMaxForwards { get; } = Warning(
        "RFC9110-7.6.2-INVALID-MAX-FORWARDS",
        "Max-Forwards is a number.",
        @"Max-Forwards: -1\r\n",
        "Send digits only.");
}

/// <summary>Fields that only requests have (RFC 9110 §7.6.2, §10.1, §12, §13).</summary>
internal static class RequestFields
{
    public static IReadOnlyList<FieldRule> Rules =>
    [
        FieldRule.Singleton("User-Agent", FindingKinds.InvalidUserAgent, ServerFields.IsProducts),
        FieldRule.Singleton("Referer", FindingKinds.InvalidReferer, UriSyntax.IsPartial),
        FieldRule.List("TE", FindingKinds.InvalidTE, AcceptedCoding),
        FieldRule.Singleton("Max-Forwards", FindingKinds.InvalidMaxForwards, HttpChars.IsDigits),
        FieldRule.Singleton("If-Modified-Since", FindingKinds.InvalidDate, DateFields.IsDate) with
        {
            Date = DateUse.Perhaps,
            IsPlain = DateFields.IsUsual,
        },
        FieldRule.Singleton("If-Unmodified-Since", FindingKinds.InvalidDate, DateFields.IsDate) with
        {
            Date = DateUse.Perhaps,
            IsPlain = DateFields.IsUsual,
        },
        FieldRule.Singleton("If-Range"),
        FieldRule.Singleton("Range"),
        FieldRule.Singleton("From"),
        FieldRule.Singleton("Authorization"),
        FieldRule.Singleton("Proxy-Authorization"),
        FieldRule.Singleton("Cookie"),
    ];

    // t-codings (RFC 9110 §10.1.4). RFC 9112 §7.4: chunked is always accepted, and not named.
    private static bool AcceptedCoding(ref FieldGrammar grammar)
    {
        var valid = grammar.Token(out var coding) && !System.Text.Ascii.EqualsIgnoreCase(coding, "chunked"u8);
        while (valid && grammar.TakeSpaced((byte)';'))
        {
            valid = grammar.SpacedParameter(out _, out _);
        }

        return valid;
    }
}
