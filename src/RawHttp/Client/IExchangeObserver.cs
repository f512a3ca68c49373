using System.Buffers;
using RawHttp.Http;
using RawHttp.Lines;

namespace RawHttp.Client;

/// <summary>
/// Sees an exchange while it happens: the request as it is sent, octets as they arrive, then lines, heads, content and findings as they are
/// read, and the whole exchange at its end. Every member has a default that does nothing. What a member throws ends the exchange.
/// </summary>
public interface IExchangeObserver : ILineObserver
{
    /// <summary>Octets arrived, before anything has looked at them. Called on the thread that receives, which need not be the one that reads.</summary>
    /// <param name="octets">The octets, valid during the call.</param>
    /// <param name="timestamp">When they arrived, on the clock of the connection.</param>
    void Received(ReadOnlyMemory<byte> octets, long timestamp)
    {
    }

    /// <summary>The last octets of the request are handed to the system now: the zero of all times. May be called on another thread.</summary>
    /// <param name="timestamp">When, on the clock of the connection.</param>
    void RequestSent(long timestamp)
    {
    }

    /// <summary>The request, as much of it as was sent before the response began. Called before anything that was read.</summary>
    /// <param name="octets">The octets.</param>
    /// <param name="headLength">How many octets of the whole request come before its content.</param>
    void Request(ReadOnlySpan<byte> octets, int headLength)
    {
    }

    /// <summary>The final head is whole, or as whole as it gets: what follows is content, even if that is empty.</summary>
    /// <param name="head">The head.</param>
    /// <param name="framing">How the content is framed; null if that could not be decided.</param>
    void HeadRead(ResponseHead head, BodyFraming? framing)
    {
    }

    /// <summary>The next piece of the content, its transfer coding removed.</summary>
    /// <param name="piece">The octets, valid during the call.</param>
    /// <param name="offset">Where they stood in what was received.</param>
    void Body(ReadOnlySequence<byte> piece, long offset)
    {
    }

    /// <summary>Whether the rest of the content is of any use; asked after each piece.</summary>
    bool WantsBody => true;

    /// <summary>Octets that were received and belong to no message, or could not be understood.</summary>
    /// <param name="octets">The octets, valid during the call.</param>
    /// <param name="offset">Where they stood in what was received.</param>
    /// <param name="isBody">Whether they belong to a head or a body, and not to what frames chunks.</param>
    void Rest(ReadOnlySequence<byte> octets, long offset, bool isBody)
    {
    }

    /// <summary>A departure from the rules was found. A thousand are told at most, and the first error in any case.</summary>
    /// <param name="finding">What was found.</param>
    void Found(Finding finding)
    {
    }

    /// <summary>The exchange is over.</summary>
    /// <param name="exchange">All of it.</param>
    void Done(Exchange exchange)
    {
    }

    /// <inheritdoc/>
    void ILineObserver.LineRead(in Line line, LineKind kind)
    {
    }

    /// <inheritdoc/>
    void ILineObserver.Waiting()
    {
    }
}
