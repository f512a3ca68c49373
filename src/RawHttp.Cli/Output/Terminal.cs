using System.Text;

namespace RawHttp.Cli.Output;

/// <summary>What the tool says itself, on standard error, one line each; nothing in it can drive a terminal.</summary>
internal static class Terminal
{
    private static readonly Stream Stream = StandardStream.OpenError();

    public static void Error(string message) => Say("rawhttp: " + message);

    public static void Note(string message) => Say("rawhttp: note: " + message);

    // Text may quote an option's value or a server's words: what could act on a terminal is escaped here, for all of them.
    public static void Say(string message) => Write(Visible(message) + "\n");

    /// <summary>Text in which nothing can act on a terminal, line ends and tabs included: it is escaped, an octet each.</summary>
    public static string Visible(string text)
    {
        var visible = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            if (Rune.IsControl(rune) || TerminalText.TurnsText(rune))
            {
                foreach (var octet in Encoding.UTF8.GetBytes(rune.ToString()))
                {
                    visible.Append("\\x").Append(octet.ToString("x2", null));
                }
            }
            else
            {
                visible.Append(rune.ToString());
            }
        }

        return visible.ToString();
    }

    /// <summary>Writes text as it is: for what moves the cursor on purpose.</summary>
    public static void Write(string text)
    {
        try
        {
            Stream.Write(Encoding.UTF8.GetBytes(text));
        }
        catch (Exception failure) when (failure is IOException or ToolException)
        {
            // Standard error is closed: there is nobody left to tell.
        }
    }
}
