namespace RawHttp.Cli.CommandLine.Idna;

/// <summary>Normalization Form C of code points that are their own compatibility forms (Unicode Standard Annex 15;
/// Unicode Standard §3.11 and §3.12).</summary>
internal static class Composition
{
    // Syllables of Hangul are composed by rule (§3.12).
    private const int Syllables = 0xac00;
    private const int Leading = 0x1100;
    private const int Vowels = 0x1161;
    private const int Trailing = 0x11a7;
    private const int VowelCount = 21;
    private const int TrailingCount = 28;
    private const int SyllableCount = 19 * VowelCount * TrailingCount;

    public static List<int> Compose(IEnumerable<int> codes)
    {
        var table = UnicodeTable.Instance;
        var parts = new List<int>();
        foreach (var code in codes)
        {
            Decompose(table, code, parts);
        }

        Order(table, parts);
        return Compose(table, parts);
    }

    private static void Decompose(UnicodeTable table, int code, List<int> parts)
    {
        if (table.Decompositions.TryGetValue(code, out var pair))
        {
            Decompose(table, pair.First, parts);
            parts.Add(pair.Second);
        }
        else if (code is >= Syllables and < Syllables + SyllableCount)
        {
            var (syllable, trailing) = Math.DivRem(code - Syllables, TrailingCount);
            parts.AddRange([Leading + (syllable / VowelCount), Vowels + (syllable % VowelCount)]);
            parts.AddRange(trailing > 0 ? [Trailing + trailing] : []);
        }
        else
        {
            parts.Add(code);
        }
    }

    // The Canonical Ordering Algorithm: sorts marks by class; the sort is stable.
    private static void Order(UnicodeTable table, List<int> parts)
    {
        for (var i = 1; i < parts.Count; i++)
        {
            var (code, mark) = (parts[i], table.Classes.GetValueOrDefault(parts[i]));
            var at = i;
            for (; mark > 0 && at > 0 && table.Classes.GetValueOrDefault(parts[at - 1]) > mark; at--)
            {
                parts[at] = parts[at - 1];
            }

            parts[at] = code;
        }
    }

    // The Canonical Composition Algorithm: a mark is composed with the last starter, unless a
    // starter or a mark of its class is between them.
    private static List<int> Compose(UnicodeTable table, List<int> parts)
    {
        var composed = new List<int>();
        var (starter, last) = (-1, 0);
        foreach (var code in parts)
        {
            var mark = table.Classes.GetValueOrDefault(code);
            var isBlocked = starter < composed.Count - 1 && (last == 0 || last >= mark);
            if (starter >= 0 && !isBlocked && Pair(table, composed[starter], code) is { } one)
            {
                composed[starter] = one;
                continue;
            }

            starter = mark == 0 ? composed.Count : starter;
            last = mark;
            composed.Add(code);
        }

        return composed;
    }

    private static int? Pair(UnicodeTable table, int first, int second) =>
        table.Compositions.TryGetValue((first, second), out var one) ? one
        : first is >= Leading and < Leading + 19 && second is >= Vowels and < Vowels + VowelCount
            ? Syllables + ((((first - Leading) * VowelCount) + second - Vowels) * TrailingCount)
        : first is >= Syllables and < Syllables + SyllableCount && (first - Syllables) % TrailingCount == 0
            && second is > Trailing and < Trailing + TrailingCount
            ? first + second - Trailing
        : null;
}
