using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace RawHttp.Http;

/// <summary>Finds the ends of the lines of a section, 64 octets at a time, as long as nothing is there that needs a second look.</summary>
internal static class LineEnds
{
    private const int Block = 64;

    /// <summary>Finds each line up to the first empty one, provided that all end with CRLF and hold no control and nothing outside ASCII.</summary>
    /// <param name="octets">What begins with a line; fewer than 64 octets are left to others.</param>
    /// <param name="ends">Where to write the place of each LF; the empty line's is the last.</param>
    /// <returns>How many lines there are, without the empty one; less than 0 if there is no empty one, a line is otherwise, or there are more.</returns>
    public static int Find(ReadOnlySpan<byte> octets, Span<FieldRange> ends)
    {
        ref var first = ref MemoryMarshal.GetReference(octets);
        ref var line = ref MemoryMarshal.GetReference(ends);
        nint length = octets.Length;
        if (length < Block || first == '\n')
        {
            return -1;
        }

        var count = 0;
        nint before = -1;
        var pendingCr = 0UL;
        for (nint at = 0; at < length; at += Block)
        {
            ulong lineFeeds, controls;
            if (at + Block <= length)
            {
                Classify(ref Unsafe.Add(ref first, at), out lineFeeds, out controls);
            }
            else
            {
                // The last block overlaps the one before: what was seen is shifted out.
                var seen = (int)(at + Block - length);
                Classify(ref Unsafe.Add(ref first, length - Block), out lineFeeds, out controls);
                lineFeeds >>= seen;
                controls >>= seen;
            }

            // Every control is an LF or the octet before one; if one is not, the empty line has to come before it.
            var stray = controls & ~(lineFeeds | (lineFeeds >> 1));
            if ((pendingCr & ~lineFeeds) != 0)
            {
                return -1;
            }

            if (stray != 0)
            {
                lineFeeds &= (stray & (0 - stray)) - 1;
            }

            for (; lineFeeds != 0; lineFeeds &= lineFeeds - 1)
            {
                var end = at + BitOperations.TrailingZeroCount(lineFeeds);
                if (count == ends.Length || Unsafe.Add(ref first, end - 1) != '\r')
                {
                    return -1;
                }

                Unsafe.Add(ref line, count).Start = (int)end;
                if (end == before + 2)
                {
                    return count;
                }

                before = end;
                count++;
            }

            pendingCr = stray >> (Block - 1);
            if (stray << 1 != 0)
            {
                return -1;
            }
        }

        return -1;
    }

    // A bit for each octet: whether it is an LF, and whether it is a control other than HTAB or from 0x80 on (RFC 9110 §5.5).
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Classify(ref byte octets, out ulong lineFeeds, out ulong controls)
    {
        var low = Vector256.LoadUnsafe(ref octets);
        var high = Vector256.LoadUnsafe(ref octets, 32);
        lineFeeds = LineFeeds(low) | ((ulong)LineFeeds(high) << 32);
        controls = Controls(low) | ((ulong)Controls(high) << 32);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint LineFeeds(Vector256<byte> octets) => Vector256.Equals(octets, Vector256.Create((byte)'\n')).ExtractMostSignificantBits();

    // As signed numbers, those from 0x80 on are below 0x20 too.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Controls(Vector256<byte> octets) =>
        (Vector256.AndNot(Vector256.LessThan(octets.AsSByte(), Vector256.Create((sbyte)' ')).AsByte(), Vector256.Equals(octets, Vector256.Create((byte)'\t')))
            | Vector256.Equals(octets, Vector256.Create((byte)0x7f))).ExtractMostSignificantBits();
}
