using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using Pipelines.Sockets.Unofficial;

namespace RawHttp.Net;

/// <summary>The input of a dialled connection: a pump fills a pipe ahead of its reader, so that arrivals are noted immediately.</summary>
internal sealed class ReadAheadInput : ConnectionInput
{
    private readonly RecordingStream _receiving;
    private readonly PipeReader _pipe;
    private readonly ReceiveLog _receiveLog;
    private ReadOnlySequence<byte> _held;
    private int _isInUse;

    public ReadAheadInput(RecordingStream receiving, ReceiveLog receiveLog)
        : base(receiveLog)
    {
        _receiving = receiving;
        _receiveLog = receiveLog;
        _pipe = StreamConnection.GetReader(receiving, Options(), nameof(Connection));
    }

    public override bool HasArrivals => _receiving.HasArrivals;

    public override bool TryRead(out ReadResult result)
    {
        Take();
        var isThere = false;
        try
        {
            isThere = _pipe.TryRead(out result);
            _held = result.Buffer;
            return isThere;
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
            return reading.IsCompletedSuccessfully ? new ValueTask<ReadResult>(Hold(reading.Result)) : WaitAsync(reading);
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
        var count = _held.IsEmpty ? 0 : _held.Slice(_held.Start, consumed).Length;
        _held = default;
        _pipe.AdvanceTo(consumed, examined);
        _receiveLog.NoteConsumed(count);
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
            return Hold(await reading.ConfigureAwait(false));
        }
        catch
        {
            Free();
            throw;
        }
    }

    private ReadResult Hold(ReadResult result)
    {
        _held = result.Buffer;
        return result;
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
