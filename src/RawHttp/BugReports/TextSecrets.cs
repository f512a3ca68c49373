using System.Text.RegularExpressions;

namespace RawHttp.BugReports;

/// <summary>A secret in a text.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Start">Where it begins.</param>
/// <param name="Length">How long it is.</param>
internal readonly record struct TextSecret(SecretKind Kind, int Start, int Length);

/// <summary>Finds what looks like a secret in any text, whatever its syntax.</summary>
internal static partial class TextSecrets
{
    /// <summary>Where a match is.</summary>
    public static TextSecret At(SecretKind kind, Capture match) => new(kind, match.Index, match.Length);

    /// <summary>Finds e-mail addresses, URIs, IP addresses, names of hosts and tokens.</summary>
    /// <param name="text">The text.</param>
    /// <param name="from">Where to begin.</param>
    /// <param name="minLabels">How many labels the name of a host has at least: more where products stand, such as ASP.NET.</param>
    /// <param name="hasTokens">Whether long words may be tokens.</param>
    public static IEnumerable<TextSecret> Find(string text, int from = 0, int minLabels = 2, bool hasTokens = true)
    {
        IEnumerable<TextSecret> found =
        [
            .. Uri().Matches(text, from).Select(match => At(SecretKind.Uri, match)),
            .. Email().Matches(text, from).Select(match => At(SecretKind.Email, match)),
            .. IPv4().Matches(text, from).Concat(IPv6().Matches(text, from)).Select(match => At(SecretKind.Address, match)),
            .. Host().Matches(text, from).Where(match => match.Value.Count(each => each == '.') + 1 >= minLabels)
                .Select(match => At(SecretKind.Host, match)),
            .. hasTokens ? Token().Matches(text, from).Where(IsToken).Select(match => At(SecretKind.Token, match)) : [],
        ];

        // The first that was looked for counts: the host of a URI is part of it.
        var taken = new List<TextSecret>();
        foreach (var each in found)
        {
            if (!taken.Any(other => each.Start < other.Start + other.Length && other.Start < each.Start + each.Length))
            {
                taken.Add(each);
            }
        }

        return taken;
    }

    // Words of the protocol are long, too, but have few digits, and few capitals among small letters.
    private static bool IsToken(Match match)
    {
        var text = match.Value;
        var (digits, letters) = (text.Count(char.IsAsciiDigit), text.Count(char.IsAsciiLetter));
        var isMixed = text.Count(char.IsAsciiLetterUpper) >= 4 && text.Count(char.IsAsciiLetterLower) >= 4
            && !text.Contains('-', StringComparison.Ordinal);
        return text.StartsWith("eyJ", StringComparison.Ordinal) || isMixed
            || (letters >= 3 && digits >= 3 && !text.Contains("max-age", StringComparison.OrdinalIgnoreCase));
    }

    [GeneratedRegex(@"(?<=\b[A-Za-z][A-Za-z0-9+.-]*://)[^\s""'<>,;]+")]
    private static partial Regex Uri();

    [GeneratedRegex(@"[A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+")]
    private static partial Regex Email();

    [GeneratedRegex(@"(?<![\w.])\d{1,3}(?:\.\d{1,3}){3}(?![\w.]*\w)")]
    private static partial Regex IPv4();

    // With :: or all eight groups, so that it is no time.
    [GeneratedRegex(@"(?<![\w:])(?:(?:[0-9A-Fa-f]{1,4}:){7}[0-9A-Fa-f]{1,4}"
        + @"|(?:[0-9A-Fa-f]{1,4}:){1,6}(?:(?::[0-9A-Fa-f]{1,4}){1,6}|:)|::[0-9A-Fa-f]{1,4}(?::[0-9A-Fa-f]{1,4})*)")]
    private static partial Regex IPv6();

    // With a port; a name of three labels or more with a path.
    [GeneratedRegex(@"(?<![\w./-])(?:(?:\*\.)?(?:[\w-]+\.)+[A-Za-z]{2,}(?![\w/-])(?::\d+)?"
        + @"|(?:[\w-]+\.){2,}[A-Za-z]{2,}(?![\w-])[^\s,;""'()<>]*)")]
    private static partial Regex Host();

    // JSON in base64 begins with eyJ: a JSON Web Token (RFC 7519) has dots between its parts.
    [GeneratedRegex(@"\beyJ[A-Za-z0-9_.-]{8,}|[A-Za-z0-9+/_-]{16,}=*")]
    private static partial Regex Token();
}
