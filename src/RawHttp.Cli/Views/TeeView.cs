using System.Buffers;
using RawHttp.Cli.Exchanges;
using RawHttp.Http;
using RawHttp.Lines;

namespace RawHttp.Cli.Views;

/// <summary>Shows a response in two ways at once: as was asked for, and in a report.</summary>
internal sealed class TeeView(IResponseView first, IResponseView second) : IResponseView
{
    public void Received(ReadOnlyMemory<byte> octets, long timestamp) => Each(view => view.Received(octets, timestamp));

    public void Request(ReadOnlySpan<byte> octets)
    {
        try
        {
            first.Request(octets);
        }
        finally
        {
            second.Request(octets);
        }
    }

    public void RequestSent(long timestamp) => Each(view => view.RequestSent(timestamp));

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

    public void Waiting() => Each(view => view.Waiting());

    public void HeadRead(ResponseReader response) => Each(view => view.HeadRead(response));

    public void Body(ReadOnlySequence<byte> piece, long offset) => Each(view => view.Body(piece, offset));

    public void Rest(ReadOnlySequence<byte> octets, long offset, bool isBody) => Each(view => view.Rest(octets, offset, isBody));

    public void Finish(Outcome outcome) => Each(view => view.Finish(outcome));

    public void Dispose() => Each(view => view.Dispose());

    // What cannot be shown is in the report all the same.
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
