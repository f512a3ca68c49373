namespace RawHttp.Net;

/// <summary>How the receiving side of a connection ended. Whatever arrived before is delivered first.</summary>
public enum ConnectionEnd
{
    /// <summary>It has not ended, as far as is known.</summary>
    None,

    /// <summary>The peer shut down its sending side: end of stream (FIN).</summary>
    EndOfStream,

    /// <summary>The connection was reset (RST), or broke in another way.</summary>
    Reset,

    /// <summary>Nothing arrived for as long as the read timeout.</summary>
    Timeout,

    /// <summary>This side ended it.</summary>
    ShutDown,
}
