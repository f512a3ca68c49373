using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using RawHttp.Cli.Output;

namespace RawHttp.Fuzz;

/// <summary>Octets on their way to a terminal: nothing that acts there comes out, what comes out can be turned back, and the pieces do not matter.</summary>
internal static partial class TerminalTarget
{
    public static void Run(Choices choices)
    {
        var (pieces, octets) = (choices.Next(), choices.Rest());
        var shown = Show([octets]);
        Invariant.Same(shown, Show(Choices.Cut(octets, pieces)));
        Invariant.Holds(shown.All(character => character is '\n' or '\t' || !char.IsControl(character)));
        Invariant.Holds(!shown.Contains('\ufffd', StringComparison.Ordinal) || octets.AsSpan().IndexOf("\ufffd"u8) >= 0);
        Invariant.Same(Encoding.Latin1.GetString(octets).Replace("\r\n", "\n", StringComparison.Ordinal), TurnBack(shown));
    }

    private static string Show(IEnumerable<ReadOnlyMemory<byte>> pieces)
    {
        using var terminal = new MemoryStream();
        var text = new TerminalText(terminal);
        foreach (var piece in pieces)
        {
            text.Write(piece.Span);
        }

        text.Finish();
        return Encoding.UTF8.GetString(terminal.ToArray());
    }

    // An octet a character.
    private static string TurnBack(string shown) =>
        Escape().Replace(Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(shown)), match => $"{(char)byte.Parse(match.Groups[1].Value, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture)}");

    [GeneratedRegex(@"\\x([0-9a-f]{2})")]
    private static partial Regex Escape();
}
