using System.Text;

namespace RawHttp.Cli.Output;

/// <summary>The tool's own messages on standard error, one line each, with nothing in them that controls a terminal.</summary>
internal static class StandardError
{
    private static readonly Stream Stream = DescriptorStream.OpenError();

    /// <summary>Whether standard error is a terminal.</summary>
    public static bool IsTerminal { get; } = Tty.Is(2);

    public static void Error(string message) => Say("rawhttp: " + message);

    public static void Note(string message) => Say("rawhttp: note: " + message);

    // A message may quote an option's value or a server's words, so everything that controls a terminal is escaped here.
    public static void Say(string message)
    {
        LiveLine.ClearShown();
        Write(Wrapped.Text(TerminalText.Visible(message), IsTerminal ? Tty.Columns(2) : int.MaxValue) + "\n");
    }

    /// <summary>Writes text unchanged, for text that moves the cursor on purpose.</summary>
    public static void Write(string text)
    {
        try
        {
            Stream.Write(Encoding.UTF8.GetBytes(text));
        }
        catch (Exception failure) when (failure is IOException or OutputException)
        {
            // Standard error is closed, so there is no way to report anything.
        }
    }
}
