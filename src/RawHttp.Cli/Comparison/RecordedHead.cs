namespace RawHttp.Cli.Comparison;

/// <summary>The lines of a head.</summary>
internal sealed class RecordedHead
{
    /// <summary>The status line, and the empty lines before it.</summary>
    public List<RecordedLine> Start { get; } = [];

    /// <summary>The field lines, and the empty line after them.</summary>
    public List<RecordedLine> Fields { get; } = [];

    /// <summary>Whether the next start line begins another head.</summary>
    public bool HasStart => Fields.Count > 0 || Start.Exists(line => line.Octets.Span.ContainsAnyExcept("\r\n"u8));
}
