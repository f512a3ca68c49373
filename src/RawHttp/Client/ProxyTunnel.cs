using System.Net.Sockets;
using RawHttp.Http;
using RawHttp.Lines;
using RawHttp.Net;

namespace RawHttp.Client;

/// <summary>Opens a tunnel through a proxy to one server.</summary>
internal sealed class ProxyTunnel(Proxy proxy, string host, int port, ConnectOptions options)
{
    private readonly string _name = Proxy.HostAndPort(host, port);

    private readonly long _started = options.Time.GetTimestamp();

    public async Task<Connection> OpenAsync(MessageLimits? limits, CancellationToken cancellationToken)
    {
        TlsAgreement.CheckSupport(_name, options, []);
        using var timeout = new CancellationTokenSource(options.ConnectTimeout, options.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        var answer = new ProxyAnswer(proxy.Observer) { Limits = limits ?? new MessageLimits() };
        var how = options with { Received = answer.Received };
        var connection = await proxy.ConnectAsync(how, cancellationToken).ConfigureAwait(false);
        try
        {
            return await OpenAsync(connection, answer, either.Token).ConfigureAwait(false);
        }
        catch (Exception failure)
        {
            await connection.DisposeAsync().ConfigureAwait(false);
            if (failure is not OperationCanceledException || cancellationToken.IsCancellationRequested)
            {
                throw;
            }

            var limit = options.ConnectTimeout.TotalSeconds;
            var message = $"connect {_name}: no tunnel through {proxy} within {limit:0.###} s";
            throw new ConnectException(ConnectError.Timeout, message, connection.Attempts);
        }
    }

    private async Task<Connection> OpenAsync(Connection connection, ProxyAnswer answer, CancellationToken cancellationToken)
    {
        var started = options.Time.GetTimestamp();
        var lines = new LineReader(connection.Input, answer);
        var asking = proxy.Kind == ProxyKind.Http
            ? AskAsync(connection, lines, answer, cancellationToken)
            : ShakeHandsAsync(connection, lines, answer, cancellationToken);
        await asking.ConfigureAwait(false);
        var took = options.Time.GetElapsedTime(started);
        return await connection.TunnelAsync(lines, host, _name, options, took, cancellationToken).ConfigureAwait(false);
    }

    private async Task ShakeHandsAsync(
        Connection connection, LineReader lines, ProxyAnswer answer, CancellationToken cancellationToken)
    {
        answer.Drop();
        var what = $"connect {_name} through {proxy}";
        try
        {
            var handshake = new SocksHandshake(lines, connection, what);
            var target = proxy.Kind == ProxyKind.Socks5 ? await ResolveAsync(connection, cancellationToken).ConfigureAwait(false) : host;
            var request = SocksHandshake.MakeRequest(target, port);
            var credentials = SocksHandshake.MakeCredentials(proxy.UserName, proxy.Password);
            await handshake.PerformAsync(request, credentials, cancellationToken).ConfigureAwait(false);
        }
        catch (FormatException tooLong)
        {
            throw new ConnectException(ConnectError.SocksFailed, $"{what}: {tooLong.Message}", connection.Attempts);
        }
    }

    // The proxy gets one address, and IPv4 first: it may have no IPv6.
    private async Task<string> ResolveAsync(Connection connection, CancellationToken cancellationToken)
    {
        var addresses = await HostAddresses.ResolveAsync(host, options, connection.Attempts, cancellationToken).ConfigureAwait(false);
        return addresses.OrderBy(address => address.AddressFamily != AddressFamily.InterNetwork).First().ToString();
    }

    // RFC 9110 §9.3.6: what follows a 2xx to CONNECT is the tunnel's.
    private async Task AskAsync(Connection connection, LineReader lines, ProxyAnswer answer, CancellationToken cancellationToken)
    {
        var request = MakeRequest();
        answer.Connected(connection.ArrivalOf);
        var how = new ExchangeOptions
        {
            Observer = answer,
            Limits = answer.Limits,
            KeepsBody = false,
            Linger = TimeSpan.Zero,
            Time = options.Time,
        };
        var run = new ExchangeRun(connection, lines, request, [SentRequest.Parse(request)], how, _started)
        {
            Number = 1,
            Closes = true,
            IsTunnelKept = true,
        };
        await foreach (var exchange in run.RunAsync(cancellationToken).ConfigureAwait(false))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (run.IsClosed)
            {
                throw Refused(exchange, connection);
            }
        }
    }

    private ConnectException Refused(Exchange exchange, Connection connection)
    {
        var why = exchange switch
        {
            { Failure.Error: ReadError.Empty, StreamEnd: ConnectionEnd.Reset } => "it reset the connection instead of an answer to CONNECT",
            { Failure.Error: ReadError.Empty } => "it closed the connection instead of an answer to CONNECT",
            { Failure: { } failure } => $"its answer to CONNECT: {failure.Message}",
            { Head.StatusLine.StatusCode: 407 } when proxy.Authorization is null =>
                "it answered CONNECT with 407: it asks for credentials, http://USER:PASSWORD@HOST:PORT",
            { SendFailure: { } failure } => $"CONNECT could not be sent: {failure.Message}",
            { Head: { } head } => $"it answered CONNECT with {head.StatusLine.StatusCode}",
            _ => "it did not answer CONNECT",
        };
        return new ConnectException(ConnectError.ConnectRefused, $"connect {_name} through {proxy}: {why}", connection.Attempts);
    }

    private byte[] MakeRequest()
    {
        List<(string, string)> fields = [("Host", _name)];
        if (proxy.Authorization is { } credentials)
        {
            fields.Add(("Proxy-Authorization", credentials));
        }

        return new RequestBuilder("CONNECT", _name) { Fields = fields }.ToOctets();
    }
}
