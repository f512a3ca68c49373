namespace RawHttp.Net;

/// <summary>Agrees on TLS over a connection, and reports a failure as one of connecting.</summary>
internal static class TlsAgreement
{
    /// <summary>Throws if TLS is wanted where there is none.</summary>
    public static void CheckSupport(string name, ConnectOptions options, IReadOnlyList<ConnectAttempt> attempts)
    {
        if (options.Tls is not null && !TlsOptions.IsSupported)
        {
            throw new ConnectException(
                ConnectError.TlsFailed,
                $"connect {name}: TLS needs OpenSSL (libssl.so.3 or libssl.so.1.1), which is not on this system",
                attempts);
        }
    }

    /// <summary>Performs the handshake.</summary>
    /// <param name="below">What carries TLS.</param>
    /// <param name="host">The host name to send, unless the options have another one.</param>
    /// <param name="name">The host and port in messages.</param>
    /// <param name="options">The options, with those of TLS.</param>
    /// <param name="attempts">The addresses that were tried.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <exception cref="ConnectException">The handshake failed, or the certificate is not trusted.</exception>
    public static async Task<TlsStream> MakeAsync(
        ReceivingStream below,
        string host,
        string name,
        ConnectOptions options,
        IReadOnlyList<ConnectAttempt> attempts,
        CancellationToken cancellationToken)
    {
        TlsStream? tls = null;
        try
        {
            tls = TlsStream.Create(below, host, options.Tls!);

            // Reading the system's certificates may block without end.
            await tls.HandshakeAsync(options.Time, cancellationToken).WaitAsync(cancellationToken).ConfigureAwait(false);
            return tls;
        }
        catch (TlsException failure)
        {
            var what = failure.IsOfTrust ? "the certificate is not trusted" : "TLS handshake";
            var received = tls is null || TlsWords.IsRecord(tls.Beginning.Span) ? default : tls.Beginning;
            tls?.Dispose();
            var error = failure.IsOfTrust ? ConnectError.NotTrusted : ConnectError.TlsFailed;
            throw new ConnectException(error, $"connect {name}: {what}: {failure.Message}", attempts)
            {
                Tls = tls?.Details,
                Received = received,
            };
        }
    }
}
