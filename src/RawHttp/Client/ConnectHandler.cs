using RawHttp.Net;

namespace RawHttp.Client;

/// <summary>Makes the connection of an exchange.</summary>
/// <param name="received">What the connection calls with all that it receives: its <see cref="ConnectionOptions.Received"/>.</param>
/// <param name="cancellationToken">Ends the attempt.</param>
/// <returns>The connection; the exchange disposes it.</returns>
public delegate Task<Connection> ConnectHandler(Action<ReadOnlyMemory<byte>, long> received, CancellationToken cancellationToken);
