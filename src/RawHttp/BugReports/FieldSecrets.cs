using System.Text.RegularExpressions;

namespace RawHttp.BugReports;

/// <summary>What is secret in the value of a field, by the name of the field.</summary>
internal static partial class FieldSecrets
{
    // Longer values are replaced whole: the patterns may take time that grows with the square of the length.
    private const int MaxLength = 8192;

    private static readonly HashSet<string> Schemes = new(
        ["basic", "bearer", "digest", "dpop", "hoba", "mutual", "negotiate", "ntlm", "scram-sha-1", "scram-sha-256", "vapid"],
        StringComparer.OrdinalIgnoreCase);

    // The rest may be of the application: a name beside it may not.
    private static readonly HashSet<string> CookieAttributes = new(
        ["expires", "max-age", "samesite", "secure", "httponly", "partitioned", "priority", "version"], StringComparer.OrdinalIgnoreCase);

    private static readonly HashSet<string> LinkParameters = new(
        ["rel", "rev", "type", "as", "crossorigin", "media", "hreflang", "fetchpriority", "nopush"], StringComparer.OrdinalIgnoreCase);

    /// <summary>Finds the secrets of a value.</summary>
    /// <param name="name">The name of its field in lower case; empty for a line that has none.</param>
    /// <param name="value">The value, with its folds joined.</param>
    public static IEnumerable<TextSecret> Find(string name, string value) => name switch
    {
        _ when value.Length > MaxLength => Of(SecretKind.Value, WholeValue().Match(value)),
        "set-cookie" or "set-cookie2" or "cookie" => Cookie(value),
        "www-authenticate" or "proxy-authenticate" or "authorization" or "proxy-authorization" or "authentication-info"
            or "proxy-authentication-info" => Credentials(value),
        "via" => Via(value),
        "location" or "content-location" or "referer" or "origin" or "access-control-allow-origin" or "sourcemap" or "x-sourcemap" or "uri"
            or "destination" => Of(SecretKind.Uri, UriPart().Match(value)),
        "link" => Link(value),
        "refresh" => Of(SecretKind.Uri, RefreshUri().Match(value)),
        "etag" or "if-match" or "if-none-match" or "if-range" =>
            EntityTag().Matches(value).Select(match => TextSecrets.At(SecretKind.Token, match)),
        "content-disposition" => Parameters(value, SecretKind.Value, []),
        "digest" or "content-digest" or "repr-digest" => Parameters(value, SecretKind.Token, []),
        "content-type" or "accept" => TextSecrets.Find(value, minLabels: 3, hasTokens: false),
        _ when HarmlessFields.IsProduct(name) => TextSecrets.Find(value, minLabels: 3),
        _ when HarmlessFields.IsHarmless(name) => TextSecrets.Find(value),
        _ => Of(SecretKind.Value, WholeValue().Match(value)),
    };

    private static IEnumerable<TextSecret> Of(SecretKind kind, Match match) =>
        match is { Success: true, Length: > 0 } ? [TextSecrets.At(kind, match)] : [];

    // RFC 6265 §4.1.1. The name of a cookie and harmless attributes stay; a value may hold what was meant as another cookie.
    private static IEnumerable<TextSecret> Cookie(string value)
    {
        var isFirst = true;
        foreach (Match pair in CookiePart().Matches(value))
        {
            var (name, of) = (pair.Groups["name"], pair.Groups["value"]);
            if (!isFirst && CookieAttributes.Contains(name.Value.Trim()) && HarmlessAttribute().IsMatch(of.Value))
            {
                continue;
            }

            var kind = name.Value.Trim().Equals("domain", StringComparison.OrdinalIgnoreCase) ? SecretKind.Host : SecretKind.Cookie;
            yield return TextSecrets.At(kind, of.Success ? of : name);
            isFirst = false;
        }
    }

    // RFC 9110 §11.3: the scheme and the names of parameters stay.
    private static IEnumerable<TextSecret> Credentials(string value)
    {
        foreach (Match word in CredentialsWord().Matches(value))
        {
            var isName = ParameterValue().IsMatch(value, word.Index + word.Length);
            if (word.Value[0] == '"' || (!isName && !Schemes.Contains(word.Value)))
            {
                yield return TextSecrets.At(SecretKind.Credentials, word);
            }
        }
    }

    // RFC 9110 §7.6.3: the second word of each element is a host or a name for one.
    private static IEnumerable<TextSecret> Via(string value)
    {
        var hosts = ViaHost().Matches(value).Select(match => TextSecrets.At(SecretKind.Host, match.Groups["by"])).ToList();
        return hosts.Concat(TextSecrets.Find(value, minLabels: 3)
            .Where(each => !hosts.Any(host => each.Start < host.Start + host.Length && host.Start < each.Start + each.Length)));
    }

    private static IEnumerable<TextSecret> Link(string value)
    {
        var targets = LinkTarget().Matches(value).Select(match => TextSecrets.At(SecretKind.Uri, match)).ToList();
        return targets.Concat(Parameters(value, SecretKind.Value, LinkParameters)
            .Where(each => !targets.Any(target => each.Start < target.Start + target.Length && target.Start < each.Start + each.Length)));
    }

    private static IEnumerable<TextSecret> Parameters(string value, SecretKind kind, HashSet<string> harmless) =>
        Parameter().Matches(value).Where(match => !harmless.Contains(match.Groups["name"].Value))
            .Select(match => TextSecrets.At(kind, match.Groups["value"]));

    [GeneratedRegex(@"\S(?:.*\S)?", RegexOptions.Singleline)]
    private static partial Regex WholeValue();

    // What follows the scheme.
    [GeneratedRegex(@"(?<=^\s*(?:[A-Za-z][A-Za-z0-9+.-]*:(?=//))?)(?![A-Za-z][A-Za-z0-9+.-]*://)\S.*", RegexOptions.Singleline)]
    private static partial Regex UriPart();

    [GeneratedRegex(@"(?<=^[^=]*=).*", RegexOptions.Singleline)]
    private static partial Regex RefreshUri();

    // Without brackets, what stands before the parameters.
    [GeneratedRegex(@"(?<=<(?:[A-Za-z][A-Za-z0-9+.-]*:(?=//))?)(?![A-Za-z][A-Za-z0-9+.-]*://)[^>]+|^\s*[^<;\s][^<;]*")]
    private static partial Regex LinkTarget();

    [GeneratedRegex(@"(?<!^\s*|,\s*)[^\s"",]+|^\s*(?!W/"")[^\s"",]+")]
    private static partial Regex EntityTag();

    [GeneratedRegex(@"(?<=^|;)(?<name>[^;=]+)(?:=(?<value>[^;]*))?", RegexOptions.Singleline)]
    private static partial Regex CookiePart();

    [GeneratedRegex(@"^[\w ,:+""-]{0,40}$")]
    private static partial Regex HarmlessAttribute();

    [GeneratedRegex(@"""(?:[^""\\]|\\.)*""?|[^\s,=""]+", RegexOptions.Singleline)]
    private static partial Regex CredentialsWord();

    [GeneratedRegex(@"\G\s*=\s*[^=\s,]")]
    private static partial Regex ParameterValue();

    [GeneratedRegex(@"(?<=^|,)\s*\S+\s+(?<by>[^\s,]+)")]
    private static partial Regex ViaHost();

    [GeneratedRegex(@"(?<name>[\w*-]+)\s*=\s*(?:[\w-]+'[\w-]*')?(?<value>""(?:[^""\\]|\\.)*""?|:[^:]*:?|[^;,]+)", RegexOptions.Singleline)]
    private static partial Regex Parameter();
}
