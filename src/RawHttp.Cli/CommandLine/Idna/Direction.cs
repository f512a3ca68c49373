using System.Globalization;
using System.Text;

namespace RawHttp.Cli.CommandLine.Idna;

/// <summary>
/// The Bidi Rule (RFC 5893 §2) for right-to-left labels. Code points in the blocks of such scripts count as classes R and AL, letters and
/// spacing marks elsewhere as L, and other marks as NSM.
/// </summary>
internal static class Direction
{
    public static bool IsConsistent(List<int> label)
    {
        if (!label.Exists(code => IsRightToLeft(code) || IsArabicDigit(code)))
        {
            return true;
        }

        var last = label.FindLast(code => !IsMark(code));
        return IsRightToLeft(label[0]) && !IsMark(label[0])
            && !label.Exists(IsLeftToRight)
            && (IsRightToLeft(last) || IsDigit(last))
            && !(label.Exists(IsArabicDigit) && label.Exists(IsEuropeanDigit));
    }

    // Unicode Standard Annex 9, table 4: the assigned code points of these blocks, except digits and marks.
    private static bool IsRightToLeft(int code) =>
        code is (>= 0x590 and <= 0x8ff) or (>= 0xfb1d and <= 0xfdff) or (>= 0xfe70 and <= 0xfeff)
            or (>= 0x10800 and <= 0x10fff) or (>= 0x1e800 and <= 0x1efff)
        && Category(code) is UnicodeCategory.OtherLetter or UnicodeCategory.ModifierLetter or UnicodeCategory.LowercaseLetter;

    private static bool IsLeftToRight(int code) =>
        !IsRightToLeft(code)
        && Category(code) is UnicodeCategory.LowercaseLetter or UnicodeCategory.UppercaseLetter or UnicodeCategory.OtherLetter
            or UnicodeCategory.ModifierLetter or UnicodeCategory.SpacingCombiningMark;

    private static bool IsMark(int code) => Category(code) is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark;

    private static bool IsArabicDigit(int code) => code is (>= 0x660 and <= 0x669) or (>= 0x10d30 and <= 0x10d39);

    private static bool IsEuropeanDigit(int code) => code is (>= '0' and <= '9') or (>= 0x6f0 and <= 0x6f9);

    private static bool IsDigit(int code) => IsArabicDigit(code) || IsEuropeanDigit(code);

    private static UnicodeCategory Category(int code) => Rune.GetUnicodeCategory(new Rune(code));
}
