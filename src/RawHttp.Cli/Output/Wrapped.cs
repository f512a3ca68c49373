using System.Text;

namespace RawHttp.Cli.Output;

/// <summary>
/// Text broken into lines that fit a terminal. A terminal that breaks a line itself begins the next one with whatever comes, and a server
/// could make that look like a line of the tool. Here each line that goes on begins with a mark; without these breaks it is the text again.
/// </summary>
internal static class Wrapped
{
    /// <summary>What a line begins with that goes on with the one before.</summary>
    public const string Mark = "| ";

    private const int Narrowest = 10;

    /// <summary>Breaks a text that begins in the first column.</summary>
    /// <param name="text">The text, in which nothing can act on a terminal.</param>
    /// <param name="columns">How many columns there are; <see cref="int.MaxValue"/> in a pipe, where a line may be of any length.</param>
    /// <param name="indent">How far the mark is moved to the right, where there is room for that.</param>
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
                // Before the last word, unless that leaves half of the line empty.
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
