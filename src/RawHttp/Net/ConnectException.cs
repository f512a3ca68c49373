namespace RawHttp.Net;

/// <summary>No connection was made.</summary>
public sealed class ConnectException : IOException
{
    /// <summary>Makes the exception.</summary>
    /// <param name="error">Why.</param>
    /// <param name="message">One line that names the host, the port and the reason.</param>
    /// <param name="attempts">The addresses that were tried.</param>
    public ConnectException(ConnectError error, string message, IReadOnlyList<ConnectAttempt> attempts)
        : base(message)
    {
        Error = error;
        Attempts = attempts;
    }

    /// <summary>Why no connection was made.</summary>
    public ConnectError Error { get; }

    /// <summary>The addresses that were tried, in order.</summary>
    public IReadOnlyList<ConnectAttempt> Attempts { get; }

    /// <summary>What is known of TLS if the handshake failed; otherwise null.</summary>
    public TlsDetails? Tls { get; internal init; }

    /// <summary>The beginning of what a peer without TLS sent instead.</summary>
    public ReadOnlyMemory<byte> Received { get; internal init; }
}
