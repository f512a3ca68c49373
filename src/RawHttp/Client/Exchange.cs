using RawHttp.Http;

namespace RawHttp.Client;

/// <summary>One exchange: what was asked, what came, what is wrong with it, and how it ended.</summary>
public sealed record Exchange
{
    /// <summary>The request; null if it is not known, as for a saved response.</summary>
    public RequestState? Request { get; init; }

    /// <summary>The interim (1xx) responses that came before the final one.</summary>
    public IReadOnlyList<ResponseHead> Interim { get; init; } = [];

    /// <summary>The final head, or as much of it as came; null before its status line.</summary>
    public ResponseHead? Head { get; init; }

    /// <summary>How the content is framed (RFC 9112 §6.3); null if the head is not whole, or contradicts itself.</summary>
    public BodyFraming? Framing { get; init; }

    /// <summary>The content, its transfer coding removed, where it was to be kept.</summary>
    public ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>How many octets of the content came.</summary>
    public long BodyLength { get; init; }

    /// <summary>How many octets of the content are known to be missing; null where the framing does not tell.</summary>
    public long? Missing { get; init; }

    /// <summary>The trailer section (RFC 9110 §6.5).</summary>
    public FieldSection Trailers { get; init; } = FieldSection.Empty;

    /// <summary>Whether the whole message came, by its own framing and an orderly end.</summary>
    public bool IsComplete { get; init; }

    /// <summary>Whether the rest of the content was not fetched, as no observer wanted it.</summary>
    public bool IsBodyLeft { get; init; }

    /// <summary>Whether the exchange was ended by its caller before the message had.</summary>
    public bool IsInterrupted { get; init; }

    /// <summary>What departs from the rules, in the order of its discovery; at most 1,000.</summary>
    public IReadOnlyList<Finding> Findings { get; init; } = [];

    /// <summary>How many more findings there were.</summary>
    public long OmittedFindings { get; init; }

    /// <summary>How the message ended.</summary>
    public MessageEnd End { get; init; }

    /// <summary>Where it ended, or what could not be read on begins, in octets from the first one received.</summary>
    public long Offset { get; init; }

    /// <summary>How many octets came in all.</summary>
    public long Received { get; init; }

    /// <summary>How the stream ended; <see cref="ConnectionEnd.None"/> if it is open.</summary>
    public ConnectionEnd StreamEnd { get; init; }

    /// <summary>What was seen of the connection after a whole message; null if the message is not whole, or it was not looked at.</summary>
    public Aftermath? Aftermath { get; init; }

    /// <summary>Why reading could not go on; null if it could.</summary>
    public ReadException? Failure { get; init; }

    /// <summary>Why the request could not be sent; null if it could, or if a response came all the same.</summary>
    public IOException? SendFailure { get; init; }

    /// <summary>The connection; null for a saved response.</summary>
    public ConnectionInfo? Connection { get; init; }

    /// <summary>How long each part took; null for a saved response.</summary>
    public ExchangeTiming? Timing { get; init; }
}
