using System.Globalization;

namespace RawHttp.Net;

/// <summary>TLS over a socket: what arrives is what the server said; the end tells whether it meant it (RFC 9112 §9.8).</summary>
internal abstract class TlsStream : ReceivingStream
{
    private ConnectionEnd _end;

    protected TlsStream(string host, TlsOptions options)
    {
        Options = options;
        Name = AsciiName((options.ServerName ?? host).TrimEnd('.'));
    }

    public TlsDetails Details { get; protected set; } = new();

    /// <summary>What the server sent first, some of it: a peer that speaks no TLS shows there what it is.</summary>
    public abstract ReadOnlyMemory<byte> Beginning { get; }

    public override bool CanWrite => true;

    public override ConnectionEnd End => _end;

    protected TlsOptions Options { get; }

    /// <summary>The host to ask for.</summary>
    protected string Name { get; }

    /// <summary>TLS that has yet to be agreed on.</summary>
    /// <param name="socket">What carries it.</param>
    /// <param name="host">The name to ask for, unless the options have another.</param>
    /// <param name="options">How.</param>
    /// <returns>OpenSSL's, or the runtime's where there is none.</returns>
    /// <exception cref="TlsException">The system's configuration of OpenSSL allows none.</exception>
    public static TlsStream Create(SocketStream socket, string host, TlsOptions options) =>
        OpenSsl.IsUsed ? new OpenSslStream(socket, host, options) : new RuntimeTlsStream(socket, host, options);

    /// <summary>Agrees on TLS.</summary>
    /// <param name="time">Where time comes from.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>When it is agreed on.</returns>
    /// <exception cref="TlsException">It could not be, or the certificate is not trusted.</exception>
    /// <exception cref="OperationCanceledException">The attempt was ended.</exception>
    public abstract Task HandshakeAsync(TimeProvider time, CancellationToken cancellationToken);

    /// <summary>Tells the server that no more is sent (RFC 8446 §6.1).</summary>
    /// <returns>When it is told, or cannot be: there may be nobody left, or a write that never ends.</returns>
    public abstract Task SendCloseNotifyAsync();

    // The octets below ended first if the server did not say that it had ended (RFC 9112 §9.8).
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
            // No certificate can be for it.
            return name;
        }
    }
}
