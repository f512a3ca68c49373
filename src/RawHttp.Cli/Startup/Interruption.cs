using System.Runtime.InteropServices;
using RawHttp.Cli.CommandLine;
using RawHttp.Cli.Output;

namespace RawHttp.Cli.Startup;

/// <summary>
/// Turns Ctrl-C, SIGTERM, SIGHUP and the time limit of the run into a cancellation, so that a run can finish its output line and its file.
/// Signals are handled only once there is something to finish; before that, they end the process.
/// </summary>
/// <param name="gracePeriod">How long the run may take to end.</param>
internal sealed class Interruption(TimeSpan gracePeriod) : IDisposable
{
    private readonly CancellationTokenSource _source = new();
    private readonly TaskCompletionSource _coming = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private PosixSignalRegistration? _interrupt;
    private PosixSignalRegistration? _terminate;
    private PosixSignalRegistration? _hangup;
    private Timer? _limit;
    private ExitVerdict? _outOfTime;
    private int _signals;

    public CancellationToken Token => _source.Token;

    /// <summary>Completes when a signal arrives.</summary>
    public Task Signaled => _coming.Task;

    /// <summary>The verdict of the run, once its token is cancelled.</summary>
    public ExitVerdict Reason => _outOfTime ?? new ExitVerdict(ExitStatus.Interrupted, "");

    /// <summary>Handles signals from now on; a second call has no effect.</summary>
    public void ListenForSignals()
    {
        if (_interrupt is not null)
        {
            return;
        }

        _interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, End);
        _terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, End);
        _hangup = PosixSignalRegistration.Create(PosixSignal.SIGHUP, End);
    }

    /// <summary>Limits the time of the whole run.</summary>
    /// <param name="time">How long it may take.</param>
    /// <param name="message">The error if it takes longer.</param>
    public void LimitTo(TimeSpan time, string message) => _limit = new Timer(
        _ =>
        {
            _outOfTime = new ExitVerdict(ExitStatus.Timeout, message);
            Cancel();
            Thread.Sleep(gracePeriod);

            // The run is blocked in a call without a token, such as a write to a full pipe.
            AtomicFile.FinishAll();
            StandardError.Error(message);
            Environment.Exit(ExitStatus.Timeout);
        },
        null,
        time,
        Timeout.InfiniteTimeSpan);

    public void Dispose()
    {
        _interrupt?.Dispose();
        _terminate?.Dispose();
        _hangup?.Dispose();
        _limit?.Dispose();
        _source.Dispose();
    }

    // A second signal, or a blocked run, ends the process at once.
    private void End(PosixSignalContext signal)
    {
        signal.Cancel = Interlocked.Exchange(ref _signals, 1) == 0;
        if (!signal.Cancel)
        {
            AtomicFile.FinishAll();
            return;
        }

        Cancel();
        _coming.TrySetResult();
        Thread.Sleep(gracePeriod);
        AtomicFile.FinishAll();
        Environment.Exit(ExitStatus.Interrupted);
    }

    private void Cancel()
    {
        try
        {
            // What ends with the token may itself be blocked, so it does not run on the thread that enforces the limit.
            _ = _source.CancelAsync();
        }
        catch (ObjectDisposedException)
        {
            // The run ended at the same moment.
        }
    }
}
