using System.IO.Pipelines;

namespace RawHttp.Cli.Commands.Echo;

/// <summary>Standard input that is not a terminal. It counts the lines up to its end, so that an error
/// can give the number of unsent lines.</summary>
internal sealed class PipedInput : IDisposable
{
    // An input may have no end, or end late.
    private static readonly TimeSpan LastLines = TimeSpan.FromSeconds(1);

    // Runs the sending side inline, so that cancelling its read, or handing it lines, returns only after it has reacted.
    private readonly Pipe _pipe = new(new PipeOptions(readerScheduler: PipeScheduler.Inline, useSynchronizationContext: false));
    private readonly CancellationTokenSource _isOver = new();
    private readonly Task _reading;
    private long _lines;
    private volatile bool _isInLine;

    public PipedInput(Stream input) => _reading = Task.Run(() => ReadAsync(input));

    public PipeReader Reader => _pipe.Reader;

    /// <summary>Reads the rest of the input, for a limited time.</summary>
    /// <param name="taken">How many lines were taken from the reader.</param>
    /// <returns>How many lines were not taken, and whether there may be more.</returns>
    public async Task<(long Lines, bool MayBeMore)> CountRestAsync(long taken)
    {
        await _isOver.CancelAsync().ConfigureAwait(false);
        await Task.WhenAny(_reading, Task.Delay(LastLines, CancellationToken.None)).ConfigureAwait(false);
        return (Volatile.Read(ref _lines) + (_isInLine ? 1 : 0) - taken, !_reading.IsCompleted);
    }

    public void Dispose() => _isOver.Dispose();

    private async Task ReadAsync(Stream input)
    {
        try
        {
            while (true)
            {
                var buffer = _pipe.Writer.GetMemory(64 * 1024);
                var count = await input.ReadAsync(buffer, CancellationToken.None).ConfigureAwait(false);
                if (count == 0)
                {
                    break;
                }

                Interlocked.Add(ref _lines, buffer.Span[..count].Count((byte)'\n'));
                _isInLine = buffer.Span[count - 1] != '\n';
                if (!_isOver.IsCancellationRequested)
                {
                    _pipe.Writer.Advance(count);
                    await FlushAsync().ConfigureAwait(false);
                }
            }

            await _pipe.Writer.CompleteAsync().ConfigureAwait(false);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            await _pipe.Writer.CompleteAsync(failure).ConfigureAwait(false);
        }
    }

    private async Task FlushAsync()
    {
        try
        {
            await _pipe.Writer.FlushAsync(_isOver.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // The line is counted and dropped.
        }
    }
}
