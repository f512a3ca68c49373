using System.IO.Pipelines;

namespace RawHttp.Cli.Commands.Echo;

/// <summary>Standard input that is no terminal. Its lines are counted up to its end, so that the error can give the number of unsent ones.</summary>
internal sealed class PipedInput : IDisposable
{
    // An input may have no end, or a late one.
    private static readonly TimeSpan LastLines = TimeSpan.FromSeconds(1);

    // The sending side goes on where it is cancelled or given lines, and so has ended when that returns.
    private readonly Pipe _pipe = new(new PipeOptions(readerScheduler: PipeScheduler.Inline, useSynchronizationContext: false));
    private readonly CancellationTokenSource _isOver = new();
    private readonly Task _reading;
    private long _lines;
    private volatile bool _isInLine;

    public PipedInput(Stream input) => _reading = Task.Run(() => ReadAsync(input));

    public PipeReader Reader => _pipe.Reader;

    /// <summary>Reads what is left of the input, for a while.</summary>
    /// <param name="taken">How many lines were taken from the reader.</param>
    /// <returns>How many lines were not, and whether there may be more of them.</returns>
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
            // It is counted and dropped.
        }
    }
}
