using System.IO.Pipelines;
using System.Net;
using System.Net.Sockets;
using RawHttp.Lines;

namespace RawHttp.Net;

/// <summary>
/// A connection: sends octets, receives octets, and knows how it ended. Like a Python socket it counts its holders: the connection itself,
/// and every <see cref="SocketFile"/> made from it. <see cref="Release"/> drops the connection's own hold, and the socket closes with the
/// last holder; <see cref="Shutdown"/> and <see cref="DisposeAsync"/> end it at once for all holders.
/// </summary>
/// <example>
/// <code source="Examples/Examples.cs" region="Connection" />
/// </example>
public sealed class Connection : IAsyncDisposable
{
    private readonly Socket _socket;
    private readonly ReceiveLog _receiveLog;
    private readonly ConnectionInput _input;
    private readonly ConnectionOutput _output;
    private readonly HolderCount _holders = new();
    private readonly Dialer? _dialer;
    private readonly ReceivingStream? _receiving;
    private TimeSpan _tunnelling;
    private LineReader? _lines;

    private Connection(
        Socket socket, TimeProvider time, ReceiveLog receiveLog, ConnectionInput input, Dialer? dialer, ReceivingStream? receiving)
    {
        _socket = socket;
        _receiveLog = receiveLog;
        _input = input;
        _output = new ConnectionOutput(socket, receiving as TlsStream, receiveLog);
        _dialer = dialer;
        _receiving = receiving;
        Time = time;
        LocalEndPoint = socket.LocalEndPoint;
        RemoteEndPoint = SocketStream.PeerOf(socket) ?? dialer?.Attempts.FirstOrDefault(attempt => attempt.Failure is null)?.EndPoint;
    }

    /// <summary>The header of the PROXY protocol that was sent before all else; empty if there was none.</summary>
    public ReadOnlyMemory<byte> ProxyProtocolHeader => _dialer?.Header ?? default;

    /// <summary>The received octets. The end of this pipe is the end of the connection, in whichever way it ended; <see cref="End"/> gives
    /// the way, also to a <see cref="LineReader"/> over the pipe. One reader at a time: another throws
    /// <see cref="InvalidOperationException"/>.</summary>
    public PipeReader Input => _input;

    /// <summary>How the receiving side ended; <see cref="ConnectionEnd.None"/> while it is open.</summary>
    public ConnectionEnd End => _receiveLog.End;

    /// <summary>When the receiving side ended, as a timestamp of <see cref="Time"/>; 0 while it is open, and if the options do not keep
    /// arrivals.</summary>
    public long EndedAt => _receiveLog.EndedAt;

    /// <summary>How many octets have arrived.</summary>
    public long Received => _receiveLog.Received;

    /// <summary>Whether octets have arrived that are not in <see cref="Input"/> yet. With TLS they may hold no content.</summary>
    public bool HasArrivals => _input.HasArrivals;

    /// <summary>How many octets have been handed to the system to be sent.</summary>
    public long Sent => _output.Sent;

    /// <summary>When the first octet arrived, as a timestamp of <see cref="Time"/>; 0 if none has.</summary>
    public long FirstArrival => _receiveLog.FirstArrival;

    /// <summary>When the latest octet arrived, as a timestamp of <see cref="Time"/>; 0 if none has.</summary>
    public long LastArrival => _receiveLog.LastArrival;

    /// <summary>When an octet arrived: as what it arrived together with. The arrival of octet N of the stream is also the first one at or
    /// after that offset. It is kept until the octet is consumed from <see cref="Input"/>. May be called by any thread.</summary>
    /// <param name="offset">Which octet: how many came before it.</param>
    /// <returns>The arrival; null if the octet has not arrived, was consumed, or if the options do not keep arrivals.</returns>
    public Arrival? ArrivalOf(long offset) => _receiveLog.ArrivalOf(offset);

    /// <summary>The addresses that were tried, in order, including the one that connected; empty for a
    /// socket that was already connected.</summary>
    public IReadOnlyList<ConnectAttempt> Attempts => _dialer?.Attempts ?? [];

    /// <summary>How long resolving the name took.</summary>
    public TimeSpan Resolving => _dialer?.Resolving ?? TimeSpan.Zero;

