using System.Text;
using RawHttp.Cli.Output;
using RawHttp.Echo;
using RawHttp.Lines;

namespace RawHttp.Cli.Commands.Echo;

/// <summary>
/// The log of the echo server: clients, their lines, and the ends of sessions. Lines are gathered for a moment and written together by one
/// thread, so that no client waits for the reader of the log. Lines that do not fit the buffer are counted, and the count is logged. Octets
/// from clients are escaped even into a pipe or a file, because a log is often read on a terminal.
/// </summary>
internal sealed class EchoLog : IEchoObserver, IDisposable
{
    private const int Most = 4 * 1024 * 1024;
    private static readonly TimeSpan Gathering = TimeSpan.FromMilliseconds(20);

    private readonly Lock _lock = new();
    private readonly Lock _writing = new();
    private readonly Stream _output = DescriptorStream.OpenOutput();
    private readonly bool _isTerminal = Tty.Is(1);
    private readonly TaskCompletionSource _failed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Timer _flush;
    private MemoryStream _gathered = new();
    private MemoryStream _spare = new();
    private long _dropped;
    private bool _isFlushDue;
    private bool _isAcceptFailing;

    public EchoLog() => _flush = new Timer(_ => Flush());

    /// <summary>Fails with the reason when standard output can no longer be written.</summary>
    public Task Failed => _failed.Task;

    public void Say(string line)
    {
        Write(line, default);
        Flush();
    }

    public void Connected(string client)
    {
        _isAcceptFailing = false;
        Write($"connect from {client}", default);
    }

    public void LineRead(string client, in Line line)
    {
        var text = line.Content.Span;
        Write($"{client} client say: ", text[Ascii.Trim(text)]);
    }

    public void Ended(string client, SessionEnd reason) => Write($"{client} {Words(reason)}", default);

    public void Refused(string client) => Write($"{client} refused: server busy", default);

    // Reported once, until a client was accepted again.
    public void AcceptFailed(string reason)
    {
        if (!_isAcceptFailing)
        {
            _isAcceptFailing = true;
            StandardError.Error($"accept: {reason}");
        }
    }

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
        SessionEnd.MemoryLimit => "shut down: out of memory",
        _ => "shut down: server stopped",
    };

    private void Write(string text, ReadOnlySpan<byte> octets)
    {
        lock (_lock)
        {
            if (_gathered.Length > Most)
            {
                _dropped++;
                return;
            }

            Gather(text, octets);
            if (!_isFlushDue)
            {
                _isFlushDue = true;
                _flush.Change(Gathering, Timeout.InfiniteTimeSpan);
            }
        }
    }

    // In a file a log line stays one line. On a terminal a line is wrapped here, so that a
    // client's octets cannot begin a line of the screen.
    private void Gather(string text, ReadOnlySpan<byte> octets)
    {
        if (_isTerminal)
        {
            _gathered.Write(Encoding.UTF8.GetBytes(Wrapped.Text(text + TerminalText.Escape(octets), Tty.Columns(1))));
        }
        else
        {
            Span<byte> start = stackalloc byte[text.Length];
            Encoding.ASCII.GetBytes(text, start);
            _gathered.Write(start);
            var escaped = new TerminalText(_gathered);
            escaped.Write(octets);
            escaped.Finish();
        }

        _gathered.WriteByte((byte)'\n');
    }

    private void Flush()
    {
        lock (_writing)
        {
            long dropped;
            lock (_lock)
            {
                (_gathered, _spare) = (_spare, _gathered);
                (dropped, _dropped, _isFlushDue) = (_dropped, 0, false);
            }

            try
            {
                _output.Write(_spare.GetBuffer().AsSpan(0, (int)_spare.Length));
                if (dropped > 0)
                {
                    _output.Write(Encoding.ASCII.GetBytes($"{dropped} lines not logged: the log was not read fast enough\n"));
                }
            }
            catch (OutputException failure)
            {
                _failed.TrySetException(failure);
            }

            _spare.SetLength(0);
        }
    }
}
