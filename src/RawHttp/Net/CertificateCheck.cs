using System.Globalization;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace RawHttp.Net;

/// <summary>Says in words what a certificate is and why it is not trusted.</summary>
internal static class CertificateCheck
{
    private const int MostNames = 5;

    public static CertificateDetails? Describe(X509Certificate2? certificate)
    {
        try
        {
            return certificate is null ? null : new CertificateDetails(
                certificate.Subject,
                certificate.Issuer,
                NamesOf(certificate),
                certificate.NotBefore,
                certificate.NotAfter,
                certificate.GetCertHashString(HashAlgorithmName.SHA256).ToLowerInvariant());
        }
        catch (CryptographicException)
        {
            // Its signature may be good and its inside broken.
            return null;
        }
    }

    /// <summary>Whether it is for a host, by its alternative names: the system would take the common name of its subject, too (RFC 9110 §4.3.4).</summary>
    public static bool IsFor(X509Certificate2 certificate, string name)
    {
        try
        {
            return certificate.MatchesHostname(name, allowCommonName: false);
        }
        catch (Exception failure) when (failure is ArgumentException or CryptographicException)
        {
            // No name for a host, or the certificate's inside is broken.
            return false;
        }
    }

    /// <summary>Leads a chain to a root of the system, if there is one: first to one that has the name of an issuer, then to any.</summary>
    /// <param name="certificate">The server's.</param>
    /// <param name="sent">The chain of what the server sent, without a root.</param>
    /// <param name="roots">The system's.</param>
    /// <param name="errors">What is wrong; an error of the chain is taken out if the new one has none.</param>
    /// <returns>The chain that came furthest.</returns>
    public static X509Chain Lead(X509Certificate2 certificate, X509Chain sent, SystemRoots roots, ref SslPolicyErrors errors)
    {
        var chain = Build(roots.IssuersOf(sent.ChainElements.Select(element => element.Certificate).Concat(sent.ChainPolicy.ExtraStore)));
        if (chain.ChainStatus.Length > 0)
        {
            chain.Dispose();
            chain = Build(roots.All());
        }

        errors = chain.ChainStatus.Length == 0 ? errors & ~SslPolicyErrors.RemoteCertificateChainErrors : errors | SslPolicyErrors.RemoteCertificateChainErrors;
        return chain;

        X509Chain Build(X509Certificate2Collection trusted)
        {
            var chain = new X509Chain { ChainPolicy = sent.ChainPolicy.Clone() };
            chain.ChainPolicy.CustomTrustStore.Clear();
            chain.ChainPolicy.CustomTrustStore.AddRange(trusted);
            _ = chain.Build(certificate);
            return chain;
        }
    }

    /// <summary>Why it is not trusted.</summary>
    /// <param name="name">The name it should have.</param>
    /// <param name="certificate">What is known of it.</param>
    /// <param name="chain">How far it leads to a root that is trusted.</param>
    /// <param name="errors">What the system found.</param>
    /// <param name="roots">What is trusted instead of the system's roots.</param>
    /// <returns>Each reason in words; none if it is trusted.</returns>
    public static IReadOnlyList<string> Problems(string name, CertificateDetails? certificate, X509Chain? chain, SslPolicyErrors errors, X509Certificate2Collection? roots)
    {
        var problems = new List<string>();
        if (errors.HasFlag(SslPolicyErrors.RemoteCertificateNotAvailable))
        {
            problems.Add("the server sent none");
        }

        if (errors.HasFlag(SslPolicyErrors.RemoteCertificateChainErrors))
        {
            problems.AddRange(chain is null || chain.ChainElements.All(element => element.ChainElementStatus.Length == 0) ? ["its chain cannot be judged"] : ProblemsOf(chain, roots));
        }

        if (chain is { ChainElements: [var leaf, ..] } && !MaySign(leaf.Certificate))
        {
            problems.Add("it is not made for servers");
        }

        if (errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch))
        {
            problems.Add(certificate is { Names: [_, ..] names } ? $"it is for {Listed(names)}, not for {name}" : $"it names no host, so not {name}");
        }

        return [.. problems.Distinct()];
    }

    // What one has no right to, those it signed have none to either: that is told of the server's, if it is told there.
    private static IEnumerable<string> ProblemsOf(X509Chain chain, X509Certificate2Collection? roots)
    {
        var all = chain.ChainElements
            .SelectMany((element, at) => element.ChainElementStatus.Select(status => (At: at, element.Certificate, Status: AsGiven(status, element.Certificate, roots))))
            .Where(problem => problem.Status.Status != X509ChainStatusFlags.NoError)
            .ToList();
        var isUsageTold = all.Exists(problem => problem is { At: 0, Status.Status: X509ChainStatusFlags.NotValidForUsage });
        return all
            .Where(problem => problem.At == 0 || !isUsageTold || problem.Status.Status != X509ChainStatusFlags.NotValidForUsage)
            .Select(problem => $"{(problem.At == 0 ? "it" : $"the certificate of {problem.Certificate.Subject}")} {Words(problem.Status, problem.Certificate)}");
    }

    // RFC 5280 §4.2.1.3: a key whose uses are named is for no other; TLS signs with it, or once encrypted to it or agreed by it.
    private static bool MaySign(X509Certificate2 certificate) =>
        certificate.Extensions.OfType<X509KeyUsageExtension>().All(extension => (extension.KeyUsages & (X509KeyUsageFlags.DigitalSignature | X509KeyUsageFlags.KeyEncipherment | X509KeyUsageFlags.KeyAgreement)) != 0);

    // A chain may end with a certificate that was given, be it a root or not; the dates of one that is not nobody has looked at.
    private static X509ChainStatus AsGiven(X509ChainStatus status, X509Certificate2 last, X509Certificate2Collection? roots) =>
        status.Status == X509ChainStatusFlags.PartialChain && roots?.Any(root => root.RawDataMemory.Span.SequenceEqual(last.RawDataMemory.Span)) == true
            ? new X509ChainStatus { Status = DateTime.Now >= last.NotBefore && DateTime.Now <= last.NotAfter ? X509ChainStatusFlags.NoError : X509ChainStatusFlags.NotTimeValid }
            : status;

    private static string Words(X509ChainStatus status, X509Certificate2 certificate) => status.Status switch
    {
        X509ChainStatusFlags.NotTimeValid when certificate.NotBefore > DateTime.Now => $"is not valid before {Date(certificate.NotBefore)}",
        X509ChainStatusFlags.NotTimeValid => $"expired on {Date(certificate.NotAfter)}",
        X509ChainStatusFlags.UntrustedRoot => "is signed by itself and not among those trusted",
        X509ChainStatusFlags.PartialChain => $"has an issuer that is not known: {certificate.Issuer}",
        X509ChainStatusFlags.NotSignatureValid => "has a signature that is wrong",
        X509ChainStatusFlags.NotValidForUsage => "is not made for servers",
        X509ChainStatusFlags.Revoked => "was revoked",
        _ => $"is not good: {status.StatusInformation.TrimEnd('.')}",
    };

    private static string Date(DateTime time) => time.ToUniversalTime().ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);

    private static string Listed(IReadOnlyList<string> names) =>
        string.Join(", ", names.Take(MostNames)) + (names.Count > MostNames ? $" and {names.Count - MostNames} more" : "");

    private static List<string> NamesOf(X509Certificate2 certificate)
    {
        var names = certificate.Extensions.OfType<X509SubjectAlternativeNameExtension>().FirstOrDefault();
        return names is null ? [] : [.. names.EnumerateDnsNames(), .. names.EnumerateIPAddresses().Select(address => address.ToString())];
    }
}
