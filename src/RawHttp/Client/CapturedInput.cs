using System.Buffers;
using System.IO.Pipelines;
using RawHttp.Captures;
using RawHttp.Lines;

namespace RawHttp.Client;

/// <summary>A captured direction as a pipe, which ends in the way that the direction did.</summary>
internal sealed class CapturedInput(CapturedDirection direction) : PipeReader, IEndingInput
{
    private readonly PipeReader _octets = Create(new ReadOnlySequence<byte>(direction.Octets));

    public ConnectionEnd ConnectionEnd => direction.End == ConnectionEnd.None ? ConnectionEnd.EndOfStream : direction.End;

    public override void AdvanceTo(SequencePosition consumed) => _octets.AdvanceTo(consumed);

    public override void AdvanceTo(SequencePosition consumed, SequencePosition examined) => _octets.AdvanceTo(consumed, examined);

    public override void CancelPendingRead() => _octets.CancelPendingRead();

    public override void Complete(Exception? exception = null) => _octets.Complete(exception);

    public override ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken = default) => _octets.ReadAsync(cancellationToken);

    public override bool TryRead(out ReadResult result) => _octets.TryRead(out result);
}
