using System.Text;
using RawHttp.Http;

namespace RawHttp.Client;

/// <summary>Whether a connection can carry another exchange after a response (RFC 9112 §9.3).</summary>
internal static class Persistence
{
    /// <summary>Whether the server keeps the connection, as far as both sides have said.</summary>
    public static bool IsKept(SentRequest request, ResponseHead head) =>
        !request.AsksToClose
        && !HasOption(head, "close"u8)
        && (head.StatusLine.MinorVersion > 0 || HasOption(head, "keep-alive"u8));

    /// <summary>Whether a head has a connection option: an element of the list in Connection (RFC 9110 §7.6.1).</summary>
    public static bool HasOption(ResponseHead head, ReadOnlySpan<byte> option)
    {
        foreach (var field in head.Fields.Named("Connection"))
        {
            foreach (var element in field.Value.Span.Split((byte)','))
            {
                if (Ascii.EqualsIgnoreCase(field.Value.Span[element].Trim(" \t"u8), option))
                {
                    return true;
                }
            }
        }

        return false;
    }
}
