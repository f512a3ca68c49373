using System.IO.Pipelines;
using RawHttp.Tests;

namespace RawHttp.Fuzz;

/// <summary>A fuzz input: its first octets choose how the others are read. Where there is none left, 0 is chosen.</summary>
internal sealed class Choices(byte[] input)
{
    private int _used;

    public byte Next() => _used < input.Length ? input[_used++] : (byte)0;

    public byte[] Rest()
    {
        var rest = input[_used..];
        _used = input.Length;
        return rest;
    }

    /// <summary>The pieces in which octets arrive, by one octet: their length is by turns one more than its lower and its upper half.</summary>
    public static IEnumerable<ReadOnlyMemory<byte>> Cut(byte[] octets, byte choice)
    {
        for (int at = 0, turn = 0, length; at < octets.Length; at += length, turn++)
        {
            length = Math.Min(1 + (turn % 2 == 0 ? choice & 15 : choice >> 4), octets.Length - at);
            yield return octets.AsMemory(at, length);
        }
    }

    /// <summary>Reads octets as a whole, then in pieces, and checks that both readings end and are the same.</summary>
    public static void ReadBothWays(byte[] octets, IEnumerable<ReadOnlyMemory<byte>> pieces, Func<PipeReader, Task<string>> read)
    {
        var whole = read(PipeReader.Create(new(octets)));
        Invariant.Holds(whole.IsCompleted);

        // All schedulers are inline: what has not ended with its input never will.
        var split = Fragments.FeedAsync(pieces, read);
        Invariant.Holds(split.IsCompleted);
        Invariant.Same(whole.GetAwaiter().GetResult(), split.GetAwaiter().GetResult());
    }
}
