using System.Buffers;
using RawHttp.Lines;

namespace RawHttp.Cli.Output;

/// <summary>Shows a response while it is read.</summary>
internal interface IResponseView : ILineObserver, IDisposable
{
    /// <summary>Octets as they come from the socket, before anything has looked at them.</summary>
    void Received(ReadOnlyMemory<byte> octets);

    /// <summary>The request, before it is sent.</summary>
    void Request(ReadOnlySpan<byte> octets);

    /// <summary>The final head is whole: what follows is the body, even if that is empty.</summary>
    /// <param name="declaredLength">Its length in octets, if the head tells.</param>
    void HeadRead(long? declaredLength);

    /// <summary>The next piece of the body, its transfer coding removed.</summary>
    void Body(ReadOnlySequence<byte> piece);

    /// <summary>What had arrived when reading had to stop, and was not understood.</summary>
    void Rest(ReadOnlySequence<byte> octets);

    /// <summary>All is shown.</summary>
    /// <param name="whole">Whether the response is.</param>
    /// <param name="summary">The summary line, if it is wanted.</param>
    void Finish(bool whole, string? summary);
}
