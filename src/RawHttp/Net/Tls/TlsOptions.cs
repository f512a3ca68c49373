namespace RawHttp.Net;

/// <summary>How to speak TLS: 1.2 or 1.3, offering http/1.1 alone (RFC 7301).</summary>
public sealed record TlsOptions
{
    /// <summary>Whether this system has what TLS needs: on Linux, OpenSSL.</summary>
    public static bool IsSupported => !OperatingSystem.IsLinux() || OpenSsl.IsThere;

    /// <summary>The name to ask for (RFC 6066 §3) and to find in the certificate; the host that is connected to if null.</summary>
    public string? ServerName { get; init; }

    /// <summary>What to trust instead of the system's certificates; the system's if null.</summary>
    public TrustAnchors? TrustAnchors { get; init; }

    /// <summary>Whether to go on with a certificate that is not trusted; what is wrong with it is told all the same.</summary>
    public bool AcceptsAnyCertificate { get; init; }
}
