namespace RawHttp.Net;

/// <summary>
/// What arrives, noted: the octets, when they came, how it ended. The read timeout is the end of the stream like all that ends it:
/// a pipe completed with an error would throw away what it still buffers; so none gets one.
/// </summary>
internal sealed class RecordingStream : ReceivingStream
{
    private readonly ReceivingStream _source;
    private readonly Reception _reception;
    private readonly TimeSpan _timeout;
    private readonly Deadline _idle;

    public RecordingStream(ReceivingStream source, Reception reception, ConnectOptions options)
    {
        _source = source;
        _reception = reception;
        _timeout = options.ReadTimeout;
        _idle = new Deadline(options.Time, RunOut, () => HasArrivals);
    }

    public override ConnectionEnd End => _reception.End;

    public override bool HasArrivals => _source.HasArrivals;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var receiving = _source.ReadAsync(buffer, CancellationToken.None);
        var count = receiving.IsCompleted ? await receiving.ConfigureAwait(false) : await WaitAsync(receiving).ConfigureAwait(false);
        if (count > 0)
        {
            _reception.Note(buffer[..count]);
        }
        else
        {
            _reception.NoteEnd(_source.End);
        }

        return count;
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

    // The clock runs only while nothing is there to be received.
    private async ValueTask<int> WaitAsync(ValueTask<int> receiving)
    {
        _idle.Start(_timeout);
        try
        {
            return await receiving.ConfigureAwait(false);
        }
        finally
        {
            _idle.Stop();
        }
    }

    private void RunOut()
    {
        _reception.NoteEnd(ConnectionEnd.Timeout);
        StopReceiving();
    }
}
