namespace RawHttp.Lines;

/// <summary>Sees every line a <see cref="LineReader"/> reads, before whoever asked for it.</summary>
public interface ILineObserver
{
    /// <summary>A line was read.</summary>
    /// <param name="line">The line, valid during the call.</param>
    /// <param name="kind">What it was read as.</param>
    void LineRead(in Line line, LineKind kind);

    /// <summary>All that has arrived is used up and the reader is about to wait for more.</summary>
    void Waiting();
}
