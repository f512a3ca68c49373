using System.Globalization;
using System.Text;

namespace RawHttp.Cli.Output;

/// <summary>Counts the columns of text on a terminal.</summary>
internal static class Columns
{
    private const int TabStop = 8;

    // East Asian Wide and Fullwidth (Unicode 17, UAX 11), first and last of each range. Where terminals differ, as for emoji and flags, the
    // wider value is used: breaking a line too early does no harm.
    private static ReadOnlySpan<int> Wide =>
    [
        0x1100, 0x115f, 0x231a, 0x231b, 0x2329, 0x232a, 0x23e9, 0x23f3, 0x25fd, 0x25fe, 0x2614, 0x2615, 0x2630, 0x2637, 0x2648, 0x2653,
        0x267f, 0x267f, 0x268a, 0x268f, 0x2693, 0x2693, 0x26a1, 0x26a1, 0x26aa, 0x26ab, 0x26bd, 0x26be, 0x26c4, 0x26ce, 0x26d4, 0x26d4,
        0x26ea, 0x26ea, 0x26f2, 0x26fd, 0x2705, 0x2705, 0x270a, 0x270b, 0x2728, 0x2728, 0x274c, 0x274e, 0x2753, 0x2757, 0x2795, 0x2797,
        0x27b0, 0x27b0, 0x27bf, 0x27bf, 0x2b1b, 0x2b1c, 0x2b50, 0x2b50, 0x2b55, 0x2b55, 0x2e80, 0x303e, 0x3041, 0xa4c6, 0xa960, 0xa97c,
        0xac00, 0xd7a3, 0xf900, 0xfaff, 0xfe10, 0xfe19, 0xfe30, 0xfe6b, 0xff01, 0xff60, 0xffe0, 0xffe6, 0x16fe0, 0x18df2, 0x1aff0, 0x1b2fb,
        0x1d300, 0x1d376, 0x1f004, 0x1f004, 0x1f0cf, 0x1f0cf, 0x1f18e, 0x1f19a, 0x1f1e6, 0x1f265, 0x1f300, 0x1f64f, 0x1f680, 0x1f6ff,
        0x1f7e0, 0x1f7f0, 0x1f900, 0x1faff, 0x20000, 0x3fffd,
    ];

    /// <summary>The columns of a character: 2 for a wide one, 0 for one that combines with the character before.</summary>
    public static int Count(Rune rune) => rune.Value < 0x300 ? 1 : IsCombining(rune) ? 0 : IsWide(rune.Value) ? 2 : 1;

    /// <summary>The columns of a character at a given column; a tab extends to the next stop.</summary>
    public static int Count(Rune rune, int column) => rune.Value == '\t' ? TabStop - (column % TabStop) : Count(rune);

    public static int Count(string text) => text.EnumerateRunes().Sum(Count);

    /// <summary>The longest beginning of a text that fits the columns.</summary>
    public static string Cut(string text, int columns)
    {
        var length = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            columns -= Count(rune);
            if (columns < 0)
            {
                return text[..length];
            }

            length += rune.Utf16SequenceLength;
        }

        return text;
    }

    /// <summary>Whether a character combines with the one before it.</summary>
    public static bool IsCombining(Rune rune) =>
        Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark;

    private static bool IsWide(int value)
    {
        var at = Wide.BinarySearch(value);

        // For a value inside a range, the next greater one is the end of the range, at an odd index.
        return at >= 0 || (~at & 1) == 1;
    }
}
