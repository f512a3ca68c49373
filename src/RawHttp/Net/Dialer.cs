using System.Net;
using System.Net.Sockets;

namespace RawHttp.Net;

/// <summary>Makes a connected socket: tries every address of a host, in the manner of RFC 8305.</summary>
internal sealed class Dialer(ConnectOptions options)
{
    // RFC 8305 §5: the recommended Connection Attempt Delay.
    private static readonly TimeSpan NextAttempt = TimeSpan.FromMilliseconds(250);

    private readonly List<ConnectAttempt> _attempts = [];
    private bool _isConnected;

    public IReadOnlyList<ConnectAttempt> Attempts => _attempts;

    public TimeSpan Resolving { get; private set; }

    public TimeSpan Connecting { get; private set; }

    /// <summary>TLS over the socket, if requested.</summary>
    public TlsStream? Tls { get; private set; }

    /// <summary>Whether the peer answered and reset the connection before connecting was reported.</summary>
    public bool WasReset { get; private set; }

    public Task<Socket> DialAsync(string host, int port, CancellationToken cancellationToken)
    {
        var name = host.Contains(':', StringComparison.Ordinal) ? $"[{host}]:{port}" : $"{host}:{port}";
        return WithinTimeoutAsync(name, async token =>
        {
            var started = options.Time.GetTimestamp();
            var addresses = await HostAddresses.ResolveAsync(host, options, _attempts, token).ConfigureAwait(false);
            Resolving = options.Time.GetElapsedTime(started);
            var endPoints = addresses.Select(address => new IPEndPoint(address, port));
            var socket = await RaceAsync([.. endPoints], name, token).ConfigureAwait(false);
            return await SecureAsync(socket, host, name, token).ConfigureAwait(false);
        }, cancellationToken);
    }

    public Task<Socket> DialAsync(UnixDomainSocketEndPoint endPoint, CancellationToken cancellationToken)
    {
        var name = endPoint.ToString();
        return WithinTimeoutAsync(
            name,
            async token =>
            {
                var socket = await RaceAsync([endPoint], name, token).ConfigureAwait(false);
                return await SecureAsync(socket, name, name, token).ConfigureAwait(false);
            },
            cancellationToken);
    }

