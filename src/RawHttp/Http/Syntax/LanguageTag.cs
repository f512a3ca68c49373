using System.Buffers;

namespace RawHttp.Http;

/// <summary>The shape of a language tag (RFC 5646 §2.1), not the order of its parts: registries add to those.</summary>
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
                // x- is for private use, i- is what was registered before there were rules.
                isPrivate = isX || part is [(byte)'i' or (byte)'I'];
                needsMore = isPrivate;
                if ((part.Length == 1 && !isPrivate) || part.ContainsAnyInRange((byte)'0', (byte)'9'))
                {
                    return false;
                }
            }
            else
            {
                // A single character begins an extension, which holds something longer.
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
