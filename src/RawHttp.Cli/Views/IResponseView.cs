using System.Buffers;
using RawHttp.Cli.Exchanges;
using RawHttp.Http;
using RawHttp.Lines;

namespace RawHttp.Cli.Views;

/// <summary>Shows a response while it is read.</summary>
internal interface IResponseView : ILineObserver, IDisposable
{
    /// <summary>Octets as they come from the socket, before anything has looked at them, and on another thread.</summary>
    /// <param name="octets">The octets.</param>
    /// <param name="timestamp">When they came, on the system's clock.</param>
    void Received(ReadOnlyMemory<byte> octets, long timestamp);

    /// <summary>The last octets of the request are handed over now, perhaps on another thread: the zero of all times.</summary>
    /// <param name="timestamp">When, on the system's clock.</param>
    void RequestSent(long timestamp);

    /// <summary>The head of the request, as much of it as was sent before the response began. It comes before anything that was read.</summary>
    void Request(ReadOnlySpan<byte> octets);

    /// <summary>The final head is whole: what follows is the body, even if that is empty.</summary>
    void HeadRead(ResponseReader response);

    /// <summary>The next piece of the body, its transfer coding removed.</summary>
    /// <param name="piece">The octets.</param>
    /// <param name="offset">Where they stood in what was received.</param>
    void Body(ReadOnlySequence<byte> piece, long offset);

    /// <summary>Whether the rest of the body is of any use.</summary>
    bool WantsBody => true;

    /// <summary>What had arrived when reading had to stop, and was not understood.</summary>
    /// <param name="octets">The octets.</param>
    /// <param name="offset">Where they stood in what was received.</param>
    /// <param name="isBody">Whether they belong to a head or a body, and not to what frames chunks.</param>
    void Rest(ReadOnlySequence<byte> octets, long offset, bool isBody);

    /// <summary>All is read.</summary>
    void Finish(Outcome outcome);
}
