using System.CommandLine.Completions;
using RawHttp.Cli.CommandLine;
using RawHttp.Http;

namespace RawHttp.Cli.Commands;

/// <summary>Finds kinds of findings by what people remember of them.</summary>
internal static class KindSearch
{
    /// <summary>All codes, for completion.</summary>
    public static IEnumerable<CompletionItem> Codes(CompletionContext context) =>
        FindingKinds.All.Select(kind => new CompletionItem(kind.Code));

    /// <summary>The kinds that match, by the first of these that matches any: the code; the name in it; the severity; the section;
    /// a part of the code, in any spelling, or of the rule.</summary>
    /// <param name="words">The words, in any case; empty for all kinds.</param>
    public static IReadOnlyList<FindingKind> Find(string words)
    {
        var letters = Letters(words);
        Func<FindingKind, bool>[] ways =
        [
            kind => Letters(kind.Code) == letters,
            kind => Letters(kind.Name) == letters,
            kind => kind.Severity.ToString().Equals(words.TrimEnd('s'), StringComparison.OrdinalIgnoreCase),
            kind => IsSection(kind, letters),
            kind => (letters.Length > 0 && Letters(kind.Code).Contains(letters, StringComparison.Ordinal))
                || kind.Rule.Contains(words, StringComparison.OrdinalIgnoreCase),
        ];
        return ways.Select(way => FindingKinds.All.Where(way).ToList()).FirstOrDefault(kinds => kinds.Count > 0) ?? [];
    }

    /// <summary>The kind whose code or name is nearest, as for a misspelt one; null if none is near.</summary>
    public static FindingKind? FindNear(string words)
    {
        var given = words.ToUpperInvariant().Replace(' ', '-');

        // A code with a wrong section has the right name.
        var name = given.StartsWith("RFC", StringComparison.Ordinal) && given.Split('-', 3) is [_, _, var end] ? end : given;
        var byName = FindingKinds.All.ToLookup(kind => kind.Name);
        return byName[name].FirstOrDefault()
            ?? byName[WrongWord.Nearest(name, byName.Select(group => group.Key)) ?? ""].FirstOrDefault()
            ?? FindingKinds.Find(WrongWord.Nearest(given, FindingKinds.All.Select(kind => kind.Code)) ?? "");
    }

    // "9112 6.3" and "6.3" are the section of RFC9112-6.3, and "9112" is the document.
    private static bool IsSection(FindingKind kind, string letters)
    {
        var section = Letters(kind.Section);
        return letters.AsSpan().ContainsAnyInRange('0', '9')
            && new[] { section, section[3..], section[7..], section[..7], section[3..7] }.Contains(letters);
    }

    // Neither case nor what stands between letters, digits and dots matters.
    private static string Letters(string text) =>
        string.Concat(text.Where(each => char.IsAsciiLetterOrDigit(each) || each == '.')).ToLowerInvariant();
}
