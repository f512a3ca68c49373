using System.Buffers;

namespace RawHttp.Http;

/// <summary>The form of a language tag (RFC 5646 §2.1), without the order of its parts, which registries extend.</summary>
internal static class LanguageTag
{
    private static readonly SearchValues<byte> Alphanumeric =
        SearchValues.Create("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"u8);

    public static bool IsWellFormed(ReadOnlySpan<byte> tag)
    {
        var (at, isPrivate, needsMore) = (0, false, false);
        foreach (var range in tag.Split((byte)'-'))
        {
            var part = tag[range];
            var isX = part is [(byte)'x' or (byte)'X'];
            if (part.Length is 0 or > 8 || part.ContainsAnyExcept(Alphanumeric))
            {
                return false;
            }

            if (at++ == 0)
            {
                // x- is for private use; i- is for registrations older than the grammar.
                isPrivate = isX || part is [(byte)'i' or (byte)'I'];
                needsMore = isPrivate;
                if ((part.Length == 1 && !isPrivate) || part.ContainsAnyInRange((byte)'0', (byte)'9'))
                {
                    return false;
                }
            }
            else
            {
                // A single character begins an extension, which must hold a longer part.
                if (!isPrivate && part.Length == 1 && needsMore)
                {
                    return false;
                }

                needsMore = !isPrivate && part.Length == 1;
                isPrivate |= isX;
            }
        }

        return !needsMore;
    }
}
