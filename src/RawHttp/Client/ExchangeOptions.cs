using RawHttp.Captures;
using RawHttp.Http;

namespace RawHttp.Client;

/// <summary>How to run an exchange.</summary>
public sealed record ExchangeOptions
{
    /// <summary>How much is read at most.</summary>
    public MessageLimits Limits { get; init; } = new();

    /// <summary>Whether the content is kept in memory, for <see cref="Exchange.Body"/>; true by default. Set
    /// <see cref="MessageLimits.Body"/> if the server could send more than memory should hold.</summary>
    public bool KeepsBody { get; init; } = true;

    /// <summary>Where the content is written as it arrives, its transfer coding removed; null to write it nowhere.</summary>
    public Stream? BodyStream { get; init; }

    /// <summary>How long to watch the connection after a whole message: what follows it, and whether it is closed (RFC 9112 §9.2, §9.6).
    /// 0.1 s by default; with zero, only what has already arrived is taken.</summary>
    public TimeSpan Linger { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>How long to wait for a 100 before the content is sent, if the request has Expect: 100-continue (RFC 9110 §10.1.1).
    /// 1 s by default.</summary>
    public TimeSpan ExpectTimeout { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The proxy that calls with a URL go through; null for none. To an HTTP proxy, an exchange with an http URL sends its
    /// request in absolute-form (RFC 9112 §3.2.2).</summary>
    public Proxy? Proxy { get; init; }

    /// <summary>Sees the exchange while it happens; null for no observer.</summary>
    public IExchangeObserver? Observer { get; init; }

    /// <summary>Where both directions of the connection are kept; null to keep them nowhere.</summary>
    public Capture? Capture { get; init; }

    /// <summary>The clock and timers to use.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}
