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

    /// <summary>By the client: the octets could not be parsed, or the run was interrupted.</summary>
    Shutdown,

    /// <summary>By a limit.</summary>
    Limit,
}
