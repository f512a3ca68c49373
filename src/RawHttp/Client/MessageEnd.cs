namespace RawHttp.Client;

/// <summary>How a message ended, in the words of --json.</summary>
public enum MessageEnd
{
    /// <summary>By its own framing.</summary>
    Complete,

    /// <summary>With the stream.</summary>
    Eof,

    /// <summary>By a reset.</summary>
    Reset,

    /// <summary>Because nothing arrived in time.</summary>
    Timeout,

    /// <summary>By this side: the octets could not be read on.</summary>
    Shutdown,

    /// <summary>By the caller, before the message had ended.</summary>
    Interrupted,

    /// <summary>By a limit.</summary>
    Limit,
}
