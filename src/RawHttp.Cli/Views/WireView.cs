using System.Buffers;
using RawHttp.Http;
using RawHttp.Lines;

namespace RawHttp.Cli.Views;

/// <summary>
/// --wire and --report: the ledger. Each line received is a row with its offset, arrival, length, ending and octets; its findings follow
/// below it, their range marked. A row is held back until it can get no more findings; for a head, until its framing is decided.
/// </summary>
/// <param name="ledger">Writes the rows.</param>
/// <param name="maxOfPiece">How many octets of content each row has at most; if not given, content is one row with its first
/// octets.</param>
internal sealed class WireView(ILedger ledger, int? maxOfPiece = null) : IResponseView
{
    // This much of a body, or of octets that could not be parsed, is shown; --raw and -o give all of it.
    private const int Preview = 100;

    // This much of a line is shown: the limit for lines may be raised.
    private const int MaxOfLine = 1024 * 1024;

    // Rows and octets of a section to hold; as many rows as a section may have fields. Beyond that, only the last rows are kept.
    private const int MaxHeld = 100_000;
    private const long MaxHeldOctets = 8 * 1024 * 1024;

    private readonly List<LedgerRow> _held = [];
    private readonly LastRows _last = new();
    private readonly List<Finding> _untold = [];
    private readonly HashSet<Finding> _told = [];
    private bool _isHeadRead;
    private Func<long, Arrival?>? _arrivalOf;
    private long _sentAt;
    private long _sentOffset;
    private long _lastArrivalEnd;
    private LedgerRow? _data;
    private Arrival? _dataArrival;
    private LedgerRow? _rest;
    private long _heldOctets;
    private bool _holdsOpen;

    public void Connected(Func<long, Arrival?> arrivalOf)
    {
        (_arrivalOf, _sentAt, _sentOffset, _lastArrivalEnd) = (arrivalOf, 0, 0, 0);
        ledger.HasTimes = true;
    }

    public void RequestSent(long timestamp) => Volatile.Write(ref _sentAt, timestamp);

    // The first version of the PROXY protocol is a line, the second one is binary.
    public void SentBefore(ReadOnlyMemory<byte> octets) =>
        Request(octets.Span, octets.Span.StartsWith("PROXY "u8) ? octets.Length : 0);

    public void Request(ReadOnlySpan<byte> octets, int headLength)
    {
        foreach (var row in SentRows.From(octets, headLength, _sentOffset, maxOfPiece ?? Preview, maxOfPiece is not null))
        {
            ledger.Write(row, []);
        }

        _sentOffset += octets.Length;
    }

    public void LineRead(in Line line, LineKind kind)
    {
        EndData();
        _rest = null;

        FlushSettled();
        var shown = Math.Min(line.Content.Length, MaxOfLine);
        Add(new LedgerRow(line.Offset, line.Octets.Length, line.Content[..shown].ToArray(), line.Ending switch
        {
            LineEnding.CrLf => LedgerRowKind.CrLfLine,
            LineEnding.Lf => LedgerRowKind.LfLine,
            _ => LedgerRowKind.UnendedLine,
        })
        {
            Hidden = line.Content.Length - shown,
            IsOpen = kind == LineKind.TrailerFieldLine,
            Line = kind,
            Milliseconds = TimeOf(_arrivalOf?.Invoke(line.Offset + line.Octets.Length - 1)),
        });
    }

    public void Waiting()
    {
        if (maxOfPiece is not null)
        {
            EndData();
        }

        FlushSettled();
        ledger.Flush();
    }

    public void HeadRead(ResponseHead head, BodyFraming? framing)
    {
        _isHeadRead = true;
        Flush();
    }

    public void Found(Finding finding) => _untold.Add(finding);

    public void Body(ReadOnlySequence<byte> piece, long offset)
    {
        while (!piece.IsEmpty)
        {
            if (_data is null)
            {
                FlushSettled();
                _data = new LedgerRow(offset, 0, [], LedgerRowKind.Data);
            }

            var count = Extend(_data, piece);
            _dataArrival = _arrivalOf?.Invoke(offset + count - 1);
            (piece, offset) = (piece.Slice(count), offset + count);
            if (_data.Length == maxOfPiece)
            {
                EndData();
            }
        }
    }

