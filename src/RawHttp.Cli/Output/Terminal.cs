using System.Text;

namespace RawHttp.Cli.Output;

/// <summary>What the tool says itself, on standard error, one line each; nothing in it can drive a terminal.</summary>
internal static class Terminal
{
    private static readonly Stream Stream = DescriptorStream.OpenError();

    /// <summary>Whether standard error is a terminal.</summary>
    public static bool IsTerminal { get; } = Tty.Is(2);

    public static void Error(string message) => Say("rawhttp: " + message);

    public static void Note(string message) => Say("rawhttp: note: " + message);

    // Text may quote an option's value or a server's words: what could act on a terminal is escaped here, for all of them.
    public static void Say(string message) =>
        Write(Wrapped.Text(TerminalText.Visible(message), IsTerminal ? Tty.Columns(2) : int.MaxValue) + "\n");

    /// <summary>Writes text as it is: for what moves the cursor on purpose.</summary>
    public static void Write(string text)
    {
        try
        {
            Stream.Write(Encoding.UTF8.GetBytes(text));
        }
        catch (Exception failure) when (failure is IOException or OutputException)
        {
            // Standard error is closed: there is nobody left to tell.
        }
    }
}
