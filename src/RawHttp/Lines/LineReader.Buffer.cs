using System.Buffers;
using System.IO.Pipelines;

namespace RawHttp.Lines;

/// <content>What the reader holds of its pipe: taking hold of it, filling it, and who may read.</content>
public sealed partial class LineReader
{
    // What the pipe has handed out. Most lines are found in its first segment, so the position in that segment is kept separately: slicing
    // the sequence for each line costs more than finding the line.
    private ReadOnlySequence<byte> _buffer;
    private ReadOnlyMemory<byte> _first;
    private int _used;
    private int _isReading;
    private bool _holding;
    private bool _ended;

    private ReadOnlySequence<byte> Take(long maxCount)
    {
        var taken = _buffer.Slice(0, Math.Min(maxCount, _buffer.Length));
        Consume(taken.Length);
        return taken;
    }

    private void Consume(long count)
    {
        _buffer = _buffer.Slice(count);
        _first = _buffer.First;
        _searched = 0;
        Offset += count;
    }

    private void HoldUnread()
    {
        Hold();
        DropUsed();
    }

    private void DropUsed()
    {
        if (_used > 0)
        {
            _buffer = _buffer.Slice(_used);
            _first = _buffer.First;
            _used = 0;
        }
    }

    // Reads from the pipe until so many octets are buffered; false if the stream ends before.
    private async ValueTask<bool> FillAsync(long count, CancellationToken cancellationToken)
    {
        while (_buffer.Length < count && !_ended)
        {
            EndFill(await BeginFill(cancellationToken).ConfigureAwait(false));
        }

        return _buffer.Length >= count;
    }

    private ValueTask<ReadResult> BeginFill(CancellationToken cancellationToken)
    {
        if (_holding)
        {
            DropUsed();
            _holding = false;
            _input.AdvanceTo(_buffer.Start, _buffer.End);
        }

        var reading = _input.ReadAsync(cancellationToken);
        if (!reading.IsCompleted)
        {
            _observer?.Waiting();
        }

        return reading;
    }

    private void EndFill(ReadResult result)
    {
        Accept(result);
        if (result.IsCanceled)
        {
            throw new OperationCanceledException("the wait was ended");
        }
    }

    // A read that may wait: excludes other reads until it has finished.
    private void Begin()
    {
        Hold();
        if (Interlocked.Exchange(ref _isReading, 1) != 0)
        {
            throw InUse();
        }

        DropUsed();
    }

    private void Finish() => Volatile.Write(ref _isReading, 0);

    private void Hold()
    {
        if (!_holding | _isReading != 0)
        {
            TakeHold();
        }
    }

    // After a cancelled read the pipe owns the buffer, and hands out octets that were already examined only after CancelPendingRead.
    private void TakeHold()
    {
        if (_isReading != 0)
        {
            throw InUse();
        }

        if (!_input.TryRead(out var result))
        {
            _input.CancelPendingRead();
            if (!_input.TryRead(out result))
            {
                (_buffer, _first) = (default, default);
                return;
            }
        }

        Accept(result);
    }

    private void Accept(ReadResult result)
    {
        _holding = true;
        _buffer = result.Buffer;
        _first = _buffer.First;
        _used = 0;
        _ended = result.IsCompleted;
    }

    private static InvalidOperationException InUse() => new("Another read is in progress: one at a time.");
}
