namespace RawHttp.Lines;

/// <summary>How a line ended.</summary>
public enum LineEnding
{
    /// <summary>Not at all: the stream ended inside the line.</summary>
    None,

    /// <summary>By a bare LF, which RFC 9112 §2.2 lets a recipient accept.</summary>
    Lf,

    /// <summary>By CRLF.</summary>
    CrLf,
}
