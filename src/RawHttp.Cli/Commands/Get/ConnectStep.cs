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
    // Many times the size of a system's file; a device may have no end.
    private const int MaxAnchorOctets = 32 * 1024 * 1024;

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
        };
        try
        {
            var connection = options.UnixSocket is { } path
                ? await Connection.ConnectAsync(UnixEndPoint(path), how, stop).ConfigureAwait(false)
                : await Connection.ConnectAsync(route.Host, route.Port, how, stop).ConfigureAwait(false);
            Say(connection.Attempts, connection.Tls);
            return connection;
        }
        catch (ConnectException failure)
        {
            Say(failure.Attempts, failure.Tls);
            throw;
        }
    }

    /// <summary>The result of a run without a connection.</summary>
    public static ExitVerdict VerdictOn(ConnectException failure)
    {
        var said = failure.Received.Span;
        var line = said.IndexOfAny((byte)'\r', (byte)'\n') is >= 0 and var end ? said[..end] : said;
        var message = said.IsEmpty ? failure.Message : $"{failure.Message}; it sent \"{Escaped.Text(line[..Math.Min(line.Length, 60)])}\"";
        var hint = failure.Error == ConnectError.NotTrusted ? "; --cacert FILE names roots to trust, -k accepts it" : "";
        return new ExitVerdict(ExitStatus.ToExitCode(failure.Error), message + hint);
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

    private async Task<TlsOptions> MakeTlsAsync(CancellationToken stop) => new()
    {
        ServerName = target.ServerName,
        AcceptsAnyCertificate = options.Insecure,
        TrustAnchors = options.RootsFile is { } file && TlsOptions.IsSupported
            ? await ReadAnchorsAsync(file, stop).ConfigureAwait(false)
            : null,
    };

    // A pipe may have no writer, or a silent one, and neither opening nor reading it can be cancelled.
    private async Task<TrustAnchors> ReadAnchorsAsync(string file, CancellationToken stop)
    {
        if (File.Exists(file) && new FileInfo(file) is { Length: > 0 })
        {
            return ReadAnchors(file);
        }

        var reading = Task.Factory.StartNew(() => ReadAnchors(file), stop, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        try
        {
            return await reading.WaitAsync(options.ConnectTimeout, MainLoop.Time, stop).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            var limit = Durations.Seconds(options.ConnectTimeout);
            throw new ToolException(ExitStatus.Timeout, $"--cacert {file}: its end has not come within {limit}");
        }
    }

    private static TrustAnchors ReadAnchors(string file)
    {
        try
        {
            using var input = File.OpenRead(file);
            var octets = new MemoryStream();
            var buffer = new byte[64 * 1024];
            while (octets.Length <= MaxAnchorOctets && input.Read(buffer) is > 0 and var count)
            {
                octets.Write(buffer, 0, count);
            }

            return octets.Length <= MaxAnchorOctets
                ? TrustAnchors.FromPem(octets.GetBuffer().AsSpan(0, (int)octets.Length))
                : throw new ToolException(ExitStatus.InputFailed, $"--cacert {file}: it is larger than {MaxAnchorOctets} bytes");
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new ToolException(ExitStatus.InputFailed, $"--cacert {file}: {Files.Reason(file, failure)}");
        }
        catch (CryptographicException failure)
        {
            throw new ToolException(ExitStatus.InputFailed, $"--cacert {file}: {failure.Message}");
        }
    }

    private void Say(IReadOnlyList<ConnectAttempt> attempts, TlsDetails? tls)
    {
        foreach (var attempt in options.Verbose ? attempts : [])
        {
            StandardError.Say($"* {attempt.EndPoint}: {attempt.Failure ?? "connected"}");
        }

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
