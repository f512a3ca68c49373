using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace RawHttp.Http;

/// <summary>Finds the ends of the lines of a section, 64 octets at a time, until an octet needs the slower reader.</summary>
internal static class LineEnds
{
    private const int Block = 64;

    /// <summary>Finds each line up to the first empty one, if all end with CRLF and hold only ASCII without controls.</summary>
    /// <param name="octets">Octets that begin with a line. Fewer than 64 are not searched.</param>
    /// <param name="ends">Where to write the position of each LF; that of the empty line is the last.</param>
    /// <returns>The number of lines before the empty one; negative if there is no empty line, a line does not
    /// qualify, or there are too many lines.</returns>
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
                // The last block overlaps the one before: shift out what was already searched.
                var seen = (int)(at + Block - length);
                Classify(ref Unsafe.Add(ref first, length - Block), out lineFeeds, out controls);
                lineFeeds >>= seen;
                controls >>= seen;
            }

            // Every control must be an LF or the octet before an LF; any other one must come after the empty line.
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

    // One bit for each octet: whether it is an LF, and whether it is 0x80 or higher or a control other than HTAB (RFC 9110 §5.5).
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Classify(ref byte octets, out ulong lineFeeds, out ulong controls)
    {
        if (Vector256.IsHardwareAccelerated)
        {
            var low = Vector256.LoadUnsafe(ref octets);
            var high = Vector256.LoadUnsafe(ref octets, 32);
            lineFeeds = LineFeeds(low) | ((ulong)LineFeeds(high) << 32);
            controls = Controls(low) | ((ulong)Controls(high) << 32);
            return;
        }

        (lineFeeds, controls) = (0, 0);
        for (var at = 0; at < Block; at += Vector128<byte>.Count)
        {
            var sixteen = Vector128.LoadUnsafe(ref octets, (nuint)at);
            lineFeeds |= (ulong)LineFeeds(sixteen) << at;
            controls |= (ulong)Controls(sixteen) << at;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint LineFeeds(Vector128<byte> octets) =>
        Vector128.Equals(octets, Vector128.Create((byte)'\n')).ExtractMostSignificantBits();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint LineFeeds(Vector256<byte> octets) =>
        Vector256.Equals(octets, Vector256.Create((byte)'\n')).ExtractMostSignificantBits();

    // As signed numbers, octets from 0x80 on are also below 0x20.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Controls(Vector128<byte> octets) =>
        (Vector128.AndNot(
            Vector128.LessThan(octets.AsSByte(), Vector128.Create((sbyte)' ')).AsByte(),
            Vector128.Equals(octets, Vector128.Create((byte)'\t')))
            | Vector128.Equals(octets, Vector128.Create((byte)0x7f))).ExtractMostSignificantBits();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Controls(Vector256<byte> octets) =>
        (Vector256.AndNot(
            Vector256.LessThan(octets.AsSByte(), Vector256.Create((sbyte)' ')).AsByte(),
            Vector256.Equals(octets, Vector256.Create((byte)'\t')))
            | Vector256.Equals(octets, Vector256.Create((byte)0x7f))).ExtractMostSignificantBits();
}
