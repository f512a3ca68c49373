using System.Globalization;
using RawHttp.Http;
using RawHttp.Lines;

namespace RawHttp.Cli.Views;

/// <summary>
/// A ledger in which one row replaces many chunks that have nothing to report: the first ones of a run and the last one are shown. A chunk
/// with a finding, an extension or a trailer ends the run. A chunk that came a second after what is shown is shown, so that a slow
/// stream can be watched.
/// </summary>
internal sealed class ChunkFold(ILedger ledger) : ILedger
{
    private const int FirstShown = 8;
    private const int FewestFolded = 8;
    private const double LongestHiddenMilliseconds = 1000;

    private readonly Queue<Chunk> _held = new();
    private Chunk? _chunk;
    private Folded? _folded;
    private int _shown;
    private double _now;
    private double _shownAt;

    public bool HasTimes
    {
        get => ledger.HasTimes;
        set => ledger.HasTimes = value;
    }

    public void WriteBegin(int number, string name)
    {
        EndRun();
        (_now, _shownAt) = (0, 0);
        ledger.WriteBegin(number, name);
    }

    public void Write(LedgerRow row, IReadOnlyList<Finding> findings)
    {
        _now = row.Milliseconds ?? _now;
        if (!Takes(row, findings))
        {
            EndRun();
            WriteRow(row, findings);
            return;
        }

        _chunk ??= new Chunk([], _shown < FirstShown);
        _chunk.Rows.Add(row);
        if (_chunk.IsShown)
        {
            WriteRow(row, findings);
        }

        if (row.Line == LineKind.ChunkEnd)
        {
            EndChunk(_chunk);
            _chunk = null;
        }
    }

    public void WriteEnd(Outcome outcome, IReadOnlyList<Finding> findings)
    {
        EndRun();
        ledger.WriteEnd(outcome, findings);
    }

    public void Complete() => ledger.Complete();

    public void Flush() => ledger.Flush();

    public void Dispose()
    {
        EndRun();
        ledger.Dispose();
    }

    // A chunk without an extension and without a finding, of which the size line comes first.
    private bool Takes(LedgerRow row, IReadOnlyList<Finding> findings) => findings.Count == 0 && row switch
    {
        { Line: LineKind.ChunkSizeLine, Kind: LedgerRowKind.CrLfLine } =>
            _chunk is null
                && Array.TrueForAll(row.Octets, octet => char.IsAsciiHexDigit((char)octet))
                && row.Octets.AsSpan().ContainsAnyExcept((byte)'0'),
        { Kind: LedgerRowKind.Data } => _chunk is not null,
        { Line: LineKind.ChunkEnd, Kind: LedgerRowKind.CrLfLine } => _chunk is not null,
        _ => false,
    };

    private void EndChunk(Chunk chunk)
    {
        if (chunk.IsShown)
        {
            _shown++;
            return;
        }

        _held.Enqueue(chunk);
        var most = _folded is null ? FewestFolded : 1;
        if (_held.Count > most)
        {
            while (_held.Count > 1)
            {
                _folded = Folded.With(_folded, _held.Dequeue());
            }
        }

        if (_now - _shownAt >= LongestHiddenMilliseconds)
        {
            WriteHeld();
        }
    }

    private void EndRun()
    {
        WriteHeld();
        if (_chunk is { IsShown: false } cut)
        {
            WriteRows(cut);
        }

        _chunk = null;
        _shown = 0;
    }

    private void WriteHeld()
    {
        if (_folded is { } folded)
        {
            WriteRow(folded.ToRow(), []);
            _folded = null;
        }

        while (_held.TryDequeue(out var chunk))
        {
            WriteRows(chunk);
        }
    }

    private void WriteRows(Chunk chunk)
    {
        foreach (var row in chunk.Rows)
        {
            WriteRow(row, []);
        }
    }

    private void WriteRow(LedgerRow row, IReadOnlyList<Finding> findings)
    {
        _shownAt = _now;
        ledger.Write(row, findings);
    }

    private sealed record Chunk(List<LedgerRow> Rows, bool IsShown)
    {
        public long Size => Rows.Where(row => row.Kind == LedgerRowKind.Data).Sum(row => row.Length);

        public long End => Rows[^1].Offset + Rows[^1].Length;

        public double? Milliseconds => Rows.LastOrDefault(row => row.Milliseconds is not null)?.Milliseconds;
    }

    // What one row replaces: how many chunks, from and to which offset, of which sizes.
    private sealed record Folded(long Offset, long End, long Count, long Smallest, long Largest, double? Milliseconds)
    {
        public static Folded With(Folded? folded, Chunk chunk) => folded is null
            ? new Folded(chunk.Rows[0].Offset, chunk.End, 1, chunk.Size, chunk.Size, chunk.Milliseconds)
            : folded with
            {
                End = chunk.End,
                Count = folded.Count + 1,
                Smallest = Math.Min(folded.Smallest, chunk.Size),
                Largest = Math.Max(folded.Largest, chunk.Size),
                Milliseconds = chunk.Milliseconds ?? folded.Milliseconds,
            };

        public LedgerRow ToRow()
        {
            var sizes = Smallest == Largest
                ? $"{Summary.Count(Largest, "byte")}{(Count > 1 ? " each" : "")}"
                : string.Create(CultureInfo.InvariantCulture, $"{Smallest} to {Largest} bytes");
            return new LedgerRow(Offset, End - Offset, [], LedgerRowKind.Fold)
            {
                Note = $"{Summary.Count(Count, "chunk")} of {sizes} (--wire=all)",
                Milliseconds = Milliseconds,
            };
        }
    }
}
