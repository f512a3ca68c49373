using System.Runtime.InteropServices;
using System.Security.Cryptography.X509Certificates;

namespace RawHttp.Net;

/// <summary>How to speak TLS: 1.2 or 1.3, offering http/1.1 alone (RFC 7301).</summary>
public sealed record TlsOptions
{
    // The names under which the runtime looks for it, which ends the process where it finds none.
    private static readonly Lazy<bool> HasOpenSsl = new(() =>
        new[] { Environment.GetEnvironmentVariable("CLR_OPENSSL_VERSION_OVERRIDE"), "3", "1.1", "1.0.2", "1.0.0", "10" }
            .Any(version => version is { Length: > 0 } && NativeLibrary.TryLoad($"libssl.so.{version}", out _)));

    /// <summary>Whether this system has what TLS needs: on Linux, OpenSSL.</summary>
    public static bool IsSupported => !OperatingSystem.IsLinux() || HasOpenSsl.Value;

    /// <summary>The name to ask for (RFC 6066 §3) and to find in the certificate; the host that is connected to if null.</summary>
    public string? ServerName { get; init; }

    /// <summary>The certificates to trust instead of those of the system; the system's if null.</summary>
    public X509Certificate2Collection? Roots { get; init; }

    /// <summary>Whether to go on with a certificate that is not trusted; what is wrong with it is told all the same.</summary>
    public bool AcceptsAnyCertificate { get; init; }
}
