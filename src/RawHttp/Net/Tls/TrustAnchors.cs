using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace RawHttp.Net;

/// <summary>The certificates that end a trusted chain (RFC 5280 §6.1); they need not be roots.</summary>
public sealed unsafe class TrustAnchors
{
    private static readonly Lazy<TrustAnchors> OfTheSystem = new(MakeSystem);
    private readonly StoreHandle? _store;

    private TrustAnchors(StoreHandle store) => _store = store;

    private TrustAnchors(X509Certificate2Collection certificates) => Certificates = certificates;

    /// <summary>The system's, where OpenSSL is used.</summary>
    internal static TrustAnchors System => OfTheSystem.Value;

    /// <summary>The certificates for the runtime's verification, where OpenSSL is not used; null for the system's.</summary>
    internal X509Certificate2Collection? Certificates { get; }

    /// <summary>OpenSSL's store of the certificates, where OpenSSL is used.</summary>
    internal nint Store => _store!.DangerousGetHandle();

    /// <summary>The reader of the system's certificates; null for given ones.</summary>
    internal SystemAnchors? Reader { get; private init; }

    /// <summary>Reads certificates in PEM, as OpenSSL reads the file of its <c>-CAfile</c>.</summary>
    /// <param name="pem">The octets of the file.</param>
    /// <returns>The certificates.</returns>
    /// <exception cref="CryptographicException">There is none, or one cannot be read.</exception>
    /// <exception cref="PlatformNotSupportedException">TLS is not <see cref="TlsOptions.IsSupported">supported</see>.</exception>
    public static TrustAnchors FromPem(ReadOnlySpan<byte> pem)
    {
        ThrowIfNotSupported();
        if (!OpenSsl.IsUsed)
        {
            var certificates = new X509Certificate2Collection();
            certificates.ImportFromPem(Encoding.Latin1.GetString(pem));
            return certificates.Count > 0 ? new TrustAnchors(certificates) : throw NoCertificate();
        }

        var store = new StoreHandle();
        return ReadPem(store.DangerousGetHandle(), pem) > 0 ? new TrustAnchors(store) : throw NoCertificate();
    }

    /// <summary>Makes anchors from certificates.</summary>
    /// <param name="certificates">The certificates.</param>
    /// <returns>The anchors.</returns>
    /// <exception cref="PlatformNotSupportedException">TLS is not <see cref="TlsOptions.IsSupported">supported</see>.</exception>
    public static TrustAnchors FromCertificates(X509Certificate2Collection certificates)
    {
        ArgumentNullException.ThrowIfNull(certificates);
        ThrowIfNotSupported();
        if (!OpenSsl.IsUsed)
        {
            return new TrustAnchors(certificates);
        }

        var store = new StoreHandle();
        foreach (var certificate in certificates)
        {
            fixed (byte* start = certificate.RawDataMemory.Span)
            {
                var at = start;
                var read = OpenSsl.d2i_X509(null, &at, certificate.RawDataMemory.Length);
                _ = OpenSsl.X509_STORE_add_cert(store.DangerousGetHandle(), read);
                OpenSsl.X509_free(read);
            }
        }

        return new TrustAnchors(store);
    }

    private static void ThrowIfNotSupported()
    {
        if (!TlsOptions.IsSupported)
        {
            throw new PlatformNotSupportedException("TLS needs OpenSSL, which is not on this system.");
        }
    }

    private static CryptographicException NoCertificate() => new("it holds no certificate (PEM)");

    private static TrustAnchors MakeSystem()
    {
        var store = new StoreHandle();
        return new TrustAnchors(store) { Reader = new SystemAnchors(store.DangerousGetHandle()) };
    }

    // Like X509_load_cert_crl_file: if one certificate in a file cannot be read, the whole file is ignored.
    private static int ReadPem(nint store, ReadOnlySpan<byte> pem)
    {
        if (pem.IsEmpty)
        {
            return 0;
        }

        nint read;
        fixed (byte* octets = pem)
        fixed (byte* password = "\0"u8)
        {
            var bio = OpenSsl.BIO_new_mem_buf(octets, pem.Length);
            read = OpenSsl.PEM_X509_INFO_read_bio(bio, 0, 0, password);
            _ = OpenSsl.BIO_free(bio);
            OpenSsl.ERR_clear_error();
        }

        if (read == 0)
        {
            throw new CryptographicException("a certificate in it cannot be read");
        }

        var count = 0;
        for (var i = 0; i < OpenSsl.OPENSSL_sk_num(read); i++)
        {
            // X509_INFO begins with a certificate and a revocation list.
            var info = (nint*)OpenSsl.OPENSSL_sk_value(read, i);
            count += info[0] != 0 && OpenSsl.X509_STORE_add_cert(store, info[0]) == 1 ? 1 : 0;
            _ = info[1] != 0 ? OpenSsl.X509_STORE_add_crl(store, info[1]) : 0;
            OpenSsl.X509_INFO_free((nint)info);
        }

        OpenSsl.OPENSSL_sk_free(read);
        return count;
    }

    private sealed class StoreHandle : SafeHandle
    {
        public StoreHandle()
            : base(0, ownsHandle: true)
        {
            SetHandle(OpenSsl.MakeStore());
            _ = OpenSsl.X509_STORE_set_flags(handle, OpenSsl.PartialChain);
        }

        public override bool IsInvalid => handle == 0;

        protected override bool ReleaseHandle()
        {
            OpenSsl.X509_STORE_free(handle);
            return true;
        }
    }
}
