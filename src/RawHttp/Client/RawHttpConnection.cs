using System.Runtime.CompilerServices;
using RawHttp.Lines;
using RawHttp.Net;

namespace RawHttp.Client;

/// <summary>
/// A connection that carries one exchange after another (RFC 9112 §9.3), or several requests at once (§9.3.2). Offsets run on across its
/// messages. One call at a time.
/// </summary>
/// <example>
/// <code source="Examples/Examples.cs" region="RawHttpConnection" />
/// </example>
public sealed class RawHttpConnection : IAsyncDisposable
{
    private readonly ExchangeOptions _options;
    private readonly Connection _connection;
    private readonly LineReader _lines;
    private readonly long _started;
    private int _count;
    private bool _isClosed;

    private RawHttpConnection(Connection connection, ExchangeOptions options, long started)
    {
        _connection = connection;
        _options = options;
        _lines = new LineReader(connection.Input, options.Observer);
        _started = started;
    }

    /// <summary>Whether the connection can carry another exchange, as far as the responses so far and the stream tell.</summary>
    public bool IsOpen => !_isClosed && _connection.End == ConnectionEnd.None;

    /// <summary>Opens a connection to the origin of a URL.</summary>
    /// <param name="url">An http or https URL; its path is not used.</param>
    /// <param name="options">How to run its exchanges; the defaults if null. The observer sees all of them.</param>
    /// <param name="connect">How to connect; the defaults if null. Its <see cref="ConnectionOptions.Received"/> is not called.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>The connection.</returns>
    /// <exception cref="ConnectException">No connection was made.</exception>
    /// <exception cref="FormatException">The URL is not an http or https URL.</exception>
    /// <exception cref="OperationCanceledException">The attempt was cancelled.</exception>
    public static Task<RawHttpConnection> OpenAsync(
        string url, ExchangeOptions? options = null, ConnectOptions? connect = null, CancellationToken cancellationToken = default) =>
        OpenAsync(new UrlTarget(url, connect, options).ConnectAsync, options, cancellationToken);

    /// <summary>Opens a connection.</summary>
    /// <param name="connect">Makes it.</param>
    /// <param name="options">How to run its exchanges; the defaults if null. The observer sees all of them.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>The connection.</returns>
    /// <exception cref="ConnectException">No connection was made.</exception>
    /// <exception cref="OperationCanceledException">The attempt was cancelled.</exception>
    public static async Task<RawHttpConnection> OpenAsync(
        ConnectHandler connect, ExchangeOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(connect);
        options ??= new ExchangeOptions();
        var started = options.Time.GetTimestamp();
        var (observer, capture) = (options.Observer, options.Capture);
        var connection = await connect(Receive, cancellationToken).ConfigureAwait(false);
        observer?.Connected(connection.ArrivalOf);
        return new RawHttpConnection(connection, options, started);

        void Receive(ReadOnlyMemory<byte> octets, long timestamp)
        {
            capture?.Server.Add(octets.Span, timestamp);
            observer?.Received(octets, timestamp);
        }
    }

    /// <summary>Sends a request and reads its response.</summary>
    /// <param name="request">The whole request: head and content. Its method and version decide how the response is read.</param>
    /// <param name="linger">How long to watch the connection afterwards; as the options say if null.</param>
    /// <param name="closes">Whether the connection is closed afterwards even if it could carry another exchange.</param>
    /// <param name="cancellationToken">Ends the exchange; what had arrived by then is in it.</param>
    /// <returns>The exchange, however the response ended.</returns>
    public async Task<Exchange> SendAsync(
        ReadOnlyMemory<byte> request, TimeSpan? linger = null, bool closes = false, CancellationToken cancellationToken = default)
    {
        var sent = SentRequest.Parse(request);
        await foreach (var exchange in RunAsync(request, [sent], linger, closes, cancellationToken).ConfigureAwait(false))
        {
            return exchange;
        }

        throw new InvalidOperationException("There was no exchange.");
    }

    /// <summary>Sends several requests at once, and reads their responses in order (RFC 9112 §9.3.2).</summary>
    /// <param name="octets">The requests, one after another.</param>
    /// <param name="requests">The same requests, if they have been parsed already.</param>
    /// <param name="linger">How long to watch the connection after the last response; as the options say if null.</param>
    /// <param name="closes">Whether the connection is closed afterwards even if it could carry another exchange.</param>
    /// <param name="cancellationToken">Ends the exchanges; what had arrived by then is in the current one.</param>
    /// <returns>An exchange for each request, each when it is over; those that were not answered have the failure
    /// <see cref="ReadError.Empty"/>.</returns>
    public IAsyncEnumerable<Exchange> PipelineAsync(
        ReadOnlyMemory<byte> octets,
        IReadOnlyList<SentRequest>? requests = null,
        TimeSpan? linger = null,
        bool closes = false,
        CancellationToken cancellationToken = default) =>
        RunAsync(octets, requests ?? [.. SentRequest.ParseAll(octets)], linger, closes, cancellationToken);

    /// <summary>Closes the connection.</summary>
    /// <returns>A task that completes when it is closed.</returns>
    public ValueTask DisposeAsync()
    {
        _isClosed = true;
        return _connection.DisposeAsync();
    }

    private async IAsyncEnumerable<Exchange> RunAsync(
        ReadOnlyMemory<byte> octets,
        IReadOnlyList<SentRequest> requests,
        TimeSpan? linger,
        bool closes,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_isClosed, this);
        var started = _count == 0 ? _started : _options.Time.GetTimestamp();
        var run = new ExchangeRun(_connection, _lines, octets, requests, _options with { Linger = linger ?? _options.Linger }, started)
        {
            Number = _count + 1,
            Closes = closes,
        };
        _count += requests.Count;
        await foreach (var exchange in run.RunAsync(cancellationToken).ConfigureAwait(false))
        {
            _isClosed |= run.IsClosed;
            _options.Capture?.Server.End = exchange.Aftermath?.End ?? exchange.StreamEnd;
            yield return exchange;
        }
    }
}
