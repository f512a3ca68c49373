namespace RawHttp.Http;

public static partial class FindingKinds
{
    /// <summary>WWW-Authenticate is not a list of challenges.</summary>
    public static FindingKind InvalidWwwAuthenticate { get; } = Warning(
        "RFC9110-11.6.1-INVALID-WWW-AUTHENTICATE",
        "WWW-Authenticate is a list of challenges: a scheme and either one token or a list of parameters, with one realm.",
        @"WWW-Authenticate: Basic realm=my site\r\n",
        @"Write each challenge as SCHEME NAME=""VALUE"", with commas between parameters and between challenges.");

    /// <summary>Proxy-Authenticate is not a list of challenges.</summary>
    public static FindingKind InvalidProxyAuthenticate { get; } = Warning(
        "RFC9110-11.7.1-INVALID-PROXY-AUTHENTICATE",
        "Proxy-Authenticate is a list of challenges: a scheme and either one token or a list of parameters, with one realm.",
        """Proxy-Authenticate: realm="proxy"\r\n""",
        @"Write each challenge as SCHEME NAME=""VALUE"", with commas between parameters and between challenges.");
}

/// <summary>Fields that ask for credentials (RFC 9110 §11).</summary>
internal static class AuthenticationFields
{
    public static IReadOnlyList<FieldRule> Rules =>
    [
        new("WWW-Authenticate", IsSingleton: false, FindingKinds.InvalidWwwAuthenticate, IsChallenges),
        new("Proxy-Authenticate", IsSingleton: false, FindingKinds.InvalidProxyAuthenticate, IsChallenges),
    ];

    // A comma ends both parameters and challenges: if an equals sign follows the first token after it, that token is a
    // parameter of the challenge before the comma.
    private static bool IsChallenges(ReadOnlySpan<byte> value)
    {
        var grammar = new FieldGrammar(value);
        var (takesParameters, realms) = (false, 0);
        do
        {
            grammar.SkipWhitespace();
            if (grammar.AtEnd || grammar.IsNext((byte)','))
            {
                continue;
            }

            var ahead = grammar;
            if (takesParameters && ahead.SpacedParameter(out var name, out _))
            {
                grammar = ahead;
                realms += HttpChars.EqualsIgnoreCase(name, "realm"u8) ? 1 : 0;
            }
            else if (Challenge(ref grammar, out takesParameters, out var first))
            {
                realms = HttpChars.EqualsIgnoreCase(first, "realm"u8) ? 1 : 0;
            }
            else
            {
                return false;
            }

            // RFC 9110 §11.2: a parameter is given once.
            if (realms > 1)
            {
                return false;
            }

            grammar.SkipWhitespace();
        }
        while (grammar.Take((byte)','));

        return grammar.AtEnd;
    }

    private static bool Challenge(ref FieldGrammar grammar, out bool takesParameters, out ReadOnlySpan<byte> name)
    {
        takesParameters = false;
        name = default;
        if (!grammar.Token())
        {
            return false;
        }

        // The list of parameters may begin with an empty element, but a space must come before the list.
        takesParameters = grammar.IsNext((byte)' ') && grammar.SkipWhitespace();
        if (!takesParameters || grammar.AtEnd || grammar.IsNext((byte)','))
        {
            return true;
        }

        var ahead = grammar;
        if (ahead.SpacedParameter(out name, out _))
        {
            grammar = ahead;
            return true;
        }

        takesParameters = false;
        return grammar.Token68();
    }
}
