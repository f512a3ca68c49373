using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography.X509Certificates;

namespace RawHttp.Net;

/// <summary>Descriptions of why a certificate is not trusted.</summary>
internal static unsafe class TrustWords
{
    public const string NoCertificate = "the server sent none";
    public const string WrongPurpose = "is not made for servers";
    public const string SelfSigned = "is signed by itself and not among those trusted";
    public const string WrongSignature = "has a signature that is wrong";

    private const int MaxNames = 5;
    private const int MaxProblems = 10;

    /// <summary>Describes the errors that OpenSSL found.</summary>
    /// <param name="certificate">The server's; null if it sent none.</param>
    /// <param name="errors">The errors, in order.</param>
    /// <param name="name">The host that the certificate must name.</param>
    /// <returns>Each reason once; empty if the certificate is trusted.</returns>
    public static IReadOnlyList<string> Problems(byte[]? certificate, IReadOnlyList<VerificationError> errors, string name)
    {
        string[] problems = certificate is null ? [NoCertificate] : [.. errors.Select(error => Problem(error, name)).Distinct()];
        return problems.Length <= MaxProblems ? problems : [.. problems[..MaxProblems], $"{problems.Length - MaxProblems} more"];
    }

    /// <summary>Names the certificate of a chain that an error is about.</summary>
    public static string Subject(int depth, CertificateDetails? certificate) => depth == 0 ? "it"
        : certificate is null ? $"certificate {depth} of its chain"
        : $"the certificate of {certificate.Subject}";

    public static string UnknownIssuer(CertificateDetails? certificate) =>
        $"has an issuer that is not known{(certificate is null ? "" : $": {certificate.Issuer}")}";

    public static string NotYetValid(CertificateDetails? certificate) =>
        certificate is null ? "is not valid yet" : $"is not valid before {Date(certificate.NotBefore)}";

    public static string Expired(CertificateDetails? certificate) =>
        certificate is null ? "has expired" : $"expired on {Date(certificate.NotAfter)}";

    public static string WeakKey((string Kind, int Bits)? key) =>
        $"has a key that is too weak{(key is var (kind, bits) ? $": {kind} of {bits} bits" : "")}";

    public static string WeakDigest(string? algorithm) =>
        $"is signed with a digest that is too weak{(algorithm is null ? "" : $": {algorithm}")}";

    /// <summary>Names the hosts that a certificate is valid for.</summary>
    public static string WrongName(CertificateDetails? certificate, string name)
    {
        if (certificate is not { Names: [_, ..] names })
        {
            return $"it names no host, so not {name}";
        }

        var more = names.Count > MaxNames ? $" and {names.Count - MaxNames} more" : "";
        return $"it is for {string.Join(", ", names.Take(MaxNames))}{more}, not for {name}";
    }

    private static string Problem(VerificationError error, string name)
    {
        using var certificate = CertificateDescription.Load(error.Certificate);
        var details = CertificateDescription.From(certificate);

        // X509_V_ERR_HOSTNAME_MISMATCH, X509_V_ERR_IP_ADDRESS_MISMATCH.
        return error.Code is 62 or 64 ? WrongName(details, name) : $"{Subject(error.Depth, details)} {Words(error, certificate, details)}";
    }

    // The numbers are X509_V_ERR_... in openssl/x509_vfy.h.
    private static string Words(VerificationError error, X509Certificate2? certificate, CertificateDetails? details) => error.Code switch
    {
        2 or 20 or 21 => UnknownIssuer(details),
        6 => "has an issuer whose key cannot be read",
        7 => WrongSignature,
        9 => NotYetValid(details),
        10 => Expired(details),
        13 or 14 => "has a date that cannot be read",
        18 or 19 => SelfSigned,
        25 => "must not have so many authorities below it",
        26 when error.Depth == 0 => WrongPurpose,
        26 => "must not sign certificates of servers",
        27 or 28 => "is marked as not to be trusted for servers",
        32 or 79 => "must not sign certificates",
        34 => "has a critical extension that is not known",
        41 => "has an extension that cannot be read",
        47 or 48 => "has a name that an issuer of its chain does not allow",
        66 or 67 => WeakKey(CertificateDescription.KeyOf(certificate)),
        68 => WeakDigest(certificate?.SignatureAlgorithm.FriendlyName),
        _ => $"is not good: {Marshal.PtrToStringUTF8((nint)OpenSsl.X509_verify_cert_error_string(error.Code))}",
    };

    private static string Date(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);
}
