namespace RawHttp.Net;

/// <summary>What a certificate says (RFC 5280 §4.1).</summary>
/// <param name="Subject">Whose it is.</param>
/// <param name="Issuer">Who signed it.</param>
/// <param name="Names">The DNS names and addresses it is for.</param>
/// <param name="NotBefore">From when on it is valid.</param>
/// <param name="NotAfter">Until when it is valid.</param>
/// <param name="Sha256">Its fingerprint, in hexadecimal digits.</param>
public sealed record CertificateDetails(string Subject, string Issuer, IReadOnlyList<string> Names, DateTimeOffset NotBefore, DateTimeOffset NotAfter, string Sha256);
