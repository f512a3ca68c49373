using System.Security.Cryptography;
using System.Text;
using RawHttp.Net;

namespace RawHttp.Fuzz;

/// <summary>A certificate as a server sends it, and the same octets as a file of certificates to trust: each is read or refused, and nothing is thrown at its reader.</summary>
internal static class CertificateTarget
{
    public static void Run(Choices choices)
    {
        var octets = choices.Rest();
        if (CertificateDescription.From(octets) is { } details)
        {
            Invariant.Holds(details.Sha256 == Convert.ToHexStringLower(SHA256.HashData(CertificateDescription.Load(octets)!.RawData)));
        }

        Trust(octets);
        Trust(Encoding.ASCII.GetBytes(PemEncoding.WriteString("CERTIFICATE", octets)));
    }

    private static void Trust(byte[] pem)
    {
        try
        {
            TrustAnchors.FromPem(pem);
        }
        catch (CryptographicException refused)
        {
            Invariant.Holds(refused.Message.Length > 0 && !refused.Message.Contains('\n', StringComparison.Ordinal));
        }
    }
}
