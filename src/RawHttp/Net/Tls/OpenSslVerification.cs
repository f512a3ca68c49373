using System.Net;
using System.Runtime.InteropServices;
using System.Text;

namespace RawHttp.Net;

/// <summary>
/// OpenSSL's verification of a server's certificate, as curl uses it: every error is kept, and none is overruled. The runtime's own
/// verification has no security level, and fails on certificates that it cannot parse.
/// </summary>
/// <param name="anchors">The trusted certificates.</param>
/// <param name="name">The host that the certificate must name.</param>
/// <param name="acceptsAny">Whether to accept the certificate in spite of errors.</param>
internal sealed unsafe class OpenSslVerification(TrustAnchors anchors, string name, bool acceptsAny)
{
    // The security level of 112 bits: RSA and DSA of 2048 bits, EC of 224, no signature with SHA-1 or MD5.
    private const int MinLevel = 2;

    // X509_V_ERR_...
    private const int Unspecified = 1;
    private const int UnknownIssuer = 20;
    private const int InvalidExtension = 41;
    private const int HostnameMismatch = 62;

    // OpenSSL calls back on the calling thread.
    [ThreadStatic]
    private static OpenSslVerification? s_current;

    private readonly List<VerificationError> _errors = [];
    private bool _hasName;

    /// <summary>The server's certificate in DER; null before there is one.</summary>
    public byte[]? Certificate { get; private set; }

    /// <summary>The errors; empty if the certificate is trusted.</summary>
    public IReadOnlyList<VerificationError> Errors => _errors;

    /// <summary>Whether the handshake may continue with the certificate. False before there is one.</summary>
    public bool IsAccepted => acceptsAny || (Certificate is not null && _errors.Count == 0);

    /// <summary>Lets a context ask this class for decisions.</summary>
    public static void Attach(nint context)
    {
        OpenSsl.SSL_CTX_set_verify(context, OpenSsl.SslVerifyPeer, 0);
        OpenSsl.SSL_CTX_set_cert_verify_callback(context, &Decide, 0);
    }

    /// <summary>Sets the name that the certificate must have. The common name of its subject does not count (RFC 9110 §4.3.4).</summary>
    public void SetName(nint ssl)
    {
        var parameters = OpenSsl.SSL_get0_param(ssl);
        OpenSsl.X509_VERIFY_PARAM_set_hostflags(parameters, OpenSsl.NeverCheckSubject | OpenSsl.NoPartialWildcards);
        var isAddress = IPAddress.TryParse(name, out var address);
        var octets = isAddress ? address!.GetAddressBytes() : Encoding.UTF8.GetBytes(name);

        // OpenSSL would skip the check for an empty name, and match all subdomains for a name with a leading dot.
        if (octets is [] or [(byte)'.', ..])
        {
            return;
        }

        fixed (byte* start = octets)
        {
            _hasName = 1 == (isAddress
                ? OpenSsl.X509_VERIFY_PARAM_set1_ip(parameters, start, (nuint)octets.Length)
                : OpenSsl.X509_VERIFY_PARAM_set1_host(parameters, start, (nuint)octets.Length));
        }
    }

    /// <summary>Sets the object that decides in this thread's next calls of OpenSSL; null for none.</summary>
    public static void Use(OpenSslVerification? verification) => s_current = verification;

    [UnmanagedCallersOnly]
    private static int Decide(nint context, nint argument)
    {
        try
        {
            return s_current!.Decide(context) ? 1 : 0;
        }
        catch (Exception)
        {
            // No exception may pass through OpenSSL. A certificate that cannot be verified is not trusted.
            OpenSsl.X509_STORE_CTX_set_error(context, Unspecified);
            return 0;
        }
    }

    // Returns 1 to continue, so that every error is found.
    [UnmanagedCallersOnly]
    private static int Collect(int isGood, nint context)
    {
        try
        {
            if (isGood == 0)
            {
                s_current!.Add(context);
            }

            return 1;
        }
        catch (Exception)
        {
            return 0;
        }
    }

    // OpenSSL does not look for the issuer of a certificate with unreadable extensions, so "unknown issuer" would be wrong.
    private void Add(nint context)
    {
        var (code, depth) = (OpenSsl.X509_STORE_CTX_get_error(context), OpenSsl.X509_STORE_CTX_get_error_depth(context));
        var certificate = OpenSsl.X509_STORE_CTX_get_current_cert(context);
        var isBroken = certificate != 0 && (OpenSsl.X509_get_extension_flags(certificate) & OpenSsl.InvalidExtensions) != 0;
        _errors.Add(new VerificationError(code == UnknownIssuer && isBroken ? InvalidExtension : code, depth, OpenSsl.DerOf(certificate)));
    }

    private bool Decide(nint context)
    {
        Certificate = OpenSsl.DerOf(OpenSsl.X509_STORE_CTX_get0_cert(context));
        var parameters = OpenSsl.X509_STORE_CTX_get0_param(context);
        OpenSsl.X509_VERIFY_PARAM_set_auth_level(parameters, Math.Max(MinLevel, OpenSsl.X509_VERIFY_PARAM_get_auth_level(parameters)));
        if (!IsDecidedByFolders(context, parameters))
        {
            anchors.Reader?.MakeWhole();
            Verify(context);
        }

        if (!_hasName)
        {
            _errors.Add(new VerificationError(HostnameMismatch, 0, Certificate));
        }

        // The error chooses the alert for the server.
        OpenSsl.X509_STORE_CTX_set_error(context, _errors.Count > 0 ? _errors[0].Code : 0);
        return IsAccepted;
    }

    // Whether the chain is good without the system's file, and the file could not change that.
    private bool IsDecidedByFolders(nint context, nint parameters)
    {
        if (anchors.Reader is not { IsWhole: false } reader)
        {
            return false;
        }

        var (certificate, sent) = (OpenSsl.X509_STORE_CTX_get0_cert(context), OpenSsl.X509_STORE_CTX_get0_untrusted(context));
        var trial = OpenSsl.X509_STORE_CTX_new();
        try
        {
            return OpenSsl.X509_STORE_CTX_init(trial, reader.Folders, certificate, sent) == 1
                && OpenSsl.X509_VERIFY_PARAM_set1(OpenSsl.X509_STORE_CTX_get0_param(trial), parameters) == 1
                && Verify(trial)
                && !SystemAnchors.MayMatter(OpenSsl.X509_STORE_CTX_get0_chain(trial));
        }
        finally
        {
            OpenSsl.X509_STORE_CTX_free(trial);
        }
    }

    private bool Verify(nint context)
    {
        _errors.Clear();
        OpenSsl.X509_STORE_CTX_set_verify_cb(context, &Collect);
        if (OpenSsl.X509_verify_cert(context) != 1 && _errors.Count == 0)
        {
            _errors.Add(new VerificationError(OpenSsl.X509_STORE_CTX_get_error(context), 0, Certificate));
        }

        return _errors.Count == 0;
    }
}

/// <summary>One error in a chain.</summary>
/// <param name="Code">X509_V_ERR_...</param>
/// <param name="Depth">The position in the chain: 0 is the server's certificate.</param>
/// <param name="Certificate">The certificate in DER; null if the error is not about a single one.</param>
internal sealed record VerificationError(int Code, int Depth, byte[]? Certificate);
