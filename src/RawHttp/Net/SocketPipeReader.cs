using System.IO.Pipelines;
using System.Net.Sockets;
using System.Runtime.ExceptionServices;
using System.Threading.Tasks.Sources;

namespace RawHttp.Net;

/// <summary>
/// A socket as a pipe that receives only during a read: one buffer, one receive, no task in between. The end of a wait, for example by a
/// time limit, does not end the receive: it continues, and the next read returns its octets. Like <see cref="RecordingStream"/> it never
/// fails; the <see cref="ReceiveLog"/> knows how it ended.
/// </summary>
internal sealed class SocketPipeReader : ConnectionInput, IValueTaskSource<ReadResult>
{
    // All connections write dropped octets here; they are never read.
    private static readonly byte[] Discard = new byte[ReceiveBuffer.Large];

    // After this many rounds without a wait, yield the thread to other work.
    private const int MaxRounds = 16;

    private readonly Lock _lock = new();
    private readonly Socket _socket;
    private readonly ReceiveLog _receiveLog;
    private readonly SocketAsyncEventArgs _receive = new(true);
    private ManualResetValueTaskSourceCore<ReadResult> _wait;
    private CancellationTokenRegistration _cancellation;

    private readonly ReceiveBuffer _buffer = new();
    private Exception? _failure;
    private bool _isReceiving;
    private bool _isWaiting;
    private bool _isHeld;
    private bool _isWoken;
    private bool _drops;
    private bool _endsWithReceive;
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
            var isThere = _isWoken || _buffer.HasUnexamined || (_hasEnded && !_isReceiving);
            result = isThere ? Checked(Result()) : default;
            return isThere;
        }
    }

    public override ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken = default)
    {
        var size = _buffer.Size;
        var reading = BeginRead(cancellationToken);
        if (_buffer.Size is var now && now != size)
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
            _receiveLog.NoteConsumed(_buffer.Advance(consumed, examined));
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

            result = EndWait();
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
            if (_isReceiving && end == ConnectionEnd.EndOfStream)
            {
                // The pending receive was served first, and may have got octets that are dropped: its completion decides the end.
                _endsWithReceive = true;
                return;
            }

            _hasEnded = true;
            _receiveLog.NoteEnd(end);
            if (!_isWaiting)
            {
                return;
            }

            result = EndWait();
        }

        _wait.SetResult(result);
    }

    public override void Dispose() => Complete();

    ReadResult IValueTaskSource<ReadResult>.GetResult(short token)
    {
        _cancellation.Dispose();
        return Checked(_wait.GetResult(token));
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
            if (_isWoken || _buffer.HasUnexamined || _hasEnded || (!_isReceiving && !_drops && !Receive()))
            {
                return new ValueTask<ReadResult>(Checked(Result()));
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
        var result = new ReadResult(_buffer.Unread, _isWoken, _hasEnded);
        _isWoken = false;
        _isHeld = true;
        return result;
    }

    private ReadResult EndWait()
    {
        _isWaiting = false;
        return Result();
    }

    // An exception of the caller's callback ends the stream, and is thrown to its reader.
    private ReadResult Checked(ReadResult result)
    {
        if (_failure is { } failure)
        {
            _isHeld = false;
            ExceptionDispatchInfo.Throw(failure);
        }

        return result;
    }

    // Starts to receive; false if that completed at once.
    private bool Receive()
    {
        _buffer.MakeRoom();
        try
        {
            _receive.SetBuffer(_buffer.Room);
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

            result = EndWait();
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
                Drop(_buffer.Room[..count]);
                _hasEnded |= _endsWithReceive;
                return;
            }

            Note(_buffer.Add(count));
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
            Note(octets);
            _receiveLog.NoteEnd(ConnectionEnd.ShutDown);
        }
    }

    private void Note(ReadOnlyMemory<byte> octets)
    {
        try
        {
            _receiveLog.Note(octets);
        }
        catch (Exception failure)
        {
            _failure ??= failure;
            _hasEnded = true;
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
}
