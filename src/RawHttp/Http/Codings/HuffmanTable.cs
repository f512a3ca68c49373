using System.Runtime.CompilerServices;

namespace RawHttp.Http;

/// <summary>A prefix code of deflate, given by the lengths of its codes (RFC 1951 §3.2.2).</summary>
/// <param name="most">How many symbols there may be.</param>
internal sealed class HuffmanTable(int most)
{
    private const int MaxBits = 15;

    // Codes up to this length are found at once. A table for all lengths would let a few octets of a block header cost a lot of time.
    private const int FastBits = 9;

    // The symbol and, in the lower 4 bits, the length of its code; 0 if the code is longer or there is none.
    private readonly ushort[] _fast = new ushort[1 << FastBits];
    private readonly int[] _counts = new int[MaxBits + 1];
    private readonly ushort[] _symbols = new ushort[most];

    /// <summary>Makes the code.</summary>
    /// <param name="lengths">The length of each symbol's code; 0 for a symbol without one.</param>
    /// <param name="mayBeSingle">Whether a single code of one bit is accepted, which leaves a code unused (RFC 1951 §3.2.7).</param>
    /// <returns>Whether the lengths make a code.</returns>
    public bool TryBuild(ReadOnlySpan<byte> lengths, bool mayBeSingle)
    {
        Array.Clear(_counts);
        foreach (var length in lengths)
        {
            _counts[length]++;
        }

        _counts[0] = 0;
        var (unused, longest) = (1, 0);
        for (var length = 1; length <= MaxBits; length++)
        {
            unused = (unused << 1) - _counts[length];
            longest = _counts[length] > 0 ? length : longest;
            if (unused < 0)
            {
                return false;
            }
        }

        if (unused > 0 && longest > (mayBeSingle ? 1 : 0))
        {
            return false;
        }

        SortSymbols(lengths);
        FillFast();
        return true;
    }

    /// <summary>Decodes a symbol.</summary>
    /// <param name="bits">The next bits.</param>
    /// <param name="length">How many of them its code has; 15 if there is none.</param>
    /// <returns>The symbol, or -1. It is right only if that many bits are valid.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Decode(ulong bits, out int length)
    {
        int entry = _fast[(int)bits & ((1 << FastBits) - 1)];
        length = entry & 15;
        return entry != 0 ? entry >> 4 : DecodeLong(bits, out length);
    }

    private int DecodeLong(ulong bits, out int length)
    {
        // The codes of one length are consecutive numbers, and follow those of the shorter length.
        var (code, first, index) = (0, 0, 0);
        for (length = 1; length <= MaxBits; length++, bits >>= 1)
        {
            code |= (int)bits & 1;
            var count = _counts[length];
            if (code - count < first)
            {
                return _symbols[index + (code - first)];
            }

            index += count;
            first = (first + count) << 1;
            code <<= 1;
        }

        length = MaxBits;
        return -1;
    }

    private void SortSymbols(ReadOnlySpan<byte> lengths)
    {
        Span<int> next = stackalloc int[MaxBits + 2];
        for (var length = 1; length <= MaxBits; length++)
        {
            next[length + 1] = next[length] + _counts[length];
        }

        for (var symbol = 0; symbol < lengths.Length; symbol++)
        {
            if (lengths[symbol] > 0)
            {
                _symbols[next[lengths[symbol]]++] = (ushort)symbol;
            }
        }
    }

    private void FillFast()
    {
        Array.Clear(_fast);
        var (code, index) = (0, 0);
        for (var length = 1; length <= FastBits; length++, code <<= 1)
        {
            for (var end = index + _counts[length]; index < end; index++, code++)
            {
                // The bits of a code come highest first.
                var reversed = 0;
                for (var bit = 0; bit < length; bit++)
                {
                    reversed |= ((code >> bit) & 1) << (length - 1 - bit);
                }

                for (; reversed < _fast.Length; reversed += 1 << length)
                {
                    _fast[reversed] = (ushort)((_symbols[index] << 4) | length);
                }
            }
        }
    }
}
