using RawHttp.Lines;

namespace RawHttp.Net;

/// <summary>A line as text.</summary>
/// <param name="Content">The line without its ending.</param>
/// <param name="Ending">How it ended; <see cref="LineEnding.None"/> if the stream ended inside it.</param>
public readonly record struct TextLine(string Content, LineEnding Ending)
{
    /// <summary>The line without its ending.</summary>
    /// <returns><see cref="Content"/>.</returns>
    public override string ToString() => Content;
}
