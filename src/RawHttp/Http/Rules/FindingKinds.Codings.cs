namespace RawHttp.Http;

// The kinds for content codings, which ContentCodingRules and CodingLayer find.
public static partial class FindingKinds
{
    /// <summary>A name in Content-Encoding is that of no registered content coding.</summary>
    public static FindingKind UnknownContentCoding { get; } = Warning(
        "RFC9110-8.4-UNKNOWN-CONTENT-CODING",
        "A content coding is one of those registered, such as gzip, deflate, br and zstd.",
        @"Content-Encoding: UTF-8\r\n",
        "Name a registered coding; a character set belongs into Content-Type: text/html; charset=utf-8.");

    /// <summary>Content-Encoding names identity.</summary>
    public static FindingKind IdentityCoding { get; } = Warning(
        "RFC9110-8.4-IDENTITY-CODING",
        "The name identity is reserved for Accept-Encoding: Content-Encoding does not list it.",
        @"Content-Encoding: identity\r\n",
        "Leave Content-Encoding out where no coding was applied.");

    /// <summary>The content is not in the coding that the head names.</summary>
    public static FindingKind NotCoded { get; } = Warning(
        "RFC9110-8.4-NOT-CODED",
        "Content-Encoding names the codings of the content; a recipient that removes them fails if the content is in another form.",
        @"Content-Encoding: gzip\r\nContent-Length: 13\r\n\r\n<html></html>",
        "Apply the coding or remove Content-Encoding; often a proxy decodes the content and keeps the field, or a script sets the field "
            + "only.");

    /// <summary>The content ends before its coding does.</summary>
    public static FindingKind CutCoding { get; } = Warning(
        "RFC9110-8.4-CUT-CODING",
        "Coded content that ends before its coding was cut before it was framed; the framing cannot show that.",
        @"Content-Encoding: gzip\r\nContent-Length: 5\r\n\r\n\x1f\x8b\x08\x00\x00",
        "Look behind the proxy that frames the content anew: the connection or the program there ended early.");

    /// <summary>The content cannot be decoded.</summary>
    public static FindingKind BrokenCoding { get; } = Warning(
        "RFC9110-8.4-BROKEN-CODING",
        "Coded content can be decoded to its end.",
        @"Content-Encoding: gzip\r\nContent-Length: 10\r\n\r\n\x1f\x8b\x07\x00\x00\x00\x00\x00\x00\x03",
        "Look for what changes the content after it was coded, such as a filter, a conversion of text, or a second writer.");

    /// <summary>A checksum in the content is wrong.</summary>
    public static FindingKind WrongChecksum { get; } = Warning(
        "RFC9110-8.4-WRONG-CHECKSUM",
        "A checksum in the coded content is that of the octets it decodes to.",
        @"Content-Encoding: deflate\r\nContent-Length: 8\r\n\r\n\x78\x9c\x03\x00\x00\x00\x00\x02",
        "Look for what changes the content after it was coded, or for a writer that computes the checksum over other octets.");

    /// <summary>Octets follow the end of the coded content.</summary>
    public static FindingKind OctetsAfterCoding { get; } = Warning(
        "RFC9110-8.4-OCTETS-AFTER-CODING",
        "Nothing follows the end of the coding in the content: recipients differ about what follows, and some refuse it.",
        @"Content-Encoding: deflate\r\nContent-Length: 10\r\n\r\n\x78\x9c\x03\x00\x00\x00\x00\x01\r\n",
        "Write nothing after the coded content; a script may print a line end after it.");

    /// <summary>Content-Encoding names a coding, and the content is empty.</summary>
    public static FindingKind EmptyCodedContent { get; } = Info(
        "RFC9110-8.4-EMPTY-CODED-CONTENT",
        "Empty content is not gzip or zstd, although recipients usually accept it.",
        @"Content-Encoding: gzip\r\nContent-Length: 0\r\n",
        "Leave Content-Encoding out where there is no content, or send an empty gzip member.");

    /// <summary>The content is coded, and Content-Encoding does not name the coding.</summary>
    public static FindingKind CodingNotNamed { get; } = Info(
        "RFC9110-8.4-CODING-NOT-NAMED",
        "Content of a type that is text begins like gzip: Content-Encoding probably lacks that coding.",
        @"Content-Type: text/html\r\n\r\n\x1f\x8b\x08\x00",
        "Add Content-Encoding with the coding, or send the content as it is.");

    /// <summary>The rest of the content was not compared with its coding.</summary>
    public static FindingKind CodingNotChecked { get; } = Info(
        "RFC9110-8.4-CODING-NOT-CHECKED",
        "Content is decoded up to 1 GiB, and at most five codings are removed, to see whether it is whole.",
        @"Content-Encoding: gzip, gzip, gzip, gzip, gzip, gzip\r\n",
        "Name each coding that was applied once; content that decodes to very much more is what attacks on recipients look like.");

    /// <summary>The coding deflate comes without the format of zlib.</summary>
    public static FindingKind RawDeflate { get; } = Warning(
        "RFC9110-8.4.1.2-RAW-DEFLATE",
        "The coding deflate is deflated data in the format of zlib; some send it without that, and not every recipient can tell.",
        @"Content-Encoding: deflate\r\nContent-Length: 2\r\n\r\n\x03\x00",
        "Write the two octets of zlib's header and its checksum around the data, or use gzip.");

    /// <summary>The length in the trailer of gzip is wrong.</summary>
    public static FindingKind WrongGzipLength { get; } = Warning(
        "RFC9110-8.4.1.3-WRONG-GZIP-LENGTH",
        "The last four octets of gzip are the length of what it decodes to, modulo 2^32.",
        @"Content-Encoding: gzip\r\n\r\n\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03\x03\x00\x00\x00\x00\x00\x05\x00\x00\x00",
        "Look for what changes the content after it was coded, or for a writer that counts other octets.");

    /// <summary>The content is several members of gzip.</summary>
    public static FindingKind SecondGzipMember { get; } = Info(
        "RFC9110-8.4.1.3-SECOND-GZIP-MEMBER",
        "RFC 1952 lets gzip have several members; some recipients decode the first alone.",
        @"Content-Encoding: gzip\r\n\r\n\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03\x03\x00\x00\x00\x00\x00\x00\x00\x00\x00\x1f\x8b\x08",
        "Write the content as one member: flush the writer instead of closing and opening it.");

    /// <summary>The window of zstd is larger than HTTP allows.</summary>
    public static FindingKind ZstdWindow { get; } = Warning(
        "RFC9659-3-ZSTD-WINDOW",
        "The coding zstd uses a window of at most 8 MiB, so that any recipient can decode it.",
        @"Content-Encoding: zstd\r\n\r\n\x28\xb5\x2f\xfd\x00\x70",
        "Limit the window to 8 MiB: --long and high levels of zstd exceed it.");
}
