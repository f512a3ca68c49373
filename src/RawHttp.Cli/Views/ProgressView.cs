using System.Buffers;
using RawHttp.Cli.Output;
using RawHttp.Http;

namespace RawHttp.Cli.Views;

/// <summary>The progress of a body on standard error, while standard output goes elsewhere.</summary>
internal sealed class ProgressView : IResponseView
{
    private readonly Progress _progress = new("body", Progress.UsualDelay);

    public bool TakesLinesTogether => true;

    public bool WantsBody => false;

    public void HeadRead(ResponseHead head, BodyFraming? framing) => _progress.Begin(framing?.Length);

    public void Body(ReadOnlySequence<byte> piece, long offset) => _progress.Add(piece.Length);

    public void Finish(Outcome outcome) => _progress.Clear();

    public void Dispose() => _progress.Clear();
}
