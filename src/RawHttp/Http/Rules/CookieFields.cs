namespace RawHttp.Http;

public static partial class FindingKinds
{
    /// <summary>Set-Cookie does not begin with a name and a value.</summary>
    public static FindingKind InvalidSetCookie { get; } = Warning(
        "RFC6265-4.1.1-INVALID-SET-COOKIE",
        "Set-Cookie begins with the cookie's name, a token, an equals sign and its value.",
        @"Set-Cookie: no value\r\n");

    /// <summary>An attribute of a cookie has a value without meaning.</summary>
    public static FindingKind CookieAttribute { get; } = Info(
        "RFC6265-4.1.1-COOKIE-ATTRIBUTE",
        "Attributes of a cookie hold no controls; Expires is a date, Max-Age a number, Domain a name.",
        @"Set-Cookie: a=b; Expires=0\r\n");
}

/// <summary>Set-Cookie (RFC 6265 §4.1.1), checked with <see cref="CookieSyntax"/>.</summary>
internal static class CookieFields
{
    public static IReadOnlyList<FieldRule> Rules =>
    [
        new("Set-Cookie", IsSingleton: false, FindingKinds.InvalidSetCookie, CookieSyntax.IsCookie)
        {
            Next = new("Set-Cookie", IsSingleton: false, FindingKinds.CookieAttribute, CookieSyntax.HasUsualAttributes),
        },
    ];
}
