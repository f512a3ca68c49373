using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using Pipelines.Sockets.Unofficial;

namespace RawHttp.Net;

/// <summary>The input of a dialled connection: a pump fills a pipe ahead of its reader, so that arrivals are noted immediately.</summary>
internal sealed class ReadAheadInput : ConnectionInput
{
    private readonly RecordingStream _receiving;
    private readonly PipeReader _pipe;
    private int _isInUse;

    public ReadAheadInput(RecordingStream receiving, ReceiveLog receiveLog)
        : base(receiveLog)
    {
        _receiving = receiving;
        _pipe = StreamConnection.GetReader(receiving, Options(), nameof(Connection));
    }

    public override bool HasArrivals => _receiving.HasArrivals;

    public override bool TryRead(out ReadResult result)
    {
        Take();
        var isThere = false;
        try
        {
            return isThere = _pipe.TryRead(out result);
        }
        finally
        {
            if (!isThere)
            {
                Free();
            }
        }
    }

    public override ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken = default)
    {
        Take();
        try
        {
            var reading = _pipe.ReadAsync(cancellationToken);

            // A pipe counts a wait that was cancelled as successful, until its result is asked for.
            return reading.IsCompletedSuccessfully ? new ValueTask<ReadResult>(reading.Result) : WaitAsync(reading);
        }
        catch
        {
            Free();
            throw;
        }
    }

    public override void AdvanceTo(SequencePosition consumed) => AdvanceTo(consumed, consumed);

    public override void AdvanceTo(SequencePosition consumed, SequencePosition examined)
    {
        _pipe.AdvanceTo(consumed, examined);
        Free();
    }

    public override void CancelPendingRead() => _pipe.CancelPendingRead();

    public override void Complete(Exception? exception = null) => _pipe.Complete(exception);

    public override Task DropAsync() => _receiving.DropAsync();

    public override void Dispose() => _receiving.Dispose();

    // The pipe holds at most two segments while there is no read.
    private static PipeOptions Options() => new(
        pool: new SegmentPool(),
        pauseWriterThreshold: 128 * 1024,
        resumeWriterThreshold: 64 * 1024,
        readerScheduler: PipeScheduler.Inline,
        writerScheduler: PipeScheduler.Inline,
        useSynchronizationContext: false);

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<ReadResult> WaitAsync(ValueTask<ReadResult> reading)
    {
        try
        {
            return await reading.ConfigureAwait(false);
        }
        catch
        {
            Free();
            throw;
        }
    }

    // A second waiting read would make the pipe complete with an error.
    private void Take()
    {
        if (Interlocked.Exchange(ref _isInUse, 1) != 0)
        {
            throw InUse();
        }
    }

    private void Free() => Volatile.Write(ref _isInUse, 0);
}
