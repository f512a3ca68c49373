using System.Globalization;
using System.Text;

namespace RawHttp.Cli.Output;

/// <summary>
/// Decides which characters of a text may be sent to a terminal unchanged: visible ones that do not change the direction of text, and a
/// limited number of combining marks in a row. It must see the characters in order.
/// </summary>
internal struct VisibleCharacters()
{
    // Hebrew stacks four; many more marks would cover the lines above and below.
    private const int MaxMarks = 4;

    // At the beginning there is no character for a mark to combine with.
    private int _marks = MaxMarks;

    /// <summary>Checks the next character.</summary>
    /// <returns>Whether it may be sent.</returns>
    public bool Take(Rune rune)
    {
        var isMark = Columns.IsCombining(rune);
        var passes = !IsHidden(rune) && !(isMark && _marks >= MaxMarks);
        _marks = !passes ? MaxMarks : isMark ? _marks + 1 : 0;
        return passes;
    }

    /// <summary>Takes plain text whose characters need no check.</summary>
    /// <param name="last">Its last octet.</param>
    public void TakePlain(byte last) => _marks = last is (byte)'\n' or (byte)'\t' ? MaxMarks : 0;

    /// <summary>Begins another text.</summary>
    public void Begin() => _marks = MaxMarks;

    // Controls; format characters, including the bidirectional controls (UAX 9) and tags; line separators; unassigned characters, which
    // have no known width; and the rest of Default_Ignorable_Code_Point (Unicode, DerivedCoreProperties), which is invisible.
    private static bool IsHidden(Rune rune) => Rune.GetUnicodeCategory(rune) switch
    {
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.OtherNotAssigned => true,
        UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator => true,
        _ => rune.Value is 0x34f or 0x115f or 0x1160 or 0x17b4 or 0x17b5 or (>= 0x180b and <= 0x180f) or 0x3164
            or (>= 0xfe00 and <= 0xfe0f) or 0xffa0 or (>= 0xe0000 and <= 0xe0fff),
    };
}
