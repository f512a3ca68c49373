using RawHttp.BugReports;
using RawHttp.Cli.Views;

namespace RawHttp.Cli.Commands.Redact;

/// <summary>What a redaction replaced and left, in words.</summary>
internal static class RedactionNotes
{
    /// <summary>A sentence for what was replaced, what could not be, what was left on purpose, and what was compared.</summary>
    public static IEnumerable<string> Of(Redaction redaction)
    {
        var counts = redaction.Replaced.GroupBy(secret => secret.Kind).OrderBy(group => group.Key)
            .Select(group => Count(group.Key, [.. group]));
        yield return $"replaced: {List(counts, "nothing")}";
        if (redaction.Left.Count > 0)
        {
            yield return "still readable, because the findings or the framing would change without it: "
                + List(redaction.Left.Select(Place), "");
        }

        yield return $"left as they are: {List(redaction.Unchanged, "no fields")}";
        yield return redaction.Findings == 1
            ? "its finding and the framing are the same as before"
            : $"{(redaction.Findings == 0 ? "no" : redaction.Findings)} findings, and the framing, are the same as before";
    }

    private static string List(IEnumerable<string> parts, string none) => string.Join(", ", parts) is { Length: > 0 } list ? list : none;

    private static string Count(SecretKind kind, Secret[] secrets) => kind switch
    {
        SecretKind.Content => $"{Summary.Count(secrets.Sum(secret => (long)secret.Length), "byte")} of content",
        SecretKind.Credentials => Summary.Count(secrets.Length, "part") + " of credentials",
        SecretKind.Address => $"{secrets.Length} IP address{(secrets.Length == 1 ? "" : "es")}",
        SecretKind.Email => $"{secrets.Length} e-mail address{(secrets.Length == 1 ? "" : "es")}",
        SecretKind.Uri => Summary.Count(secrets.Length, "URI"),
        SecretKind.Value => Summary.Count(secrets.Length, "other value"),
        _ => Summary.Count(secrets.Length, kind.ToString().ToLowerInvariant()),
    };

    private static string Place(Secret secret) =>
        $"{Summary.Count(secret.Length, "byte")} of {What(secret)} at offset {secret.Offset}";

    private static string What(Secret secret) =>
        secret.Kind == SecretKind.Content ? "content" : secret.Where.Length > 0 ? secret.Where : "a line";
}
