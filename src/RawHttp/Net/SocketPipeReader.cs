using System.Buffers;
using System.IO.Pipelines;
using System.Net.Sockets;
using System.Threading.Tasks.Sources;

namespace RawHttp.Net;

/// <summary>
/// A socket as a pipe that receives only during a read: one buffer, one receive, no task in between. The end of a wait, for example by a
/// time limit, does not end the receive: it continues, and the next read returns its octets. Like <see cref="RecordingStream"/> it never
/// fails; the <see cref="ReceiveLog"/> knows how it ended.
/// </summary>
internal sealed class SocketPipeReader : ConnectionInput, IValueTaskSource<ReadResult>
{
    // An idle client has the small buffer; it grows as reads fill it.
    private const int SmallBuffer = 1024;
    private const int LargeBuffer = 16 * 1024;

    // All connections write dropped octets here; they are never read.
    private static readonly byte[] Discard = new byte[LargeBuffer];

    // After this many rounds without a wait, yield the thread to other work.
    private const int MaxRounds = 16;

    private readonly Lock _lock = new();
    private readonly Socket _socket;
    private readonly ReceiveLog _receiveLog;
    private readonly SocketAsyncEventArgs _receive = new(true);
    private ManualResetValueTaskSourceCore<ReadResult> _wait;
    private CancellationTokenRegistration _cancellation;

    // The octets from start to end are unread; those up to examined have been looked at.
    private Segment _buffer = new(SmallBuffer);
    private int _start;
    private int _examined;
    private int _end;

    private bool _isReceiving;
    private bool _isWaiting;
    private bool _isHeld;
    private bool _isWoken;
    private bool _drops;
    private bool _hasEnded;
    private bool _isCompleted;

    public SocketPipeReader(Socket socket, ReceiveLog receiveLog)
        : base(receiveLog)
    {
        _socket = socket;
        _receiveLog = receiveLog;
        _receive.Completed += (_, _) => Received();
    }

    public override bool HasArrivals => SocketStream.Holds(_socket);

    public override bool TryRead(out ReadResult result)
    {
        lock (_lock)
        {
            CheckFree();
            var isThere = _isWoken || _end > _examined || (_hasEnded && !_isReceiving);
            result = isThere ? Result() : default;
            return isThere;
        }
    }

