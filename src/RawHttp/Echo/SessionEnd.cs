namespace RawHttp.Echo;

/// <summary>Why a client's session ended.</summary>
public enum SessionEnd
{
    /// <summary>The client sent a blank line.</summary>
    BlankLine,

    /// <summary>The client ended its sending direction.</summary>
    EndOfStream,

    /// <summary>The client reset the connection, or could no longer be written to.</summary>
    Reset,

    /// <summary>The client sent no line within its idle timeout.</summary>
    Timeout,

    /// <summary>The client sent a line over the limit.</summary>
    LineLimit,

    /// <summary>All clients together held more than the limit, and this one held the most.</summary>
    MemoryLimit,

    /// <summary>The server stopped.</summary>
    Stopped,
}
