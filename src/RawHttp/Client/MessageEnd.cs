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

    /// <summary>Because nothing came in time.</summary>
    Timeout,

    /// <summary>By us: what came could not be read on, or the run was interrupted.</summary>
    Shutdown,

    /// <summary>By one of the limits.</summary>
    Limit,
}
