using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace RawHttp.Net;

/// <summary>A certificate with its key and its intermediates, with which a client authenticates itself (RFC 8446 §4.4.2).</summary>
public sealed unsafe class ClientCertificate
{
    private readonly ContextHandle? _checked;

    private ClientCertificate(ContextHandle context) => _checked = context;

    private ClientCertificate(X509Certificate2Collection certificates) => Certificates = certificates;

    /// <summary>The certificate with its key and the others, where OpenSSL is not used.</summary>
    internal X509Certificate2Collection? Certificates { get; }

    /// <summary>Reads a certificate and its key in PEM, or both in PKCS#12.</summary>
    /// <param name="certificate">The octets of the file with the certificate, and those of its chain after it.</param>
    /// <param name="key">The octets of the file with the key, in PEM; empty if the first file has it.</param>
    /// <param name="password">The password of an encrypted key, or of PKCS#12; null for none. No other password is asked for.</param>
    /// <returns>The certificate.</returns>
    /// <exception cref="CryptographicException">One of them cannot be read or used, or they do not belong together.</exception>
    /// <exception cref="PlatformNotSupportedException">TLS is not <see cref="TlsOptions.IsSupported">supported</see>.</exception>
    public static ClientCertificate Load(ReadOnlySpan<byte> certificate, ReadOnlySpan<byte> key, string? password)
    {
        if (!TlsOptions.IsSupported)
        {
            throw new PlatformNotSupportedException("TLS needs OpenSSL, which is not on this system.");
        }

        var isPem = certificate.IndexOf("-----BEGIN "u8) >= 0;
        key = key.IsEmpty ? certificate : key;
        if (!OpenSsl.IsUsed)
        {
            return new ClientCertificate(LoadWithRuntime(certificate, key, password, isPem));
        }

        var secret = Encoding.UTF8.GetBytes((password ?? "") + "\0");
        var context = new ContextHandle();
        OpenSsl.ERR_clear_error();
        if (isPem)
        {
            UsePem(context.Value, certificate, key, secret, password is not null);
        }
        else
        {
            UsePkcs12(context.Value, certificate, secret);
        }

        return new ClientCertificate(context);
    }

    /// <summary>Makes a context present the certificate.</summary>
    internal void Use(nint context)
    {
        _ = OpenSsl.SSL_CTX_use_certificate(context, OpenSsl.SSL_CTX_get0_certificate(_checked!.Value));
        _ = OpenSsl.SSL_CTX_use_PrivateKey(context, OpenSsl.SSL_CTX_get0_privatekey(_checked.Value));
        var chain = OpenSsl.ChainOf(_checked.Value);
        for (var i = 0; i < OpenSsl.OPENSSL_sk_num(chain); i++)
        {
            OpenSsl.AddToChain(context, OpenSsl.OPENSSL_sk_value(chain, i));
        }

        GC.KeepAlive(_checked);
    }

    private static void UsePem(nint context, ReadOnlySpan<byte> certificate, ReadOnlySpan<byte> key, byte[] secret, bool hasPassword)
    {
        fixed (byte* pem = certificate)
        fixed (byte* keyPem = key)
        fixed (byte* password = secret)
        {
            var bio = OpenSsl.BIO_new_mem_buf(pem, certificate.Length);
            var first = OpenSsl.PEM_read_bio_X509(bio, 0, 0, password);
            var isUsed = first != 0 && OpenSsl.SSL_CTX_use_certificate(context, first) == 1;
            var why = first == 0 ? "it holds no certificate that can be read" : Reason();
            OpenSsl.X509_free(first);
            while (isUsed && OpenSsl.PEM_read_bio_X509(bio, 0, 0, password) is not 0 and var next)
            {
                OpenSsl.AddToChain(context, next);
                OpenSsl.X509_free(next);
            }

            _ = OpenSsl.BIO_free(bio);
            OpenSsl.ERR_clear_error();
            Require(isUsed, why);

            // With a password given, if only an empty one, OpenSSL asks for none.
            bio = OpenSsl.BIO_new_mem_buf(keyPem, key.Length);
            var read = OpenSsl.PEM_read_bio_PrivateKey(bio, 0, 0, password);
            _ = OpenSsl.BIO_free(bio);
            Require(read != 0, KeyFault(key, hasPassword));
            UseKey(context, read);
        }
    }

