using System.Buffers;
using System.Runtime.CompilerServices;
using RawHttp.Lines;

namespace RawHttp.Net;

/// <summary>
/// A connection read and written like a file: Python's <c>socket.makefile</c>. Disposing it lets go of the connection and leaves it
/// open; what it had buffered is read by the next file of the same connection. One read and one write may run side by side; a second
/// one of either, of any file of the connection, throws <see cref="InvalidOperationException"/> at once.
/// </summary>
public sealed class SocketFile : IAsyncDisposable
{
    /// <summary>The most octets of a line unless told otherwise: 64 KiB.</summary>
    public const int DefaultMaxLine = 64 * 1024;

    // So much is gathered before it is sent without being asked to.
    private const int SendAt = 16 * 1024;

    private readonly Connection _connection;
    private readonly FileAccess _access;
    private readonly ReadLimit _line;
    private readonly IdleTimer _deadline;
    private byte[] _unsent = [];
    private int _unsentCount;
    private int _isReading;
    private volatile bool _endsWaits;
    private bool _dropsUnsent;
    private bool _isDisposed;

    internal SocketFile(Connection connection, FileAccess access, int maxLine)
    {
        _connection = connection;
        _access = access;
        _line = new ReadLimit(LineKind.Other, maxLine);
        _deadline = new IdleTimer(connection.Time, connection.Input.CancelPendingRead);
    }

    /// <summary>How long one read may wait. For ever unless told.</summary>
    public TimeSpan ReadTimeout { get; set; } = Timeout.InfiniteTimeSpan;

    /// <summary>How <see cref="WriteLineAsync"/> ends a line: LF unless told.</summary>
    public LineEnding NewLine { get; set; } = LineEnding.Lf;

    /// <summary>Reads a line if a whole one is buffered, or the unended last one once the stream has ended; never waits.</summary>
    /// <param name="line">The line, valid until the next read.</param>
    /// <returns>Whether there was one.</returns>
    /// <exception cref="ReadException"><see cref="ReadError.LineLimit"/>; nothing is lost.</exception>
    /// <exception cref="NotSupportedException">The file was not made for reading.</exception>
    public bool TryReadLine(out Line line)
    {
        CheckReadable();
        return _connection.Lines.TryReadLine(_line, out line);
    }

    /// <summary>Reads a line, waiting for it if need be.</summary>
    /// <param name="cancellationToken">Ends the waiting; nothing is lost.</param>
    /// <returns>The line with its ending, or without one if the stream ended inside it; null at the end of the stream.</returns>
    /// <exception cref="TimeoutException">No whole line came within <see cref="ReadTimeout"/>; nothing is lost, the next read returns it whole.</exception>
    /// <exception cref="ReadException"><see cref="ReadError.LineLimit"/>; nothing is lost.</exception>
    /// <exception cref="OperationCanceledException">The waiting was ended.</exception>
    /// <exception cref="NotSupportedException">The file was not made for reading.</exception>
    public ValueTask<Line?> ReadLineAsync(CancellationToken cancellationToken = default) =>
        TryReadLine(out var line)
            ? new ValueTask<Line?>(line)
            : WithinTimeoutAsync(static (lines, limit, token) => lines.ReadLineAsync(limit, token), _line, cancellationToken);

    /// <summary>Reads an exact number of octets, all of them held in memory.</summary>
    /// <param name="count">How many.</param>
    /// <param name="cancellationToken">Ends the waiting; nothing is lost.</param>
    /// <returns>The octets, valid until the next read.</returns>
    /// <exception cref="EndOfStreamException">The stream ended first; nothing is lost, the octets there are can still be read.</exception>
    /// <exception cref="TimeoutException">They did not all come within <see cref="ReadTimeout"/>; nothing is lost.</exception>
    /// <exception cref="OperationCanceledException">The waiting was ended.</exception>
    /// <exception cref="NotSupportedException">The file was not made for reading.</exception>
    public ValueTask<ReadOnlySequence<byte>> ReadExactlyAsync(int count, CancellationToken cancellationToken = default)
    {
        CheckReadable();
        return WithinTimeoutAsync(static (lines, count, token) => lines.ReadExactlyAsync(count, token), count, cancellationToken);
    }

    /// <summary>Reads the rest of the stream, all of it held in memory.</summary>
    /// <param name="limit">The most octets that may be.</param>
    /// <param name="cancellationToken">Ends the waiting; nothing is lost.</param>
    /// <returns>The octets, valid until the next read.</returns>
    /// <exception cref="ReadException"><see cref="ReadError.BodyLimit"/>; nothing is lost.</exception>
    /// <exception cref="TimeoutException">The end did not come within <see cref="ReadTimeout"/>; nothing is lost.</exception>
    /// <exception cref="OperationCanceledException">The waiting was ended.</exception>
    /// <exception cref="NotSupportedException">The file was not made for reading.</exception>
    public ValueTask<ReadOnlySequence<byte>> ReadToEndAsync(int limit, CancellationToken cancellationToken = default)
    {
        CheckReadable();
        return WithinTimeoutAsync(static (lines, limit, token) => lines.ReadToEndAsync(limit, token), new ReadLimit(LineKind.Other, limit) { Name = "rest" }, cancellationToken);
    }

    /// <summary>Writes octets. They are sent by <see cref="FlushAsync"/>, or before when there are many.</summary>
    /// <param name="octets">What to write.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <returns>When they are taken; waits only while many are being sent.</returns>
    /// <exception cref="IOException">The peer has closed or reset the connection.</exception>
    /// <exception cref="OperationCanceledException">The waiting was ended; what was not sent is dropped.</exception>
    /// <exception cref="NotSupportedException">The file was not made for writing.</exception>
    public ValueTask WriteAsync(ReadOnlyMemory<byte> octets, CancellationToken cancellationToken = default)
    {
        CheckWritable();
        Append(octets.Span);
        return IsFull ? FlushAsync(cancellationToken) : ValueTask.CompletedTask;
    }

