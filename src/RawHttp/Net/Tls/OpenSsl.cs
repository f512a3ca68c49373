using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Runtime.InteropServices;

namespace RawHttp.Net;

/// <summary>
/// The functions of OpenSSL 1.1.1 and 3 for TLS and trust on Linux, under their own names. The runtime uses the same library.
/// </summary>
internal static unsafe partial class OpenSsl
{
    public const int SslErrorWantRead = 2;
    public const int SslErrorZeroReturn = 6;
    public const int SslVerifyPeer = 1;
    public const int Version10 = 0x0301;
    public const int Version11 = 0x0302;
    public const int Version12 = 0x0303;
    public const int Version13 = 0x0304;

    private const string Ssl = "libssl";

    // OPENSSL_INIT_NO_ATEXIT: an exiting process must not unload the library while a thread still uses it.
    private const ulong NoCleanUpAtExit = 0x00080000;
    private const int ChainCertificate = 89;
    private const int GetChainCertificates = 115;
    private const int SetMinProtoVersion = 123;
    private const int SetMaxProtoVersion = 124;
    private const int GetMinProtoVersion = 130;
    private const int SetTlsExtHostName = 55;

    // The names under which the runtime looks for the library. The runtime ends the process if it finds none.
    private static readonly string?[] Versions = [Environment.GetEnvironmentVariable("CLR_OPENSSL_VERSION_OVERRIDE"), "3", "1.1"];
    private static readonly Lazy<nint> Library = new(Load);
    private static readonly Lazy<bool> Initialized = new(() => OPENSSL_init_ssl(NoCleanUpAtExit, 0) == 1);

    static OpenSsl() =>
        NativeLibrary.SetDllImportResolver(Assembly.GetExecutingAssembly(), (name, _, _) => name == Ssl ? Library.Value : 0);

    public static bool IsThere => Library.Value != 0;

    /// <summary>Whether OpenSSL, not the runtime, speaks and verifies TLS. The switch lets tests
    /// on Linux do what other systems do.</summary>
    public static bool IsUsed => !IsReplaced;

    [FeatureSwitchDefinition("RawHttp.Net.UseSslStream")]
    private static bool IsReplaced =>
        !OperatingSystem.IsLinux() || (AppContext.TryGetSwitch("RawHttp.Net.UseSslStream", out var isOn) && isOn);

    /// <summary>Makes a client context with the system's configuration.</summary>
    /// <returns>The context; 0 if the system's configuration does not allow one.</returns>
    public static nint MakeClientContext() => Initialized.Value ? SSL_CTX_new(TLS_client_method()) : 0;

    /// <summary>Makes an empty store of trusted certificates.</summary>
    public static nint MakeStore() => Initialized.Value ? X509_STORE_new() : 0;

    /// <summary>Disables the versions below the given one; those that the system disables stay disabled.</summary>
    public static void RaiseMinVersion(nint context, int version)
    {
        if (SSL_CTX_ctrl(context, GetMinProtoVersion, 0, 0) < version)
        {
            _ = SSL_CTX_ctrl(context, SetMinProtoVersion, version, 0);
        }
    }

    /// <summary>Disables the versions above the given one. An older one than TLS 1.2 is enabled by that, with the digests that it
    /// needs.</summary>
    public static void LowerMaxVersion(nint context, int version)
    {
        if (version < Version12)
        {
            SSL_CTX_set_security_level(context, 0);
            _ = SSL_CTX_ctrl(context, SetMinProtoVersion, Version10, 0);
        }

        _ = SSL_CTX_ctrl(context, SetMaxProtoVersion, version, 0);
    }

    /// <summary>Adds a certificate to those sent after the client's own.</summary>
    public static void AddToChain(nint context, nint certificate) => _ = SSL_CTX_ctrl(context, ChainCertificate, 1, certificate);

    /// <summary>The certificates sent after the client's own: a stack; 0 for none.</summary>
    public static nint ChainOf(nint context)
    {
        nint chain = 0;
        _ = SSL_CTX_ctrl(context, GetChainCertificates, 0, (nint)(&chain));
        return chain;
    }

    /// <summary>Sets the host name to send (RFC 6066 §3).</summary>
    public static void SetServerName(nint ssl, byte* name) => _ = SSL_ctrl(ssl, SetTlsExtHostName, 0, (nint)name);

    [LibraryImport(Ssl)]
    public static partial void ERR_clear_error();

    [LibraryImport(Ssl)]
    public static partial nuint ERR_get_error();

    [LibraryImport(Ssl)]
    public static partial byte* ERR_reason_error_string(nuint error);

