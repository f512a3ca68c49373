using RawHttp.Http;

namespace RawHttp.Client;

/// <summary>How to go through an exchange.</summary>
public sealed record ExchangeOptions
{
    /// <summary>How much is read at most.</summary>
    public ResponseLimits Limits { get; init; } = new();

    /// <summary>Whether the content is kept in memory, for <see cref="Exchange.Body"/>. It is unless told otherwise: set
    /// <see cref="ResponseLimits.Body"/> where a server is not trusted with that.</summary>
    public bool KeepsBody { get; init; } = true;

    /// <summary>Where the content is written as it comes, its transfer coding removed; nowhere if null.</summary>
    public Stream? BodyStream { get; init; }

    /// <summary>How long to look at the connection after a whole message: what follows it, and whether it is closed (RFC 9112 §9.2, §9.6).
    /// 0.1 s unless told; at zero only what has arrived is looked at.</summary>
    public TimeSpan Linger { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>Sees the exchange while it happens; nothing does if null.</summary>
    public IExchangeObserver? Observer { get; init; }

    /// <summary>Where time comes from.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}
