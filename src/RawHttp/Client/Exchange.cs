using RawHttp.Http;

namespace RawHttp.Client;

/// <summary>One exchange: what was asked, what came, what is wrong with it, and how it ended.</summary>
/// <example>
/// <code source="Examples/Examples.cs" region="Exchange" />
/// </example>
public sealed record Exchange
{
    /// <summary>The request; null if it is not known, as for a saved response.</summary>
    public RequestState? Request { get; init; }

    /// <summary>Where the response begins, in octets from the first one that the connection or the file gave.</summary>
    public long Start { get; init; }

    /// <summary>The interim (1xx) responses that came before the final one.</summary>
    public IReadOnlyList<ResponseHead> Interim { get; init; } = [];

    /// <summary>The final head, or as much of it as came; null before its status line.</summary>
    public ResponseHead? Head { get; init; }

    /// <summary>How the content is framed (RFC 9112 §6.3); null if the head is not whole, or contradicts itself.</summary>
    public BodyFraming? Framing { get; init; }

    /// <summary>The content with its transfer coding removed; null if it was not kept.</summary>
    public ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>How many octets of the content came.</summary>
    public long BodyLength { get; init; }

    /// <summary>How many octets of the content are known to be missing; null if the framing does not give the length.</summary>
    public long? Missing { get; init; }

    /// <summary>The trailer section (RFC 9110 §6.5).</summary>
    public FieldSection Trailers { get; init; } = FieldSection.Empty;

    /// <summary>Whether the whole message arrived, by its own framing and with an orderly end.</summary>
    public bool IsComplete { get; init; }

    /// <summary>Whether reading stopped before the end of the content because no observer wanted the rest.</summary>
    public bool IsBodyLeft { get; init; }

    /// <summary>Whether what follows belongs to another protocol: after a 101 (RFC 9110 §15.2.2), or a 2xx to CONNECT (§9.3.6).</summary>
    public bool IsTunnel { get; init; }

    /// <summary>Whether the caller ended the exchange before the message was complete.</summary>
    public bool IsInterrupted { get; init; }

    /// <summary>The departures from the rules, in the order of their discovery; at most 1,000.</summary>
    public IReadOnlyList<Finding> Findings { get; init; } = [];

    /// <summary>How many more findings there were.</summary>
    public long OmittedFindings { get; init; }

    /// <summary>How the message ended.</summary>
    public MessageEnd End { get; init; }

    /// <summary>Where the message ended, or where the octets begin that could not be read; counted as <see cref="Start"/> is.</summary>
    public long Offset { get; init; }

    /// <summary>How many octets had come in all when the exchange ended; counted as <see cref="Start"/> is.</summary>
    public long Received { get; init; }

    /// <summary>How the stream ended; <see cref="ConnectionEnd.None"/> if it is open.</summary>
    public ConnectionEnd StreamEnd { get; init; }

    /// <summary>What happened on the connection after a whole message; null if the message is not
    /// whole, or if the client did not look.</summary>
    public Aftermath? Aftermath { get; init; }

    /// <summary>Why reading could not continue; null if it could.</summary>
    public ReadException? Failure { get; init; }

    /// <summary>Why the request could not be sent; null if it could, or if a response arrived anyway.</summary>
    public IOException? SendFailure { get; init; }

    /// <summary>The connection; null for a saved response.</summary>
    public ConnectionInfo? Connection { get; init; }

    /// <summary>How long each part took; null for a saved response.</summary>
    public ExchangeTiming? Timing { get; init; }
}
