using System.IO.Pipelines;
using RawHttp.Cli.Output;
using RawHttp.Cli.Views;

namespace RawHttp.Cli.Commands.Echo;

/// <summary>Lines typed in a line editor. The next line is asked for when its prompt is due.</summary>
internal sealed class TypedInput : IDisposable
{
    private readonly Pipe _pipe = new();
    private readonly SemaphoreSlim _due = new(0);
    private readonly LineEditor _editor;
    private readonly byte[] _prompt;

    public TypedInput(LineEditor editor, ReadOnlySpan<byte> prompt)
    {
        (_editor, _prompt) = (editor, prompt.ToArray());

        // It waits for a key for as long as it takes, and does not keep the process.
        new Thread(Read) { IsBackground = true, Name = "line editor" }.Start();
    }

    public PipeReader Reader => _pipe.Reader;

    /// <summary>Shows the prompt.</summary>
    public void Prompt() => _due.Release();

    /// <summary>Shows the line that is being typed again, below what was printed.</summary>
    public void Redraw() => _editor.Redraw();

    /// <summary>Gives the terminal back, also in the midst of a line.</summary>
    public void Dispose()
    {
        if (_editor.Close() is > 0 and var count)
        {
            var were = count == 1 ? "was" : "were";
            StandardError.Note($"{Summary.Count(count, "byte")} typed after the end of the session {were} not sent");
        }
    }

    private void Read()
    {
        while (true)
        {
            _due.Wait();
            if (_editor.ReadLine(_prompt) is not { } line)
            {
                _pipe.Writer.Complete();
                return;
            }

            // The pipe takes a line at once: no other is read before it is answered.
            _ = _pipe.Writer.WriteAsync((byte[])[.. line, (byte)'\n']).AsTask();
        }
    }
}
