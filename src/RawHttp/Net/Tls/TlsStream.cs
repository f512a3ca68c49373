using System.Globalization;

namespace RawHttp.Net;

/// <summary>TLS over a socket, as a stream of decrypted content; its end distinguishes a close_notify from
/// a cut connection (RFC 9112 §9.8).</summary>
internal abstract class TlsStream : ReceivingStream
{
    private ConnectionEnd _end;

    protected TlsStream(string host, TlsOptions options)
    {
        Options = options;
        Name = AsciiName((options.ServerName ?? host).TrimEnd('.'));
    }

    public TlsDetails Details { get; protected set; } = new();

    /// <summary>The first octets received: they identify a peer that does not speak TLS.</summary>
    public abstract ReadOnlyMemory<byte> Beginning { get; }

    public override bool CanWrite => true;

    public override ConnectionEnd End => _end;

    protected TlsOptions Options { get; }

    /// <summary>The host name to send.</summary>
    protected string Name { get; }

    /// <summary>Makes a TLS stream, before its handshake.</summary>
    /// <param name="socket">The stream below.</param>
    /// <param name="host">The host name to send, unless the options have another one.</param>
    /// <param name="options">The options.</param>
    /// <returns>A stream of OpenSSL, or of the runtime where there is no OpenSSL.</returns>
    /// <exception cref="TlsException">The system's configuration of OpenSSL does not allow a session.</exception>
    public static TlsStream Create(ReceivingStream socket, string host, TlsOptions options) =>
        OpenSsl.IsUsed ? new OpenSslStream(socket, host, options) : new RuntimeTlsStream(socket, host, options);

    /// <summary>Performs the handshake.</summary>
    /// <param name="time">The clock and timers to use.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>A task that completes with the handshake.</returns>
    /// <exception cref="TlsException">The handshake failed, or the certificate is not trusted.</exception>
    /// <exception cref="OperationCanceledException">The attempt was ended.</exception>
    public abstract Task HandshakeAsync(TimeProvider time, CancellationToken cancellationToken);

    /// <summary>Sends close_notify (RFC 8446 §6.1).</summary>
    /// <returns>A task that completes when it is sent or has failed to be; never, if a write never ends.</returns>
    public abstract Task SendCloseNotifyAsync();

    // Without a close_notify, the stream below ended first (RFC 9112 §9.8).
    protected void NoteEnd(ConnectionEnd end, ConnectionEnd below)
    {
        if (_end == ConnectionEnd.None)
        {
            _end = below switch
            {
                ConnectionEnd.None => end,
                ConnectionEnd.EndOfStream => ConnectionEnd.IncompleteClose,
                _ => below,
            };
            Details.CloseNotifyReceived = _end == ConnectionEnd.EndOfStream;
        }
    }

    private static string AsciiName(string name)
    {
        try
        {
            return System.Text.Ascii.IsValid(name) ? name : new IdnMapping().GetAscii(name);
        }
        catch (ArgumentException)
        {
            // No certificate can have an empty name.
            return name;
        }
    }
}
