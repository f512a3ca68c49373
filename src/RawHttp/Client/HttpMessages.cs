using System.IO.Pipelines;

namespace RawHttp.Client;

/// <summary>Reads saved messages.</summary>
/// <example>
/// <code source="Examples/Examples.cs" region="HttpMessages" />
/// </example>
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
        var reader = new ExchangeReader(input, options, [SentRequest.FromMethod(method)]);
        return (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))!;
    }
}
