namespace RawHttp;

/// <summary>What stopped a reading: a limit, the grammar, or the end of the stream.</summary>
public enum ReadError
{
    /// <summary>A line is longer than its limit.</summary>
    LineLimit,

    /// <summary>A head or trailer section is larger than its limit.</summary>
    HeadLimit,

    /// <summary>A section has more field lines than its limit.</summary>
    FieldLimit,

    /// <summary>More interim responses came than the limit allows.</summary>
    InterimLimit,

    /// <summary>The body is longer than its limit.</summary>
    BodyLimit,

    /// <summary>The stream ended before the first octet of the message; for a request, empty lines may come before the end.</summary>
    Empty,

    /// <summary>The first line is not an HTTP/1.x status line (RFC 9112 §4).</summary>
    StatusLine,

    /// <summary>The first line is not a request line of HTTP/1.x or HTTP/0.9 (RFC 9112 §3).</summary>
    RequestLine,

    /// <summary>What should be a field line is none, and is longer than the limit of a line (RFC 9112 §5).</summary>
    FieldLine,

    /// <summary>The stream ended inside a head.</summary>
    HeadCutOff,

    /// <summary>The fields contradict each other about the length of the body, or do not determine it (RFC 9112 §6.3).</summary>
    Framing,

    /// <summary>A transfer coding is unknown (RFC 9112 §7).</summary>
    TransferCoding,

    /// <summary>A chunk size line or the end of a chunk does not follow RFC 9112 §7.1.</summary>
    Chunk,

    /// <summary>The stream ended inside a body.</summary>
    BodyCutOff,
}
