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

    /// <summary>Pieces of these sizes, used in turn.</summary>
    public static IEnumerable<ReadOnlyMemory<byte>> Cut(byte[] octets, int[] sizes)
    {
        for (int at = 0, piece = 0; at < octets.Length; piece++)
        {
            var count = Math.Min(sizes[piece % sizes.Length], octets.Length - at);
            yield return octets.AsMemory(at, count);
            at += count;
        }
    }

    /// <summary>The pieces as segments that are all there.</summary>
    public static ReadOnlySequence<byte> Join(IEnumerable<ReadOnlyMemory<byte>> pieces)
    {
        Segment? first = null;
        Segment? last = null;
        foreach (var piece in pieces)
        {
            last = new Segment(piece, last);
            first ??= last;
        }

        return first is null ? default : new ReadOnlySequence<byte>(first, 0, last!, last!.Memory.Length);
    }

    public static IEnumerable<ReadOnlyMemory<byte>> SplitAt(byte[] octets, int at) => [octets.AsMemory(0, at), octets.AsMemory(at)];

    private sealed class Segment : ReadOnlySequenceSegment<byte>
    {
        public Segment(ReadOnlyMemory<byte> octets, Segment? before)
        {
            Memory = octets;
            if (before is not null)
            {
                before.Next = this;
                RunningIndex = before.RunningIndex + before.Memory.Length;
            }
        }
    }

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
