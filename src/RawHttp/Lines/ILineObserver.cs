namespace RawHttp.Lines;

/// <summary>Sees every line a <see cref="LineReader"/> reads, before its caller does.</summary>
public interface ILineObserver
{
    /// <summary>Whether whole lines that are read together may be reported in one call, which is faster.</summary>
    bool TakesLinesTogether => false;

    /// <summary>A line was read.</summary>
    /// <param name="line">The line, valid during the call.</param>
    /// <param name="kind">What it was read as.</param>
    void LineRead(in Line line, LineKind kind);

    /// <summary>Whole lines were read together: a header section and the line before it. Called only if
    /// <see cref="TakesLinesTogether"/> is true.</summary>
    /// <param name="octets">The lines with their endings, valid during the call.</param>
    /// <param name="offset">Where they begin, in octets from the first one received.</param>
    void LinesRead(ReadOnlySpan<byte> octets, long offset)
    {
    }

    /// <summary>Everything that has arrived is used up, and the reader is about to wait for more.</summary>
    void Waiting();
}
