namespace RawHttp.Http;

/// <summary>A status line and a header section (RFC 9112 §2.1).</summary>
/// <param name="StatusLine">The first line.</param>
/// <param name="Fields">The header section.</param>
/// <param name="Offset">Where it begins, in octets from the first one received.</param>
public sealed record ResponseHead(StatusLine StatusLine, FieldSection Fields, long Offset)
{
    /// <summary>Whether its blank line arrived. If the stream ends before that, the head is cut off, not complete.</summary>
    public bool IsComplete => Fields.IsComplete;
}