    [LibraryImport(Ssl)]
    public static partial void SSL_CTX_free(nint context);

    [LibraryImport(Ssl)]
    public static partial void SSL_CTX_set_verify(nint context, int mode, nint callback);

    [LibraryImport(Ssl)]
    public static partial void SSL_CTX_set_cert_verify_callback(nint context, delegate* unmanaged<nint, nint, int> callback, nint argument);

    [LibraryImport(Ssl)]
    public static partial void SSL_CTX_set1_cert_store(nint context, nint store);

    [LibraryImport(Ssl)]
    public static partial void SSL_CTX_set_keylog_callback(nint context, delegate* unmanaged<nint, byte*, void> callback);

    [LibraryImport(Ssl)]
    private static partial void SSL_CTX_set_security_level(nint context, int level);

    [LibraryImport(Ssl)]
    public static partial int SSL_CTX_use_certificate(nint context, nint certificate);

    [LibraryImport(Ssl)]
    public static partial int SSL_CTX_use_PrivateKey(nint context, nint key);

    [LibraryImport(Ssl)]
    public static partial int SSL_CTX_check_private_key(nint context);

    [LibraryImport(Ssl)]
    public static partial nint SSL_CTX_get0_certificate(nint context);

    [LibraryImport(Ssl)]
    public static partial nint SSL_CTX_get0_privatekey(nint context);

    [LibraryImport(Ssl)]
    public static partial nint SSL_new(nint context);

    [LibraryImport(Ssl)]
    public static partial void SSL_free(nint ssl);

    [LibraryImport(Ssl)]
    public static partial void SSL_set_bio(nint ssl, nint input, nint output);

    [LibraryImport(Ssl)]
    public static partial void SSL_set_connect_state(nint ssl);

    [LibraryImport(Ssl)]
    public static partial int SSL_set_alpn_protos(nint ssl, byte* protocols, uint length);

    [LibraryImport(Ssl)]
    public static partial nint SSL_get0_param(nint ssl);

    [LibraryImport(Ssl)]
    public static partial int SSL_do_handshake(nint ssl);

    [LibraryImport(Ssl)]
    public static partial int SSL_read(nint ssl, byte* buffer, int length);

    [LibraryImport(Ssl)]
    public static partial int SSL_write(nint ssl, byte* buffer, int length);

    [LibraryImport(Ssl)]
    public static partial int SSL_shutdown(nint ssl);

    [LibraryImport(Ssl)]
    public static partial int SSL_get_error(nint ssl, int result);

    [LibraryImport(Ssl)]
    public static partial int SSL_version(nint ssl);

    [LibraryImport(Ssl)]
    public static partial nint SSL_get_current_cipher(nint ssl);

    [LibraryImport(Ssl)]
    public static partial ushort SSL_CIPHER_get_protocol_id(nint cipher);

    [LibraryImport(Ssl)]
    public static partial void SSL_get0_alpn_selected(nint ssl, byte** protocol, uint* length);

    [LibraryImport(Ssl)]
    public static partial nint BIO_s_mem();

    [LibraryImport(Ssl)]
    public static partial nint BIO_new(nint type);

    [LibraryImport(Ssl)]
    public static partial nint BIO_new_mem_buf(byte* octets, int length);

    [LibraryImport(Ssl)]
    public static partial int BIO_free(nint bio);

    [LibraryImport(Ssl)]
    public static partial int BIO_read(nint bio, byte* buffer, int length);

    [LibraryImport(Ssl)]
    public static partial int BIO_write(nint bio, byte* buffer, int length);

    [LibraryImport(Ssl)]
    public static partial nuint BIO_ctrl_pending(nint bio);

    [LibraryImport(Ssl)]
    private static partial int OPENSSL_init_ssl(ulong options, nint settings);

    [LibraryImport(Ssl)]
    private static partial nint TLS_client_method();

    [LibraryImport(Ssl)]
    private static partial nint SSL_CTX_new(nint method);

    [LibraryImport(Ssl)]
    private static partial nint SSL_CTX_ctrl(nint context, int command, nint number, nint pointer);

    [LibraryImport(Ssl)]
    private static partial nint SSL_ctrl(nint ssl, int command, nint number, nint pointer);

    private static nint Load()
    {
        foreach (var version in OperatingSystem.IsLinux() ? Versions : [])
        {
            // A library older than 1.1.1 lacks the last function.
            if (version is { Length: > 0 }
                && NativeLibrary.TryLoad($"libssl.so.{version}", out var library)
                && NativeLibrary.TryGetExport(library, nameof(SSL_CIPHER_get_protocol_id), out _))
            {
                return library;
            }
        }

        return 0;
    }
}
