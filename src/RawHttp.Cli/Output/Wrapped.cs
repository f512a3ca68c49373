using System.Text;

namespace RawHttp.Cli.Output;

/// <summary>
/// Breaks text into lines that fit a terminal. When a terminal breaks a line itself, the next line begins with any text, and a server could
/// make that look like a line of the tool. Here each continued line begins with a mark; without the breaks and marks the text is unchanged.
/// </summary>
internal static class Wrapped
{
    /// <summary>The mark at the beginning of a continued line.</summary>
    public const string Mark = "| ";

    private const int Narrowest = 10;

    /// <summary>Breaks a text that begins in the first column.</summary>
    /// <param name="text">The text, without anything that controls a terminal.</param>
    /// <param name="columns">The number of columns; <see cref="int.MaxValue"/> for a pipe, in which a line may have any length.</param>
    /// <param name="indent">The indent of the mark, if there is room for it.</param>
    public static string Text(string text, int columns, int indent = 0)
    {
        if (columns == int.MaxValue)
        {
            return text;
        }

        indent = columns - indent - Mark.Length < Narrowest ? 0 : indent;
        var lines = new StringBuilder();
        var (start, word, column) = (0, 0, 0);
        for (var at = 0; at < text.Length;)
        {
            Rune.DecodeFromUtf16(text.AsSpan(at), out var rune, out var length);
            var width = Columns.Count(rune, column);
            if (column + width > columns && at > start)
            {
                // Break before the last word, unless that leaves half of the line empty.
                var end = word > start && at - word <= columns / 2 ? word : at;
                lines.Append(text, start, end - start).Append('\n').Append(' ', indent).Append(Mark);
                (start, at, column) = (end, end, indent + Mark.Length);
                continue;
            }

            at += length;
            column += width;
            word = rune.Value == ' ' ? at : word;
        }

        return lines.Append(text, start, text.Length - start).ToString();
    }
}
