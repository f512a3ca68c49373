namespace RawHttp.Net;

/// <summary>The content of a certificate (RFC 5280 §4.1).</summary>
/// <param name="Subject">The holder.</param>
/// <param name="Issuer">The signer.</param>
/// <param name="Names">The DNS names and addresses that it is valid for.</param>
/// <param name="NotBefore">The start of its validity.</param>
/// <param name="NotAfter">The end of its validity.</param>
/// <param name="Sha256">Its fingerprint, in hexadecimal digits.</param>
public sealed record CertificateDetails(
    string Subject,
    string Issuer,
    IReadOnlyList<string> Names,
    DateTimeOffset NotBefore,
    DateTimeOffset NotAfter,
    string Sha256);
