namespace RawHttp.Net;

/// <summary>The TLS handshake failed.</summary>
/// <param name="message">Why, in words.</param>
internal sealed class TlsException(string message) : Exception(message)
{
    /// <summary>Whether the reason is a certificate that is not trusted.</summary>
    public bool IsOfTrust { get; init; }
}
