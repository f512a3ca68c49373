using System.Buffers;

namespace RawHttp.Client;

/// <summary>Finds where the next response begins, in octets that follow one.</summary>
internal static class StatusLineSearch
{
    // "HTTP/1.1 200".
    private const int Whole = 12;
    private const int AtOnce = 16 * 1024;

    /// <summary>Finds the beginning of a status line.</summary>
    /// <param name="octets">What follows a response: not empty.</param>
    /// <param name="isAtEnd">Whether they follow the end of a message directly. There, "HTTP/" alone begins a status line, after empty
    /// lines, too (RFC 9112 §2.2); further on it needs a version and a status, because a body may speak of HTTP.</param>
    /// <returns>How many octets come before it, 0 if it begins here; and how many more octets are needed to decide.</returns>
    public static (long Count, int More) Find(ReadOnlySequence<byte> octets, bool isAtEnd)
    {
        var head = octets.Slice(0, Math.Min(octets.Length, AtOnce));
        scoped var span = head.FirstSpan;
        if (!head.IsSingleSegment)
        {
            Span<byte> joined = stackalloc byte[(int)head.Length];
            head.CopyTo(joined);
            span = joined;
        }

        if (isAtEnd)
        {
            var blank = span.IndexOfAnyExcept("\r\n"u8);
            var text = blank < 0 ? default : span[blank..];
            var compared = Math.Min(text.Length, 5);
            if (compared > 0 && !System.Text.Ascii.EqualsIgnoreCase(text[..compared], "HTTP/"u8[..compared]))
            {
                return Search(span);
            }

            return compared == 5 ? (0, 0) : span.Length < AtOnce ? (0, 5 - compared) : (span.Length, 0);
        }

        return Search(span);
    }

    private static (long Count, int More) Search(ReadOnlySpan<byte> span)
    {
        for (var at = 0; ; at++)
        {
            var next = span[at..].IndexOf((byte)'H');
            if (next < 0)
            {
                return (span.Length, 0);
            }

            at += next;
            var text = span[at..];
            if (IsStatusLine(text[..Math.Min(text.Length, Whole)]))
            {
                // An undecided end is taken only after what comes before it.
                return at > 0 || text.Length >= Whole ? (at, 0) : (0, Whole - text.Length);
            }
        }
    }

    // Whether the octets are a status line's first twelve, or may become them.
    private static bool IsStatusLine(ReadOnlySpan<byte> text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (!(i is 5 or 7 or >= 9 ? char.IsAsciiDigit((char)text[i]) : text[i] == "HTTP/1.1 200"u8[i]))
            {
                return false;
            }
        }

        return true;
    }
}
