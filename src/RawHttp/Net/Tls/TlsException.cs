namespace RawHttp.Net;

/// <summary>TLS was not agreed on.</summary>
/// <param name="message">Why, in words.</param>
internal sealed class TlsException(string message) : Exception(message)
{
    /// <summary>Whether the certificate is the reason: it is not trusted.</summary>
    public bool IsOfTrust { get; init; }
}
