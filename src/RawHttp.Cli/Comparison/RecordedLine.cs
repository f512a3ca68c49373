namespace RawHttp.Cli.Comparison;

/// <summary>A line, or several in a row, as received.</summary>
/// <param name="Offset">Where it begins, in octets from the first one received.</param>
/// <param name="Octets">The line with its ending.</param>
internal sealed record RecordedLine(long Offset, ReadOnlyMemory<byte> Octets)
{
    /// <summary>Lines that follow each other, as one; null for no line.</summary>
    public static RecordedLine? Join(IReadOnlyList<RecordedLine> lines) => lines switch
    {
        [] => null,
        [var only] => only,
        _ => new RecordedLine(lines[0].Offset, lines.SelectMany(line => line.Octets.ToArray()).ToArray()),
    };

    /// <summary>The line as one side of a difference, as if the other one had nothing of it.</summary>
    public DifferenceSide AsSide() => new() { Offset = Offset, Length = Octets.Length, Octets = Octets, DifferentTo = Octets.Length };
}
