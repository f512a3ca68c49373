namespace RawHttp.Net;

/// <summary>
/// What arrives, noted: the octets, when they came, how it ended. The read timeout is the end of the stream like all that ends it:
/// a pipe completed with an error would throw away what it still buffers; so none gets one.
/// </summary>
internal sealed class RecordingStream : ReceivingStream
{
    private const int DropAtOnce = 16 * 1024;

    // So many rounds without a wait, and the thread is given to others.
    private const int MaxRounds = 16;

    private readonly ReceivingStream _source;
    private readonly ReceiveLog _reception;
    private readonly TimeSpan _timeout;
    private readonly IdleTimer _idle;
    private readonly SemaphoreSlim _turn = new(1, 1);
    private volatile bool _drops;
    private volatile bool _isWaiting;

    public RecordingStream(ReceivingStream source, ReceiveLog reception, ConnectOptions options)
    {
        _source = source;
        _reception = reception;
        _timeout = options.ReadTimeout;
        _idle = new IdleTimer(options.Time, RunOut, () => source.HasArrivals);
    }

    public override ConnectionEnd End => _reception.End;

    // What does not wait has octets to hand over, or will look for more at once.
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

    /// <summary>Receives and drops what arrives from now on: in the read that waits, if one does, otherwise here.</summary>
    /// <returns>When the stream has ended.</returns>
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
        for (var rounds = 1; count > 0 && !_reception.IsClosed; rounds++)
        {
            // From here on the stream has a gap, so its end is ours, whatever the peer does.
            _reception.NoteEnd(ConnectionEnd.ShutDown);
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
            _reception.Note(buffer[..count]);
        }
        else
        {
            await EndAsync().ConfigureAwait(false);
        }

        return count;
    }

    private async ValueTask EndAsync()
    {
        if (_source.End == ConnectionEnd.EndOfStream && !_reception.Sending.IsCompleted && _source.IsGone)
        {
            // Of a reset the system tells once, and may have told the sending.
            await _reception.Sending.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        _reception.NoteEnd(_source.End);
    }

    // The clock runs only while nothing is there to be received.
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
        _reception.NoteEnd(ConnectionEnd.Timeout);
        StopReceiving();
    }
}
