namespace RawHttp.Cli.Views;

/// <summary>When the octets of an exchange came, read by read. There may be any number of reads: those that came closest together are
/// counted as one.</summary>
internal sealed class ReportReads
{
    private const int Most = 4096;
    private readonly List<ReportRead> _reads = [];
    private long _end;

    /// <summary>The reads, in order.</summary>
    public IReadOnlyList<ReportRead> All => _reads;

    /// <summary>When the last octets of the request were handed over, as a timestamp of the system's clock; 0 if they were not.</summary>
    public long SentAt { get; set; }

    /// <summary>When the exchange was over.</summary>
    public long EndedAt { get; set; }

    /// <summary>Notes which reads brought some octets.</summary>
    public void Note(Func<long, Arrival?> arrivalOf, long offset, long length)
    {
        for (var end = offset + length; offset < end && arrivalOf(offset) is { } read; offset = read.End)
        {
            var octets = Math.Min(end, read.End) - offset;
            if (_reads.Count > 0 && read.End == _end)
            {
                _reads[^1] = _reads[^1] with { Octets = _reads[^1].Octets + octets };
                continue;
            }

            if (_reads.Count == Most)
            {
                Join();
            }

            _reads.Add(new ReportRead(offset, read.Timestamp, read.Timestamp, octets, Count: 1, Chunks: 0));
            _end = read.End;
        }
    }

    /// <summary>Notes that the last octets noted begin a chunk.</summary>
    public void NoteChunk()
    {
        if (_reads.Count > 0)
        {
            _reads[^1] = _reads[^1] with { Chunks = _reads[^1].Chunks + 1 };
        }
    }

    /// <summary>Begins the next exchange.</summary>
    public void Clear()
    {
        _reads.Clear();
        (_end, EndedAt) = (0, 0);
    }

    // Joins neighbours in pairs, where the pause between them is among the shorter half.
    private void Join()
    {
        var pauses = new long[_reads.Count - 1];
        for (var i = 0; i < pauses.Length; i++)
        {
            pauses[i] = _reads[i + 1].First - _reads[i].Last;
        }

        var sorted = pauses.Order().ToArray();
        var count = 0;
        for (var i = 0; i < _reads.Count; i++)
        {
            var isJoined = i < pauses.Length && pauses[i] <= sorted[sorted.Length / 2];
            _reads[count++] = isJoined ? _reads[i].With(_reads[++i]) : _reads[i];
        }

        _reads.RemoveRange(count, _reads.Count - count);
    }
}

/// <summary>A read, or several that came close together.</summary>
/// <param name="Offset">Where its octets begin.</param>
/// <param name="First">When it came, or the first of them, as a timestamp.</param>
/// <param name="Last">When the last of them came.</param>
/// <param name="Octets">How many octets it brought.</param>
/// <param name="Count">How many reads it stands for.</param>
/// <param name="Chunks">How many chunks begin in it.</param>
internal readonly record struct ReportRead(long Offset, long First, long Last, long Octets, int Count, int Chunks)
{
    /// <summary>This one and the next as one.</summary>
    public ReportRead With(ReportRead next) =>
        new(Offset, First, next.Last, Octets + next.Octets, Count + next.Count, Chunks + next.Chunks);
}
