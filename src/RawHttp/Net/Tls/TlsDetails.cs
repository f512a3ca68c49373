using System.Net.Security;
using System.Security.Authentication;

namespace RawHttp.Net;

/// <summary>What is known of a TLS connection.</summary>
public sealed record TlsDetails
{
    /// <summary>The negotiated version; null if the handshake failed before that.</summary>
    public SslProtocols? Protocol { get; init; }

    /// <summary>The negotiated cipher suite; null if the handshake failed before that.</summary>
    public TlsCipherSuite? CipherSuite { get; init; }

    /// <summary>The protocol that the server chose by ALPN (RFC 7301); null if it chose none.</summary>
    public string? ApplicationProtocol { get; init; }

    /// <summary>The server's certificate; null if it sent none that could be parsed.</summary>
    public CertificateDetails? Certificate
    {
        get => field ??= CertificateDescription.From(CertificateOctets);
        init;
    }

    /// <summary>Why the certificate is not trusted, each reason in words; empty if it is.</summary>
    public IReadOnlyList<string> Problems { get; init; } = [];

    /// <summary>How long the handshake took.</summary>
    public TimeSpan Handshake { get; init; }

    /// <summary>Whether the server sent close_notify (RFC 8446 §6.1); null while its side is open.</summary>
    public bool? CloseNotifyReceived { get; internal set; }

    /// <summary>The certificate in DER, parsed when <see cref="Certificate"/> is first read.</summary>
    internal byte[]? CertificateOctets { get; init; }

    /// <summary>What broke the connection after the handshake: an alert, or a record that cannot be read; null if nothing did.</summary>
    public string? Failure { get; internal set; }
}
