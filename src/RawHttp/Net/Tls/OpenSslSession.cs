using System.Net;
using System.Net.Security;
using System.Runtime.InteropServices;
using System.Security.Authentication;
using System.Text;

namespace RawHttp.Net;

/// <summary>The result of one step of TLS.</summary>
internal enum TlsStep
{
    /// <summary>It is done.</summary>
    Done,

    /// <summary>It needs more from the peer.</summary>
    NeedsInput,

    /// <summary>The peer sent close_notify (RFC 8446 §6.1).</summary>
    Closed,

    /// <summary>TLS failed: see <see cref="OpenSslSession.Failure"/>.</summary>
    Failed,
}

/// <summary>The client side of TLS without a socket: records in, records out. No call waits, and calls exclude each other.</summary>
internal sealed unsafe class OpenSslSession : IDisposable
{
    // SSL_AD_REASON_OFFSET: a higher reason is an alert that was received; no other reason is so high.
    private const int AlertReasons = 1000;
    private const int ReasonMask = 0xFFF;

    // OpenSSL calls back on the calling thread.
    [ThreadStatic]
    private static OpenSslSession? s_current;

    private readonly Action<string>? _secrets;
    private readonly Lock _gate = new();
    private readonly SslHandle _ssl;
    private readonly OpenSslVerification _verification;
    private readonly nint _input;
    private readonly nint _output;

    /// <summary>Makes a session, before its handshake.</summary>
    /// <param name="name">The host to send to the server.</param>
    /// <param name="verification">Decides about the server's certificate.</param>
    /// <param name="anchors">The trusted certificates.</param>
    /// <param name="options">Versions, the client's certificate, and what takes secrets.</param>
    /// <exception cref="TlsException">The system's configuration of OpenSSL does not allow a session.</exception>
    public OpenSslSession(string name, OpenSslVerification verification, TrustAnchors anchors, TlsOptions options)
    {
        _verification = verification;
        _secrets = options.SecretLogged;
        OpenSsl.ERR_clear_error();
        var context = OpenSsl.MakeClientContext();
        if (context == 0)
        {
            throw new TlsException($"OpenSSL as this system configures it cannot be used: {Reason()}");
        }

        OpenSsl.RaiseMinVersion(context, OpenSsl.Version12);
        OpenSsl.SSL_CTX_set1_cert_store(context, anchors.Store);
        OpenSslVerification.Attach(context);
        SetUp(context, options);
        _ssl = new SslHandle(OpenSsl.SSL_new(context));
        OpenSsl.SSL_CTX_free(context);
        var ssl = _ssl.DangerousGetHandle();
        (_input, _output) = (OpenSsl.BIO_new(OpenSsl.BIO_s_mem()), OpenSsl.BIO_new(OpenSsl.BIO_s_mem()));
        OpenSsl.SSL_set_bio(ssl, _input, _output);
        OpenSsl.SSL_set_connect_state(ssl);
        verification.SetName(ssl);
        AskFor(ssl, options.SendsServerName ? name : "");
    }

    /// <summary>Why it failed, in words.</summary>
    public string Failure { get; private set; } = "";

    /// <summary>The negotiated version.</summary>
    public SslProtocols Protocol
    {
        get
        {
            using var turn = new Turn(this);
            var version = OpenSsl.SSL_version(turn.Ssl);
#pragma warning disable CA5397, CS0618, SYSLIB0039 // The value only names the negotiated version.
            return version switch
            {
                OpenSsl.Version13 => SslProtocols.Tls13,
                OpenSsl.Version12 => SslProtocols.Tls12,
                OpenSsl.Version11 => SslProtocols.Tls11,
                OpenSsl.Version10 => SslProtocols.Tls,
                _ => SslProtocols.None,
            };
#pragma warning restore CA5397, CS0618, SYSLIB0039
        }
    }

    /// <summary>The negotiated cipher suite; null before the handshake.</summary>
    public TlsCipherSuite? CipherSuite
    {
        get
        {
            using var turn = new Turn(this);
            var cipher = OpenSsl.SSL_get_current_cipher(turn.Ssl);
            return cipher == 0 ? null : (TlsCipherSuite)OpenSsl.SSL_CIPHER_get_protocol_id(cipher);
        }
    }

    /// <summary>The protocol that the server chose by ALPN; null if it chose none.</summary>
    public string? ApplicationProtocol
    {
        get
        {
            using var turn = new Turn(this);
            byte* protocol;
            uint length;
            OpenSsl.SSL_get0_alpn_selected(turn.Ssl, &protocol, &length);
            return length == 0 ? null : Encoding.ASCII.GetString(protocol, (int)length);
        }
    }

    /// <summary>How many octets wait to be sent.</summary>
    public int Unsent
    {
        get
        {
            using var turn = new Turn(this);
            return Pending;
        }
    }

    /// <summary>How many of those octets answer the peer's messages, counted since all were sent.</summary>
    public int UnsentAnswers { get; private set; }

    private int Pending => (int)OpenSsl.BIO_ctrl_pending(_output);

    /// <summary>Continues the handshake as far as possible.</summary>
    public TlsStep Handshake()
    {
        using var turn = new Turn(this);
        return Judge(turn.Ssl, OpenSsl.SSL_do_handshake(turn.Ssl));
    }

