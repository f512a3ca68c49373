using System.Text;

namespace RawHttp.Cli.Output;

/// <summary>When to use colour: on a suitable terminal, always, or never.</summary>
internal enum Color
{
    Auto,
    Always,
    Never,
}

/// <summary>
/// Standard output, buffered between two waits: escaped on a terminal, unchanged into a pipe or a file. With --color always, a pipe is
/// treated like a terminal, because its output is meant for one.
/// </summary>
internal sealed class StandardOutput : WriteOnlyStream
{
    private readonly BufferedStream _buffered = new(DescriptorStream.OpenOutput(), 16 * 1024);
    private readonly TerminalText? _terminal;
    private readonly bool _isPipe;
    private bool _atLineStart = true;

    public StandardOutput(Color color = Color.Never)
    {
        _isPipe = !Tty.Is(1);
        IsTerminal = color == Color.Always || !_isPipe;
        IsColored = color == Color.Always || (color == Color.Auto && IsTerminal && TerminalWantsColor());
        _terminal = IsTerminal ? new TerminalText(_buffered) : null;
    }

    /// <summary>Whether there is colour.</summary>
    public bool IsColored { get; }

    public bool IsTerminal { get; }

    /// <summary>How many columns a line may take. In a pipe, a line may have any length.</summary>
    public int Columns => !IsTerminal ? int.MaxValue : _isPipe ? Tty.ColumnsBehindPipe() : Tty.Columns(1);

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        if (_terminal is null)
        {
            _buffered.Write(buffer);
            _atLineStart = buffer.IsEmpty ? _atLineStart : buffer[^1] == '\n';
        }
        else
        {
            _terminal.Write(buffer);
        }
    }

    /// <summary>Writes text that contains nothing that controls a terminal, without escaping it again.</summary>
    public void WriteOwn(string text) => WriteOwn(Encoding.UTF8.GetBytes(text));

    public void WriteOwn(ReadOnlySpan<byte> text)
    {
        if (_terminal is null)
        {
            Write(text);
        }
        else
        {
            _terminal.WriteOwn(text);
        }
    }

    /// <summary>Writes a line that quotes octets from the network. On a terminal it is wrapped so that they
    /// cannot begin a line of the screen.</summary>
    public void WriteLine(string begin, ReadOnlySpan<byte> octets)
    {
        if (IsTerminal)
        {
            WriteOwn(Wrapped.Text(begin + TerminalText.Escape(octets), Columns) + "\n");
            return;
        }

        WriteOwn(begin);
        Write(octets);
        WriteOwn("\n");
    }

    /// <summary>Writes octets in a style, if there is colour.</summary>
    /// <param name="style">One of <see cref="Style"/>.</param>
    /// <param name="octets">What to write.</param>
    public void Write(string style, ReadOnlySpan<byte> octets)
    {
        WriteStyle(style);
        Write(octets);
        WriteStyle("0");
    }

    /// <summary>Writes text that contains nothing that controls a terminal, in a style, if there is colour.</summary>
    public void WriteOwn(string style, string text)
    {
        WriteStyle(style);
        WriteOwn(text);
        WriteStyle("0");
    }

    public override void Flush() => _buffered.Flush();

    /// <summary>Ends the output. On a terminal it completes the last line, so that the next output begins a new one.</summary>
    public void Finish()
    {
        if (IsTerminal)
        {
            EndLine();
        }

        Flush();
    }

    /// <summary>Records that the user's typing has moved the cursor to the beginning of a line.</summary>
    public void CursorAtLineStart() => _terminal?.AtLineStart = true;

    /// <summary>Begins a new line, unless the cursor is at the beginning of one.</summary>
    public void EndLine()
    {
        _terminal?.Finish();
        if (!(_terminal?.AtLineStart ?? _atLineStart))
        {
            Write("\n"u8);
        }
    }

    // The convention of no-color.org, and terminals without capabilities.
    private static bool TerminalWantsColor() =>
        string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"))
        && Environment.GetEnvironmentVariable("TERM") is not (null or "" or "dumb");

    private void WriteStyle(string style)
    {
        if (IsColored)
        {
            _terminal!.Finish();
            _buffered.Write(Encoding.ASCII.GetBytes($"\e[{style}m"));
        }
    }
}
