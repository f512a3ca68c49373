using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace RawHttp.Net;

/// <summary>The content of a certificate, as far as it can be parsed: a certificate with a good
/// signature may have broken content.</summary>
internal static class CertificateDescription
{
    /// <summary>Parses a certificate.</summary>
    /// <param name="octets">In DER; null if there is none.</param>
    /// <returns>The certificate; null if the octets are not one.</returns>
    public static X509Certificate2? Load(byte[]? octets) =>
        octets is null ? null : Try(() => X509CertificateLoader.LoadCertificate(octets));

    /// <summary>Describes a certificate.</summary>
    public static CertificateDetails? From(X509Certificate2? certificate) => certificate is null ? null : Try(() => new CertificateDetails(
        certificate.Subject,
        certificate.Issuer,
        NamesOf(certificate),
        certificate.NotBefore,
        certificate.NotAfter,
        certificate.GetCertHashString(HashAlgorithmName.SHA256).ToLowerInvariant()));

    /// <summary>Describes a certificate in DER.</summary>
    public static CertificateDetails? From(byte[]? octets)
    {
        using var certificate = Load(octets);
        return From(certificate);
    }

    /// <summary>The kind of its key and its length in bits; null if the kind is unknown, or the key cannot be read.</summary>
    public static (string Kind, int Bits)? KeyOf(X509Certificate2? certificate) => certificate is null ? null : Try<(string, int)?>(() =>
    {
        using AsymmetricAlgorithm? rsa = certificate.GetRSAPublicKey();
        using AsymmetricAlgorithm? dsa = certificate.GetDSAPublicKey();
        using AsymmetricAlgorithm? elliptic = certificate.GetECDsaPublicKey();
        return rsa is not null ? ("RSA", rsa.KeySize)
            : dsa is not null ? ("DSA", dsa.KeySize)
            : elliptic is not null ? ("EC", elliptic.KeySize)
            : null;
    });

    private static List<string> NamesOf(X509Certificate2 certificate)
    {
        var names = certificate.Extensions.OfType<X509SubjectAlternativeNameExtension>().FirstOrDefault();
        return names is null ? [] : [.. names.EnumerateDnsNames(), .. names.EnumerateIPAddresses().Select(address => address.ToString())];
    }

    private static T? Try<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception broken) when (broken
            is CryptographicException or FormatException or ArgumentException or NotSupportedException or InvalidOperationException)
        {
            return default;
        }
    }
}