    /// <summary>Reads decrypted content.</summary>
    public TlsStep Read(Span<byte> buffer, out int count)
    {
        using var turn = new Turn(this);
        fixed (byte* octets = buffer)
        {
            var unsent = Pending;
            count = OpenSsl.SSL_read(turn.Ssl, octets, buffer.Length);
            UnsentAnswers += Pending - unsent;
            return Judge(turn.Ssl, count);
        }
    }

    /// <summary>Encrypts octets, all of them or none.</summary>
    public TlsStep Write(ReadOnlySpan<byte> octets)
    {
        using var turn = new Turn(this);
        fixed (byte* start = octets)
        {
            return Judge(turn.Ssl, OpenSsl.SSL_write(turn.Ssl, start, octets.Length));
        }
    }

    /// <summary>Queues a close_notify.</summary>
    public void SendCloseNotify()
    {
        using var turn = new Turn(this);
        _ = OpenSsl.SSL_shutdown(turn.Ssl);
    }

    /// <summary>Takes octets that arrived.</summary>
    public void Take(ReadOnlySpan<byte> octets)
    {
        using var turn = new Turn(this);
        fixed (byte* start = octets)
        {
            _ = OpenSsl.BIO_write(_input, start, octets.Length);
        }
    }

    /// <summary>Hands out octets to send.</summary>
    /// <returns>How many; 0 if there are none.</returns>
    public int Give(Span<byte> buffer)
    {
        using var turn = new Turn(this);
        fixed (byte* start = buffer)
        {
            var count = OpenSsl.BIO_read(_output, start, buffer.Length);
            UnsentAnswers = Pending == 0 ? 0 : UnsentAnswers;
            return Math.Max(0, count);
        }
    }

    public void Dispose() => _ssl.Dispose();

    private static void SetUp(nint context, TlsOptions options)
    {
        if (options.MaxProtocol is { } max)
        {
#pragma warning disable CA5397, CS0618, SYSLIB0039 // The caller asks for an old version by name.
            OpenSsl.LowerMaxVersion(context, max switch
            {
                SslProtocols.Tls => OpenSsl.Version10,
                SslProtocols.Tls11 => OpenSsl.Version11,
                SslProtocols.Tls12 => OpenSsl.Version12,
                _ => OpenSsl.Version13,
            });
#pragma warning restore CA5397, CS0618, SYSLIB0039
        }

        options.ClientCertificate?.Use(context);
        if (options.SecretLogged is not null)
        {
            OpenSsl.SSL_CTX_set_keylog_callback(context, &Log);
        }
    }

    [UnmanagedCallersOnly]
    private static void Log(nint ssl, byte* line)
    {
        try
        {
            s_current!._secrets!(Marshal.PtrToStringUTF8((nint)line)!);
        }
        catch (Exception)
        {
            // No exception may pass through OpenSSL, and the connection does not depend on the log.
        }
    }

    private static void AskFor(nint ssl, string name)
    {
        fixed (byte* protocols = "\x08http/1.1"u8)
        {
            _ = OpenSsl.SSL_set_alpn_protos(ssl, protocols, 9);
        }

        // RFC 6066 §3: an address, or a name outside ASCII, is not sent.
        if (name.Length > 0 && !IPAddress.TryParse(name, out _) && Ascii.IsValid(name))
        {
            fixed (byte* start = Encoding.ASCII.GetBytes(name + '\0'))
            {
                OpenSsl.SetServerName(ssl, start);
            }
        }
    }

    private static string Reason()
    {
        var error = OpenSsl.ERR_get_error();
        var reason = (int)(error & ReasonMask) - AlertReasons;
        return reason is > 0 and <= byte.MaxValue
            ? $"the server sent the alert {reason} ({TlsWords.AlertName((byte)reason)})"
            : Marshal.PtrToStringUTF8((nint)OpenSsl.ERR_reason_error_string(error)) ?? "an unknown error";
    }

    private TlsStep Judge(nint ssl, int result)
    {
        if (result > 0)
        {
            return TlsStep.Done;
        }

        switch (OpenSsl.SSL_get_error(ssl, result))
        {
            case OpenSsl.SslErrorWantRead:
                return TlsStep.NeedsInput;
            case OpenSsl.SslErrorZeroReturn:
                return TlsStep.Closed;
            default:
                Failure = Reason();
                return TlsStep.Failed;
        }
    }

    private sealed class SslHandle : SafeHandle
    {
        public SslHandle(nint ssl)
            : base(0, ownsHandle: true) => SetHandle(ssl);

        public override bool IsInvalid => handle == 0;

        protected override bool ReleaseHandle()
        {
            OpenSsl.SSL_free(handle);
            return true;
        }
    }

    // Makes a call exclusive, keeps the handle alive during it, and clears errors left by earlier calls.
    private readonly ref struct Turn
    {
        private readonly OpenSslSession _session;

        public Turn(OpenSslSession session)
        {
            _session = session;
            session._gate.Enter();
            var isHeld = false;
            try
            {
                session._ssl.DangerousAddRef(ref isHeld);
            }
            finally
            {
                if (!isHeld)
                {
                    session._gate.Exit();
                }
            }

            OpenSsl.ERR_clear_error();
            OpenSslVerification.Use(session._verification);
            s_current = session;
        }

        public nint Ssl => _session._ssl.DangerousGetHandle();

        public void Dispose()
        {
            OpenSslVerification.Use(null);
            s_current = null;
            _session._ssl.DangerousRelease();
            _session._gate.Exit();
        }
    }
}
