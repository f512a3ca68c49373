using System.Net;
using System.Net.Sockets;
using RawHttp.Net;

namespace RawHttp.Echo;

/// <summary>
/// Answers each line of a client, until the client sends a blank line or ends. Each client has a task and no thread of its own. The server
/// does not read from a client that does not read its replies, so such a client only stalls itself.
/// </summary>
/// <example>
/// <code source="Examples/Examples.cs" region="EchoServer" />
/// </example>
public sealed class EchoServer : IAsyncDisposable
{
    /// <summary>How long <see cref="DisposeAsync"/> waits for running exchanges: 5 s.</summary>
    public static readonly TimeSpan ShutdownTimeout = TimeSpan.FromSeconds(5);

    // How long to wait before accepting again when the system has no descriptor left.
    private static readonly TimeSpan NextAccept = TimeSpan.FromMilliseconds(50);

    /// <summary>How long a rejected client may take to receive the reason.</summary>
    internal static readonly TimeSpan LingerTimeout = TimeSpan.FromMilliseconds(100);

    private readonly EchoServerOptions _options;
    private readonly ConnectionOptions _connectionOptions;
    private readonly Socket _listener;
    private readonly HashSet<EchoSession> _sessions = [];
    private readonly SessionMemory _memory;
    private readonly TaskCompletionSource _allEnded = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _accepting;
    private bool _isStopping;
    private bool _isDisposed;
    private long _clients;
    private long _endedLines;

    private EchoServer(EchoServerOptions options)
    {
        _options = options;
        _connectionOptions = new ConnectionOptions { Time = options.Time, KeepsArrivals = false };
        _memory = new SessionMemory(options.MaxMemory, options.Time);
        _listener = new Socket(options.EndPoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            _listener.Bind(options.EndPoint);
            _listener.Listen();
        }
        catch
        {
            _listener.Dispose();
            throw;
        }

        EndPoint = (IPEndPoint)_listener.LocalEndPoint!;
        _accepting = AcceptAsync();
    }

    /// <summary>The address that it listens on, with the actual port.</summary>
    public IPEndPoint EndPoint { get; }

    /// <summary>How many clients have been served, including the current ones.</summary>
    public long ClientsServed => Volatile.Read(ref _clients);

    /// <summary>How many lines have been answered.</summary>
    public long LinesServed
    {
        get
        {
            lock (_sessions)
            {
                return _endedLines + _sessions.Sum(session => session.Lines);
            }
        }
    }

    /// <summary>Starts a server.</summary>
    /// <param name="options">The options; the defaults if null.</param>
    /// <returns>The server, listening.</returns>
    /// <exception cref="SocketException">The address cannot be used for listening.</exception>
    public static EchoServer Start(EchoServerOptions? options = null) => new(options ?? new EchoServerOptions());

    /// <summary>Stops: accepts no more clients, answers the lines that have arrived, and ends every session.</summary>
    /// <param name="patience">How long clients may take to receive their replies.</param>
    /// <returns>A task that completes when every session has ended.</returns>
    public async Task StopAsync(TimeSpan patience)
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        _listener.Dispose();
        await _accepting.ConfigureAwait(false);
        lock (_sessions)
        {
            _isStopping = true;
            CheckAllEnded();
        }

        ForEachSession(session => session.Stop());
        try
        {
            await _allEnded.Task.WaitAsync(patience, _options.Time).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            ForEachSession(session => session.Abort());
            await _allEnded.Task.ConfigureAwait(false);
        }
    }

    /// <summary>Stops with the default <see cref="ShutdownTimeout"/>.</summary>
    /// <returns>A task that completes when everything is closed.</returns>
    public async ValueTask DisposeAsync()
    {
        if (!_isDisposed)
        {
            _isDisposed = true;
            await StopAsync(ShutdownTimeout).ConfigureAwait(false);
            _stop.Dispose();
            _memory.Dispose();
        }
    }

    private async Task AcceptAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                Admit(await _listener.AcceptAsync(_stop.Token).ConfigureAwait(false));
            }
            catch (OperationCanceledException)
            {
                return;
            }
            catch (SocketException failure)
            {
                _options.Observer?.AcceptFailed(failure.Message);
                if (failure.SocketErrorCode is not (SocketError.ConnectionAborted or SocketError.ConnectionReset))
                {
                    await Task.Delay(NextAccept, _options.Time, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                }
            }
        }
    }

    private void Admit(Socket socket)
    {
        try
        {
            socket.NoDelay = true;
        }
        catch (SocketException)
        {
            // The client has already gone.
            socket.Dispose();
            return;
        }

        var connection = Connection.FromSocket(socket, _connectionOptions);
        EchoSession? session = null;
        lock (_sessions)
        {
            if (_sessions.Count < _options.MaxConnections)
            {
                session = new EchoSession(connection, _options, _memory);
                _sessions.Add(session);
                _clients++;
            }
        }

        _ = session is null ? RefuseAsync(connection) : ServeAsync(session);
    }

    private async Task ServeAsync(EchoSession session)
    {
        // Not on the accepting thread.
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        try
        {
            await session.RunAsync().ConfigureAwait(false);
        }
        finally
        {
            lock (_sessions)
            {
                _sessions.Remove(session);
                _endedLines += session.Lines;
                CheckAllEnded();
            }
        }
    }

    private async Task RefuseAsync(Connection connection)
    {
        _options.Observer?.Refused($"{connection.RemoteEndPoint}");
        try
        {
            await connection.SendAsync("server busy\n"u8.ToArray()).ConfigureAwait(false);
        }
        catch (IOException)
        {
            // The client did not wait for the answer.
        }

        await connection.CloseAsync(LingerTimeout).ConfigureAwait(false);
    }

    private void ForEachSession(Action<EchoSession> action)
    {
        EchoSession[] sessions;
        lock (_sessions)
        {
            sessions = [.. _sessions];
        }

        Array.ForEach(sessions, action);
    }

    private void CheckAllEnded()
    {
        if (_isStopping && _sessions.Count == 0)
        {
            _allEnded.TrySetResult();
        }
    }
}
