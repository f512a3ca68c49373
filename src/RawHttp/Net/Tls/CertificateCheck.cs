using System.Formats.Asn1;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace RawHttp.Net;

/// <summary>The runtime's verification, used where there is no OpenSSL, with the requirements of OpenSSL's security level 2.</summary>
internal static class CertificateCheck
{
    private const int MinBits = 2048;
    private const int MinEllipticBits = 224;
    private const string RsaPss = "1.2.840.113549.1.1.10";

    // RFC 3279 §2.2: MD2, MD4, MD5 and SHA-1 with RSA; SHA-1 with DSA and ECDSA; and older object identifiers of the same.
    private static readonly string[] WeakAlgorithms =
    [
        "1.2.840.113549.1.1.2", "1.2.840.113549.1.1.3", "1.2.840.113549.1.1.4", "1.2.840.113549.1.1.5",
        "1.2.840.10040.4.3", "1.2.840.10045.4.1", "1.3.14.3.2.3", "1.3.14.3.2.15", "1.3.14.3.2.27", "1.3.14.3.2.29",
    ];

    /// <summary>Why a certificate is not trusted.</summary>
    /// <param name="name">The name it should have.</param>
    /// <param name="certificate">The server's; null if it sent none.</param>
    /// <param name="chain">The chain that the runtime built.</param>
    /// <param name="errors">What the runtime found.</param>
    /// <param name="anchors">The anchors to trust instead of the system's certificates; null for the system's.</param>
    /// <returns>The reasons in words; empty if it is trusted.</returns>
    public static IReadOnlyList<string> Problems(
        string name, X509Certificate2? certificate, X509Chain? chain, SslPolicyErrors errors, X509Certificate2Collection? anchors)
    {
        if (certificate is null || errors.HasFlag(SslPolicyErrors.RemoteCertificateNotAvailable))
        {
            return [TrustWords.NoCertificate];
        }

        var problems = new List<string>();
        var isChainWrong = errors.HasFlag(SslPolicyErrors.RemoteCertificateChainErrors);
        if (chain is null || (isChainWrong && chain.ChainElements.All(element => element.ChainElementStatus.Length == 0)))
        {
            problems.Add("its chain cannot be judged");
        }

        for (var depth = 0; depth < chain?.ChainElements.Count; depth++)
        {
            var element = chain.ChainElements[depth];
            var subject = TrustWords.Subject(depth, CertificateDescription.From(element.Certificate));
            var isLast = depth == chain.ChainElements.Count - 1;
            problems.AddRange(ProblemsOf(element, depth, isLast, anchors).Select(words => $"{subject} {words}"));
        }

        if (!IsFor(certificate, name))
        {
            problems.Add(TrustWords.WrongName(CertificateDescription.From(certificate), name));
        }

        return [.. problems.Distinct()];
    }

    private static IEnumerable<string> ProblemsOf(X509ChainElement element, int depth, bool isLast, X509Certificate2Collection? anchors)
    {
        var certificate = element.Certificate;
        foreach (var status in element.ChainElementStatus.Select(status => AsGiven(status, certificate, anchors)))
        {
            // If the server's certificate is not valid for the usage, its issuers get the same status: report it once.
            if (status.Status != X509ChainStatusFlags.NoError && (depth == 0 || status.Status != X509ChainStatusFlags.NotValidForUsage))
            {
                yield return Words(status, certificate);
            }
        }

        if (depth == 0 && !MaySign(certificate))
        {
            yield return TrustWords.WrongPurpose;
        }

        if (CertificateDescription.KeyOf(certificate) is var (kind, bits) && bits < (kind == "EC" ? MinEllipticBits : MinBits))
        {
            yield return TrustWords.WeakKey((kind, bits));
        }

        if (!isLast && IsWeak(certificate.SignatureAlgorithm.Value, certificate))
        {
            yield return TrustWords.WeakDigest(certificate.SignatureAlgorithm.FriendlyName);
        }
    }

    // Compares the alternative names only: the common name of the subject does not count (RFC 9110 §4.3.4).
    private static bool IsFor(X509Certificate2 certificate, string name)
    {
        try
        {
            return certificate.MatchesHostname(name, allowCommonName: false);
        }
        catch (Exception failure) when (failure is ArgumentException or CryptographicException)
        {
            // The name is not a host name, or the certificate cannot be parsed.
            return false;
        }
    }

    // RFC 5280 §4.2.1.3: a key with a usage extension is only for those uses. TLS needs signing
    // or, in older suites, encipherment or agreement.
    private static bool MaySign(X509Certificate2 certificate)
    {
        const X509KeyUsageFlags ForTls =
            X509KeyUsageFlags.DigitalSignature | X509KeyUsageFlags.KeyEncipherment | X509KeyUsageFlags.KeyAgreement;
        try
        {
            return certificate.Extensions.OfType<X509KeyUsageExtension>().All(extension => (extension.KeyUsages & ForTls) != 0);
        }
        catch (CryptographicException)
        {
            return false;
        }
    }

    // RFC 4055 §3.1: the digest of RSASSA-PSS is SHA-1 if its parameters name none.
    private static bool IsWeak(string? algorithm, X509Certificate2 certificate)
    {
        if (algorithm != RsaPss)
        {
            return WeakAlgorithms.Contains(algorithm);
        }

        try
        {
            var content = new AsnReader(certificate.RawDataMemory, AsnEncodingRules.DER).ReadSequence();
            content.ReadEncodedValue();
            var identifier = content.ReadSequence();
            identifier.ReadObjectIdentifier();
            var parameters = identifier.ReadSequence();
            return !parameters.HasData || parameters.PeekTag() != new Asn1Tag(TagClass.ContextSpecific, 0);
        }
        catch (AsnContentException)
        {
            return true;
        }
    }

    // A chain may end with a given anchor that is not a root. The runtime then reports a partial chain and does not check its dates.
    private static X509ChainStatus AsGiven(X509ChainStatus status, X509Certificate2 last, X509Certificate2Collection? anchors)
    {
        var isGiven = anchors?.Any(anchor => anchor.RawDataMemory.Span.SequenceEqual(last.RawDataMemory.Span)) == true;
        if (!isGiven || status.Status != X509ChainStatusFlags.PartialChain)
        {
            return status;
        }

        var (now, details) = (DateTimeOffset.Now, CertificateDescription.From(last));
        var isTime = now >= details?.NotBefore && now <= details.NotAfter;
        return new X509ChainStatus { Status = isTime ? X509ChainStatusFlags.NoError : X509ChainStatusFlags.NotTimeValid };
    }

    private static string Words(X509ChainStatus status, X509Certificate2 certificate)
    {
        var details = CertificateDescription.From(certificate);
        return status.Status switch
        {
            X509ChainStatusFlags.NotTimeValid when details?.NotBefore > DateTimeOffset.Now => TrustWords.NotYetValid(details),
            X509ChainStatusFlags.NotTimeValid => TrustWords.Expired(details),
            X509ChainStatusFlags.UntrustedRoot => TrustWords.SelfSigned,
            X509ChainStatusFlags.PartialChain => TrustWords.UnknownIssuer(details),
            X509ChainStatusFlags.NotSignatureValid => TrustWords.WrongSignature,
            X509ChainStatusFlags.NotValidForUsage => TrustWords.WrongPurpose,
            X509ChainStatusFlags.Revoked => "was revoked",
            _ => $"is not good: {status.StatusInformation.TrimEnd('.')}",
        };
    }
}
