using System.IO.Pipelines;
using RawHttp.Lines;

namespace RawHttp.Net;

/// <summary>What arrives on a connection, as a pipe that knows how it ended. It never fails, and has one reader at a time.</summary>
/// <param name="reception">What is known of the receiving side.</param>
internal abstract class ConnectionInput(ReceiveLog reception) : PipeReader, IEndingInput, IDisposable
{
    public ConnectionEnd ConnectionEnd => reception.End;

    /// <summary>Whether octets have arrived that are not in the pipe yet.</summary>
    public abstract bool HasArrivals { get; }

    /// <summary>Who is told when the buffer changes its size; nobody if null. Of an input that reads ahead it does not.</summary>
    public IBufferObserver? BufferObserver { protected get; set; }

    /// <summary>Receives and drops what arrives from now on. What arrived before can still be read, and nothing after it.</summary>
    /// <returns>When the stream has ended; never fails.</returns>
    public abstract Task DropAsync();

    public abstract void Dispose();

    protected static InvalidOperationException InUse() =>
        new("The connection is being read already: another read waits, or holds what it was given.");
}
