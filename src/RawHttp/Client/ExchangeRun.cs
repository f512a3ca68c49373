using System.Text;
using RawHttp.Http;
using RawHttp.Net;

namespace RawHttp.Client;

/// <summary>One exchange over a connection: sends the request, reads the response at the same time, then
/// watches what the server does next.</summary>
internal sealed class ExchangeRun
{
    // A reset also fails the sending, sometimes a moment later, and sometimes only the sending reports it.
    private static readonly TimeSpan SendFailureWait = TimeSpan.FromMilliseconds(100);

    private readonly ReadOnlyMemory<byte> _request;
    private readonly ExchangeOptions _options;
    private readonly IExchangeObserver? _observer;
    private readonly RequestSending _sending;
    private readonly SentRequest _sent;
    private readonly long _started;
    private long _lastArrival;

    public ExchangeRun(ReadOnlyMemory<byte> request, ExchangeOptions options)
    {
        _request = request;
        _options = options;
        _observer = options.Observer;
        _sending = new RequestSending(request, _observer, options.Time);
        _sent = SentRequest.Parse(request.Span);
        _started = options.Time.GetTimestamp();
    }

    public async Task<Exchange> RunAsync(ConnectHandler connect, CancellationToken cancellationToken)
    {
        await using var connection = await connect(Receive, cancellationToken).ConfigureAwait(false);
        _observer?.Connected(connection.ArrivalOf);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var reading = new ExchangeReader(connection.Input, _sent.Method, _sent.MinorVersion, _options) { Sending = _sending };

        // Send while reading: a server may answer, and stop reading, before it has received the whole request.
        var sending = SendAsync(connection, stop);
        try
        {
            await ShowRequestAsync(reading, connection, sending, stop.Token).ConfigureAwait(false);
            await reading.ReadAsync(stop.Token).ConfigureAwait(false);
            _lastArrival = connection.LastArrival;
            if (!sending.IsCompleted && connection.End is ConnectionEnd.EndOfStream or ConnectionEnd.Reset)
            {
                await Task.WhenAny(sending, Task.Delay(SendFailureWait, CancellationToken.None)).ConfigureAwait(false);
            }

            if (sending is { IsFaulted: true, Exception.InnerException: not IOException })
            {
                // An observer has thrown.
                await sending.ConfigureAwait(false);
            }

            var exchange = await ConcludeAsync(reading, connection, sending, cancellationToken).ConfigureAwait(false);
            _observer?.Done(exchange);
            return exchange;
        }
        finally
        {
            await connection.DisposeAsync().ConfigureAwait(false);
            await sending.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    // The response is read even if the request cannot be sent, but not after any other failure.
    private async Task SendAsync(Connection connection, CancellationTokenSource stop)
    {
        try
        {
            await _sending.SendAsync(connection, stop.Token).ConfigureAwait(false);
        }
        catch (Exception failure) when (failure is not (IOException or OperationCanceledException))
        {
            await stop.CancelAsync().ConfigureAwait(false);
            throw;
        }
    }

    private void Receive(ReadOnlyMemory<byte> octets, long timestamp)
    {
        _sending.NoteArrival(octets.Length);
        _observer?.Received(octets, timestamp);
    }

    // The octets sent when sending was complete, or when an answer arrived before that.
    private async Task ShowRequestAsync(ExchangeReader reading, Connection connection, Task sending, CancellationToken cancellationToken)
    {
        if (sending.IsCompleted)
        {
            ShowRequest(connection);
            return;
        }

        var arrival = reading.Lines.WaitForMoreAsync(cancellationToken).AsTask();
        await Task.WhenAny(sending, arrival).ConfigureAwait(false);
        ShowRequest(connection);
        try
        {
            await arrival.ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // The reading sees that, too.
        }
    }

    private void ShowRequest(Connection connection) => _observer?.Request(_request.Span[..(int)connection.Sent], _sent.HeadLength);

    private async Task<Exchange> ConcludeAsync(
        ExchangeReader reading, Connection connection, Task sending, CancellationToken cancellationToken)
    {
        var response = reading.Response;
        var end = reading.Lines.Offset;
        var sendFailure = reading.Failure is { Error: ReadError.Empty } ? sending.Exception?.InnerException as IOException : null;
        var isInterrupted = reading.IsUnfinished && cancellationToken.IsCancellationRequested;
        var after = await LingerAsync(reading, connection, cancellationToken).ConfigureAwait(false);
        var streamEnd = after?.End ?? connection.End;
        response.Complete(
            streamEnd,
            response.IsComplete && after is { IsAskedFor: false } ? after.Octets : 0,
            isHeldOpen: response.IsComplete
                && after is { End: ConnectionEnd.None, Waited: not null }
                && !cancellationToken.IsCancellationRequested
                && connection.Sent == _request.Length && AsksToClose(response));
        await connection.DisposeAsync().ConfigureAwait(false);
        var received = connection.Received;
        var how = isInterrupted ? MessageEnd.Interrupted : ExchangeReader.EndOf(streamEnd);
        return reading.Conclude(how, streamEnd, response.IsComplete ? end : received, isInterrupted) with
        {
            Received = received,
            Aftermath = response.IsComplete ? after : null,
            SendFailure = sendFailure,
            Connection = ConnectionInfo.From(connection) with { Received = received },
            Request = new RequestState(_sent, _request.Length, connection.Sent, _sending.Early > 0),
            Timing = TimeOf(reading, connection),
        };
    }

    // After a whole or an unreadable message, takes what still arrives. After the body limit nothing more is taken.
    private async Task<Aftermath?> LingerAsync(ExchangeReader reading, Connection connection, CancellationToken cancellationToken)
    {
        var isWhole = reading.Response.IsComplete;
        if (!isWhole
            && reading.Failure?.Error is null or ReadError.BodyLimit or ReadError.Empty or ReadError.HeadCutOff or ReadError.BodyCutOff)
        {
            return null;
        }

        var time = isWhole || !reading.IsLimitReached ? _options.Linger : TimeSpan.Zero;
        var linger = new Linger(reading, _observer, connection, _options.Time);
        var after = await linger.LookAsync(time, renews: isWhole && _sent.HasMore, cancellationToken).ConfigureAwait(false);
        if (after.End == ConnectionEnd.None)
        {
            // Closed before it is counted: otherwise more arrives meanwhile.
            await connection.DisposeAsync().ConfigureAwait(false);
            after = await linger.DrainAsync(after).ConfigureAwait(false);
        }

        return after with { IsAskedFor = _sent.HasMore };
    }

    // RFC 9112 §9.6. Connection is a list of tokens (RFC 9110 §7.6.1).
    private bool AsksToClose(ResponseReader response) =>
        _sent.AsksToClose || (response.Head is { } head && head.Fields.Named("Connection").Any(HasClose));

    private static bool HasClose(FieldLine field)
    {
        foreach (var token in field.Value.Span.Split((byte)','))
        {
            if (Ascii.EqualsIgnoreCase(field.Value.Span[token].Trim(" \t"u8), "close"u8))
            {
                return true;
            }
        }

        return false;
    }

    private ExchangeTiming TimeOf(ExchangeReader reading, Connection connection)
    {
        var time = _options.Time;
        TimeSpan? Between(long from, long to) => from == 0 || to == 0 ? null : time.GetElapsedTime(from, Math.Max(from, to));
        return new ExchangeTiming(
            connection.Resolving,
            connection.Connecting,
            connection.Tls?.Handshake,
            _sending.Early > 0 ? null : Between(_sending.SentAt, connection.FirstArrival),
            Between(connection.FirstArrival, reading.HeadRead),
            Between(reading.HeadRead, _lastArrival),
            time.GetElapsedTime(_started));
    }
}
