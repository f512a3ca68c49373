namespace RawHttp.Lines;

/// <summary>Sees every line a <see cref="LineReader"/> reads, before its caller does.</summary>
public interface ILineObserver
{
    /// <summary>Whether whole lines may be told together where they are read together, which is faster.</summary>
    bool TakesLinesTogether => false;

    /// <summary>A line was read.</summary>
    /// <param name="line">The line, valid during the call.</param>
    /// <param name="kind">What it was read as.</param>
    void LineRead(in Line line, LineKind kind);

    /// <summary>Whole lines were read together: a header section with the line before it. Called only where
    /// <see cref="TakesLinesTogether"/> allows it.</summary>
    /// <param name="octets">The lines with their endings, valid during the call.</param>
    /// <param name="offset">Where they begin, in octets from the first one received.</param>
    void LinesRead(ReadOnlySpan<byte> octets, long offset)
    {
    }

    /// <summary>All that has arrived is used up and the reader is about to wait for more.</summary>
    void Waiting();
}
