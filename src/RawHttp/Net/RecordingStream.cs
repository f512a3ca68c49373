namespace RawHttp.Net;

/// <summary>
/// Records what arrives: the octets, when they arrived, and how it ended. Every end, including the read timeout, is an end of the stream
/// and not an error, because a pipe that completes with an error discards what it has buffered.
/// </summary>
internal sealed class RecordingStream : ReceivingStream
{
    private const int DropAtOnce = 16 * 1024;

    // After this many rounds without a wait, yield the thread to other work.
    private const int MaxRounds = 16;

    private readonly ReceivingStream _source;
    private readonly ReceiveLog _receiveLog;
    private readonly TimeSpan _timeout;
    private readonly IdleTimer _idle;
    private readonly SemaphoreSlim _turn = new(1, 1);
    private volatile bool _drops;
    private volatile bool _isWaiting;

    public RecordingStream(ReceivingStream source, ReceiveLog receiveLog, ConnectOptions options)
    {
        _source = source;
        _receiveLog = receiveLog;
        _timeout = options.ReadTimeout;
        _idle = new IdleTimer(options.Time, RunOut, () => source.HasArrivals);
    }

    public override ConnectionEnd End => _receiveLog.End;

    // A read that is not waiting has octets to hand over, or is about to receive more.
    public override bool HasArrivals => !_isWaiting || _source.HasArrivals;

    public override bool IsGone => _source.IsGone;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        await _turn.WaitAsync(CancellationToken.None).ConfigureAwait(false);
        try
        {
            var count = await ReceiveAsync(buffer).ConfigureAwait(false);
            return _drops ? await DropAsync(buffer, count).ConfigureAwait(false) : count;
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Receives and drops what arrives from now on: in the waiting read, if there is one, otherwise here.</summary>
    /// <returns>A task that completes when the stream has ended.</returns>
    public async Task DropAsync()
    {
        _drops = true;
        await ReadAsync(new byte[DropAtOnce], CancellationToken.None).ConfigureAwait(false);
    }

    public override void StopReceiving() => _source.StopReceiving();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _idle.Dispose();
            _source.Dispose();
        }

        base.Dispose(disposing);
    }

    private async ValueTask<int> DropAsync(Memory<byte> buffer, int count)
    {
        for (var rounds = 1; count > 0 && !_receiveLog.IsClosed; rounds++)
        {
            // From here on the stream has a gap, so it ends as shut down by this side, whatever the peer does.
            _receiveLog.NoteEnd(ConnectionEnd.ShutDown);
            if (rounds % MaxRounds == 0)
            {
                await Task.Yield();
            }

            count = await ReceiveAsync(buffer).ConfigureAwait(false);
        }

        return 0;
    }

    private async ValueTask<int> ReceiveAsync(Memory<byte> buffer)
    {
        var receiving = _source.ReadAsync(buffer, CancellationToken.None);
        var count = receiving.IsCompleted ? await receiving.ConfigureAwait(false) : await WaitAsync(receiving).ConfigureAwait(false);
        if (count > 0)
        {
            _receiveLog.Note(buffer[..count]);
        }
        else
        {
            await EndAsync().ConfigureAwait(false);
        }

        return count;
    }

    private async ValueTask EndAsync()
    {
        if (_source.End == ConnectionEnd.EndOfStream && !_receiveLog.Sending.IsCompleted && _source.IsGone)
        {
            // The system reports a reset only once, and may have reported it to the send.
            await _receiveLog.Sending.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        _receiveLog.NoteEnd(_source.End);
    }

    // The time limit applies only while nothing can be received.
    private async ValueTask<int> WaitAsync(ValueTask<int> receiving)
    {
        _idle.Start(_timeout);
        _isWaiting = true;
        try
        {
            return await receiving.ConfigureAwait(false);
        }
        finally
        {
            _isWaiting = false;
            _idle.Stop();
        }
    }

    private void RunOut()
    {
        _receiveLog.NoteEnd(ConnectionEnd.Timeout);
        StopReceiving();
    }
}
