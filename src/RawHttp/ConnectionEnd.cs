namespace RawHttp;

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

    /// <summary>The peer ended the connection beneath TLS without saying in TLS that it had sent all (RFC 9112 §9.8): what came last may have been cut.</summary>
    IncompleteClose,

    /// <summary>TLS broke: the peer sent an alert, or a record that could not be read.</summary>
    TlsFailure,
}