    /// <summary>Writes octets and <see cref="NewLine"/> after them.</summary>
    /// <param name="content">The line without its ending.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <returns>As <see cref="WriteAsync"/>.</returns>
    /// <exception cref="IOException">The peer has closed or reset the connection.</exception>
    /// <exception cref="OperationCanceledException">The waiting was ended; what was not sent is dropped.</exception>
    /// <exception cref="NotSupportedException">The file was not made for writing.</exception>
    public ValueTask WriteLineAsync(ReadOnlyMemory<byte> content, CancellationToken cancellationToken = default)
    {
        CheckWritable();
        Append(content.Span);
        Append("\r\n"u8[^(int)NewLine..]);
        return IsFull ? FlushAsync(cancellationToken) : ValueTask.CompletedTask;
    }

    /// <summary>Sends what was written.</summary>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <returns>When it is handed to the system.</returns>
    /// <exception cref="IOException">The peer has closed or reset the connection.</exception>
    /// <exception cref="InvalidOperationException">Something else is being sent; what was written stays to be sent.</exception>
    /// <exception cref="OperationCanceledException">The waiting was ended; what was not sent is dropped.</exception>
    public async ValueTask FlushAsync(CancellationToken cancellationToken = default)
    {
        if (_unsentCount == 0)
        {
            return;
        }

        // Given back at once: an idle file holds no buffer. What cannot be sent now cannot be sent later either.
        var buffer = _unsent;
        var sending = _connection.SendAsync(buffer.AsMemory(0, _unsentCount), cancellationToken);
        (_unsent, _unsentCount) = ([], 0);
        try
        {
            await sending.ConfigureAwait(false);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>This file as text, in whole lines. Both may be used in turn; they share one position.</summary>
    /// <param name="encoding">How characters are octets: one in which LF is the octet 0x0a and nothing else is.</param>
    /// <returns>The view; it does not hold the connection, the file does.</returns>
    /// <exception cref="ArgumentException">The encoding is one in which lines cannot be told by the octet LF, such as UTF-16.</exception>
    public SocketText AsText(System.Text.Encoding encoding) => new(this, encoding);

    /// <summary>Sends what was written and lets go of the connection, which stays open if anybody else holds it.</summary>
    /// <returns>When it is done.</returns>
    /// <exception cref="IOException">What was written could not be sent.</exception>
    public async ValueTask DisposeAsync()
    {
        if (_isDisposed)
        {
            return;
        }

        _isDisposed = true;
        try
        {
            if (!_dropsUnsent)
            {
                await FlushAsync().ConfigureAwait(false);
            }
        }
        finally
        {
            _deadline.Dispose();
            _connection.LetGo();
        }
    }

    /// <summary>Ends the wait of the moment and every later one as if it were cancelled. Cheaper than a token that each wait is told of.</summary>
    internal void EndWaits()
    {
        _endsWaits = true;
        _connection.Input.CancelPendingRead();
    }

    /// <summary>Has disposing send nothing: the connection has ended, or another may still be writing.</summary>
    internal void DropUnsent() => _dropsUnsent = true;

    /// <summary>Whether so much is written that it should be sent.</summary>
    internal bool IsFull => _unsentCount >= SendAt;

    /// <summary>How many octets the buffer of what is to be sent takes.</summary>
    internal int UnsentBuffer => _unsent.Length;

    /// <summary>Takes octets to be sent with the next flush.</summary>
    internal void Append(ReadOnlySpan<byte> octets)
    {
        if (_unsent.Length - _unsentCount < octets.Length)
        {
            var larger = ArrayPool<byte>.Shared.Rent(Math.Max(_unsentCount + octets.Length, 1024));
            _unsent.AsSpan(0, _unsentCount).CopyTo(larger);
            if (_unsent.Length > 0)
            {
                ArrayPool<byte>.Shared.Return(_unsent);
            }

            _unsent = larger;
        }

        octets.CopyTo(_unsent.AsSpan(_unsentCount));
        _unsentCount += octets.Length;
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<T> WithinTimeoutAsync<TWhat, T>(Func<LineReader, TWhat, CancellationToken, ValueTask<T>> read, TWhat what, CancellationToken cancellationToken)
    {
        // The deadline is that of one read.
        if (Interlocked.Exchange(ref _isReading, 1) != 0)
        {
            throw InUse();
        }

        try
        {
            while (true)
            {
                // Said after this, it wakes the read that follows.
                if (_endsWaits)
                {
                    throw new OperationCanceledException();
                }

                _deadline.Start(ReadTimeout);
                try
                {
                    return await read(_connection.Lines, what, cancellationToken).ConfigureAwait(false);
                }
                catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
                {
                    // Else it was meant for a wait before, which ended just then.
                    if (_deadline.HasPassed)
                    {
                        throw new TimeoutException($"nothing was read within {ReadTimeout.TotalSeconds:0.###} s");
                    }
                }
            }
        }
        finally
        {
            _deadline.Stop();
            Volatile.Write(ref _isReading, 0);
        }
    }

    private static InvalidOperationException InUse() => new("Another read of this file is in progress: one at a time.");

    private void CheckReadable()
    {
        Check(FileAccess.Read, "reading");
        if (_isReading != 0)
        {
            throw InUse();
        }
    }

    private void CheckWritable() => Check(FileAccess.Write, "writing");

    private void Check(FileAccess needed, string purpose)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        if ((_access & needed) == 0)
        {
            throw new NotSupportedException($"this file was not made for {purpose}");
        }
    }
}
