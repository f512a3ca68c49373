namespace RawHttp.Lines;

/// <summary>One line as it was received. Its octets are valid until the next read from the reader it came from.</summary>
public readonly struct Line
{
    /// <summary>Makes a line.</summary>
    /// <param name="octets">The line with its ending.</param>
    /// <param name="offset">Where it begins, in octets from the first one received.</param>
    public Line(ReadOnlyMemory<byte> octets, long offset)
    {
        Octets = octets;
        Offset = offset;
        Ending = octets.Span switch
        {
            [.., (byte)'\r', (byte)'\n'] => LineEnding.CrLf,
            [.., (byte)'\n'] => LineEnding.Lf,
            _ => LineEnding.None,
        };
    }

    /// <summary>The line with its ending.</summary>
    public ReadOnlyMemory<byte> Octets { get; }

    /// <summary>The line without its ending.</summary>
    public ReadOnlyMemory<byte> Content => Octets[..^(int)Ending];

    /// <summary>How it ended.</summary>
    public LineEnding Ending { get; }

    /// <summary>Where it begins, in octets from the first one received.</summary>
    public long Offset { get; }

    /// <summary>Whether there is nothing before its ending: the line that ends a header section.</summary>
    public bool IsBlank => Octets.Length == (int)Ending;
}
