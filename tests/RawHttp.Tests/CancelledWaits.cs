using System.IO.Pipelines;

namespace RawHttp.Tests;

/// <summary>Cancels every wait of a reader, once or more, before what it waits for arrives; each read that was cancelled is begun again.</summary>
/// <param name="times">How often, for one wait after another, in turn.</param>
internal sealed class CancelledWaits(params int[] times)
{
    private volatile CancellationTokenSource? _wait;
    private int _turn;

    /// <summary>How many waits were cancelled.</summary>
    public int Count { get; private set; }

    /// <summary>Feeds a reader piece by piece, as <see cref="Fragments"/> does.</summary>
    public Task<T> FeedAsync<T>(IEnumerable<ReadOnlyMemory<byte>> pieces, Func<PipeReader, Task<T>> read) => Fragments.FeedAsync(Before(pieces), read);

    /// <summary>The same pieces; a wait is cancelled before each, and before their end.</summary>
    public IEnumerable<ReadOnlyMemory<byte>> Before(IEnumerable<ReadOnlyMemory<byte>> pieces)
    {
        foreach (var piece in pieces)
        {
            Cancel();
            yield return piece;
        }

        Cancel();
    }

    /// <summary>Reads, again and again until the read was not cancelled.</summary>
    public async ValueTask<T> ReadAsync<T>(Func<CancellationToken, ValueTask<T>> read)
    {
        while (true)
        {
            var wait = new CancellationTokenSource();
            _wait = wait;
            try
            {
                var result = await read(wait.Token).ConfigureAwait(false);
                _wait = null;
                return result;
            }
            catch (OperationCanceledException) when (wait.IsCancellationRequested)
            {
                Count++;
            }
        }
    }

    private void Cancel()
    {
        for (var left = times[_turn++ % times.Length]; left > 0; left--)
        {
            _wait?.Cancel();
        }
    }
}
