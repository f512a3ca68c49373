using RawHttp.Net;

namespace RawHttp.Client;

/// <summary>One call for one exchange: what the server sent, what is wrong with it, and how it ended.</summary>
/// <example>
/// <code source="Examples/Examples.cs" region="RawHttpClient" />
/// </example>
public static class RawHttpClient
{
    /// <summary>Sends a GET with <c>Connection: close</c> over a new connection, and reads the response.</summary>
    /// <param name="url">An http or https URL.</param>
    /// <param name="options">How to run the exchange; the defaults if null.</param>
    /// <param name="connect">How to connect; the defaults if null. Its <see cref="ConnectionOptions.Received"/> is not called.</param>
    /// <param name="cancellationToken">Ends the exchange; what had arrived by then is in it.</param>
    /// <returns>The exchange, however the response ended.</returns>
    /// <exception cref="ConnectException">No connection was made.</exception>
    /// <exception cref="FormatException">The URL is not an http or https URL.</exception>
    /// <exception cref="OperationCanceledException">The exchange was cancelled before there was a connection.</exception>
    public static Task<Exchange> GetAsync(
        string url, ExchangeOptions? options = null, ConnectOptions? connect = null, CancellationToken cancellationToken = default)
    {
        var target = new UrlTarget(url, connect, options);
        return SendAsync(target.Request.ToOctets(), target.ConnectAsync, options, cancellationToken);
    }

    /// <summary>Sends a request unchanged, and reads the response.</summary>
    /// <param name="request">The whole request: head and content. Its method and version decide how the response is read.</param>
    /// <param name="connect">Makes the connection.</param>
    /// <param name="options">How to run the exchange; the defaults if null.</param>
    /// <param name="cancellationToken">Ends the exchange; what had arrived by then is in it.</param>
    /// <returns>The exchange, however the response ended.</returns>
    /// <exception cref="ConnectException">No connection was made.</exception>
    /// <exception cref="OperationCanceledException">The exchange was cancelled before there was a connection.</exception>
    public static async Task<Exchange> SendAsync(
        ReadOnlyMemory<byte> request,
        ConnectHandler connect,
        ExchangeOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        await using var connection = await RawHttpConnection.OpenAsync(connect, options, cancellationToken).ConfigureAwait(false);
        return await connection.SendAsync(request, closes: true, cancellationToken: cancellationToken).ConfigureAwait(false);
    }
}
