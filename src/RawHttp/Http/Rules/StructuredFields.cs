namespace RawHttp.Http;

public static partial class FindingKinds
{
    /// <summary>A structured field cannot be parsed, or is of another type.</summary>
    public static FindingKind InvalidStructuredField { get; } = Warning(
        "RFC9651-4.2-INVALID-STRUCTURED-FIELD",
        "A structured field is a list, a dictionary or an item of its type; one that is not is ignored whole.",
        @"Origin-Agent-Cluster: true\r\n",
        "Write the value with a library for structured fields (RFC 9651).");
}

/// <summary>Fields defined as structured fields (RFC 9651), each with the type that its definition gives it.</summary>
internal static class StructuredFields
{
    // RFC 9218, RFC 9213 and the fields targeted as it says, Permissions Policy, Reporting API, RFC 9421, RFC 9530, RFC 9842.
    private static readonly string[] Dictionaries =
    [
        "Priority", "CDN-Cache-Control", "Cloudflare-CDN-Cache-Control", "Vercel-CDN-Cache-Control", "Netlify-CDN-Cache-Control",
        "Permissions-Policy", "Permissions-Policy-Report-Only", "Document-Policy", "Reporting-Endpoints", "Integrity-Policy",
        "Signature", "Signature-Input", "Accept-Signature", "Content-Digest", "Repr-Digest", "Want-Content-Digest", "Want-Repr-Digest",
        "Use-As-Dictionary", "No-Vary-Search",
    ];

    // RFC 9211, RFC 9209, RFC 9875.
    private static readonly string[] Lists = ["Cache-Status", "Proxy-Status", "Cache-Groups", "Cache-Group-Invalidation"];

    // RFC 8942 and its successor.
    private static readonly string[] TokenLists = ["Accept-CH", "Critical-CH"];

    // HTML: §7.1.1, §7.1.3, §7.1.4; Fetch §3.7, whose three words are tokens.
    private static readonly string[] Tokens =
    [
        "Cross-Origin-Opener-Policy", "Cross-Origin-Opener-Policy-Report-Only", "Cross-Origin-Embedder-Policy",
        "Cross-Origin-Embedder-Policy-Report-Only", "Cross-Origin-Resource-Policy",
    ];

    // HTML §7.1.2, RFC 9297.
    private static readonly string[] Booleans = ["Origin-Agent-Cluster", "Capsule-Protocol"];

    public static IReadOnlyList<FieldRule> Rules =>
    [
        .. Dictionaries.Select(name => Rule(name, false, StructuredGrammar.IsDictionary, "no dictionary")),
        .. Lists.Select(name => Rule(name, false, value => StructuredGrammar.IsList(value), "no list")),
        .. TokenLists.Select(name => Rule(name, false, value => StructuredGrammar.IsList(value, BareItem.Token), "no list of tokens")),
        .. Tokens.Select(name => Rule(name, true, value => StructuredGrammar.IsItem(value, BareItem.Token), "no token")),
        .. Booleans.Select(name => Rule(name, true, value => StructuredGrammar.IsItem(value, BareItem.Boolean), "neither ?0 nor ?1")),
        Rule("Deprecation", true, value => StructuredGrammar.IsItem(value, BareItem.Date), "no date such as @1688169599"),
    ];

    private static FieldRule Rule(string name, bool isItem, FieldCheck isValid, string fault) =>
        new(name, IsSingleton: isItem, FindingKinds.InvalidStructuredField, isValid)
        {
            Fault = $"The structured field {name} is {fault}, and is ignored",
        };
}
