using System.Text;
using RawHttp.Cli.Output;
using RawHttp.Echo;
using RawHttp.Lines;

namespace RawHttp.Cli.Echo;

/// <summary>
/// What the echo server prints: who came, what was said, who left. Lines gather for a moment and are written together;
/// whatever a client sends is escaped, into a pipe or a file too, for a log is read on a terminal in the end.
/// </summary>
internal sealed class EchoLog : IEchoObserver, IDisposable
{
    private static readonly TimeSpan Gathering = TimeSpan.FromMilliseconds(20);

    private readonly Lock _lock = new();
    private readonly BufferedStream _output = new(StandardStream.OpenOutput(), 32 * 1024);
    private readonly TerminalText _text;
    private readonly TaskCompletionSource _failed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Timer _flush;
    private bool _isFlushDue;

    public EchoLog()
    {
        _text = new TerminalText(_output);
        _flush = new Timer(_ => Flush());
    }

    /// <summary>Fails, with why, when standard output can be written to no more.</summary>
    public Task Failed => _failed.Task;

    public void Say(string line)
    {
        Write(line, default);
        Flush();
    }

    public void Connected(string client) => Write($"connect from {client}", default);

    public void LineRead(string client, in Line line) => Write($"{client} client say: ", line.Content.Span);

    public void Ended(string client, SessionEnd reason) => Write($"{client} {Words(reason)}", default);

    public void Refused(string client) => Write($"{client} refused: server busy", default);

    public void AcceptFailed(string reason) => Terminal.Error($"accept: {reason}");

    public void Dispose()
    {
        _flush.Dispose();
        Flush();
    }

    private static string Words(SessionEnd reason) => reason switch
    {
        SessionEnd.BlankLine => "left: blank line",
        SessionEnd.EndOfStream => "left: end of stream",
        SessionEnd.Reset => "left: connection reset",
        SessionEnd.Timeout => "shut down: time out",
        SessionEnd.LineLimit => "shut down: line too long",
        _ => "shut down: server stopped",
    };

    private void Write(string text, ReadOnlySpan<byte> octets)
    {
        Span<byte> start = stackalloc byte[text.Length];
        Encoding.ASCII.GetBytes(text, start);
        lock (_lock)
        {
            try
            {
                _output.Write(start);
                _text.Write(octets);
                _text.Finish();
                _output.WriteByte((byte)'\n');
            }
            catch (ToolException failure)
            {
                _failed.TrySetException(failure);
                return;
            }

            if (!_isFlushDue)
            {
                _isFlushDue = true;
                _flush.Change(Gathering, Timeout.InfiniteTimeSpan);
            }
        }
    }

    private void Flush()
    {
        lock (_lock)
        {
            try
            {
                _isFlushDue = false;
                _output.Flush();
            }
            catch (ToolException failure)
            {
                _failed.TrySetException(failure);
            }
        }
    }
}
