using System.Security.Cryptography.X509Certificates;

namespace RawHttp.Net;

/// <summary>How to speak TLS: 1.2 or 1.3, offering http/1.1 alone (RFC 7301).</summary>
public sealed record TlsOptions
{
    /// <summary>Whether this system has what TLS needs: on Linux, OpenSSL.</summary>
    public static bool IsSupported => !OperatingSystem.IsLinux() || OpenSsl.IsThere;

    /// <summary>The name to ask for (RFC 6066 §3) and to find in the certificate; the host that is connected to if null.</summary>
    public string? ServerName { get; init; }

    /// <summary>The certificates to trust instead of those of the system; the system's if null.</summary>
    public X509Certificate2Collection? Roots { get; init; }

    /// <summary>The system's roots, read as they are needed; if null, the runtime reads them, all of them.</summary>
    public SystemRoots? SystemRoots { get; init; }

    /// <summary>Whether to go on with a certificate that is not trusted; what is wrong with it is told all the same.</summary>
    public bool AcceptsAnyCertificate { get; init; }
}
