using RawHttp.Net;

namespace RawHttp.Client;

/// <summary>A connection, or a failed attempt to make one.</summary>
/// <param name="Remote">The peer's address; null if none was reached.</param>
/// <param name="Local">This side's address.</param>
/// <param name="Attempts">The addresses that were tried, in order.</param>
/// <param name="Tls">What is known of TLS; null for a plain connection.</param>
/// <param name="Received">How many octets arrived.</param>
public sealed record ConnectionInfo(string? Remote, string? Local, IReadOnlyList<ConnectAttempt> Attempts, TlsDetails? Tls, long Received)
{
    /// <summary>Which exchange of the connection it was, from 1.</summary>
    public int Exchange { get; init; } = 1;

    /// <summary>Describes a connection that could not be made.</summary>
    /// <param name="failure">Why it could not.</param>
    /// <returns>The attempts and what is known of TLS; the rest is empty.</returns>
    public static ConnectionInfo From(ConnectException failure)
    {
        ArgumentNullException.ThrowIfNull(failure);
        var reached = failure.Attempts.FirstOrDefault(attempt => attempt.Failure is null)?.EndPoint;
        return new(reached?.ToString(), null, failure.Attempts, failure.Tls, failure.Received.Length);
    }

    internal static ConnectionInfo From(Connection connection) =>
        new(
            connection.RemoteEndPoint?.ToString(),
            connection.LocalEndPoint?.ToString(),
            connection.Attempts,
            connection.Tls,
            connection.Received);
}
