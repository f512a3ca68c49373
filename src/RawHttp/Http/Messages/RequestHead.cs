namespace RawHttp.Http;

/// <summary>A request line and a header section as they were received (RFC 9112 §2.1).</summary>
/// <param name="RequestLine">The first line.</param>
/// <param name="Fields">The header section; empty for a request of HTTP/0.9, which has none.</param>
/// <param name="Offset">Where it begins, in octets from the first one received.</param>
public sealed record RequestHead(RequestLine RequestLine, FieldSection Fields, long Offset)
{
    /// <summary>Whether its blank line arrived. If the stream ends before that, or its first line is refused, the head is not complete.
    /// That of HTTP/0.9 is complete without one.</summary>
    public bool IsComplete => Fields.IsComplete;

    /// <summary>Whether the client asks the server to close after its response (RFC 9112 §9.3): by "close" in Connection, or by a version
    /// before HTTP/1.1 without "keep-alive".</summary>
    public bool AsksToClose => Fields.HasElement("Connection", "close")
        || (RequestLine.MinorVersion == 0 && !Fields.HasElement("Connection", "keep-alive"));
}
