using System.Buffers;
using RawHttp.Cli.Output;
using RawHttp.Client;
using RawHttp.Http;
using RawHttp.Lines;

namespace RawHttp.Cli.Comparison;

/// <summary>Records exchanges, one after another, so that they can be compared.</summary>
/// <param name="progress">Shows how much content came; null for no progress.</param>
internal sealed class ExchangeRecorder(Progress? progress = null) : IExchangeObserver, IDisposable
{
    private RecordedExchange _current = new();

    public void LineRead(in Line line, LineKind kind)
    {
        switch (kind)
        {
            case LineKind.StatusLine:
                HeadFor(isStart: true).Start.Add(Copy(line));
                break;
            case LineKind.FieldLine:
                HeadFor(isStart: false).Fields.Add(Copy(line));
                break;
            case LineKind.TrailerFieldLine:
                _current.Trailers.Add(Copy(line));
                break;
            case LineKind.ChunkSizeLine or LineKind.ChunkEnd:
                _current.ChunkLinesOffset = _current.ChunkLines.Length == 0 ? line.Offset : _current.ChunkLinesOffset;
                _current.ChunkLines.Add(line.Octets.Span);
                break;
        }
    }

    public void HeadRead(ResponseHead head, BodyFraming? framing) => progress?.Begin(framing?.Length);

    public void Body(ReadOnlySequence<byte> piece, long offset)
    {
        _current.ContentOffset = _current.Content.Length == 0 ? offset : _current.ContentOffset;
        Add(_current.Content, piece);
        progress?.Add(piece.Length);
    }

    public void Rest(ReadOnlySequence<byte> octets, long offset, bool isBody)
    {
        _current.RestOffset = _current.Rest.Length == 0 ? offset : _current.RestOffset;
        Add(_current.Rest, octets);
    }

    /// <summary>Takes what was recorded of the exchange that is over, and begins the next.</summary>
    /// <param name="exchange">The exchange.</param>
    /// <param name="ending">How it ended, in words.</param>
    /// <returns>The recording; the caller disposes it.</returns>
    public RecordedExchange Take(Exchange exchange, string ending)
    {
        progress?.Clear();
        var taken = _current;
        _current = new RecordedExchange();
        taken.Exchange = exchange;
        taken.Ending = ending;
        return taken;
    }

    public void Dispose()
    {
        progress?.Clear();
        _current.Dispose();
    }

    private RecordedHead HeadFor(bool isStart)
    {
        if (_current.Heads is [.., var last] && !(isStart && last.HasStart))
        {
            return last;
        }

        var head = new RecordedHead();
        _current.Heads.Add(head);
        return head;
    }

    private static RecordedLine Copy(in Line line) => new(line.Offset, line.Octets.ToArray());

    private static void Add(Spool spool, ReadOnlySequence<byte> octets)
    {
        foreach (var piece in octets)
        {
            spool.Add(piece.Span);
        }
    }
}
