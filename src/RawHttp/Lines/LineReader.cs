using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;

namespace RawHttp.Lines;

/// <summary>
/// Reads lines, counted octets, and the rest from a <see cref="PipeReader"/>: <c>readline()</c> for any pipe. A read of
/// buffered octets does not wait, no octet is searched twice, and a cancelled read loses nothing, because octets leave the
/// pipe only with the line or block they belong to.
/// </summary>
/// <remarks>
/// The result of a read is valid until the next read. Only one read at a time: a read during another one's wait throws
/// <see cref="InvalidOperationException"/>, and so does a read while another reader of the same pipe holds its buffer.
/// </remarks>
/// <example>
/// <code source="Examples/Examples.cs" region="LineReader" />
/// </example>
public sealed partial class LineReader
{
    private readonly PipeReader _input;
    private readonly ILineObserver? _observer;
    private byte[] _joined = [];
    private long _searched;

    /// <summary>Makes a reader; the pipe still belongs to the caller.</summary>
    /// <param name="input">Where the octets come from.</param>
    /// <param name="observer">Called with every line read; null for no observer.</param>
    public LineReader(PipeReader input, ILineObserver? observer = null)
    {
        ArgumentNullException.ThrowIfNull(input);
        _input = input;
        _observer = observer;
    }

    /// <summary>How many octets have been read: the offset of the next one.</summary>
    public long Offset { get; private set; }

    /// <summary>How the input ended, once its end was seen; <see cref="ConnectionEnd.None"/> before. Only a connection's input
    /// distinguishes ends; any other pipe (a file, a test) always ends in order.</summary>
    public ConnectionEnd End
    {
        get
        {
            var end = _input is IEndingInput input ? input.ConnectionEnd : ConnectionEnd.EndOfStream;
            return _ended ? end : ConnectionEnd.None;
        }
    }

    /// <summary>Reads a line if a whole one is buffered, or the last one without an ending if the stream has ended.</summary>
    /// <param name="limit">The longest line to accept, and its name for errors.</param>
    /// <param name="line">The line.</param>
    /// <returns>Whether there was one.</returns>
    /// <exception cref="ReadException"><see cref="ReadError.LineLimit"/>; the octets stay in the reader.</exception>
    public bool TryReadLine(ReadLimit limit, out Line line)
    {
        Hold();
        return TryTakeLine(limit, out line);
    }

    /// <summary>Reads a line and waits for it if necessary.</summary>
    /// <param name="limit">The longest line to accept, and its name for errors.</param>
    /// <param name="cancellationToken">Ends the waiting; the octets stay in the reader.</param>
    /// <returns>The line, which has no ending if the stream ended inside it; null at the end of the stream.</returns>
    /// <exception cref="ReadException"><see cref="ReadError.LineLimit"/>; the octets stay in the reader.</exception>
    /// <exception cref="OperationCanceledException">The waiting was ended.</exception>
    public ValueTask<Line?> ReadLineAsync(ReadLimit limit, CancellationToken cancellationToken = default)
    {
        return TryReadLine(limit, out var line) ? new ValueTask<Line?>(line) : WaitForLineAsync(limit, cancellationToken);
    }

    /// <summary>Reads what is buffered; waits only if the buffer is empty.</summary>
    /// <param name="maxCount">The most octets to read.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <returns>At least one octet; none only at the end of the stream.</returns>
    /// <exception cref="OperationCanceledException">The waiting was ended.</exception>
    public async ValueTask<ReadOnlySequence<byte>> ReadSomeAsync(long maxCount, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(maxCount);
        Begin();
        try
        {
            await FillAsync(1, cancellationToken).ConfigureAwait(false);
            return Take(maxCount);
        }
        finally
        {
            Finish();
        }
    }

    /// <summary>Reads an exact number of octets, all of them held in memory.</summary>
    /// <param name="count">How many.</param>
    /// <param name="cancellationToken">Ends the waiting; the octets stay in the reader.</param>
    /// <returns>The octets.</returns>
    /// <exception cref="EndOfStreamException">The stream ended first; the octets that arrived stay in the reader.</exception>
    /// <exception cref="OperationCanceledException">The waiting was ended.</exception>
    public async ValueTask<ReadOnlySequence<byte>> ReadExactlyAsync(int count, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        Begin();
        try
        {
            return await FillAsync(count, cancellationToken).ConfigureAwait(false)
                ? Take(count)
                : throw new EndOfStreamException(
                    $"the stream ends at offset {Offset + _buffer.Length}, after {_buffer.Length} of {count} bytes");
        }
        finally
        {
            Finish();
        }
    }

    /// <summary>Reads the rest of the stream, all of it held in memory.</summary>
    /// <param name="limit">The most octets to accept, and their name for errors.</param>
    /// <param name="cancellationToken">Ends the waiting; the octets stay in the reader.</param>
    /// <returns>The octets.</returns>
    /// <exception cref="ReadException"><see cref="ReadError.BodyLimit"/>; the octets stay in the reader.</exception>
    /// <exception cref="OperationCanceledException">The waiting was ended.</exception>
    public async ValueTask<ReadOnlySequence<byte>> ReadToEndAsync(ReadLimit limit, CancellationToken cancellationToken = default)
    {
        Begin();
        try
        {
            // One octet past the limit is enough to detect the excess.
            return !await FillAsync(limit.Octets + 1L, cancellationToken).ConfigureAwait(false)
                ? Take(_buffer.Length)
                : throw TooLong(ReadError.BodyLimit, limit);
        }
        finally
        {
            Finish();
        }
    }

