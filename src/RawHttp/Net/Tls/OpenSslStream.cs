using System.Net.Sockets;

namespace RawHttp.Net;

/// <summary>TLS by OpenSSL, with the system's configuration.</summary>
internal sealed class OpenSslStream : TlsStream
{
    // Handshakes and tickets are small. A record with one octet of content is 30 times as large as its content.
    private const long MaxWithoutContent = 1024 * 1024;
    private const int MaxForAnOctet = 64;

    // A server may request new keys repeatedly (RFC 8446 §4.6.3) without reading the answers.
    private const int MaxUnsent = 64 * 1024;
    private const int MaxBeginning = 1024;

    private readonly byte[] _buffer = new byte[32 * 1024];
    private readonly SemaphoreSlim _sending = new(1, 1);
    private readonly ReceivingStream _socket;
    private readonly OpenSslVerification _verification;
    private readonly OpenSslSession _session;
    private volatile TaskCompletionSource _arrival = new();
    private ReadOnlyMemory<byte> _beginning;
    private long _received;
    private long _content;

    public OpenSslStream(ReceivingStream socket, string host, TlsOptions options)
        : base(host, options)
    {
        var anchors = options.TrustAnchors ?? TrustAnchors.System;
        _socket = socket;
        _verification = new OpenSslVerification(anchors, Name, options.AcceptsAnyCertificate);
        _session = new OpenSslSession(Name, _verification, anchors, options);
    }

    public override ReadOnlyMemory<byte> Beginning => _beginning;

    public override bool HasArrivals => _socket.HasArrivals;

    public override bool IsGone => _socket.IsGone;

    public override async Task HandshakeAsync(TimeProvider time, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        try
        {
            TlsStep step;
            while ((step = _session.Handshake()) == TlsStep.NeedsInput)
            {
                await AnswerAsync(cancellationToken).ConfigureAwait(false);
                var receiving = ReceiveAsync(cancellationToken);
                if (receiving.IsCompleted)
                {
                    // The next step may block on reading the system's certificates: yield first, so that the caller can give up.
                    await Task.Yield();
                }

                if (!await receiving.ConfigureAwait(false))
                {
                    throw Refused("");
                }
            }

            await AnswerAsync(cancellationToken).ConfigureAwait(false);
            if (step != TlsStep.Done || !_verification.IsAccepted)
            {
                throw Refused(_session.Failure);
            }

            Details = Seen() with { ApplicationProtocol = _session.ApplicationProtocol, Handshake = time.GetElapsedTime(started) };
        }
        catch (IOException endless)
        {
            throw Refused(endless.Message);
        }
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        try
        {
            while (true)
            {
                var step = _session.Read(buffer.Span, out var count);
                Answer();
                switch (step)
                {
                    case TlsStep.Done:
                        _content += count;
                        return count;
                    case TlsStep.NeedsInput when await ReceiveAsync(cancellationToken).ConfigureAwait(false):
                        continue;
                    case TlsStep.Failed:
                        throw new IOException(_session.Failure);
                    default:
                        NoteEnd(ConnectionEnd.EndOfStream, _socket.End);
                        return 0;
                }
            }
        }
        catch (Exception failure) when (failure is IOException or ObjectDisposedException)
        {
            Details.Failure ??= _socket.End == ConnectionEnd.None ? failure.Message : null;
            NoteEnd(ConnectionEnd.TlsFailure, _socket.End);
            return 0;
        }
    }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (!buffer.IsEmpty)
        {
            // During a renegotiation (RFC 5246 §7.4.1.1) nothing can be written until it has finished.
            var arrival = _arrival.Task;
            switch (_session.Write(buffer.Span))
            {
                case TlsStep.Done:
                    await SendAsync(cancellationToken).ConfigureAwait(false);
                    return;
                case TlsStep.NeedsInput:
                    await SendAsync(cancellationToken).ConfigureAwait(false);
                    await arrival.WaitAsync(cancellationToken).ConfigureAwait(false);
                    break;
                default:
                    throw new IOException(_session.Failure);
            }
        }
    }

    public override void StopReceiving() => _socket.StopReceiving();

    public override async Task SendCloseNotifyAsync()
    {
        try
        {
            _session.SendCloseNotify();
            await SendAsync(CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception gone) when (gone is IOException or SocketException or ObjectDisposedException)
        {
            // The connection is gone.
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            // The semaphore has no handle to release, and a send may still be waiting for it.
            _session.Dispose();
            _arrival.TrySetResult();
            _socket.Dispose();
        }

        base.Dispose(disposing);
    }

    // Receives some octets; false at the end.
    private async ValueTask<bool> ReceiveAsync(CancellationToken cancellationToken)
    {
        var count = await _socket.ReadAsync(_buffer, cancellationToken).ConfigureAwait(false);
        var octets = _buffer.AsMemory(0, count);
        _beginning = _beginning.IsEmpty ? octets[..Math.Min(count, MaxBeginning)].ToArray() : _beginning;
        _received += count;
        if (_received > MaxWithoutContent + (MaxForAnOctet * _content))
        {
            throw new IOException("it sends records without content and without an end");
        }

        _session.Take(octets.Span);
        Interlocked.Exchange(ref _arrival, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();
        return count > 0;
    }

    // A failure to send is not reported here: the next receive reports it as an alert, an end or a reset.
    private async ValueTask AnswerAsync(CancellationToken cancellationToken)
    {
        try
        {
            await SendAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception gone) when (gone is IOException or SocketException or ObjectDisposedException)
        {
        }
    }

    // A read does not wait for a server that does not read.
    private void Answer()
    {
        if (_session.UnsentAnswers > 0 && _sending.CurrentCount > 0)
        {
            _ = AnswerAsync(CancellationToken.None).AsTask();
        }

        if (_session.UnsentAnswers > MaxUnsent)
        {
            throw new IOException("it asks for answers and does not take them");
        }
    }

    private async ValueTask SendAsync(CancellationToken cancellationToken)
    {
        await _sending.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            while (_session.Unsent is > 0 and var unsent)
            {
                var piece = new byte[Math.Min(unsent, MaxUnsent)];
                await _socket.WriteAsync(piece.AsMemory(0, _session.Give(piece)), cancellationToken).ConfigureAwait(false);
            }
        }
        finally
        {
            _sending.Release();
        }
    }

    private TlsException Refused(string reason)
    {
        Details = Seen();
        return _verification is { Certificate: not null, IsAccepted: false }
            ? new TlsException(string.Join("; ", Details.Problems)) { IsOfTrust = true }
            : new TlsException(TlsWords.Failed(reason, _beginning.Span, _socket.End));
    }

    private TlsDetails Seen() => _verification.Certificate is null ? new TlsDetails() : new TlsDetails
    {
        Protocol = _session.Protocol,
        CipherSuite = _session.CipherSuite,
        CertificateOctets = _verification.Certificate,
        Problems = TrustWords.Problems(_verification.Certificate, _verification.Errors, Name),
    };
}
