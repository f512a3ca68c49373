namespace RawHttp.Http;

// The kinds for the chunked coding, which ChunkedBodyReader finds.
public static partial class FindingKinds
{
    /// <summary>A chunk size is not hexadecimal digits, or is too large.</summary>
    public static FindingKind InvalidChunkSize { get; } = Error(
        "RFC9112-7.1-INVALID-CHUNK-SIZE",
        "A chunk size is hexadecimal digits and nothing else, at most 63 bits of them.",
        @"0x5\r\nhello\r\n",
        "Write sizes in hexadecimal digits; if the content is not in chunks at all, remove Transfer-Encoding.");

    /// <summary>White space follows a chunk size.</summary>
    public static FindingKind ChunkSizeSpace { get; } = Warning(
        "RFC9112-7.1-CHUNK-SIZE-SPACE",
        "White space after a chunk size is no part of the grammar; most recipients pass over it.",
        @"5 \r\nhello\r\n",
        "Write CRLF, or a semicolon and an extension, directly after the size; do not pad sizes with spaces.");

    /// <summary>A chunk size has needless leading zeros.</summary>
    public static FindingKind ChunkSizeZeros { get; } = Error(
        "RFC9112-7.1-CHUNK-SIZE-ZEROS",
        "Leading zeros make a chunk size longer than any size is; recipients that count its digits refuse it.",
        @"00000000000000005\r\nhello\r\n",
        "Write the size without padding.");

    /// <summary>A line of the chunked coding ends with a bare LF.</summary>
    public static FindingKind ChunkBareLf { get; } = Error(
        "RFC9112-7.1-CHUNK-BARE-LF",
        "A line of the chunked coding ends with CRLF; recipients differ about a single LF, and then about the length.",
        @"5\nhello\r\n",
        "Write CRLF after each chunk size and after the data of each chunk.");

    /// <summary>No CRLF follows the data of a chunk.</summary>
    public static FindingKind ChunkNotEnded { get; } = Error(
        "RFC9112-7.1-CHUNK-NOT-ENDED",
        "CRLF follows the data of a chunk.",
        @"5\r\nhelloX",
        "Write CRLF after the data of each chunk, and count the size in octets, not characters.");

    /// <summary>The empty line that ends a chunked body is missing.</summary>
    public static FindingKind NoFinalCrlf { get; } = Error(
        "RFC9112-7.1-NO-FINAL-CRLF",
        "An empty line ends the chunked body, after the last chunk and the trailer section.",
        @"0\r\n",
        "Write 0, CRLF, CRLF at the end of the content.");

    /// <summary>White space stands before a chunk extension.</summary>
    public static FindingKind ExtensionSpace { get; } = Error(
        "RFC9112-7.1.1-EXTENSION-SPACE",
        "White space before a chunk extension is to be accepted, but no sender makes it, and most recipients refuse it.",
        @"5 ;a=b\r\nhello\r\n",
        "Write the semicolon directly after the size.");
}
