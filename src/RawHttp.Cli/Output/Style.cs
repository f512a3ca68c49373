namespace RawHttp.Cli.Output;

/// <summary>
/// The styles of text on a terminal, as parameters of SGR (ECMA-48 §8.3.117). The colours are fixed ones of the palette of 256: their
/// lightness is between black and white, so that each is legible on a dark and on a light background.
/// </summary>
internal static class Style
{
    /// <summary>A status line or a request line.</summary>
    public const string StartLine = "1";

    /// <summary>The name of a field.</summary>
    public const string FieldName = "38;5;31";

    /// <summary>The framing of chunks.</summary>
    public const string Chunk = "38;5;134";

    /// <summary>An ending other than CRLF, and octets that belong to no message.</summary>
    public const string Odd = "7";

    /// <summary>The word of an error.</summary>
    public const string Error = "1;38;5;196";

    /// <summary>The word of a warning.</summary>
    public const string Warning = "38;5;166";

    /// <summary>The word of an information.</summary>
    public const string Info = "38;5;32";

    /// <summary>What only the first of two responses has.</summary>
    public const string OnlyInA = "38;5;166";

    /// <summary>What only the second of two responses has.</summary>
    public const string OnlyInB = "38;5;32";
}
