using System.Buffers;
using RawHttp.Client;
using RawHttp.Http;
using RawHttp.Lines;

namespace RawHttp.Cli.Views;

/// <summary>Shows an exchange in two views. If the first one fails, the second one still shows everything.</summary>
internal sealed class TeeView(IResponseView first, IResponseView second) : IResponseView
{
    public bool TakesLinesTogether => first.TakesLinesTogether && second.TakesLinesTogether;

    public bool WantsBody => first.WantsBody || second.WantsBody;

    public void Connected(Func<long, Arrival?> arrivalOf) => Each(view => view.Connected(arrivalOf));

    public void Received(ReadOnlyMemory<byte> octets, long timestamp) => Each(view => view.Received(octets, timestamp));

    public void RequestSent(long timestamp) => Each(view => view.RequestSent(timestamp));

    public void Request(ReadOnlySpan<byte> octets, int headLength)
    {
        try
        {
            first.Request(octets, headLength);
        }
        finally
        {
            second.Request(octets, headLength);
        }
    }

    public void LineRead(in Line line, LineKind kind)
    {
        try
        {
            first.LineRead(line, kind);
        }
        finally
        {
            second.LineRead(line, kind);
        }
    }

    public void LinesRead(ReadOnlySpan<byte> octets, long offset)
    {
        try
        {
            first.LinesRead(octets, offset);
        }
        finally
        {
            second.LinesRead(octets, offset);
        }
    }

    public void Waiting() => Each(view => view.Waiting());

    public void HeadRead(ResponseHead head, BodyFraming? framing) => Each(view => view.HeadRead(head, framing));

    public void Body(ReadOnlySequence<byte> piece, long offset) => Each(view => view.Body(piece, offset));

    public void Rest(ReadOnlySequence<byte> octets, long offset, bool isBody) => Each(view => view.Rest(octets, offset, isBody));

    public void Found(Finding finding) => Each(view => view.Found(finding));

    public void Done(Exchange exchange) => Each(view => view.Done(exchange));

    public void Begin(int number, string name) => Each(view => view.Begin(number, name));

    public void BeginProxy(int number, string name) => Each(view => view.BeginProxy(number, name));

    public void SentBefore(ReadOnlyMemory<byte> octets) => Each(view => view.SentBefore(octets));

    public void Finish(Outcome outcome) => Each(view => view.Finish(outcome));

    public void Complete() => Each(view => view.Complete());

    public void Dispose() => Each(view => view.Dispose());

    private void Each(Action<IResponseView> show)
    {
        try
        {
            show(first);
        }
        finally
        {
            show(second);
        }
    }
}
