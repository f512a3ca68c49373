using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace RawHttp.Net;

/// <summary>TLS by the runtime and the system's library, used where there is no OpenSSL.</summary>
internal sealed class RuntimeTlsStream : TlsStream
{
    // Excludes sending close_notify during the decryption of a record, which can crash the system's library.
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly TlsRecordStream _records;
    private readonly SslStream _tls;
    private CertificateDetails? _certificate;
    private IReadOnlyList<string> _problems = [];
    private SslProtocols? _protocol;
    private TlsCipherSuite? _cipherSuite;
    private bool _isRefused;

    public RuntimeTlsStream(ReceivingStream socket, string host, TlsOptions options)
        : base(host, options)
    {
        _records = new TlsRecordStream(socket, _turn);
        _tls = new SslStream(_records, leaveInnerStreamOpen: false);
    }

    public override ReadOnlyMemory<byte> Beginning => _records.Beginning;

    public override bool HasArrivals => _records.HasArrivals;

    public override bool IsGone => _records.IsGone;

    public override async Task HandshakeAsync(TimeProvider time, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await _tls.AuthenticateAsClientAsync(MakeHandshake(), cancellationToken).ConfigureAwait(false);
            Details = Seen(isAgreed: true) with { Handshake = time.GetElapsedTime(started) };
        }
        catch (Exception failure) when (IsOfTls(failure))
        {
            Details = Seen(isAgreed: false);
            throw _isRefused
                ? new TlsException(string.Join("; ", _problems)) { IsOfTrust = true }
                : new TlsException(TlsWords.Failed(TlsWords.Reason(failure), Beginning.Span, _records.End));
        }
        catch (CryptographicException failure)
        {
            // The runtime parses the chain before it calls the validation callback.
            throw new TlsException($"it cannot be judged: {failure.Message.TrimEnd('.')}") { IsOfTrust = true };
        }
        finally
        {
            _turn.Release();
        }
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var count = await _tls.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
            _records.Content += count;
            if (count == 0 && buffer.Length > 0)
            {
                NoteEnd(ConnectionEnd.EndOfStream, _records.End);
            }

            return count;
        }
        catch (Exception failure) when (IsOfTls(failure))
        {
            Details.Failure ??= _records.End == ConnectionEnd.None ? TlsWords.Reason(failure) : null;
            NoteEnd(ConnectionEnd.TlsFailure, _records.End);
            return 0;
        }
        finally
        {
            _turn.Release();
        }
    }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
        await _tls.WriteAsync(buffer, cancellationToken).ConfigureAwait(false);

    public override void StopReceiving() => _records.StopReceiving();

    public override async Task SendCloseNotifyAsync()
    {
        Task saying;
        await _turn.WaitAsync().ConfigureAwait(false);
        try
        {
            saying = _tls.ShutdownAsync();
        }
        finally
        {
            _turn.Release();
        }

        await saying.ConfigureAwait(false);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            // The semaphore has no handle to release, and a call may still be waiting for it.
            _tls.Dispose();
        }

        base.Dispose(disposing);
    }

    // The last one is the system's reaction to an empty handshake record, which is not allowed (RFC 8446 §5.1).
    private static bool IsOfTls(Exception failure) =>
        failure is AuthenticationException or IOException or InvalidOperationException or IndexOutOfRangeException;

    // After a failed handshake every property of the stream throws that failure.
    private TlsDetails Seen(bool isAgreed)
    {
        var details = new TlsDetails { Certificate = _certificate, Problems = _problems, Protocol = _protocol, CipherSuite = _cipherSuite };
        return isAgreed && _tls.NegotiatedApplicationProtocol is { Protocol.IsEmpty: false } chosen
            ? details with { ApplicationProtocol = chosen.ToString() }
            : details;
    }

#pragma warning disable CA5397, CS0618, SYSLIB0039 // The caller asks for an old version by name.
    private static SslProtocols Protocols(SslProtocols? max) => max switch
    {
        SslProtocols.Tls => SslProtocols.Tls,
        SslProtocols.Tls11 => SslProtocols.Tls | SslProtocols.Tls11,
        SslProtocols.Tls12 => SslProtocols.Tls12,
        _ => SslProtocols.Tls12 | SslProtocols.Tls13,
    };
#pragma warning restore CA5397, CS0618, SYSLIB0039

    private SslClientAuthenticationOptions MakeHandshake()
    {
        // Makes no connection to other servers for certificates or revocation lists.
        var policy = new X509ChainPolicy { RevocationMode = X509RevocationMode.NoCheck, DisableCertificateDownloads = true };
        if (Options.TrustAnchors?.Certificates is { } anchors)
        {
            policy.TrustMode = X509ChainTrustMode.CustomRootTrust;
            policy.CustomTrustStore.AddRange(anchors);
        }

        return new SslClientAuthenticationOptions
        {
            TargetHost = Options.SendsServerName ? Name : "",
            EnabledSslProtocols = Protocols(Options.MaxProtocol),
            ClientCertificateContext = Options.ClientCertificate?.Certificates is [var own, ..] chain
                ? SslStreamCertificateContext.Create(own, chain, offline: true)
                : null,
            ApplicationProtocols = [SslApplicationProtocol.Http11],
            CertificateChainPolicy = policy,
            RemoteCertificateValidationCallback = (_, leaf, chain, errors) => Accepts(leaf as X509Certificate2, chain, errors),
        };
    }

    private bool Accepts(X509Certificate2? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        (_protocol, _cipherSuite) = (_tls.SslProtocol, _tls.NegotiatedCipherSuite);
        _certificate = CertificateDescription.From(certificate);
        _problems = CertificateCheck.Problems(Name, certificate, chain, errors, Options.TrustAnchors?.Certificates);
        _isRefused = _problems.Count > 0 && !Options.AcceptsAnyCertificate;
        return !_isRefused;
    }
}
