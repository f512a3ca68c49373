using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace RawHttp.Net;

/// <summary>TLS over a socket: what arrives is what the server said, and the end tells whether the server meant it (RFC 9112 §9.8).</summary>
internal sealed class TlsStream : ReceivingStream
{
    // The system lets the end be said in the midst of a record's decryption, on which it may crash.
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly TlsRecordStream _records;
    private readonly TlsOptions _options;
    private readonly SslStream _tls;
    private readonly string _name;
    private CertificateDetails? _certificate;
    private IReadOnlyList<string> _problems = [];
    private string? _version;
    private string? _cipherSuite;
    private bool _isRefused;
    private ConnectionEnd _end;

    /// <summary>TLS that has yet to be agreed on.</summary>
    /// <param name="socket">What carries it.</param>
    /// <param name="host">The name to ask for, unless the options have another.</param>
    /// <param name="options">How.</param>
    public TlsStream(SocketStream socket, string host, TlsOptions options)
    {
        _records = new TlsRecordStream(socket, _turn);
        _options = options;
        _name = (options.ServerName ?? host).TrimEnd('.');
        _tls = new SslStream(_records, leaveInnerStreamOpen: false);
        Details = new TlsDetails();
    }

    public TlsDetails Details { get; private set; }

    public override bool CanWrite => true;

    /// <summary>What the server sent first, some of it.</summary>
    public ReadOnlyMemory<byte> Beginning => _records.Beginning;

    public override ConnectionEnd End => _end;

    public override bool HasArrivals => _records.HasArrivals;

    public override bool IsGone => _records.IsGone;

    /// <summary>Agrees on TLS.</summary>
    /// <param name="time">Where time comes from.</param>
    /// <param name="cancellation">Ends the attempt.</param>
    /// <returns>When it is agreed on.</returns>
    /// <exception cref="TlsException">It could not be, or the certificate is not trusted.</exception>
    /// <exception cref="OperationCanceledException">The attempt was ended.</exception>
    public async Task HandshakeAsync(TimeProvider time, CancellationToken cancellation)
    {
        var started = time.GetTimestamp();
        await _turn.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            await _tls.AuthenticateAsClientAsync(MakeHandshake(), cancellation).ConfigureAwait(false);
            Details = Seen(isAgreed: true) with { Handshake = time.GetElapsedTime(started) };
        }
        catch (Exception failure) when (IsOfTls(failure))
        {
            Details = Seen(isAgreed: false);
            var end = await EndAfterAsync(failure).ConfigureAwait(false);
            throw _isRefused
                ? new TlsException(ConnectError.NotTrusted, string.Join("; ", _problems))
                : new TlsException(ConnectError.TlsFailed, TlsWords.Failed(failure, _records.Beginning.Span, end));
        }
        finally
        {
            _turn.Release();
        }
    }

    // Where the hello could not be sent, what the server said before it left is still there, and receiving does not wait.
    private async ValueTask<ConnectionEnd> EndAfterAsync(Exception failure)
    {
        var reason = failure.GetBaseException() as SocketException;
        if (reason is not null && _records is { End: ConnectionEnd.None, Beginning.IsEmpty: true })
        {
            _ = await _records.ReadAsync(new byte[1], CancellationToken.None).ConfigureAwait(false);
        }

        return reason?.SocketErrorCode == SocketError.ConnectionReset ? ConnectionEnd.Reset : _records.End;
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
                NoteEnd(ConnectionEnd.EndOfStream);
            }

            return count;
        }
        catch (Exception failure) when (IsOfTls(failure))
        {
            Details.Failure ??= _records.End == ConnectionEnd.None ? TlsWords.Reason(failure) : null;
            NoteEnd(ConnectionEnd.TlsFailure);
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

    /// <summary>Tells the server that no more is sent (RFC 8446 §6.1).</summary>
    /// <returns>When it is told, or cannot be: there may be nobody left, or a write that never ends.</returns>
    public async Task SayCloseAsync()
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
            // The turn has no handle to give back, and somebody may still be waiting for it.
            _tls.Dispose();
        }

        base.Dispose(disposing);
    }

    // The last is what the system makes of an empty record of the handshake, which nobody may send (RFC 8446 §5.1).
    private static bool IsOfTls(Exception failure) => failure is AuthenticationException or IOException or InvalidOperationException or IndexOutOfRangeException;

    // The octets below ended first if the server did not say that it had ended (RFC 9112 §9.8).
    private void NoteEnd(ConnectionEnd end)
    {
        if (_end == ConnectionEnd.None)
        {
            _end = _records.End switch
            {
                ConnectionEnd.None => end,
                ConnectionEnd.EndOfStream => ConnectionEnd.IncompleteClose,
                var below => below,
            };
            Details.SaidClose = _end == ConnectionEnd.EndOfStream;
        }
    }

    // A stream whose handshake failed answers every question with that failure.
    private TlsDetails Seen(bool isAgreed)
    {
        var details = new TlsDetails { Certificate = _certificate, Problems = _problems, Version = _version, CipherSuite = _cipherSuite };
        return isAgreed && _tls.NegotiatedApplicationProtocol is { Protocol.IsEmpty: false } chosen ? details with { ApplicationProtocol = chosen.ToString() } : details;
    }

    private SslClientAuthenticationOptions MakeHandshake()
    {
        // No other server is asked for certificates or revocations: one connection, the one that was asked for.
        var policy = new X509ChainPolicy { RevocationMode = X509RevocationMode.NoCheck, DisableCertificateDownloads = true };
        if (_options.Roots is not null || _options.SystemRoots is not null)
        {
            policy.TrustMode = X509ChainTrustMode.CustomRootTrust;
            policy.CustomTrustStore.AddRange(_options.Roots ?? []);
        }

        return new SslClientAuthenticationOptions
        {
            TargetHost = _name,
            EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
            ApplicationProtocols = [SslApplicationProtocol.Http11],
            CertificateChainPolicy = policy,
            RemoteCertificateValidationCallback = (_, certificate, chain, errors) => Accepts(certificate as X509Certificate2, chain, errors),
        };
    }

    private bool Accepts(X509Certificate2? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        (_version, _cipherSuite) = (TlsWords.Version(_tls.SslProtocol), _tls.NegotiatedCipherSuite.ToString());
        _certificate = CertificateCheck.Describe(certificate);
        using var led = _options is { Roots: null, SystemRoots: { } system } && certificate is not null && chain is not null ? CertificateCheck.Lead(certificate, chain, system, ref errors) : null;
        errors |= certificate is null || CertificateCheck.IsFor(certificate, _name) ? SslPolicyErrors.None : SslPolicyErrors.RemoteCertificateNameMismatch;
        _problems = CertificateCheck.Problems(_name, _certificate, led ?? chain, errors, _options.Roots);
        _isRefused = _problems.Count > 0 && !_options.AcceptsAnyCertificate;
        return !_isRefused;
    }
}

/// <summary>TLS was not agreed on.</summary>
/// <param name="error">Which way it failed.</param>
/// <param name="message">Why, in words.</param>
internal sealed class TlsException(ConnectError error, string message) : Exception(message)
{
    public ConnectError Error => error;
}
