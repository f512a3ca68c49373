using System.Net;
using System.Net.Sockets;

namespace RawHttp.Net;

/// <summary>Makes a connected socket: tries every address of a host, in the manner of RFC 8305.</summary>
internal sealed class Dialer(ConnectOptions options)
{
    // RFC 8305 §5: the recommended Connection Attempt Delay.
    private static readonly TimeSpan NextAttempt = TimeSpan.FromMilliseconds(250);

    private readonly List<ConnectAttempt> _attempts = [];

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
            var addresses = await ResolveAsync(host, token).ConfigureAwait(false);
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
        if (options.Tls is not { } how)
        {
            return socket;
        }

        try
        {
            Tls = TlsStream.Create(new SocketStream(socket, WasReset), host, how);

            // Reading the system's certificates may block without end.
            await Tls.HandshakeAsync(options.Time, cancellationToken).WaitAsync(cancellationToken).ConfigureAwait(false);
            return socket;
        }
        catch (TlsException failure)
        {
            var what = failure.IsOfTrust ? "the certificate is not trusted" : "TLS handshake";
            var received = Tls is null || TlsWords.IsRecord(Tls.Beginning.Span) ? default : Tls.Beginning;
            Tls?.Dispose();
            socket.Dispose();
            var error = failure.IsOfTrust ? ConnectError.NotTrusted : ConnectError.TlsFailed;
            throw new ConnectException(error, $"connect {name}: {what}: {failure.Message}", _attempts)
            {
                Tls = Tls?.Details,
                Received = received,
            };
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
        if (options.Tls is not null && !TlsOptions.IsSupported)
        {
            throw new ConnectException(
                ConnectError.TlsFailed,
                $"connect {name}: TLS needs OpenSSL (libssl.so.3 or libssl.so.1.1), which is not on this system",
                _attempts);
        }

        using var timeout = new CancellationTokenSource(options.ConnectTimeout, options.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            return await dial(either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            var what = Tls is null ? "connection" : "agreement on TLS";
            throw new ConnectException(
                ConnectError.Timeout,
                $"connect {name}: no {what} within {options.ConnectTimeout.TotalSeconds:0.###} s",
                _attempts);
        }
    }

    private async Task<IEnumerable<IPAddress>> ResolveAsync(string host, CancellationToken cancellationToken)
    {
        IReadOnlyList<IPAddress> addresses;
        try
        {
            addresses = options.Addresses
                ?? (IPAddress.TryParse(host, out var literal) ? [literal] : LocalhostName.Resolve(host))
                ?? await Dns.GetHostAddressesAsync(host, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception failure) when (failure is SocketException or ArgumentException)
        {
            throw new ConnectException(ConnectError.NotResolved, $"resolve {host}: {Describe(failure)}", _attempts);
        }

        var usable = addresses.Where(address => options.Family is not { } family || address.AddressFamily == family).ToList();
        return usable.Count > 0
            ? Interleave(usable)
            : throw new ConnectException(
                ConnectError.NotResolved,
                $"resolve {host}: no {(options.Family == AddressFamily.InterNetwork ? "IPv4" : "IPv6")} address",
                _attempts);
    }

    // RFC 8305 §4: alternate the families, starting with the resolver's first choice.
    private static IEnumerable<IPAddress> Interleave(List<IPAddress> addresses)
    {
        var first = addresses.Where(address => address.AddressFamily == addresses[0].AddressFamily).ToList();
        var other = addresses.Except(first).ToList();
        for (var i = 0; i < Math.Max(first.Count, other.Count); i++)
        {
            if (i < first.Count)
            {
                yield return first[i];
            }

            if (i < other.Count)
            {
                yield return other[i];
            }
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
        return winner ?? throw NotConnected(name);
    }

    // Removes the chosen attempts from the race. The first that connected wins; later ones are closed.
    private async Task<Socket?> SettleAsync(List<Task<(Socket?, ConnectAttempt)>> running, Predicate<Task> chosen, Socket? winner)
    {
        foreach (var ended in running.FindAll(chosen))
        {
            running.Remove(ended);
            var (socket, attempt) = await ended.ConfigureAwait(false);
            _attempts.Add(attempt);
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
            return (null, new ConnectAttempt(endPoint, failure is SocketException ? Describe(failure, isIP) : "given up")
            {
                WasReset = failure is SocketException { SocketErrorCode: SocketError.ConnectionReset },
            });
        }
    }

    private static string Describe(Exception failure, bool isIP = true) => failure is not SocketException socketFailure
        ? failure.Message
        : socketFailure.SocketErrorCode switch
        {
            SocketError.HostNotFound or SocketError.NoData => "the name is not known",
            SocketError.TryAgain => "the name server did not answer",
            SocketError.ConnectionRefused => "connection refused",
            SocketError.NetworkUnreachable => "network unreachable",
            SocketError.HostUnreachable => "host unreachable",
            SocketError.TimedOut => "no answer",
            SocketError.ConnectionReset => "the connection was reset",
            SocketError.AddressFamilyNotSupported => "the system does not know this kind of address",
            SocketError.AddressNotAvailable => isIP ? "address not available" : "no such socket",
            _ => socketFailure.Message,
        };
}
