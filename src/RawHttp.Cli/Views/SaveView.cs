using RawHttp.Cli.Output;

namespace RawHttp.Cli.Views;

/// <summary>--save: every octet received, in a file that gets its name however the run ends.</summary>
internal sealed class SaveView(string path, TimeSpan timeout) : IResponseView
{
    private readonly LazyFile _file = new(path, "what was received", timeout) { IsWhole = true };

    // Octets come on the thread that receives, and may come while the run ends.
    private readonly Lock _lock = new();
    private bool _isFinished;

    public bool TakesLinesTogether => true;

    public void Received(ReadOnlyMemory<byte> octets, long timestamp)
    {
        lock (_lock)
        {
            if (!_isFinished)
            {
                _file.Write(octets.Span);
            }
        }
    }

    public void Finish(Outcome outcome)
    {
    }

    public void Complete()
    {
        lock (_lock)
        {
            _isFinished = true;
            _file.Finish();
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _isFinished = true;
            _file.Dispose();
        }
    }
}
