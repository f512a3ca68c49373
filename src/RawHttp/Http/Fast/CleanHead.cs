using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace RawHttp.Http;

/// <summary>
/// A head without any finding, read in place and without allocation if all of it lies in memory. Any head that departs from
/// RFC 9112 §2.1 to §5 is left to the <see cref="ResponseReader"/>, which reads it line by line and reports what it finds.
/// For a clean head, both give the same result.
/// </summary>
/// <param name="MinorVersion">The digit after "HTTP/1.", 0 or 1.</param>
/// <param name="StatusCode">The three digits, 100 to 599.</param>
/// <param name="ReasonLength">The length of the reason phrase, which begins at <see cref="ReasonStart"/>.</param>
/// <param name="FieldCount">How many fields there are.</param>
/// <param name="Length">How many octets the head has, its empty line included.</param>
internal readonly record struct CleanHead(int MinorVersion, int StatusCode, int ReasonLength, int FieldCount, int Length)
{
    /// <summary>Where the reason phrase begins: after "HTTP/1.1 200 ".</summary>
    public const int ReasonStart = 13;

    /// <summary>Reads a head in which names are tokens, values hold no control (RFC 9110 §5.5,
    /// §5.6.2), and each line ends with CRLF.</summary>
    /// <param name="octets">Octets that begin with the head. Fewer than 64 are left to the reader.</param>
    /// <param name="fields">Where to write the fields; it needs two more places than there are fields.</param>
    /// <param name="head">The head.</param>
    /// <returns>Whether there is a whole head, and nothing in it needs the slower reader.</returns>
    public static bool TryRead(ReadOnlySpan<byte> octets, Span<FieldRange> fields, out CleanHead head)
    {
        head = default;
        if (octets.Length < ReasonStart || !TryReadStatus(octets, out var minorVersion, out var status))
        {
            return false;
        }

        var lines = LineEnds.Find(octets, fields);
        if (lines < 1)
        {
            return false;
        }

        var length = fields[lines].Start + 1;
        var start = fields[0].Start + 1;
        var reasonLength = start - 2 - ReasonStart;
        ref var first = ref MemoryMarshal.GetReference(octets);
        ref var field = ref MemoryMarshal.GetReference(fields);
        for (var left = lines - 1; left > 0; left--)
        {
            nint end = Unsafe.Add(ref field, 1).Start;
            nint at = start;
            var colon = at + HttpChars.TokenLength(
                MemoryMarshal.CreateReadOnlySpan(ref Unsafe.Add(ref first, at), octets.Length - (int)at));
            if (colon == at || colon >= end - 1 || Unsafe.Add(ref first, colon) != ':')
            {
                return false;
            }

            var value = colon + 2;
            var last = end - 1;
            if (value >= last
                || Unsafe.Add(ref first, colon + 1) != ' '
                || Unsafe.Add(ref first, value) <= ' '
                || Unsafe.Add(ref first, last - 1) <= ' ')
            {
                value = colon + 1 + (last - colon - 1 - octets[(int)(colon + 1)..(int)last].TrimStart(" \t"u8).Length);
                last = value + octets[(int)value..(int)last].TrimEnd(" \t"u8).Length;
            }

            field.Start = (int)at;
            field.NameLength = (int)(colon - at);
            field.ValueStart = (int)value;
            field.ValueLength = (int)(last - value);
            field.Length = (int)(end + 1 - at);
            field = ref Unsafe.Add(ref field, 1);
            start = (int)end + 1;
        }

        head = new CleanHead(minorVersion, status, reasonLength, lines - 1, length);
        return true;
    }

    // RFC 9112 §4, to the space after the code.
    private static bool TryReadStatus(ReadOnlySpan<byte> octets, out int minorVersion, out int status)
    {
        var (hundreds, tens, ones) = ((uint)octets[9] - '0', (uint)octets[10] - '0', (uint)octets[11] - '0');
        minorVersion = octets[7] - '0';
        status = (int)((hundreds * 100) + (tens * 10) + ones);
        return octets.StartsWith("HTTP/1."u8) && minorVersion is 0 or 1 && octets[8] == ' '
            && hundreds is >= 1 and <= 5 && tens <= 9 && ones <= 9 && octets[12] == ' ';
    }
}