    private async Task<Socket> SecureAsync(Socket socket, string host, string name, CancellationToken cancellationToken)
    {
        if (options.Tls is null)
        {
            return socket;
        }

        _isConnected = true;
        try
        {
            var below = new SocketStream(socket, WasReset);
            Tls = await TlsAgreement.MakeAsync(below, host, name, options, _attempts, cancellationToken).ConfigureAwait(false);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private async Task<Socket> WithinTimeoutAsync(
        string name, Func<CancellationToken, Task<Socket>> dial, CancellationToken cancellationToken)
    {
        TlsAgreement.CheckSupport(name, options, _attempts);
        using var timeout = new CancellationTokenSource(options.ConnectTimeout, options.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            return await dial(either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            var what = _isConnected ? "agreement on TLS" : "connection";
            throw new ConnectException(
                ConnectError.Timeout,
                $"connect {name}: no {what} within {options.ConnectTimeout.TotalSeconds:0.###} s",
                _attempts);
        }
    }

    // RFC 8305 §5: try the next address when the last one has failed, or has not answered after the delay.
    private async Task<Socket> RaceAsync(IReadOnlyList<EndPoint> endPoints, string name, CancellationToken cancellationToken)
    {
        var started = options.Time.GetTimestamp();
        using var decided = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var running = new List<Task<(Socket?, ConnectAttempt)>>();
        Socket? winner = null;
        try
        {
            for (var next = 0; winner is null && (next < endPoints.Count || running.Count > 0);)
            {
                if (next < endPoints.Count)
                {
                    running.Add(ConnectAsync(endPoints[next++], decided.Token));
                }

                Task ended = Task.WhenAny(running);
                var waiting = next < endPoints.Count
                    ? Task.WhenAny(ended, Task.Delay(NextAttempt, options.Time, decided.Token))
                    : ended;
                await waiting.ConfigureAwait(false);
                cancellationToken.ThrowIfCancellationRequested();
                winner = await SettleAsync(running, attempt => attempt.IsCompleted, winner).ConfigureAwait(false);
            }
        }
        finally
        {
            await decided.CancelAsync().ConfigureAwait(false);
            var late = await SettleAsync(running, _ => true, winner).ConfigureAwait(false);
            if (late != winner)
            {
                late?.Dispose();
            }
        }

        Connecting = options.Time.GetElapsedTime(started);
        if (winner is null)
        {
            throw NotConnected(name);
        }

        await SendHeaderAsync(winner, cancellationToken).ConfigureAwait(false);
        return winner;
    }

    /// <summary>The header of the PROXY protocol that was sent; empty for none.</summary>
    public ReadOnlyMemory<byte> Header { get; private set; }

    private async Task SendHeaderAsync(Socket socket, CancellationToken cancellationToken)
    {
        if (options.ProxyProtocol == ProxyProtocol.None)
        {
            return;
        }

        try
        {
            Header = ProxyProtocolHeader.Make(options.ProxyProtocol, socket);
            _ = await socket.SendAsync(Header, cancellationToken).ConfigureAwait(false);
        }
        catch (SocketException)
        {
            // The peer has gone already. What reads and sends next finds out how.
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    // Removes the chosen attempts from the race. The first that connected wins; later ones are closed.
    private async Task<Socket?> SettleAsync(List<Task<(Socket?, ConnectAttempt)>> running, Predicate<Task> chosen, Socket? winner)
    {
        foreach (var ended in running.FindAll(chosen))
        {
            running.Remove(ended);
            var (socket, attempt) = await ended.ConfigureAwait(false);
            _attempts.Add(attempt);
            options.Tried?.Invoke(attempt);
            if (winner is null)
            {
                winner = socket;
                WasReset = attempt.WasReset;
            }
            else
            {
                socket?.Dispose();
            }
        }

        return winner;
    }

    private ConnectException NotConnected(string name)
    {
        var reasons = _attempts.Count == 1
            ? _attempts[0].Failure
            : string.Join(", ", _attempts.Select(attempt => $"{attempt.EndPoint} {attempt.Failure}"));
        var error = _attempts[^1].WasReset ? ConnectError.Reset : ConnectError.NotConnected;
        return new ConnectException(error, $"connect {name}: {reasons}", _attempts);
    }

    // Never throws: a failure is returned, even after another address has connected.
    private static async Task<(Socket? Connected, ConnectAttempt Attempt)> ConnectAsync(
        EndPoint endPoint, CancellationToken cancellationToken)
    {
        var isIP = endPoint is IPEndPoint;
        Socket? socket = null;
        try
        {
            // The system may not support the address family.
            socket = new Socket(endPoint.AddressFamily, SocketType.Stream, isIP ? ProtocolType.Tcp : ProtocolType.Unspecified);
            if (isIP)
            {
                socket.NoDelay = true;
                SocketStream.ReceiveUrgentInline(socket);
            }

            await socket.ConnectAsync(endPoint, cancellationToken).ConfigureAwait(false);
            return (socket, new ConnectAttempt(endPoint, null));
        }
        catch (SocketException reset) when (reset.SocketErrorCode == SocketError.ConnectionReset && socket!.Available > 0)
        {
            // The peer accepted, answered and reset at once: the connection was made, and the answer can be received.
            return (socket, new ConnectAttempt(endPoint, null) { WasReset = true });
        }
        catch (Exception failure) when (failure is SocketException or OperationCanceledException)
        {
            socket?.Dispose();
            return (null, new ConnectAttempt(endPoint, failure is SocketException ? HostAddresses.Describe(failure, isIP) : "given up")
            {
                WasReset = failure is SocketException { SocketErrorCode: SocketError.ConnectionReset },
            });
        }
    }
}
