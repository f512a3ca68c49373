namespace RawHttp.Http;

public static partial class FindingKinds
{
    /// <summary>Set-Cookie does not begin with a name and a value.</summary>
    public static FindingKind InvalidSetCookie { get; } = Warning(
        "RFC6265-4.1.1-INVALID-SET-COOKIE",
        "Set-Cookie begins with the cookie's name, a token, an equals sign and its value.",
        @"Set-Cookie: no value\r\n",
        "Begin Set-Cookie with NAME=VALUE, where NAME is a token and VALUE holds no space, comma, semicolon, backslash or double quote.");

    /// <summary>One Set-Cookie holds several cookies.</summary>
    public static FindingKind FoldedSetCookie { get; } = Warning(
        "RFC6265-3-FOLDED-SET-COOKIE",
        "Each cookie has a Set-Cookie of its own; of several joined with commas a user agent takes the first, and loses the others.",
        @"Set-Cookie: a=b; Path=/, c=d; Path=/\r\n",
        "Send one Set-Cookie field line for each cookie; configure proxies and gateways not to join them.");

    /// <summary>An attribute of a cookie is given more than once.</summary>
    public static FindingKind RepeatedAttribute { get; } = Warning(
        "RFC6265-4.1.1-REPEATED-ATTRIBUTE",
        "A cookie has each attribute once; of several a user agent takes the last.",
        @"Set-Cookie: a=b; Path=/; Path=/c\r\n",
        "Send each attribute once: look for a proxy or framework that adds its own Path, SameSite or Secure to a cookie that has one.");

    /// <summary>An attribute of a cookie has a value without meaning.</summary>
    public static FindingKind CookieAttribute { get; } = Info(
        "RFC6265-4.1.1-COOKIE-ATTRIBUTE",
        "Attributes of a cookie hold no controls; Expires is a date, Max-Age a number, Domain a name.",
        @"Set-Cookie: a=b; Expires=0\r\n",
        "Write Expires as an IMF-fixdate, Max-Age as digits, and Domain as a host name; percent-encode controls in values.");
}

/// <summary>Set-Cookie (RFC 6265 §4.1.1), checked with <see cref="CookieSyntax"/>.</summary>
internal static class CookieFields
{
    public static IReadOnlyList<FieldRule> Rules =>
    [
        new("Set-Cookie", IsSingleton: false, FindingKinds.InvalidSetCookie, CookieSyntax.IsCookie)
        {
            IsPlain = CookieSyntax.IsPlain,
            Next = new("Set-Cookie", IsSingleton: false, FindingKinds.FoldedSetCookie, value => !CookieSyntax.IsFolded(value))
            {
                Fault = "One Set-Cookie holds several cookies",
                Next = new("Set-Cookie", IsSingleton: false, FindingKinds.CookieAttribute, CookieSyntax.HasUsualAttributes)
                {
                    Next = new("Set-Cookie", IsSingleton: false, FindingKinds.RepeatedAttribute, CookieSyntax.HasEachAttributeOnce)
                    {
                        Fault = "Set-Cookie has an attribute more than once",
                    },
                },
            },
        },
    ];
}
