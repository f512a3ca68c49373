namespace RawHttp;

/// <summary>How the receiving side of a connection ended. Everything that arrived before is delivered first.</summary>
public enum ConnectionEnd
{
    /// <summary>It has not ended, as far as is known.</summary>
    None,

    /// <summary>The peer shut down its sending side: end of stream (FIN).</summary>
    EndOfStream,

    /// <summary>The connection was reset (RST), or failed in another way.</summary>
    Reset,

    /// <summary>Nothing arrived within the read timeout.</summary>
    Timeout,

    /// <summary>This side ended it.</summary>
    ShutDown,

    /// <summary>The peer ended the connection below TLS without a close_notify (RFC 9112 §9.8): the
    /// last octets may have been cut off.</summary>
    IncompleteClose,

    /// <summary>TLS failed: the peer sent an alert, or a record that could not be read.</summary>
    TlsFailure,
}
