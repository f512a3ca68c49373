namespace RawHttp.Net;

/// <summary>Options of TLS 1.2 or 1.3. Only http/1.1 is offered by ALPN (RFC 7301).</summary>
public sealed record TlsOptions
{
    /// <summary>Whether this system supports TLS; on Linux that requires OpenSSL.</summary>
    public static bool IsSupported => !OperatingSystem.IsLinux() || OpenSsl.IsThere;

    /// <summary>The host name to send (RFC 6066 §3) and to find in the certificate; null for the host of the connection.</summary>
    public string? ServerName { get; init; }

    /// <summary>The certificates to trust instead of the system's; null for the system's.</summary>
    public TrustAnchors? TrustAnchors { get; init; }

    /// <summary>Whether to continue with a certificate that is not trusted;
    /// <see cref="TlsDetails.Problems"/> lists the reasons in any case.</summary>
    public bool AcceptsAnyCertificate { get; init; }
}
