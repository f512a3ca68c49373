namespace RawHttp.Lines;

/// <summary>
/// A <see cref="System.IO.Pipelines.PipeReader"/> that knows how its input ended. To a pipe, a reset and an orderly close are both
/// the end of the stream; a body that runs until close is whole after the second only (RFC 9112 §8).
/// </summary>
public interface IEndingInput
{
    /// <summary>How the input ended; <see cref="ConnectionEnd.None"/> before.</summary>
    ConnectionEnd ConnectionEnd { get; }
}
