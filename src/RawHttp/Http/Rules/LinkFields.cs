namespace RawHttp.Http;

public static partial class FindingKinds
{
    /// <summary>Link is not a list of links.</summary>
    public static FindingKind InvalidLink { get; } = Warning(
        "RFC8288-3-INVALID-LINK",
        "Link is a list of URI references in angle brackets, each with parameters whose values are tokens or quoted strings.",
        @"Link: /a.css; rel=preload\r\n",
        "Write each link as <URI>; rel=NAME, quote values with other characters than those of a token, and put commas between links.");

    /// <summary>A link has not one rel.</summary>
    public static FindingKind LinkRelation { get; } = Warning(
        "RFC8288-3.3-LINK-RELATION",
        "Each link has the parameter rel, once; one without it relates to nothing, and of two the second is ignored.",
        @"Link: </a.css>\r\n",
        "Give each link one rel; several relations stand in one quoted value, separated by spaces.");
}

/// <summary>Link (RFC 8288 §3).</summary>
internal static class LinkFields
{
    public static IReadOnlyList<FieldRule> Rules =>
    [
        new("Link", IsSingleton: false, FindingKinds.InvalidLink, IsLinks)
        {
            IsPlain = AreRelated,
            Next = new("Link", IsSingleton: false, FindingKinds.LinkRelation, value => !IsLinks(value) || AreRelated(value))
            {
                Fault = "A link has no rel, or more than one",
            },
        },
    ];

    private static bool IsLinks(ReadOnlySpan<byte> value) => FieldGrammar.IsList(value, (ref grammar) => Link(ref grammar, out _));

    private static bool AreRelated(ReadOnlySpan<byte> value) => FieldGrammar.IsList(value, RelatedLink);

    private static bool RelatedLink(ref FieldGrammar grammar) => Link(ref grammar, out var relations) && relations == 1;

    private static bool Link(ref FieldGrammar grammar, out int relations)
    {
        relations = 0;
        if (!grammar.Take((byte)'<') || !grammar.TakeThrough((byte)'>', out var target) || !UriSyntax.IsReference(target[..^1]))
        {
            return false;
        }

        while (true)
        {
            var ahead = grammar;
            if (!ahead.TakeSpaced((byte)';'))
            {
                return true;
            }

            grammar = ahead;
            if (grammar.AtEnd || grammar.IsNext((byte)';') || grammar.IsNext((byte)','))
            {
                continue;
            }

            if (!grammar.Token(out var name))
            {
                return false;
            }

            relations += HttpChars.EqualsIgnoreCase(name, "rel"u8) ? 1 : 0;
            ahead = grammar;
            if (ahead.TakeSpaced((byte)'='))
            {
                grammar = ahead;
                if (!grammar.TokenOrQuoted(out _))
                {
                    return false;
                }
            }
        }
    }
}
