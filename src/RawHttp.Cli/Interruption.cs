using System.Runtime.InteropServices;

namespace RawHttp.Cli;

/// <summary>
/// Ctrl-C and SIGTERM as a cancellation, so that a run can end its line and its file. Taken up once there is something to end:
/// until then the signal simply ends the process.
/// </summary>
internal sealed class Interruption : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);
    private readonly CancellationTokenSource _source = new();
    private PosixSignalRegistration? _interrupt;
    private PosixSignalRegistration? _terminate;

    public CancellationToken Token => _source.Token;

    public bool HasCome => _source.IsCancellationRequested;

    public void TakeUp()
    {
        _interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, End);
        _terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, End);
    }

    public void Dispose()
    {
        _interrupt?.Dispose();
        _terminate?.Dispose();
        _source.Dispose();
    }

    // A second signal, or a run that is stuck in a write nobody reads, ends without ceremony.
    private void End(PosixSignalContext signal)
    {
        signal.Cancel = !HasCome;
        if (HasCome)
        {
            return;
        }

        _source.Cancel();
        Thread.Sleep(Patience);
        Environment.Exit(ExitStatus.Interrupted);
    }
}
