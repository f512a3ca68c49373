namespace RawHttp.Cli.Comparison;

/// <summary>The parts of a response that are compared, in the order in which they are shown.</summary>
internal enum DifferencePart
{
    StatusLine,
    Fields,
    Framing,
    Chunks,
    Content,
    Trailers,
    Ending,
    Findings,
}
