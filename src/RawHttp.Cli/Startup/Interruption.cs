using System.Runtime.InteropServices;
using RawHttp.Cli.CommandLine;
using RawHttp.Cli.Output;


namespace RawHttp.Cli.Startup;

/// <summary>
/// Ctrl-C, SIGTERM, SIGHUP and the limit of the whole run as a cancellation, so that a run can end its line and its file. A signal is taken
/// up once there is something to end: until then it simply ends the process.
/// </summary>
/// <param name="patience">How long the run may take to end.</param>
internal sealed class Interruption(TimeSpan patience) : IDisposable
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

    /// <summary>Ends when a signal comes.</summary>
    public Task Signaled => _coming.Task;

    /// <summary>What to end the run with, once its token is cancelled.</summary>
    public ExitVerdict Reason => _outOfTime ?? new ExitVerdict(ExitStatus.Interrupted, "");

    public void ListenForSignals()
    {
        _interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, End);
        _terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, End);
        _hangup = PosixSignalRegistration.Create(PosixSignal.SIGHUP, End);
    }

    /// <summary>Limits the whole run.</summary>
    /// <param name="time">How long it may take.</param>
    /// <param name="message">What to say when it takes longer.</param>
    public void LimitTo(TimeSpan time, string message) => _limit = new Timer(
        _ =>
        {
            _outOfTime = new ExitVerdict(ExitStatus.Timeout, message);
            Cancel();
            Thread.Sleep(patience);

            // Stuck where no token reaches: in a write nobody reads, in a file that is a pipe.
            AtomicFile.FinishAll();
            Terminal.Error(message);
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

    // A second signal, or a run that is stuck, ends without ceremony.
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
        Thread.Sleep(patience);
        AtomicFile.FinishAll();
        Environment.Exit(ExitStatus.Interrupted);
    }

    private void Cancel()
    {
        try
        {
            _source.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // The run has ended by itself in this very moment.
        }
    }
}
