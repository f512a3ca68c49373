using System.Buffers;
using System.IO.Pipelines;

namespace RawHttp.Lines;

/// <summary>
/// Reads lines, counted octets and the rest from a <see cref="PipeReader"/>: <c>readline()</c> over whatever fills the pipe.
/// What is buffered is read without waiting, nothing is searched twice, and a read that is cancelled loses nothing:
/// octets leave the pipe only together with the line or block they belong to.
/// </summary>
/// <remarks>One read at a time. What a read returns is valid until the next one.</remarks>
public sealed class LineReader
{
    private readonly PipeReader _input;
    private readonly ILineObserver? _observer;
    private ReadOnlySequence<byte> _buffer;
    private byte[] _joined = [];
    private long _searched;
    private bool _holding;
    private bool _ended;

    /// <summary>Makes a reader; it does not own the pipe.</summary>
    /// <param name="input">Where the octets come from.</param>
    /// <param name="observer">Who sees every line read.</param>
    public LineReader(PipeReader input, ILineObserver? observer = null)
    {
        ArgumentNullException.ThrowIfNull(input);
        _input = input;
        _observer = observer;
    }

    /// <summary>How many octets have been read: the offset of the next one.</summary>
    public long Offset { get; private set; }

    /// <summary>Reads a line if a whole one is buffered, or the unended last one once the stream has ended.</summary>
    /// <param name="limit">How long it may be, and its name.</param>
    /// <param name="line">The line.</param>
    /// <returns>Whether there was one.</returns>
    /// <exception cref="ReadException"><see cref="ReadError.LineLimit"/>; the octets stay in the reader.</exception>
    public bool TryReadLine(ReadLimit limit, out Line line)
    {
        Hold();
        var length = FindLine();
        if ((length < 0 ? _buffer.Length : length) > limit.Octets)
        {
            throw TooLong(ReadError.LineLimit, limit);
        }

        if (length < 0)
        {
            _searched = _buffer.Length;
            if (!_ended || _buffer.IsEmpty)
            {
                line = default;
                return false;
            }

            length = _buffer.Length;
        }

        line = new Line(Join(_buffer.Slice(0, length)), Offset);
        Consume(length);
        _observer?.LineRead(line, limit.Element);
        return true;
    }

    /// <summary>Reads a line, waiting for it if need be.</summary>
    /// <param name="limit">How long it may be, and its name.</param>
    /// <param name="cancellation">Ends the waiting; the octets stay in the reader.</param>
    /// <returns>The line, which has no ending if the stream ended inside it; null at the end of the stream.</returns>
    /// <exception cref="ReadException"><see cref="ReadError.LineLimit"/>; the octets stay in the reader.</exception>
    /// <exception cref="OperationCanceledException">The waiting was ended.</exception>
    public ValueTask<Line?> ReadLineAsync(ReadLimit limit, CancellationToken cancellation = default)
    {
        return TryReadLine(limit, out var line) ? new ValueTask<Line?>(line) : WaitForLineAsync(limit, cancellation);
    }

    /// <summary>Reads what is buffered, waiting only if that is nothing.</summary>
    /// <param name="atMost">The most octets to read.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    /// <returns>At least one octet; none at the end of the stream only.</returns>
    /// <exception cref="OperationCanceledException">The waiting was ended.</exception>
    public async ValueTask<ReadOnlySequence<byte>> ReadSomeAsync(long atMost, CancellationToken cancellation = default)
    {
        await WaitForMoreAsync(cancellation).ConfigureAwait(false);
        return Take(atMost);
    }

    /// <summary>Reads an exact number of octets, all of them held in memory.</summary>
    /// <param name="count">How many.</param>
    /// <param name="cancellation">Ends the waiting; the octets stay in the reader.</param>
    /// <returns>The octets; fewer only if the stream ended first.</returns>
    /// <exception cref="OperationCanceledException">The waiting was ended.</exception>
    public async ValueTask<ReadOnlySequence<byte>> ReadExactlyAsync(int count, CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        Hold();
        while (_buffer.Length < count && await FillAsync(cancellation).ConfigureAwait(false))
        {
        }

        return Take(count);
    }

