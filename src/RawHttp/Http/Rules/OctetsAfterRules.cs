namespace RawHttp.Http;

public static partial class FindingKinds
{
    /// <summary>Octets follow the end of the message.</summary>
    public static FindingKind ExtraOctets { get; } = Error(
        "RFC9112-9.2-EXTRA-OCTETS",
        "What follows the message that was asked for is no valid response.",
        @"Content-Length: 5\r\n\r\nhello0\r\n\r\n",
        "Send as many octets as Content-Length says, counted in octets, not characters, after every change of the content.");

    /// <summary>Only line ends follow the message.</summary>
    public static FindingKind ExtraLineEnds { get; } = Info(
        "RFC9112-9.2-EXTRA-LINE-ENDS",
        "CR and LF after a message are no response, and a client need not take them for one; more than one reader stumbles over them.",
        @"Content-Length: 5\r\n\r\nhello\r\n",
        "Do not write a line end after the content; count it in Content-Length if it belongs there.");

    /// <summary>A response follows that no request asked for.</summary>
    public static FindingKind UnrequestedResponse { get; } = Error(
        "RFC9112-9.2-UNREQUESTED-RESPONSE",
        "A response without a request answers none; a client that keeps the connection takes it for the answer to its next request.",
        @"Content-Length: 5\r\n\r\nhelloHTTP/1.1 200 OK\r\n\r\n",
        "Find what answers twice, often an error handler after the response was sent; close the connection instead.");
}

/// <summary>Names what follows the end of a response without a request for it (RFC 9112 §9.2).</summary>
internal static class OctetsAfterRules
{
    /// <summary>Finds what the octets are.</summary>
    /// <param name="first">The first of them; empty if they are not known.</param>
    /// <param name="count">How many they are.</param>
    /// <param name="isBodiless">Whether the response ends with its head (RFC 9112 §6.3 rule 1).</param>
    public static (FindingKind Kind, string Message) Judge(ReadOnlySpan<byte> first, long count, bool isBodiless)
    {
        var text = first.TrimStart("\r\n"u8);
        if (text.IsEmpty && count == first.Length)
        {
            return (FindingKinds.ExtraLineEnds, "Only line ends follow the message.");
        }

        if (text.StartsWith("HTTP/"u8))
        {
            var end = text.IndexOfAny((byte)'\r', (byte)'\n');
            var line = HttpChars.Quote(end < 0 ? text : text[..end]);
            return (FindingKinds.UnrequestedResponse, $"A response begins here that no request asked for: {line}.");
        }

        return isBodiless ? (FindingKinds.UnexpectedBody, "Octets follow a response that ends with its head.")
            : IsChunkSizeLine(text)
                ? (FindingKinds.ExtraOctets, "Octets follow the end of the message: they begin like the size of a chunk.")
            : (FindingKinds.ExtraOctets, "Octets follow the end of the message.");
    }

    private static bool IsChunkSizeLine(ReadOnlySpan<byte> text)
    {
        var digits = 0;
        while (digits < text.Length && char.IsAsciiHexDigit((char)text[digits]))
        {
            digits++;
        }

        return digits is > 0 and <= 16 && text[digits..].StartsWith("\r\n"u8);
    }
}
