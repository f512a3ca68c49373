using System.Threading.Channels;
using Microsoft.Extensions.Time.Testing;

namespace RawHttp.Tests;

/// <summary>A clock that stands, and knows when a wait for it begins.</summary>
internal sealed class WatchedTimeProvider : FakeTimeProvider
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly Channel<TimeSpan> _set = Channel.CreateUnbounded<TimeSpan>();

    /// <summary>Waits until a timer is set to this; those set before to another time are passed over.</summary>
    /// <exception cref="TimeoutException">None was set within 30 s of the real clock.</exception>
    public async Task TimerSetAsync(TimeSpan dueTime)
    {
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            while (await _set.Reader.ReadAsync(patience.Token) != dueTime)
            {
            }
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException($"No timer was set to {dueTime}");
        }
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        new WatchedTimer(base.CreateTimer(callback, state, dueTime, period), _set.Writer);

    private sealed class WatchedTimer(ITimer timer, ChannelWriter<TimeSpan> set) : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            var changed = timer.Change(dueTime, period);
            set.TryWrite(dueTime);
            return changed;
        }

        public void Dispose() => timer.Dispose();

        public ValueTask DisposeAsync() => timer.DisposeAsync();
    }
}
