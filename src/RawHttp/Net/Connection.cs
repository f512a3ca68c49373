using System.IO.Pipelines;
using System.Net;
using System.Net.Sockets;
using Pipelines.Sockets.Unofficial;

namespace RawHttp.Net;

/// <summary>A connection to a server: octets out, octets in, and how it ended.</summary>
public sealed class Connection : IAsyncDisposable
{
    // Large segments carry large bodies; the pipe holds a few of them at most while nobody reads.
    private static readonly PipeOptions ReceiveOptions = new(
        minimumSegmentSize: 64 * 1024,
        pauseWriterThreshold: 256 * 1024,
        resumeWriterThreshold: 128 * 1024,
        readerScheduler: PipeScheduler.Inline,
        writerScheduler: PipeScheduler.Inline,
        useSynchronizationContext: false);

    private readonly Socket _socket;
    private readonly RecordingStream _receiving;

    private Connection(Socket socket, Dialer dialer, ConnectOptions options)
    {
        _socket = socket;
        _receiving = new RecordingStream(socket, options);
        Attempts = dialer.Attempts;
        Resolving = dialer.Resolving;
        Connecting = dialer.Connecting;
        LocalEndPoint = socket.LocalEndPoint;
        RemoteEndPoint = socket.RemoteEndPoint;
        Input = StreamConnection.GetReader(_receiving, ReceiveOptions, nameof(Connection));
    }

    /// <summary>What arrives. Its end is the end of the connection, however that came: see <see cref="End"/>.</summary>
    public PipeReader Input { get; }

    /// <summary>How the receiving side ended; <see cref="ConnectionEnd.None"/> while it is open.</summary>
    public ConnectionEnd End => _receiving.End;

    /// <summary>How many octets have arrived.</summary>
    public long Received => _receiving.Received;

    /// <summary>When the first octet arrived, as a timestamp of the clock given; 0 if none has.</summary>
    public long FirstArrival => _receiving.FirstArrival;

    /// <summary>When the latest octet arrived, as a timestamp of the clock given; 0 if none has.</summary>
    public long LastArrival => _receiving.LastArrival;

    /// <summary>The addresses that were tried, in order, the one that connected among them.</summary>
    public IReadOnlyList<ConnectAttempt> Attempts { get; }

    /// <summary>How long resolving the name took.</summary>
    public TimeSpan Resolving { get; }

    /// <summary>How long connecting took, failed addresses included.</summary>
    public TimeSpan Connecting { get; }

    /// <summary>This side's address.</summary>
    public EndPoint? LocalEndPoint { get; }

    /// <summary>The server's address.</summary>
    public EndPoint? RemoteEndPoint { get; }

    /// <summary>Connects by name or address over TCP.</summary>
    /// <param name="host">A name, or an IPv4 or IPv6 address without brackets.</param>
    /// <param name="port">1 to 65535.</param>
    /// <param name="options">How; the defaults if null.</param>
    /// <param name="cancellation">Ends the attempt.</param>
    /// <returns>The connection, receiving already.</returns>
    /// <exception cref="ConnectException">The name was not resolved, no address answered, or the time ran out.</exception>
    /// <exception cref="OperationCanceledException">The attempt was ended.</exception>
    public static async Task<Connection> ConnectAsync(string host, int port, ConnectOptions? options = null, CancellationToken cancellation = default)
    {
        options ??= new ConnectOptions();
        var dialer = new Dialer(options);
        return new Connection(await dialer.DialAsync(host, port, cancellation).ConfigureAwait(false), dialer, options);
    }

    /// <summary>Connects to a Unix domain socket.</summary>
    /// <param name="endPoint">Its path.</param>
    /// <param name="options">How; the defaults if null.</param>
    /// <param name="cancellation">Ends the attempt.</param>
    /// <returns>The connection, receiving already.</returns>
    /// <exception cref="ConnectException">Nobody listens there.</exception>
    /// <exception cref="OperationCanceledException">The attempt was ended.</exception>
    public static async Task<Connection> ConnectAsync(UnixDomainSocketEndPoint endPoint, ConnectOptions? options = null, CancellationToken cancellation = default)
    {
        options ??= new ConnectOptions();
        var dialer = new Dialer(options);
        return new Connection(await dialer.DialAsync(endPoint, cancellation).ConfigureAwait(false), dialer, options);
    }

    /// <summary>Sends octets, all of them.</summary>
    /// <param name="octets">What to send.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    /// <returns>When they are handed to the system.</returns>
    /// <exception cref="IOException">The peer has closed or reset the connection.</exception>
    /// <exception cref="OperationCanceledException">The waiting was ended.</exception>
    public async Task SendAsync(ReadOnlyMemory<byte> octets, CancellationToken cancellation = default)
    {
        try
        {
            while (!octets.IsEmpty)
            {
                octets = octets[await _socket.SendAsync(octets, SocketFlags.None, cancellation).ConfigureAwait(false)..];
            }
        }
        catch (Exception failure) when (failure is SocketException or ObjectDisposedException)
        {
            throw new IOException(failure is SocketException ? failure.Message : "the connection was shut down", failure);
        }
    }

    /// <summary>Ends the connection at once, in both directions. What has arrived can still be read.</summary>
    /// <returns>When it is done.</returns>
    public ValueTask DisposeAsync()
    {
        _receiving.ShutDown();
        _socket.Dispose();
        _receiving.Dispose();
        return ValueTask.CompletedTask;
    }
}
