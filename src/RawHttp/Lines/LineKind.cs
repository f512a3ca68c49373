namespace RawHttp.Lines;

/// <summary>What a line was read as.</summary>
public enum LineKind
{
    /// <summary>A line of an unknown protocol.</summary>
    Other,

    /// <summary>The first line of a response (RFC 9112 §4).</summary>
    StatusLine,

    /// <summary>The first line of a request (RFC 9112 §3).</summary>
    RequestLine,

    /// <summary>A line of a header section, the empty one at its end included (RFC 9112 §5).</summary>
    FieldLine,

    /// <summary>The size of a chunk, with its extensions (RFC 9112 §7.1).</summary>
    ChunkSizeLine,

    /// <summary>The line ending after the data of a chunk (RFC 9112 §7.1).</summary>
    ChunkEnd,

    /// <summary>A line of a trailer section, the empty one at its end included (RFC 9112 §7.1.2).</summary>
    TrailerFieldLine,
}
