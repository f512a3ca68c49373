using System.Buffers;
using RawHttp.Http;
using RawHttp.Lines;

namespace RawHttp.Client;

/// <summary>
/// Shows a proxy's answer to an observer, and nothing of the tunnel that may follow: octets are held back until it is known which of
/// them belong to the answer. The limits of heads and the read-ahead of the connection bound how many are held.
/// </summary>
internal sealed class ProxyAnswer(IExchangeObserver? observer) : IExchangeObserver
{
    private readonly Lock _lock = new();
    private readonly List<(byte[] Octets, long Timestamp)> _held = [];
    private bool _isDecided;
    private bool _isOver;

    /// <summary>How much of it is read at most.</summary>
    public required MessageLimits Limits { get; init; }

    public bool TakesLinesTogether => observer?.TakesLinesTogether ?? true;

    public bool WantsBody => observer?.WantsBody ?? true;

    /// <summary>Shows none of what comes: it is no HTTP.</summary>
    public void Drop() => Decide(isAnswer: false, 0);

    public void Connected(Func<long, Arrival?> arrivalOf) => observer?.Connected(arrivalOf);

    public void Received(ReadOnlyMemory<byte> octets, long timestamp)
    {
        lock (_lock)
        {
            if (!_isDecided)
            {
                _held.Add((octets.ToArray(), timestamp));
            }
            else if (!_isOver)
            {
                observer?.Received(octets, timestamp);
            }
        }
    }

    public void RequestSent(long timestamp) => observer?.RequestSent(timestamp);

    public void Request(ReadOnlySpan<byte> octets, int headLength) => observer?.Request(octets, headLength);

    public void LineRead(in Line line, LineKind kind) => observer?.LineRead(line, kind);

    public void LinesRead(ReadOnlySpan<byte> octets, long offset) => observer?.LinesRead(octets, offset);

    // The tunnel is read through the same reader.
    public void Waiting()
    {
        if (!_isOver)
        {
            observer?.Waiting();
        }
    }

    public void HeadRead(ResponseHead head, BodyFraming? framing)
    {
        if (!ExchangeRun.OpensTunnel(framing))
        {
            Decide(isAnswer: true, long.MaxValue);
        }

        observer?.HeadRead(head, framing);
    }

    public void Body(ReadOnlySequence<byte> piece, long offset) => observer?.Body(piece, offset);

    public void Rest(ReadOnlySequence<byte> octets, long offset, bool isBody) => observer?.Rest(octets, offset, isBody);

    public void Found(Finding finding) => observer?.Found(finding);

    public void Done(Exchange exchange)
    {
        var isTunnel = exchange.IsComplete && ExchangeRun.OpensTunnel(exchange.Framing);
        Decide(isAnswer: !isTunnel, isTunnel ? exchange.Offset : long.MaxValue);
        observer?.Done(exchange);
    }

    // Shows those of the held octets that belong to the answer: so many of them.
    private void Decide(bool isAnswer, long count)
    {
        lock (_lock)
        {
            _isDecided = true;
            _isOver |= !isAnswer;
            foreach (var (octets, timestamp) in _held)
            {
                var shown = octets.AsMemory(0, (int)Math.Min(octets.Length, count));
                count -= shown.Length;
                if (!shown.IsEmpty)
                {
                    observer?.Received(shown, timestamp);
                }
            }

            _held.Clear();
        }
    }
}
