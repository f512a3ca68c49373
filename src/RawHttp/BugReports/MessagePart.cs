namespace RawHttp.BugReports;

/// <summary>What a part of the octets was read as.</summary>
internal enum PartKind
{
    /// <summary>The first line of a message.</summary>
    StartLine,

    /// <summary>A line of a header or trailer section, the empty one at its end included.</summary>
    FieldLine,

    /// <summary>The size of a chunk, with its extensions.</summary>
    ChunkSizeLine,

    /// <summary>The line ending after the data of a chunk.</summary>
    ChunkEnd,

    /// <summary>Content, or the data of one chunk.</summary>
    Content,

    /// <summary>Octets that belong to no message, or could not be read.</summary>
    Rest,
}

/// <summary>A part of the octets of one message or several.</summary>
/// <param name="Kind">What it was read as.</param>
/// <param name="Start">Where it begins.</param>
/// <param name="Length">How many octets it has, the line ending included.</param>
internal readonly record struct MessagePart(PartKind Kind, int Start, int Length)
{
    /// <summary>Where it ends.</summary>
    public int End => Start + Length;
}
