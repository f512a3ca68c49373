using System.Net;

namespace RawHttp.Net;

/// <summary>Why no connection was made.</summary>
public enum ConnectError
{
    /// <summary>The name has no address.</summary>
    NotResolved,

    /// <summary>Every address refused or could not be reached.</summary>
    NotConnected,

    /// <summary>The only address, or the last one, accepted the connection and reset it at once, without a byte.</summary>
    Reset,

    /// <summary>The connect timeout ran out.</summary>
    Timeout,

    /// <summary>The peer did not agree on TLS, or speaks none.</summary>
    TlsFailed,

    /// <summary>The peer's certificate is not trusted.</summary>
    NotTrusted,
}

/// <summary>One address that was tried.</summary>
/// <param name="EndPoint">The address.</param>
/// <param name="Failure">Why it failed; null if it connected.</param>
public sealed record ConnectAttempt(EndPoint EndPoint, string? Failure)
{
    /// <summary>Whether the peer accepted it and reset it at once; if it had answered before, that is no failure.</summary>
    internal bool WasReset { get; init; }
}

/// <summary>No connection was made.</summary>
public sealed class ConnectException : Exception
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

    /// <summary>What is known of TLS, if that was what failed.</summary>
    public TlsDetails? Tls { get; internal init; }

    /// <summary>What a peer that speaks no TLS sent instead, its first part.</summary>
    public ReadOnlyMemory<byte> Received { get; internal init; }
}
