using System.Buffers;
using RawHttp.Http;
using RawHttp.Lines;
using RawHttp.Net;

namespace RawHttp.Client;

/// <summary>
/// Sees an exchange while it happens: the request when it is sent, octets when they arrive, then lines, heads, content
/// and findings when they are read, and the whole exchange at its end. Every member has a default that does nothing.
/// An exception from a member ends the exchange.
/// </summary>
public interface IExchangeObserver : ILineObserver
{
    /// <summary>The connection is made. Called before all other members, except that octets may have arrived already.</summary>
    /// <param name="arrivalOf">Gives the arrival of an octet by its offset, as <see cref="Connection.ArrivalOf"/>: of all octets that the
    /// observer is called with, during the call.</param>
    void Connected(Func<long, Arrival?> arrivalOf)
    {
    }

    /// <summary>Octets arrived and have not been parsed yet. Called on the receiving thread, which may not be the reading one.</summary>
    /// <param name="octets">The octets, valid during the call.</param>
    /// <param name="timestamp">When they arrived, on the clock of the connection.</param>
    void Received(ReadOnlyMemory<byte> octets, long timestamp)
    {
    }

    /// <summary>The last octets of the request are about to be handed to the system: all times count from
    /// here. May be called on another thread.</summary>
    /// <param name="timestamp">When, on the clock of the connection.</param>
    void RequestSent(long timestamp)
    {
    }

    /// <summary>The request, as far as it was sent before the response began. Called before anything that was read.</summary>
    /// <param name="octets">The octets.</param>
    /// <param name="headLength">How many octets of the whole request come before its content.</param>
    void Request(ReadOnlySpan<byte> octets, int headLength)
    {
    }

    /// <summary>The final head is whole, or as much of it as arrived. What follows is content, which may be empty.</summary>
    /// <param name="head">The head.</param>
    /// <param name="framing">How the content is framed; null if that could not be decided.</param>
    void HeadRead(ResponseHead head, BodyFraming? framing)
    {
    }

    /// <summary>The next piece of the content, its transfer coding removed.</summary>
    /// <param name="piece">The octets, valid during the call.</param>
    /// <param name="offset">Where they are in the received octets.</param>
    void Body(ReadOnlySequence<byte> piece, long offset)
    {
    }

    /// <summary>Whether the observer wants the rest of the content; read after each piece.</summary>
    bool WantsBody => true;

    /// <summary>Octets that were received and belong to no message, or could not be parsed.</summary>
    /// <param name="octets">The octets, valid during the call.</param>
    /// <param name="offset">Where they are in the received octets.</param>
    /// <param name="isBody">Whether they belong to a head or a body, not to the framing of chunks.</param>
    void Rest(ReadOnlySequence<byte> octets, long offset, bool isBody)
    {
    }

    /// <summary>A departure from the rules was found. Called for at most 1,000 of them, always including the first error.</summary>
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
