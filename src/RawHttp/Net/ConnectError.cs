namespace RawHttp.Net;

/// <summary>Why no connection was made.</summary>
public enum ConnectError
{
    /// <summary>The name has no address.</summary>
    NotResolved,

    /// <summary>Every address refused or could not be reached.</summary>
    NotConnected,

    /// <summary>The only address, or the last one, accepted the connection and reset it at once without sending an octet.</summary>
    Reset,

    /// <summary>The connect timeout ran out.</summary>
    Timeout,

    /// <summary>The TLS handshake failed, or the peer does not speak TLS.</summary>
    TlsFailed,

    /// <summary>The peer's certificate is not trusted.</summary>
    NotTrusted,

    /// <summary>The name of the proxy has no address.</summary>
    ProxyNotResolved,

    /// <summary>The SOCKS proxy refused, or its answer could not be read.</summary>
    SocksFailed,

    /// <summary>The HTTP proxy refused CONNECT, or its answer could not be read.</summary>
    ConnectRefused,
}
