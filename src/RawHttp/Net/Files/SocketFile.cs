using System.Buffers;
using System.Runtime.CompilerServices;
using RawHttp.Lines;

namespace RawHttp.Net;

/// <summary>
/// A connection read and written like a file: Python's <c>socket.makefile</c>. Disposing it releases the connection and leaves it open for
/// other holders; the next file of the same connection reads what this one had buffered. One read and one write may run at the same time; a
/// second read or write, from any file of the connection, throws <see cref="InvalidOperationException"/> at once.
/// </summary>
public sealed class SocketFile : IAsyncDisposable
{
    /// <summary>The most octets of a line by default: 64 KiB.</summary>
    public const int DefaultMaxLine = 64 * 1024;

    // A buffer of this size is sent without a flush.
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

    /// <summary>How long one read may wait. Without limit by default.</summary>
    public TimeSpan ReadTimeout { get; set; } = Timeout.InfiniteTimeSpan;

    /// <summary>How <see cref="WriteLineAsync"/> ends a line: LF by default.</summary>
    public LineEnding NewLine { get; set; } = LineEnding.Lf;

    /// <summary>Reads a line if a whole one is buffered, or the last one without an ending if the stream has ended; never waits.</summary>
    /// <param name="line">The line, valid until the next read.</param>
    /// <returns>Whether there was one.</returns>
    /// <exception cref="ReadException"><see cref="ReadError.LineLimit"/>; nothing is lost.</exception>
    /// <exception cref="NotSupportedException">The file was not made for reading.</exception>
    public bool TryReadLine(out Line line)
    {
        CheckReadable();
        return _connection.Lines.TryReadLine(_line, out line);
    }

    /// <summary>Reads a line and waits for it if necessary.</summary>
    /// <param name="cancellationToken">Ends the waiting; nothing is lost.</param>
    /// <returns>The line with its ending, or without one if the stream ended inside it; null at the end of the stream.</returns>
    /// <exception cref="TimeoutException">No whole line arrived within <see cref="ReadTimeout"/>; nothing is lost, the
    /// next read returns the line whole.</exception>
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
    /// <exception cref="EndOfStreamException">The stream ended first; nothing is lost, and the
    /// octets that arrived can still be read.</exception>
    /// <exception cref="TimeoutException">They did not all arrive within <see cref="ReadTimeout"/>; nothing is lost.</exception>
    /// <exception cref="OperationCanceledException">The waiting was ended.</exception>
    /// <exception cref="NotSupportedException">The file was not made for reading.</exception>
    public ValueTask<ReadOnlySequence<byte>> ReadExactlyAsync(int count, CancellationToken cancellationToken = default)
    {
        CheckReadable();
        return WithinTimeoutAsync(static (lines, count, token) => lines.ReadExactlyAsync(count, token), count, cancellationToken);
    }

    /// <summary>Reads the rest of the stream, all of it held in memory.</summary>
    /// <param name="limit">The most octets to accept.</param>
    /// <param name="cancellationToken">Ends the waiting; nothing is lost.</param>
    /// <returns>The octets, valid until the next read.</returns>
    /// <exception cref="ReadException"><see cref="ReadError.BodyLimit"/>; nothing is lost.</exception>
    /// <exception cref="TimeoutException">The end did not arrive within <see cref="ReadTimeout"/>; nothing is lost.</exception>
    /// <exception cref="OperationCanceledException">The waiting was ended.</exception>
    /// <exception cref="NotSupportedException">The file was not made for reading.</exception>
    public ValueTask<ReadOnlySequence<byte>> ReadToEndAsync(int limit, CancellationToken cancellationToken = default)
    {
        CheckReadable();
        return WithinTimeoutAsync(
            static (lines, limit, token) => lines.ReadToEndAsync(limit, token),
            new ReadLimit(LineKind.Other, limit) { Name = "rest" },
            cancellationToken);
    }

    /// <summary>Buffers octets. They are sent by <see cref="FlushAsync"/>, or earlier when the buffer is large.</summary>
    /// <param name="octets">What to write.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <returns>A task that completes when they are buffered; it waits only while a large buffer is being sent.</returns>
    /// <exception cref="IOException">The peer has closed or reset the connection.</exception>
    /// <exception cref="OperationCanceledException">The waiting was ended; what was not sent is dropped.</exception>
    /// <exception cref="NotSupportedException">The file was not made for writing.</exception>
    public ValueTask WriteAsync(ReadOnlyMemory<byte> octets, CancellationToken cancellationToken = default)
    {
        CheckWritable();
        Append(octets.Span);
        return IsFull ? FlushAsync(cancellationToken) : ValueTask.CompletedTask;
    }

    /// <summary>Buffers octets and <see cref="NewLine"/> after them.</summary>
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

    /// <summary>Sends the buffered octets.</summary>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <returns>A task that completes when they are handed to the system.</returns>
    /// <exception cref="IOException">The peer has closed or reset the connection.</exception>
    /// <exception cref="InvalidOperationException">Something else is being sent; the buffer is kept.</exception>
    /// <exception cref="OperationCanceledException">The waiting was ended; what was not sent is dropped.</exception>
    public async ValueTask FlushAsync(CancellationToken cancellationToken = default)
    {
        if (_unsentCount == 0)
        {
            return;
        }

        // Return the buffer at once: an idle file holds none. What cannot be sent now cannot be sent later, either.
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

    /// <summary>This file as text, in whole lines. The file and the text may be used alternately; they share one position.</summary>
    /// <param name="encoding">The encoding of the characters: one in which LF is the octet 0x0a, and that octet is nothing else.</param>
    /// <returns>The view. It does not hold the connection; the file does.</returns>
    /// <exception cref="ArgumentException">Lines in the encoding cannot be found by the octet LF; UTF-16 is one example.</exception>
    public SocketText AsText(System.Text.Encoding encoding) => new(this, encoding);

    /// <summary>Sends the buffered octets and releases the connection, which stays open if it has other holders.</summary>
    /// <returns>A task that completes when it is done.</returns>
    /// <exception cref="IOException">The buffered octets could not be sent.</exception>
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

    /// <summary>Ends the current wait and every later one as if it were cancelled. Cheaper than a token
    /// with a registration for each wait.</summary>
    internal void EndWaits()
    {
        _endsWaits = true;
        _connection.Input.CancelPendingRead();
    }

    /// <summary>Lets disposing send nothing, because the connection has ended, or another write may still be running.</summary>
    internal void DropUnsent() => _dropsUnsent = true;

    /// <summary>Whether the buffer is large enough to be sent.</summary>
    internal bool IsFull => _unsentCount >= SendAt;

    /// <summary>The size in octets of the buffer for unsent octets.</summary>
    internal int UnsentBuffer => _unsent.Length;

    /// <summary>Buffers octets for the next flush.</summary>
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
    private async ValueTask<T> WithinTimeoutAsync<TWhat, T>(
        Func<LineReader, TWhat, CancellationToken, ValueTask<T>> read, TWhat what, CancellationToken cancellationToken)
    {
        // The deadline belongs to one read, so a second read at the same time is refused.
        if (Interlocked.Exchange(ref _isReading, 1) != 0)
        {
            throw InUse();
        }

        try
        {
            while (true)
            {
                // If the flag is set after this check, EndWaits wakes the read below.
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
                    // Otherwise the wake-up was meant for an earlier wait that had just ended: read again.
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
