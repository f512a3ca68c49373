using System.IO.Pipelines;
using RawHttp.Http;

namespace RawHttp.Client;

/// <summary>Reads saved messages.</summary>
public static class HttpMessages
{
    /// <summary>Reads a response from a stream, and what follows it.</summary>
    /// <param name="stream">The stream; it is left open.</param>
    /// <param name="method">The method of the request that it answers.</param>
    /// <param name="options">How to read; the defaults if null.</param>
    /// <param name="cancellationToken">Ends the reading; what had arrived by then is in the exchange.</param>
    /// <returns>The exchange, however the response ended. It has no request, connection or times.</returns>
    /// <exception cref="IOException">The stream could not be read.</exception>
    public static async Task<Exchange> ReadResponseAsync(
        Stream stream, string method = "GET", ExchangeOptions? options = null, CancellationToken cancellationToken = default)
    {
        var input = PipeReader.Create(stream, new StreamPipeReaderOptions(bufferSize: 64 * 1024, leaveOpen: true));
        try
        {
            return await ReadResponseAsync(input, method, options, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            await input.CompleteAsync().ConfigureAwait(false);
        }
    }

    /// <summary>Reads a response from a pipe, and what follows it.</summary>
    /// <param name="input">The pipe; it is not completed.</param>
    /// <param name="method">The method of the request that it answers.</param>
    /// <param name="options">How to read; the defaults if null.</param>
    /// <param name="cancellationToken">Ends the reading; what had arrived by then is in the exchange.</param>
    /// <returns>The exchange, however the response ended. It has no request, connection or times.</returns>
    public static async Task<Exchange> ReadResponseAsync(
        PipeReader input, string method = "GET", ExchangeOptions? options = null, CancellationToken cancellationToken = default)
    {
        options ??= new ExchangeOptions();
        var reading = new ExchangeReader(input, method, requestMinorVersion: 1, options);
        await reading.ReadAsync(cancellationToken).ConfigureAwait(false);
        var response = reading.Response;
        var end = reading.Lines.Offset;
        var isInterrupted = reading.IsUnfinished && cancellationToken.IsCancellationRequested;
        var after = response is { IsComplete: true, Framing.Kind: not FramingKind.UntilClose }
            ? await ReadRestAsync(reading, options.Observer, cancellationToken).ConfigureAwait(false)
            : 0;
        response.Complete(reading.Lines.End, after);
        var how = isInterrupted ? MessageEnd.Interrupted : ExchangeReader.EndOf(reading.Lines.End);
        var exchange = reading.Conclude(how, reading.Lines.End, end, isInterrupted) with
        {
            Aftermath = after > 0 ? new Aftermath(end, after, ConnectionEnd.None, Waited: null) : null,
        };
        options.Observer?.Done(exchange);
        return exchange;
    }

    private static async Task<long> ReadRestAsync(ExchangeReader reading, IExchangeObserver? observer, CancellationToken cancellationToken)
    {
        var start = reading.Lines.Offset;
        try
        {
            while (await reading.Lines.WaitForMoreAsync(cancellationToken).ConfigureAwait(false))
            {
                var offset = reading.Lines.Offset;
                var octets = await reading.Lines.ReadSomeAsync(long.MaxValue, cancellationToken).ConfigureAwait(false);
                observer?.Rest(octets, offset, reading.IsRestBody);
            }
        }
        catch (OperationCanceledException)
        {
            // The message is whole.
        }

        return reading.Lines.Offset - start;
    }
}
