namespace RawHttp.Lines;

/// <summary>How much may be read at once, and the error if there is more.</summary>
/// <param name="Kind">What is being read.</param>
/// <param name="Octets">The most octets it may have, a line's ending included.</param>
public readonly record struct ReadLimit(LineKind Kind, int Octets)
{
    /// <summary>The name of what is being read in an error: "status line" and the like by default.</summary>
    public string Name
    {
        get => field ?? Kind switch
        {
            LineKind.StatusLine => "status line",
            LineKind.RequestLine => "request line",
            LineKind.FieldLine => "field line",
            LineKind.ChunkSizeLine => "chunk size line",
            LineKind.ChunkEnd => "end of a chunk",
            LineKind.TrailerFieldLine => "trailer field line",
            _ => "line",
        };
        init;
    }
}
