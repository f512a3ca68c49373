using System.Runtime.InteropServices;

namespace RawHttp.Net;

/// Certificates and trust.
internal static unsafe partial class OpenSsl
{
    /// <summary>X509_FILETYPE_DEFAULT: the location that the environment gives, or the system's default.</summary>
    public const int FileTypeDefault = 3;

    /// <summary>A given certificate ends a chain, even if it is not a root.</summary>
    public const nuint PartialChain = 0x80000;

    /// <summary>The common name of a subject is not a host name.</summary>
    public const uint NeverCheckSubject = 0x20;

    /// <summary>A * matches a whole label only.</summary>
    public const uint NoPartialWildcards = 0x4;

    /// <summary>A certificate flag: its extensions cannot be read, or contradict each other.</summary>
    public const uint InvalidExtensions = 0x80;

    [LibraryImport(Ssl)]
    public static partial nint d2i_X509(nint* reuse, byte** octets, nint length);

    [LibraryImport(Ssl)]
    public static partial int i2d_X509(nint certificate, byte** octets);

    [LibraryImport(Ssl)]
    public static partial uint X509_get_extension_flags(nint certificate);

    [LibraryImport(Ssl)]
    public static partial void X509_free(nint certificate);

    [LibraryImport(Ssl)]
    public static partial nint PEM_read_bio_X509(nint bio, nint reuse, nint callback, byte* password);

    [LibraryImport(Ssl)]
    public static partial nint PEM_read_bio_PrivateKey(nint bio, nint reuse, nint callback, byte* password);

    [LibraryImport(Ssl)]
    public static partial void EVP_PKEY_free(nint key);

    [LibraryImport(Ssl)]
    public static partial nint d2i_PKCS12_bio(nint bio, nint reuse);

    [LibraryImport(Ssl)]
    public static partial int PKCS12_parse(nint store, byte* password, nint* key, nint* certificate, nint* chain);

    [LibraryImport(Ssl)]
    public static partial void PKCS12_free(nint store);

    [LibraryImport(Ssl)]
    public static partial nint PEM_X509_INFO_read_bio(nint bio, nint stack, nint callback, byte* password);

    [LibraryImport(Ssl)]
    public static partial void X509_INFO_free(nint info);

    [LibraryImport(Ssl)]
    public static partial int OPENSSL_sk_num(nint stack);

    [LibraryImport(Ssl)]
    public static partial nint OPENSSL_sk_value(nint stack, int index);

    [LibraryImport(Ssl)]
    public static partial void OPENSSL_sk_free(nint stack);

    [LibraryImport(Ssl)]
    private static partial nint X509_STORE_new();

    [LibraryImport(Ssl)]
    public static partial void X509_STORE_free(nint store);

    [LibraryImport(Ssl)]
    public static partial int X509_STORE_set_flags(nint store, nuint flags);

    [LibraryImport(Ssl)]
    public static partial nint X509_STORE_add_lookup(nint store, nint method);

    [LibraryImport(Ssl)]
    public static partial nint X509_LOOKUP_file();

    [LibraryImport(Ssl)]
    public static partial nint X509_LOOKUP_hash_dir();

    [LibraryImport(Ssl)]
    public static partial int X509_LOOKUP_ctrl(nint lookup, int command, nint text, nint number, nint result);

    [LibraryImport(Ssl)]
    public static partial byte* X509_get_default_cert_file();

    [LibraryImport(Ssl)]
    public static partial nint X509_get_subject_name(nint certificate);

    [LibraryImport(Ssl)]
    public static partial nint X509_get_issuer_name(nint certificate);

    [LibraryImport(Ssl)]
    public static partial nint d2i_X509_NAME(nint reuse, byte** octets, nint length);

    [LibraryImport(Ssl)]
    public static partial int X509_NAME_cmp(nint one, nint other);

    [LibraryImport(Ssl)]
    public static partial void X509_NAME_free(nint name);

    [LibraryImport(Ssl)]
    public static partial nint X509_STORE_CTX_new();

    [LibraryImport(Ssl)]
    public static partial void X509_STORE_CTX_free(nint context);

    [LibraryImport(Ssl)]
    public static partial int X509_STORE_CTX_init(nint context, nint store, nint certificate, nint untrusted);

    [LibraryImport(Ssl)]
    public static partial nint X509_STORE_CTX_get0_untrusted(nint context);

    [LibraryImport(Ssl)]
    public static partial nint X509_STORE_CTX_get0_chain(nint context);

    [LibraryImport(Ssl)]
    public static partial int X509_VERIFY_PARAM_set1(nint parameters, nint others);

    [LibraryImport(Ssl)]
    public static partial int X509_STORE_add_cert(nint store, nint certificate);

    [LibraryImport(Ssl)]
    public static partial int X509_STORE_add_crl(nint store, nint list);

    [LibraryImport(Ssl)]
    public static partial int X509_verify_cert(nint context);

    [LibraryImport(Ssl)]
    public static partial byte* X509_verify_cert_error_string(nint error);

    [LibraryImport(Ssl)]
    public static partial nint X509_STORE_CTX_get0_cert(nint context);

    [LibraryImport(Ssl)]
    public static partial nint X509_STORE_CTX_get0_param(nint context);

    [LibraryImport(Ssl)]
    public static partial void X509_STORE_CTX_set_verify_cb(nint context, delegate* unmanaged<int, nint, int> callback);

    [LibraryImport(Ssl)]
    public static partial int X509_STORE_CTX_get_error(nint context);

    [LibraryImport(Ssl)]
    public static partial void X509_STORE_CTX_set_error(nint context, int error);

    [LibraryImport(Ssl)]
    public static partial int X509_STORE_CTX_get_error_depth(nint context);

    [LibraryImport(Ssl)]
    public static partial nint X509_STORE_CTX_get_current_cert(nint context);

    [LibraryImport(Ssl)]
    public static partial int X509_VERIFY_PARAM_get_auth_level(nint parameters);

    [LibraryImport(Ssl)]
    public static partial void X509_VERIFY_PARAM_set_auth_level(nint parameters, int level);

    [LibraryImport(Ssl)]
    public static partial void X509_VERIFY_PARAM_set_hostflags(nint parameters, uint flags);

    [LibraryImport(Ssl)]
    public static partial int X509_VERIFY_PARAM_set1_host(nint parameters, byte* name, nuint length);

    [LibraryImport(Ssl)]
    public static partial int X509_VERIFY_PARAM_set1_ip(nint parameters, byte* address, nuint length);

    /// <summary>A certificate's octets in DER.</summary>
    /// <param name="certificate">The certificate, or 0.</param>
    /// <returns>The octets; null if there is none.</returns>
    public static byte[]? DerOf(nint certificate)
    {
        if (certificate == 0 || i2d_X509(certificate, null) is not (> 0 and var length))
        {
            return null;
        }

        var octets = new byte[length];
        fixed (byte* start = octets)
        {
            var at = start;
            _ = i2d_X509(certificate, &at);
        }

        return octets;
    }
}