    public override ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken = default)
    {
        var size = _buffer.Array.Length;
        var reading = BeginRead(cancellationToken);
        if (_buffer.Array.Length is var now && now != size)
        {
            // Outside of the lock, because the observer may end any session, including this one.
            BufferObserver?.Resized(now - size);
        }

        return reading;
    }

    public override void AdvanceTo(SequencePosition consumed) => AdvanceTo(consumed, consumed);

    public override void AdvanceTo(SequencePosition consumed, SequencePosition examined)
    {
        lock (_lock)
        {
            _receiveLog.NoteConsumed(consumed.GetInteger() - _start);
            (_start, _examined) = (consumed.GetInteger(), Math.Max(_examined, examined.GetInteger()));
            _isHeld = false;
        }
    }

    public override void CancelPendingRead()
    {
        ReadResult result;
        lock (_lock)
        {
            _isWoken = true;
            if (!_isWaiting)
            {
                return;
            }

            _isWaiting = false;
            result = Result();
        }

        _wait.SetResult(result);
    }

    public override void Complete(Exception? exception = null)
    {
        lock (_lock)
        {
            _isCompleted = true;
            if (!_isReceiving)
            {
                _receive.Dispose();
            }
        }
    }

    public override async Task DropAsync()
    {
        lock (_lock)
        {
            _drops = true;
        }

        var end = ConnectionEnd.EndOfStream;
        try
        {
            // Runs at the same time as a pending receive: the system serves them in order, and the octets of both are dropped.
            for (var rounds = 1; !_receiveLog.IsClosed; rounds++)
            {
                var count = await _socket.ReceiveAsync(Discard, SocketFlags.None).ConfigureAwait(false);
                if (count == 0)
                {
                    break;
                }

                Drop(Discard.AsMemory(0, count));
                if (rounds % MaxRounds == 0)
                {
                    await Task.Yield();
                }
            }
        }
        catch (Exception failure) when (failure is SocketException or ObjectDisposedException)
        {
            var isOurs = failure is not SocketException { SocketErrorCode: not SocketError.OperationAborted };
            end = isOurs ? ConnectionEnd.ShutDown : ConnectionEnd.Reset;
        }

        ReadResult result;
        lock (_lock)
        {
            _hasEnded = true;
            _receiveLog.NoteEnd(end);
            if (!_isWaiting)
            {
                return;
            }

            _isWaiting = false;
            result = Result();
        }

        _wait.SetResult(result);
    }

    public override void Dispose() => Complete();

    ReadResult IValueTaskSource<ReadResult>.GetResult(short token)
    {
        _cancellation.Dispose();
        return _wait.GetResult(token);
    }

    ValueTaskSourceStatus IValueTaskSource<ReadResult>.GetStatus(short token) => _wait.GetStatus(token);

    void IValueTaskSource<ReadResult>.OnCompleted(
        Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _wait.OnCompleted(continuation, state, token, flags);

    private ValueTask<ReadResult> BeginRead(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_lock)
        {
            CheckFree();
            if (_isWoken || _end > _examined || _hasEnded || (!_isReceiving && !_drops && !Receive()))
            {
                return new ValueTask<ReadResult>(Result());
            }

            _wait.Reset();
            _isWaiting = true;
        }

        // Outside of the lock, because the registered callback may run at once.
        _cancellation = cancellationToken.UnsafeRegister(static (reader, token) => ((SocketPipeReader)reader!).Cancelled(token), this);
        return new ValueTask<ReadResult>(this, _wait.Version);
    }

    private ReadResult Result()
    {
        var result = new ReadResult(new ReadOnlySequence<byte>(_buffer, _start, _buffer, _end), _isWoken, _hasEnded);
        _isWoken = false;
        _isHeld = true;
        return result;
    }

    // Starts to receive; false if that completed at once.
    private bool Receive()
    {
        MakeRoom();
        try
        {
            _receive.SetBuffer(_buffer.Array, _end, _buffer.Array.Length - _end);
            _isReceiving = true;
            if (_socket.ReceiveAsync(_receive))
            {
                return true;
            }

            Take();
        }
        catch (ObjectDisposedException)
        {
            _isReceiving = false;
            _hasEnded = true;
            _receiveLog.NoteEnd(ConnectionEnd.ShutDown);
        }

        return false;
    }

    private void Received()
    {
        ReadResult result;
        lock (_lock)
        {
            Take();
            if (_isCompleted)
            {
                _receive.Dispose();
            }

            if (!_isWaiting || (_drops && !_hasEnded))
            {
                return;
            }

            _isWaiting = false;
            result = Result();
        }

        _wait.SetResult(result);
    }

    private void Take()
    {
        _isReceiving = false;
        if (_receive is { SocketError: SocketError.Success, BytesTransferred: > 0 and var count })
        {
            if (_drops)
            {
                Drop(_buffer.Memory.Slice(_end, count));
                return;
            }

            _receiveLog.Note(_buffer.Memory.Slice(_end, count));
            _end += count;
            return;
        }

        _hasEnded = true;
        _receiveLog.NoteEnd(_receive.SocketError switch
        {
            SocketError.Success => ConnectionEnd.EndOfStream,
            SocketError.OperationAborted => ConnectionEnd.ShutDown,
            _ => ConnectionEnd.Reset,
        });
    }

    // From here on the stream has a gap, so it ends as shut down by this side, whatever the peer does.
    private void Drop(ReadOnlyMemory<byte> octets)
    {
        lock (_lock)
        {
            _receiveLog.Note(octets);
            _receiveLog.NoteEnd(ConnectionEnd.ShutDown);
        }
    }

    private void CheckFree()
    {
        if (_isHeld || _isWaiting)
        {
            throw InUse();
        }
    }

    private void Cancelled(CancellationToken token)
    {
        lock (_lock)
        {
            if (!_isWaiting)
            {
                return;
            }

            _isWaiting = false;
        }

        _wait.SetException(new OperationCanceledException(token));
    }

    // Makes room for at least half a buffer, so that the cost of moving octets stays proportional to what has arrived. A line of more than
    // half a buffer uses the rest of it before it gets a larger one.
    private void MakeRoom()
    {
        var (octets, size) = (_buffer.Array, _buffer.Array.Length);
        var unread = _end - _start;
        if (unread == 0)
        {
            var better = size > LargeBuffer ? SmallBuffer : _end == size ? Math.Min(4 * size, LargeBuffer) : size;
            _buffer = better == size ? _buffer : new Segment(better);
        }
        else if (size - _end >= size / 2 || (unread > size / 2 && _end < size))
        {
            return;
        }
        else
        {
            _buffer = unread <= size / 2 ? _buffer : new Segment(2 * size);
            octets.AsSpan(_start, unread).CopyTo(_buffer.Array);
        }

        (_start, _examined, _end) = (0, unread, unread);
    }

    private sealed class Segment : ReadOnlySequenceSegment<byte>
    {
        public Segment(int size)
        {
            Array = new byte[size];
            Memory = Array;
        }

        public byte[] Array { get; }
    }
}
