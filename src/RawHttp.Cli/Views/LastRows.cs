namespace RawHttp.Cli.Views;

/// <summary>The last rows of many, and one row in place of those before them: a peer decides how many there are.</summary>
internal sealed class LastRows
{
    private const int MaxRows = 1000;
    private const long MaxOctets = 1024 * 1024;

    private readonly Queue<LedgerRow> _rows = new();
    private LedgerRow? _gap;
    private long _octets;

    /// <summary>How many rows were left out so far.</summary>
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

    /// <summary>Leaves out those that are there, too.</summary>
    /// <returns>The row in place of all that were left out since the last call; null if none was.</returns>
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

    /// <summary>The row in place of those that were left out, if any was, and the last ones.</summary>
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