    /// <summary>Reads the rest of the stream, all of it held in memory.</summary>
    /// <param name="limit">How much that may be, and its name.</param>
    /// <param name="cancellation">Ends the waiting; the octets stay in the reader.</param>
    /// <returns>The octets.</returns>
    /// <exception cref="ReadException"><see cref="ReadError.BodyLimit"/>; the octets stay in the reader.</exception>
    /// <exception cref="OperationCanceledException">The waiting was ended.</exception>
    public async ValueTask<ReadOnlySequence<byte>> ReadToEndAsync(ReadLimit limit, CancellationToken cancellation = default)
    {
        Hold();
        do
        {
            if (_buffer.Length > limit.Octets)
            {
                throw TooLong(ReadError.BodyLimit, limit);
            }
        }
        while (await FillAsync(cancellation).ConfigureAwait(false));
        return Take(_buffer.Length);
    }

    /// <summary>Takes what has arrived and was not read yet, without waiting: what is left when reading had to stop.</summary>
    /// <returns>The octets, or none.</returns>
    public ReadOnlySequence<byte> TakeBuffered()
    {
        Hold();
        return Take(_buffer.Length);
    }

    /// <summary>Waits until something more has arrived, and reads nothing of it.</summary>
    /// <param name="cancellation">Ends the waiting.</param>
    /// <returns>Whether there is more; false at the end of the stream.</returns>
    /// <exception cref="OperationCanceledException">The waiting was ended.</exception>
    public async ValueTask<bool> WaitForMoreAsync(CancellationToken cancellation = default)
    {
        Hold();
        while (_buffer.IsEmpty && await FillAsync(cancellation).ConfigureAwait(false))
        {
        }

        return !_buffer.IsEmpty;
    }

    private async ValueTask<Line?> WaitForLineAsync(ReadLimit limit, CancellationToken cancellation)
    {
        while (await FillAsync(cancellation).ConfigureAwait(false))
        {
            if (TryReadLine(limit, out var line))
            {
                return line;
            }
        }

        return TryReadLine(limit, out var last) ? last : null;
    }

    // The length of the first line with its ending, or -1; what was searched before is not searched again.
    private long FindLine()
    {
        var first = _buffer.FirstSpan;
        if (_searched < first.Length)
        {
            var found = first[(int)_searched..].IndexOf((byte)'\n');
            if (found >= 0)
            {
                return _searched + found + 1;
            }

            _searched = first.Length;
        }

        if (_buffer.IsSingleSegment || _searched >= _buffer.Length)
        {
            return -1;
        }

        return _buffer.Slice(_searched).PositionOf((byte)'\n') is { } end
            ? _buffer.Slice(0, end).Length + 1
            : -1;
    }

    private ReadOnlyMemory<byte> Join(ReadOnlySequence<byte> octets)
    {
        if (octets.IsSingleSegment)
        {
            return octets.First;
        }

        if (_joined.Length < octets.Length)
        {
            _joined = new byte[Math.Max(octets.Length, 2L * _joined.Length)];
        }

        octets.CopyTo(_joined);
        return _joined.AsMemory(0, (int)octets.Length);
    }

    private ReadOnlySequence<byte> Take(long atMost)
    {
        var taken = _buffer.Slice(0, Math.Min(atMost, _buffer.Length));
        Consume(taken.Length);
        return taken;
    }

    private void Consume(long count)
    {
        _buffer = _buffer.Slice(count);
        _searched = 0;
        Offset += count;
    }

    // Gets more from the pipe; false when there will be no more.
    private async ValueTask<bool> FillAsync(CancellationToken cancellation)
    {
        if (_ended)
        {
            return false;
        }

        if (_holding)
        {
            _holding = false;
            _input.AdvanceTo(_buffer.Start, _buffer.End);
        }

        var reading = _input.ReadAsync(cancellation);
        if (!reading.IsCompleted)
        {
            _observer?.Waiting();
        }

        Accept(await reading.ConfigureAwait(false));
        return true;
    }

    // After a cancelled read the buffer is with the pipe, which hands out what was examined before only when it is woken.
    private void Hold()
    {
        if (_holding)
        {
            return;
        }

        if (!_input.TryRead(out var result))
        {
            _input.CancelPendingRead();
            if (!_input.TryRead(out result))
            {
                _buffer = default;
                return;
            }
        }

        Accept(result);
    }

    private void Accept(ReadResult result)
    {
        _holding = true;
        _buffer = result.Buffer;
        _ended = result.IsCompleted;
    }

    private ReadException TooLong(ReadError error, ReadLimit limit) =>
        new(error, Offset, $"{limit.Element} at offset {Offset} is longer than the limit of {limit.Octets} bytes");
}
