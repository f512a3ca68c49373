namespace RawHttp.Http;

/// <summary>Where the body of a message ends.</summary>
public enum FramingKind
{
    /// <summary>There is no body.</summary>
    None,

    /// <summary>After a number of octets.</summary>
    ContentLength,

    /// <summary>After the last chunk and its trailer section.</summary>
    Chunked,

    /// <summary>With the connection; never that of a request.</summary>
    UntilClose,
}
