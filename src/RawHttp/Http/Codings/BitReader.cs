using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace RawHttp.Http;

/// <summary>Reads bits, the lowest of each octet first (RFC 1951 §3.1.1).</summary>
/// <param name="source">The octets.</param>
/// <param name="bits">The bits before them that were not read, less than an octet.</param>
/// <param name="count">How many these are.</param>
internal ref struct BitReader(ReadOnlySpan<byte> source, ulong bits, int count)
{
    private readonly ReadOnlySpan<byte> _source = source;
    private int _next;

    /// <summary>The next bits, of which <see cref="Count"/> are valid.</summary>
    public ulong Bits { get; private set; } = bits;

    /// <summary>How many bits can be dropped before the next <see cref="Fill"/>.</summary>
    public int Count { get; private set; } = count;

    /// <summary>Makes 56 bits available, or as many as there are.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Fill()
    {
        if (_source.Length - _next >= sizeof(ulong))
        {
            // Bits beyond the count are read again later, with the same values.
            Bits |= BinaryPrimitives.ReadUInt64LittleEndian(_source[_next..]) << Count;
            _next += (63 - Count) >> 3;
            Count |= 56;
        }
        else
        {
            FillSlowly();
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Drop(int count)
    {
        Bits >>= count;
        Count -= count;
    }

    /// <summary>Takes up to 16 bits.</summary>
    /// <returns>Whether there were so many.</returns>
    public bool TryTake(int count, out int value)
    {
        if (Count < count)
        {
            Fill();
        }

        value = (int)Bits & ((1 << count) - 1);
        if (Count < count)
        {
            return false;
        }

        Drop(count);
        return true;
    }

    /// <summary>Skips the rest of an octet that was read in part.</summary>
    public void Align() => Drop(Count & 7);

    /// <summary>Takes whole octets; only after <see cref="Align"/>.</summary>
    public ReadOnlySpan<byte> TakeOctets(int most)
    {
        _next = Release(out _, out _);
        (Bits, Count) = (0, 0);
        var octets = _source.Slice(_next, Math.Min(most, _source.Length - _next));
        _next += octets.Length;
        return octets;
    }

    /// <summary>Gives back the octets of which no bit was read.</summary>
    /// <returns>How many octets were read, the last perhaps in part.</returns>
    public readonly int Release(out ulong bits, out int count)
    {
        count = Count & 7;
        bits = Bits & ((1ul << count) - 1);
        return _next - (Count >> 3);
    }

    private void FillSlowly()
    {
        while (Count < 56 && _next < _source.Length)
        {
            Bits |= (ulong)_source[_next++] << Count;
            Count += 8;
        }
    }
}
