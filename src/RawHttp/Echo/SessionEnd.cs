namespace RawHttp.Echo;

/// <summary>Why a client's session ended.</summary>
public enum SessionEnd
{
    /// <summary>The client sent a blank line.</summary>
    BlankLine,

    /// <summary>The client ended its side.</summary>
    EndOfStream,

    /// <summary>The client reset the connection, or could not be written to any more.</summary>
    Reset,

    /// <summary>The client sent no line within its idle timeout.</summary>
    Timeout,

    /// <summary>The client sent a line over the limit.</summary>
    LineLimit,

    /// <summary>The clients together held more than the limit, and this one the most.</summary>
    MemoryLimit,

    /// <summary>The server stopped.</summary>
    Stopped,
}