    /// <summary>How long connecting took, failed addresses and the handshake with a proxy included.</summary>
    public TimeSpan Connecting => (_dialer?.Connecting ?? TimeSpan.Zero) + _tunnelling;

    /// <summary>What is known of TLS; null for a plain connection.</summary>
    public TlsDetails? Tls => (_receiving as TlsStream)?.Details;

    /// <summary>This side's address.</summary>
    public EndPoint? LocalEndPoint { get; }

    /// <summary>The peer's address; null if the peer of an accepted socket reset the connection before the address was read.</summary>
    public EndPoint? RemoteEndPoint { get; }

    /// <summary>The number of holders: the connection itself until it is released, and every file
    /// made from it that is not disposed.</summary>
    public int Holders => _holders.Count;

    /// <summary>The clock and timers to use.</summary>
    internal TimeProvider Time { get; }

    /// <summary>Called when the buffer of received, unread octets grows or shrinks; null for no call.</summary>
    internal IBufferObserver? BufferObserver { set => _input.BufferObserver = value; }

    /// <summary>The one reader that all files share, so that one file reads what another has buffered.</summary>
    internal LineReader Lines => _lines ??= new LineReader(Input);

    /// <summary>Connects by name or address over TCP, with TLS if requested.</summary>
    /// <param name="host">A name, or an IPv4 or IPv6 address without brackets.</param>
    /// <param name="port">1 to 65535.</param>
    /// <param name="options">The options; the defaults if null.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>The connection, already receiving.</returns>
    /// <exception cref="ConnectException">The name was not resolved, no address answered, the TLS handshake failed, the certificate is not
    /// trusted, or the time ran out.</exception>
    /// <exception cref="OperationCanceledException">The attempt was ended.</exception>
    public static async Task<Connection> ConnectAsync(
        string host, int port, ConnectOptions? options = null, CancellationToken cancellationToken = default)
    {
        options ??= new ConnectOptions();
        var dialer = new Dialer(options);
        return Create(await dialer.DialAsync(host, port, cancellationToken).ConfigureAwait(false), dialer, options);
    }

    /// <summary>Connects to a Unix domain socket.</summary>
    /// <param name="endPoint">Its path.</param>
    /// <param name="options">The options; the defaults if null.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>The connection, already receiving.</returns>
    /// <exception cref="ConnectException">No server listens there.</exception>
    /// <exception cref="OperationCanceledException">The attempt was ended.</exception>
    public static async Task<Connection> ConnectAsync(
        UnixDomainSocketEndPoint endPoint, ConnectOptions? options = null, CancellationToken cancellationToken = default)
    {
        options ??= new ConnectOptions();
        var dialer = new Dialer(options);
        return Create(await dialer.DialAsync(endPoint, cancellationToken).ConfigureAwait(false), dialer, options);
    }

    /// <summary>Makes a connection from a connected socket, such as an accepted one. It receives only during a read.</summary>
    /// <param name="socket">The socket; the connection closes it.</param>
    /// <param name="options">The options; the defaults if null.</param>
    /// <returns>The connection.</returns>
    public static Connection FromSocket(Socket socket, ConnectionOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(socket);
        options ??= new ConnectionOptions();
        SocketStream.ReceiveUrgentInline(socket);
        var receiveLog = new ReceiveLog(options);
        return new Connection(socket, options.Time, receiveLog, new SocketPipeReader(socket, receiveLog), dialer: null, receiving: null);
    }

    /// <summary>Sends all of the octets.</summary>
    /// <param name="octets">What to send.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <returns>A task that completes when they are handed to the system.</returns>
    /// <exception cref="IOException">The peer has closed or reset the connection. What it sent before that can still be read.</exception>
    /// <exception cref="InvalidOperationException">Another send is in progress: the two would be mixed.</exception>
    /// <exception cref="OperationCanceledException">The waiting was ended.</exception>
    public Task SendAsync(ReadOnlyMemory<byte> octets, CancellationToken cancellationToken = default) =>
        _output.SendAsync(octets, cancellationToken);

