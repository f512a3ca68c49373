using System.Buffers;
using System.Net.Sockets;
using System.Security.Cryptography;
using RawHttp.Cli.CommandLine;
using RawHttp.Cli.Output;
using RawHttp.Cli.Startup;
using RawHttp.Cli.Views;
using RawHttp.Client;
using RawHttp.Net;

namespace RawHttp.Cli.Commands.Get;

/// <summary>The first step of <c>get</c>: connects to the address that the options choose, with TLS if the target needs it.</summary>
internal sealed class ConnectStep(GetOptions options, Target target)
{
    private readonly ProxyRoute? _proxy = ProxyRoute.Create(target, options);

    /// <summary>Sees the exchange that opens a tunnel; null for no observer.</summary>
    public IExchangeObserver? TunnelObserver { get; init; }

    /// <summary>The result of that exchange, if the tunnel was not opened.</summary>
    public ExitVerdict? TunnelVerdict { get; set; }

    /// <summary>The header of the PROXY protocol that came before the request; empty for none.</summary>
    public ReadOnlyMemory<byte> Header { get; private set; }

    /// <summary>Connects, and prints what the options ask for.</summary>
    /// <exception cref="ConnectException">No connection was made.</exception>
    public async Task<Connection> ConnectAsync(Action<ReadOnlyMemory<byte>, long> received, CancellationToken stop)
    {
        var route = ConnectOverride.Create(target, options.ConnectTo, options.Resolve);
        var how = new ConnectOptions
        {
            Family = options.Family,
            ConnectTimeout = options.ConnectTimeout,
            ReadTimeout = options.ReadTimeout,
            Addresses = route.Addresses,
            Time = MainLoop.Time,
            Tls = target.IsSecure ? await MakeTlsAsync(stop).ConfigureAwait(false) : null,
            Received = received,
            Tried = options.Verbose ? Say : null,
            ProxyProtocol = options.ProxyProtocol,
        };
        try
        {
            var connection = options.UnixSocket is { } path
                ? await Connection.ConnectAsync(UnixEndPoint(path), how, stop).ConfigureAwait(false)
                : _proxy is not null ? await GoThroughAsync(_proxy, how, stop).ConfigureAwait(false)
                : await Connection.ConnectAsync(route.Host, route.Port, how, stop).ConfigureAwait(false);
            Say(connection.Tls);

            // With -x it went to the proxy, before CONNECT.
            Header = _proxy is { AsksConnect: true } ? default : connection.ProxyProtocolHeader;
            return connection;
        }
        catch (ConnectException failure)
        {
            Say(failure.Tls);
            throw;
        }
    }

    private async Task<Connection> GoThroughAsync(ProxyRoute route, ConnectOptions how, CancellationToken stop)
    {
        var proxy = route.Proxy with
        {
            Observer = TunnelObserver,
            Authorization = FieldOptions.ValueOf("Proxy-Authorization", options.Headers) ?? route.Proxy.Authorization,
        };
        var connection = route.IsForwarded
            ? await proxy.ConnectAsync(how, stop).ConfigureAwait(false)
            : await proxy.OpenTunnelAsync(route.Host, route.Port, how, options.Limits, stop).ConfigureAwait(false);
        if (options.Verbose)
        {
            StandardError.Say(route.IsForwarded ? $"* {proxy} forwards the request" : $"* tunnel to {route.HostAndPort} through {proxy}");
        }

        return connection;
    }

    /// <summary>The result of a run without a connection.</summary>
    public ExitVerdict VerdictOn(ConnectException failure)
    {
        var said = failure.Received.Span;
        var line = said.IndexOfAny((byte)'\r', (byte)'\n') is >= 0 and var end ? said[..end] : said;
        var message = said.IsEmpty ? failure.Message : $"{failure.Message}; it sent \"{Escaped.Text(line[..Math.Min(line.Length, 60)])}\"";
        var hint = failure.Error == ConnectError.NotTrusted ? "; --cacert FILE names roots to trust, -k accepts it" : "";
        var status = failure.Error == ConnectError.ConnectRefused ? TunnelVerdict?.Status : null;
        return new ExitVerdict(status ?? ExitStatus.ToExitCode(failure.Error), message + hint);
    }

    /// <summary>Shows what is known after a failed attempt: the octets that the peer sent, and with --json an object for each
    /// request.</summary>
    /// <returns>The verdict of the run.</returns>
    public ExitVerdict Conclude(ConnectException failure, RequestBatch batch, DateTimeOffset started, IResponseView view)
    {
        var verdict = VerdictOn(failure);
        var said = failure.Received.Span;
        if (!said.IsEmpty)
        {
            view.Received(failure.Received, TimeProvider.System.GetTimestamp());
            view.Rest(new ReadOnlySequence<byte>(failure.Received), 0, isBody: true);
        }

        for (var i = 0; i < batch.Requests.Count && (options.View.WantsEachFailure || (i == 0 && !said.IsEmpty)); i++)
        {
            var request = batch.Requests[i];
            var exchange = new Exchange
            {
                Request = new RequestState(request, request.Length, Sent: 0, IsAnsweredEarly: false),
                End = MessageEnd.Shutdown,
                Offset = said.Length,
                Received = said.Length,
                Connection = ConnectionInfo.From(failure),
            };
            view.Finish(new Outcome(exchange, verdict.Message, verdict) { Target = batch.Url(i), Started = started });
        }

        return verdict;
    }

    private static UnixDomainSocketEndPoint UnixEndPoint(string path)
    {
        try
        {
            return new UnixDomainSocketEndPoint(path);
        }
        catch (ArgumentException)
        {
            throw new ToolException(ExitStatus.Usage, $"--unix-socket: \"{path}\" is empty or too long for a socket's path");
        }
    }

    private async Task<TlsOptions> MakeTlsAsync(CancellationToken stop) => options.Tls.For(target) with
    {
        AcceptsAnyCertificate = options.Insecure,
        TrustAnchors = options.RootsFile is { } file && TlsOptions.IsSupported
            ? await ReadAnchorsAsync(file, stop).ConfigureAwait(false)
            : null,
    };

    private async Task<TrustAnchors> ReadAnchorsAsync(string file, CancellationToken stop)
    {
        var source = new BoundedFile("--cacert", ExitStatus.InputFailed, options.ConnectTimeout);
        var octets = await source.ReadAsync(file, stop).ConfigureAwait(false);
        try
        {
            return TrustAnchors.FromPem(octets);
        }
        catch (CryptographicException failure)
        {
            throw new ToolException(ExitStatus.InputFailed, $"--cacert {file}: {failure.Message}");
        }
    }

    private static void Say(ConnectAttempt attempt) =>
        StandardError.Say($"* {attempt.EndPoint}: {attempt.Failure ?? "connected"}");

    private void Say(TlsDetails? tls)
    {
        foreach (var line in options.Verbose && tls is not null ? Summary.Tls(tls) : [])
        {
            StandardError.Say($"* {line}");
        }

        // Without the check of the certificate, the output may come from anyone: note it.
        if (target.IsSecure && options.Insecure && tls?.Protocol is not null)
        {
            var problems = tls.Problems.Count > 0
                ? $"; it would be refused: {string.Join("; ", tls.Problems)}"
                : ", though it would be trusted";
            StandardError.Note($"-k: the certificate is not checked{problems}");
        }
    }
}
