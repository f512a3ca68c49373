using System.Buffers;
using System.IO.Pipelines;

namespace RawHttp.Tests;

/// <summary>Feeds a reader piece by piece: each piece is a segment of its own, and arrives only when the reader waits for it.</summary>
internal static class Fragments
{
    public static async Task<T> FeedAsync<T>(IEnumerable<ReadOnlyMemory<byte>> pieces, Func<PipeReader, Task<T>> read)
    {
        // Without a context, and inline: a flush runs the reader until it waits again, so that every piece is seen by itself.
        var pipe = new Pipe(new PipeOptions(new ExactPool(), PipeScheduler.Inline, PipeScheduler.Inline, pauseWriterThreshold: 0, minimumSegmentSize: 1, useSynchronizationContext: false));
        SynchronizationContext.SetSynchronizationContext(null);
        var reading = read(pipe.Reader);
        foreach (var piece in pieces)
        {
            piece.CopyTo(pipe.Writer.GetMemory(piece.Length));
            pipe.Writer.Advance(piece.Length);
            await pipe.Writer.FlushAsync();
        }

        await pipe.Writer.CompleteAsync();
        return await reading;
    }

    public static IEnumerable<ReadOnlyMemory<byte>> ByteAtATime(byte[] octets)
    {
        for (var i = 0; i < octets.Length; i++)
        {
            yield return octets.AsMemory(i, 1);
        }
    }

    public static IEnumerable<ReadOnlyMemory<byte>> SplitAt(byte[] octets, int at) => [octets.AsMemory(0, at), octets.AsMemory(at)];

    // Rents exactly what is asked for, so that a segment never holds two pieces.
    private sealed class ExactPool : MemoryPool<byte>
    {
        public override int MaxBufferSize => int.MaxValue;

        public override IMemoryOwner<byte> Rent(int minBufferSize = -1) => new Owner(new byte[Math.Max(minBufferSize, 1)]);

        protected override void Dispose(bool disposing)
        {
        }

        private sealed class Owner(byte[] octets) : IMemoryOwner<byte>
        {
            public Memory<byte> Memory => octets;

            public void Dispose()
            {
            }
        }
    }
}