    private static void UsePkcs12(nint context, ReadOnlySpan<byte> octets, byte[] secret)
    {
        fixed (byte* start = octets)
        fixed (byte* password = secret)
        {
            var bio = OpenSsl.BIO_new_mem_buf(start, octets.Length);
            var store = OpenSsl.d2i_PKCS12_bio(bio, 0);
            _ = OpenSsl.BIO_free(bio);
            Require(store != 0, "it is neither PEM nor PKCS#12");
            nint key, certificate, chain = 0;
            var isRead = OpenSsl.PKCS12_parse(store, password, &key, &certificate, &chain) == 1;
            OpenSsl.PKCS12_free(store);
            Require(isRead, $"PKCS#12: {Reason()}");
            var isUsed = certificate != 0 && OpenSsl.SSL_CTX_use_certificate(context, certificate) == 1;
            OpenSsl.X509_free(certificate);
            for (var i = 0; i < OpenSsl.OPENSSL_sk_num(chain); i++)
            {
                OpenSsl.AddToChain(context, OpenSsl.OPENSSL_sk_value(chain, i));
                OpenSsl.X509_free(OpenSsl.OPENSSL_sk_value(chain, i));
            }

            OpenSsl.OPENSSL_sk_free(chain);
            Require(isUsed && key != 0, "PKCS#12 without a certificate and its key");
            UseKey(context, key);
        }
    }

    private static void UseKey(nint context, nint key)
    {
        var isUsed = OpenSsl.SSL_CTX_use_PrivateKey(context, key) == 1 && OpenSsl.SSL_CTX_check_private_key(context) == 1;
        OpenSsl.EVP_PKEY_free(key);
        Require(isUsed, $"the key is not that of the certificate ({Reason()})");
    }

    private static string KeyFault(ReadOnlySpan<byte> key, bool hasPassword) =>
        key.IndexOf("PRIVATE KEY-----"u8) < 0 ? "there is no key in PEM"
        : key.IndexOf("ENCRYPTED"u8) < 0 ? "the key cannot be read"
        : hasPassword ? "the password does not open the key"
        : "the key is encrypted, and its password was not given";

    private static void Require(bool isGood, string why)
    {
        OpenSsl.ERR_clear_error();
        if (!isGood)
        {
            throw new CryptographicException(why);
        }
    }

    private static string Reason() =>
        Marshal.PtrToStringUTF8((nint)OpenSsl.ERR_reason_error_string(OpenSsl.ERR_get_error())) ?? "it cannot be used";

    private static X509Certificate2Collection LoadWithRuntime(
        ReadOnlySpan<byte> certificate, ReadOnlySpan<byte> key, string? password, bool isPem)
    {
        var all = new X509Certificate2Collection();
        if (!isPem)
        {
            all.AddRange(X509CertificateLoader.LoadPkcs12Collection(certificate, password));
            return all;
        }

        var (pem, keyPem) = (Encoding.Latin1.GetString(certificate), Encoding.Latin1.GetString(key));
        var isEncrypted = keyPem.Contains("ENCRYPTED", StringComparison.Ordinal);
        Require(!isEncrypted || password is not null, KeyFault(key, hasPassword: false));
        using var own = isEncrypted
            ? X509Certificate2.CreateFromEncryptedPem(pem, keyPem, password)
            : X509Certificate2.CreateFromPem(pem, keyPem);
        all.ImportFromPem(pem);
        all.RemoveAt(0);

        // The system's library takes no key that is only in memory.
        all.Insert(0, X509CertificateLoader.LoadPkcs12(own.Export(X509ContentType.Pkcs12), null));
        return all;
    }

    private sealed class ContextHandle : SafeHandle
    {
        public ContextHandle()
            : base(0, ownsHandle: true)
        {
            SetHandle(OpenSsl.MakeClientContext());
            Require(handle != 0, "OpenSSL as this system configures it cannot be used");
        }

        public override bool IsInvalid => handle == 0;

        public nint Value => handle;

        protected override bool ReleaseHandle()
        {
            OpenSsl.SSL_CTX_free(handle);
            return true;
        }
    }
}
