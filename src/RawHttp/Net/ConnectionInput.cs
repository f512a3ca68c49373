using System.IO.Pipelines;
using RawHttp.Lines;

namespace RawHttp.Net;

/// <summary>The received octets as a pipe that knows how it ended. It never fails, and has one reader at a time.</summary>
/// <param name="receiveLog">The state of the receiving side.</param>
internal abstract class ConnectionInput(ReceiveLog receiveLog) : PipeReader, IEndingInput, IDisposable
{
    public ConnectionEnd ConnectionEnd => receiveLog.End;

    /// <summary>Whether octets have arrived that are not in the pipe yet.</summary>
    public abstract bool HasArrivals { get; }

    /// <summary>Called when the buffer changes its size; null for no call. Not called by an input that reads ahead.</summary>
    public IBufferObserver? BufferObserver { protected get; set; }

    /// <summary>Receives and drops what arrives from now on. What arrived before can still be read; then the stream ends.</summary>
    /// <returns>A task that completes when the stream has ended; never fails.</returns>
    public abstract Task DropAsync();

    public abstract void Dispose();

    protected static InvalidOperationException InUse() =>
        new("The connection is being read already: another read waits, or holds what it was given.");
}