    /// <summary>Takes what has arrived and was not read yet, without waiting, for use after reading has failed.</summary>
    /// <returns>The octets, or none.</returns>
    public ReadOnlySequence<byte> TakeBuffered()
    {
        HoldUnread();
        return Take(_buffer.Length);
    }

    /// <summary>Returns what is buffered in one piece without reading it.</summary>
    /// <returns>The octets; empty if an observer must see each line separately.</returns>
    internal ReadOnlySpan<byte> Peek() => _observer is null or { TakesLinesTogether: true } ? FirstBuffered : default;

    /// <summary>What is buffered in one piece, perhaps nothing, without reading it.</summary>
    internal ReadOnlySpan<byte> FirstBuffered
    {
        get
        {
            Hold();
            return _first.Span[_used..];
        }
    }

    /// <summary>Reads whole lines that <see cref="Peek"/> has returned.</summary>
    /// <param name="count">How many octets of them.</param>
    internal void Skip(int count)
    {
        _observer?.LinesRead(_first.Span.Slice(_used, count), Offset);
        _used += count;
        _searched = 0;
        Offset += count;
    }

    /// <summary>Waits until more has arrived, and reads none of it.</summary>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <returns>Whether there is more; false at the end of the stream.</returns>
    /// <exception cref="OperationCanceledException">The waiting was ended.</exception>
    public async ValueTask<bool> WaitForMoreAsync(CancellationToken cancellationToken = default)
    {
        Begin();
        try
        {
            return await FillAsync(1, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            Finish();
        }
    }

    /// <summary>Waits until so many octets are buffered, or the stream has ended, and reads none of them.</summary>
    /// <param name="count">How many octets.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <returns>All that is buffered, valid until the next read; empty only at the end of the stream.</returns>
    internal async ValueTask<ReadOnlySequence<byte>> PeekAsync(int count, CancellationToken cancellationToken)
    {
        Begin();
        try
        {
            await FillAsync(count, cancellationToken).ConfigureAwait(false);
            return _buffer;
        }
        finally
        {
            Finish();
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<Line?> WaitForLineAsync(ReadLimit limit, CancellationToken cancellationToken)
    {
        Begin();
        try
        {
            while (!_ended)
            {
                EndFill(await BeginFill(cancellationToken).ConfigureAwait(false));
                if (TryTakeLine(limit, out var line))
                {
                    return line;
                }
            }

            return TryTakeLine(limit, out var last) ? last : null;
        }
        finally
        {
            Finish();
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool TryTakeLine(ReadLimit limit, out Line line)
    {
        var unread = _first.Span[_used..];
        if (_searched < unread.Length && unread[(int)_searched..].IndexOf((byte)'\n') is >= 0 and var found)
        {
            var length = (int)_searched + found + 1;
            if (length > limit.Octets)
            {
                throw TooLong(ReadError.LineLimit, limit);
            }

            line = new Line(_first.Slice(_used, length), Offset);
            _used += length;
            _searched = 0;
            Offset += length;
            _observer?.LineRead(line, limit.Kind);
            return true;
        }

        _searched = Math.Max(_searched, unread.Length);
        return TryReadLineOverSegments(limit, out line);
    }

    // A line that continues in another segment, or the last one without an ending. Octets already searched are not searched again.
    private bool TryReadLineOverSegments(ReadLimit limit, out Line line)
    {
        DropUsed();
        var length = FindLineFeed() is >= 0 and var end ? end + 1 : -1;
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
        _observer?.LineRead(line, limit.Kind);
        return true;
    }

    // The position of the next LF in the buffer; negative if there is none. New octets are mostly in the last segment, and walking there
    // from the first one for each arrival would take quadratic time for a long line.
    private long FindLineFeed()
    {
        if (_searched >= _buffer.Length)
        {
            return -1;
        }

        var end = _buffer.End;
        var before = _buffer.Length - end.GetInteger();
        if (before <= _searched && !_buffer.IsSingleSegment && end.GetObject() is ReadOnlySequenceSegment<byte> last)
        {
            var found = last.Memory.Span[(int)(_searched - before)..end.GetInteger()].IndexOf((byte)'\n');
            return found < 0 ? -1 : _searched + found;
        }

        return _buffer.Slice(_searched).PositionOf((byte)'\n') is { } position ? _buffer.Slice(0, position).Length : -1;
    }

    private ReadOnlyMemory<byte> Join(ReadOnlySequence<byte> octets)
    {
        if (octets.IsSingleSegment)
        {
            return octets.First;
        }

        if (_joined.Length < octets.Length)
        {
            _joined = GC.AllocateUninitializedArray<byte>((int)Math.Min(Math.Max(octets.Length, 2L * _joined.Length), Array.MaxLength));
        }

        octets.CopyTo(_joined);
        return _joined.AsMemory(0, (int)octets.Length);
    }

    private ReadException TooLong(ReadError error, ReadLimit limit) =>
        new(error, Offset, $"{limit.Name} at offset {Offset} is longer than the limit of {limit.Octets} bytes");
}