    /// <summary>Ends the connection itself, at once and for every holder, in one direction or both. The holders still hold it.</summary>
    /// <param name="how">Receiving: what has arrived is still read, then the stream ends. Sending: the peer receives a FIN.</param>
    public void Shutdown(SocketShutdown how = SocketShutdown.Both)
    {
        if (how != SocketShutdown.Send)
        {
            _receiveLog.NoteEnd(ConnectionEnd.ShutDown);
        }

        if (how != SocketShutdown.Receive)
        {
            // Without waiting, so the alert may not be sent; there is no way to find out.
            _ = (_receiving as TlsStream)?.SendCloseNotifyAsync();
        }

        try
        {
            _socket.Shutdown(how);
        }
        catch (Exception gone) when (gone is SocketException or ObjectDisposedException)
        {
            // The peer has already reset the connection, or its last holder has closed it.
        }
    }

    /// <summary>Releases the connection (Python's <c>close</c>): no more files can be made from
    /// it. It closes with its last holder.</summary>
    public void Release()
    {
        if (_holders.Release())
        {
            Close();
        }
    }

    /// <summary>Ends the connection so that the peer receives what was sent last: shuts down sending, drops what arrives until the peer
    /// ends or is silent, then closes. Closing with unread octets would reset the connection, and the peer could lose what was sent
    /// (RFC 9112 §9.6). What had arrived before can still be read; a waiting read ends. If anything was dropped, <see cref="End"/> is
    /// <see cref="ConnectionEnd.ShutDown"/>.</summary>
    /// <param name="lingerTimeout">How long to continue while the peer still sends.</param>
    /// <returns>A task that completes when the connection is closed.</returns>
    public async Task CloseAsync(TimeSpan lingerTimeout)
    {
        Shutdown(SocketShutdown.Send);
        await LingeringClose.WaitAsync(_socket, _input, _receiveLog, Time, lingerTimeout).ConfigureAwait(false);
        await DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>Ends the connection at once, in both directions and for every holder, and releases it.
    /// What has arrived can still be read.</summary>
    /// <returns>A task that completes when it is done.</returns>
    public ValueTask DisposeAsync()
    {
        _receiveLog.NoteClosed();
        Shutdown();
        Release();
        return ValueTask.CompletedTask;
    }

    /// <summary>Adds a holder.</summary>
    /// <exception cref="ObjectDisposedException">The connection was released.</exception>
    internal void Hold() => _holders.Add();

    /// <summary>Removes a holder; the last one closes the socket.</summary>
    internal void LetGo()
    {
        if (_holders.Remove())
        {
            Close();
        }
    }

    /// <summary>Makes a connection through the tunnel that this one has become, with TLS if the options have it. This one ends with
    /// it.</summary>
    /// <param name="lines">The reader of the proxy's answer; octets that it holds belong to the tunnel.</param>
    /// <param name="host">The host at the end of the tunnel.</param>
    /// <param name="name">The host and port in messages.</param>
    /// <param name="options">The options.</param>
    /// <param name="tunnelling">How long the handshake with the proxy took.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <exception cref="ConnectException">The TLS handshake failed, or the certificate is not trusted.</exception>
    internal async Task<Connection> TunnelAsync(
        LineReader lines, string host, string name, ConnectOptions options, TimeSpan tunnelling, CancellationToken cancellationToken)
    {
        var tunnel = new TunnelStream(this, lines, _receiving!);
        var receiving = options.Tls is null
            ? (ReceivingStream)tunnel
            : await TlsAgreement.MakeAsync(tunnel, host, name, options, Attempts, cancellationToken).ConfigureAwait(false);
        var connection = Create(_socket, _dialer!, receiving, options);
        connection._tunnelling = tunnelling;
        return connection;
    }

    private static Connection Create(Socket socket, Dialer dialer, ConnectOptions options) =>
        Create(socket, dialer, dialer.Tls ?? (ReceivingStream)new SocketStream(socket, dialer.WasReset), options);

    // A dialled connection reads ahead, so that arrival times are exact; an accepted one receives only during a read.
    private static Connection Create(Socket socket, Dialer dialer, ReceivingStream receiving, ConnectOptions options)
    {
        var receiveLog = new ReceiveLog(options);
        var input = new ReadAheadInput(new RecordingStream(receiving, receiveLog, options), receiveLog);
        return new Connection(socket, options.Time, receiveLog, input, dialer, receiving);
    }

    private void Close()
    {
        _receiveLog.NoteEnd(ConnectionEnd.ShutDown);
        _socket.Dispose();
        _input.Dispose();
    }
}
