using System.Net.Security;
using System.Security.Authentication;

namespace RawHttp.Net;

/// <summary>What is known of a TLS connection.</summary>
public sealed record TlsDetails
{
    /// <summary>The version agreed on; null if the handshake did not come that far.</summary>
    public SslProtocols? Protocol { get; init; }

    /// <summary>The cipher suite agreed on; null if the handshake did not come that far.</summary>
    public TlsCipherSuite? CipherSuite { get; init; }

    /// <summary>The protocol the server chose by ALPN (RFC 7301); null if it chose none.</summary>
    public string? ApplicationProtocol { get; init; }

    /// <summary>The server's certificate; null if it sent none that could be read.</summary>
    public CertificateDetails? Certificate
    {
        get => field ??= CertificateDescription.From(CertificateOctets);
        init;
    }

    /// <summary>Why the certificate is not to be trusted, each reason in words; none if it is.</summary>
    public IReadOnlyList<string> Problems { get; init; } = [];

    /// <summary>How long the handshake took.</summary>
    public TimeSpan Handshake { get; init; }

    /// <summary>Whether the server said that it sends no more (close_notify, RFC 8446 §6.1); null while its side is open.</summary>
    public bool? CloseNotifyReceived { get; internal set; }

    /// <summary>The certificate in DER, read when somebody asks what it says.</summary>
    internal byte[]? CertificateOctets { get; init; }

    /// <summary>What broke the connection after the handshake: an alert, a record that cannot be read; null if nothing did.</summary>
    public string? Failure { get; internal set; }
}