    public void Rest(ReadOnlySequence<byte> octets, long offset, bool isBody)
    {
        EndData();
        while (!octets.IsEmpty)
        {
            if (_rest is null || _rest.Length == maxOfPiece)
            {
                _rest = new LedgerRow(offset, 0, [], LedgerRowKind.Rest)
                {
                    IsOpen = true,
                    Milliseconds = TimeOf(_arrivalOf?.Invoke(offset)),
                };
                Add(_rest);
            }

            var count = Extend(_rest, octets);
            (octets, offset) = (octets.Slice(count), offset + count);
        }
    }

    public void Begin(int number, string name) => ledger.WriteBegin(number, name);

    public void Finish(Outcome outcome)
    {
        EndData();
        Flush();
        ledger.WriteEnd(outcome, [.. outcome.Exchange.Findings.Where(_told.Add)]);
        _isHeadRead = false;
        _untold.Clear();
        _told.Clear();
    }

    public void Complete() => ledger.Complete();

    public void Dispose()
    {
        // Some rows are still held if the run ended for another reason.
        EndData();
        Flush();
        ledger.Dispose();
    }

    // Returns how many of the octets the row took.
    private long Extend(LedgerRow row, ReadOnlySequence<byte> octets)
    {
        var room = (maxOfPiece ?? Preview) - row.Octets.Length;
        var shown = Math.Min(room, octets.Length);
        if (shown > 0)
        {
            row.Octets = [.. row.Octets, .. octets.Slice(0, shown).ToArray()];
        }

        var count = maxOfPiece is null ? octets.Length : shown;
        row.Length += count;
        row.Hidden = row.Length - row.Octets.Length;
        return count;
    }

    private void EndData()
    {
        if (_data is { } data)
        {
            _data = null;
            data.Milliseconds = TimeOf(_dataArrival);
            Add(data);
        }
    }

    // In milliseconds after the last octets of the request were handed over. Null if it is the arrival of the row before, or unknown.
    private double? TimeOf(Arrival? arrival)
    {
        if (arrival is not { } read || read.End == _lastArrivalEnd)
        {
            return null;
        }

        _lastArrivalEnd = read.End;
        var sentAt = Volatile.Read(ref _sentAt);
        return sentAt != 0 && read.Timestamp >= sentAt
            ? TimeProvider.System.GetElapsedTime(sentAt, read.Timestamp).TotalMilliseconds
            : -1;
    }

    private void Add(LedgerRow row)
    {
        _holdsOpen |= row.IsOpen;
        if (_held.Count < MaxHeld && _heldOctets < MaxHeldOctets)
        {
            _held.Add(row);
            _heldOctets += row.Octets.Length;
        }
        else
        {
            _last.Add(row);
        }
    }

    // In a body, a line gets its findings before the next one is read. A trailer section, and the
    // octets after a message, are checked as a whole.
    private void FlushSettled()
    {
        if (_isHeadRead && !_holdsOpen)
        {
            Flush();
        }
    }

    private void Flush()
    {
        // Both are in the order of offsets, so one pass is enough; a search for each row would take quadratic time.
        var found = _untold.Select((finding, order) => (finding, order)).OrderBy(each => each.finding.Offset).ToList();
        var at = 0;
        List<LedgerRow> rows = [.. _held, .. _last.TakeAll()];
        foreach (var row in rows)
        {
            var here = new List<(Finding Finding, int Order)>();
            for (; at < found.Count && found[at].finding.Offset < row.Offset + row.Length; at++)
            {
                if (found[at].finding.Offset >= row.Offset)
                {
                    here.Add(found[at]);
                }
            }

            ledger.Write(row, here.Count == 0 ? [] : [.. here.OrderBy(each => each.Order).Select(each => each.Finding).Where(_told.Add)]);
        }

        if (rows is [.., var last])
        {
            _untold.RemoveAll(finding => finding.Offset < last.Offset + last.Length);
        }

        _held.Clear();
        _heldOctets = 0;
        _holdsOpen = false;
        _rest = null;
    }
}
