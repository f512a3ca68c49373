using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace RawHttp.Tests.Tls;

/// <summary>An authority made for one test run, and certificates it signs.</summary>
internal static class TestCertificates
{
    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";
    private const string ClientAuthentication = "1.3.6.1.5.5.7.3.2";
    private static readonly DateTimeOffset Now = DateTimeOffset.UtcNow;

    public static X509Certificate2 Authority { get; } = MakeAuthority("CN=Test Authority");

    /// <summary>Another authority of the same name.</summary>
    public static X509Certificate2 Namesake { get; } = MakeAuthority("CN=Test Authority");

    /// <summary>One that a client should trust: for localhost and 127.0.0.1.</summary>
    public static X509Certificate2 Good { get; } = Make("CN=good");

    public static X509Certificate2 Expired { get; } = Make("CN=old", from: -20, to: -10);

    public static X509Certificate2 NotYetValid { get; } = Make("CN=early", from: 10, to: 20);

    public static X509Certificate2 ForAnother { get; } = Make("CN=another", name: "other.test");

    /// <summary>One whose subject is the host, which its alternative names do not have.</summary>
    public static X509Certificate2 ForItsSubjectAlone { get; } = Make("CN=localhost", name: "192.0.2.1");

    public static X509Certificate2 ForClients { get; } = Make("CN=client", use: ClientAuthentication);

    /// <summary>One whose key may sign lists of revoked certificates, and nothing else.</summary>
    public static X509Certificate2 ForLists { get; } = Make("CN=lists", more: [new X509KeyUsageExtension(X509KeyUsageFlags.CrlSign, true)]);

    public static X509Certificate2 OfAStranger { get; } = Make("CN=strange", issuer: MakeAuthority("CN=Unknown Authority"));

    public static X509Certificate2 SelfSigned { get; } = MakeAuthority("CN=localhost");

    public static X509Certificate2 ExpiredIntermediate { get; } = Make("CN=Intermediate", from: -20, to: -10, more: [new X509BasicConstraintsExtension(true, false, 0, true)]);

    public static X509Certificate2 OfAnExpiredIntermediate { get; } = Make("CN=late", from: -15, to: 10, issuer: ExpiredIntermediate);

    /// <summary>One that says where its issuer, and what was revoked, can be asked for.</summary>
    public static X509Certificate2 Asking(string server, bool isIssuerKnown) => Make(
        "CN=asking",
        issuer: isIssuerKnown ? Authority : MakeAuthority("CN=Unknown Authority"),
        more: [new X509AuthorityInformationAccessExtension([$"http://{server}/ocsp"], [$"http://{server}/issuer"]), CertificateRevocationListBuilder.BuildCrlDistributionPointExtension([$"http://{server}/revoked"])]);

    /// <summary>One whose names would drive a terminal.</summary>
    public static X509Certificate2 Hostile { get; } = Make("CN=\"\u001b[2J\r\n<b>rawhttp: all is well\u202e\"");

    public static string WriteAuthority(TemporaryFolder folder)
    {
        folder.Write("authority.pem", Authority.ExportCertificatePem());
        return folder.PathOf("authority.pem");
    }

    private static X509Certificate2 MakeAuthority(string subject)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(subject, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        request.CertificateExtensions.Add(Names("localhost"));
        return request.CreateSelfSigned(Now.AddDays(-30), Now.AddDays(30));
    }

    private static X509Certificate2 Make(string subject, string name = "localhost", int from = -1, int to = 10, string use = ServerAuthentication, X509Certificate2? issuer = null, X509Extension[]? more = null)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(subject, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(use)], false));
        request.CertificateExtensions.Add(Names(name));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        Array.ForEach(more ?? [], request.CertificateExtensions.Add);
        issuer ??= Authority;
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(issuer, includeKeyIdentifier: true, includeIssuerAndSerial: false));
        using var signing = issuer.GetECDsaPrivateKey()!;
        using var signed = request.Create(issuer.SubjectName, X509SignatureGenerator.CreateForECDsa(signing), Now.AddDays(from), Now.AddDays(to), RandomNumberGenerator.GetBytes(8));
        return signed.CopyWithPrivateKey(key);
    }

    private static X509Extension Names(string name)
    {
        var names = new SubjectAlternativeNameBuilder();
        if (IPAddress.TryParse(name, out var address))
        {
            names.AddIpAddress(address);
        }
        else
        {
            names.AddDnsName(name);
        }

        if (name == "localhost")
        {
            names.AddIpAddress(IPAddress.Loopback);
        }

        return names.Build();
    }
}
