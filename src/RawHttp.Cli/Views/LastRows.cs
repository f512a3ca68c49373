namespace RawHttp.Cli.Views;

/// <summary>The last rows of many, and one row that replaces those before them, because the peer determines how many there are.</summary>
internal sealed class LastRows
{
    private const int MaxRows = 1000;
    private const long MaxOctets = 1024 * 1024;

    private readonly Queue<LedgerRow> _rows = new();
    private LedgerRow? _gap;
    private long _octets;

    /// <summary>How many rows were dropped so far.</summary>
    public long LeftOut { get; private set; }

    public void Add(LedgerRow row)
    {
        _rows.Enqueue(row);
        _octets += row.Octets.Length;
        while (_rows.Count > MaxRows || (_octets > MaxOctets && _rows.Count > 1))
        {
            LeaveOut();
        }
    }

    /// <summary>Drops the kept rows, too.</summary>
    /// <returns>The row that replaces all rows dropped since the last call; null if there are none.</returns>
    public LedgerRow? TakeGap()
    {
        while (_rows.Count > 0)
        {
            LeaveOut();
        }

        var gap = _gap;
        _gap = null;
        return gap;
    }

    /// <summary>The row that replaces dropped rows, if there are any, and the last rows.</summary>
    public List<LedgerRow> TakeAll()
    {
        List<LedgerRow> rows = _gap is null ? [.. _rows] : [_gap, .. _rows];
        _gap = null;
        _rows.Clear();
        _octets = 0;
        return rows;
    }

    private void LeaveOut()
    {
        var row = _rows.Dequeue();
        _octets -= row.Octets.Length;
        _gap ??= new LedgerRow(row.Offset, 0, [], LedgerRowKind.Gap);
        _gap.Length = row.Offset + row.Length - _gap.Offset;
        var count = Math.Max(row.LeftOut, 1);
        _gap.LeftOut += count;
        LeftOut += count;
    }
}
