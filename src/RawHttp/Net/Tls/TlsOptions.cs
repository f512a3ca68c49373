using System.Security.Authentication;

namespace RawHttp.Net;

/// <summary>Options of TLS. Only http/1.1 is offered by ALPN (RFC 7301).</summary>
public sealed record TlsOptions
{
    /// <summary>Whether this system supports TLS; on Linux that requires OpenSSL.</summary>
    public static bool IsSupported => !OperatingSystem.IsLinux() || OpenSsl.IsThere;

    /// <summary>The host name to send (RFC 6066 §3) and to find in the certificate; null for the host of the connection.</summary>
    public string? ServerName { get; init; }

    /// <summary>Whether the host name is sent. True by default; it is looked for in the certificate in any case.</summary>
    public bool SendsServerName { get; init; } = true;

    /// <summary>The newest version to offer: one of SSL 3's successors from <c>Tls</c> to <c>Tls13</c>; null for TLS 1.3. TLS 1.2 is the
    /// oldest that is offered, unless this one is older.</summary>
    public SslProtocols? MaxProtocol { get; init; }

    /// <summary>What the client authenticates itself with if the server asks; null for nothing.</summary>
    public ClientCertificate? ClientCertificate { get; init; }

    /// <summary>Called with each secret of the connection, as a line of NSS's key log (RFC 9850) without its end; null for no call. Where
    /// OpenSSL is not used, it is not called. It must not use the connection.</summary>
    public Action<string>? SecretLogged { get; init; }

    /// <summary>The certificates to trust instead of the system's; null for the system's.</summary>
    public TrustAnchors? TrustAnchors { get; init; }

    /// <summary>Whether to continue with a certificate that is not trusted;
    /// <see cref="TlsDetails.Problems"/> lists the reasons in any case.</summary>
    public bool AcceptsAnyCertificate { get; init; }
}
