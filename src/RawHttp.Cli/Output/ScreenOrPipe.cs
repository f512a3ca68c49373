namespace RawHttp.Cli.Output;

/// <summary>Standard output, gathered between two waits: escaped on a terminal, unchanged into a pipe or a file.</summary>
internal sealed class ScreenOrPipe : WriteOnlyStream
{
    private readonly BufferedStream _buffered = new(StandardStream.OpenOutput(), 16 * 1024);
    private readonly TerminalText? _terminal;

    public ScreenOrPipe()
    {
        IsTerminal = !Console.IsOutputRedirected;
        _terminal = IsTerminal ? new TerminalText(_buffered) : null;
    }

    public bool IsTerminal { get; }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        if (_terminal is null)
        {
            _buffered.Write(buffer);
        }
        else
        {
            _terminal.Write(buffer);
        }
    }

    public override void Flush() => _buffered.Flush();

    /// <summary>Ends the output; on a terminal with a whole line, so that what comes next begins its own.</summary>
    public void Finish()
    {
        _terminal?.Finish();
        if (_terminal is { AtLineStart: false })
        {
            _terminal.Write("\n"u8);
        }

        Flush();
    }
}
