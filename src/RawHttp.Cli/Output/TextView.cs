using System.Buffers;
using System.Text;
using RawHttp.Http;
using RawHttp.Lines;

namespace RawHttp.Cli.Output;

/// <summary>The default view: head and body as they came, each where it was asked to go.</summary>
internal sealed class TextView : IResponseView
{
    // Controls that stand in no text: all of C0 but BEL to CR and ESC.
    private static readonly SearchValues<byte> Binary = SearchValues.Create([0, 1, 2, 3, 4, 5, 6, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 28, 29, 30, 31]);

    private readonly ViewOptions _options;
    private readonly ScreenOrPipe _output;
    private readonly PlainFile? _headFile;
    private readonly bool _headToOutput;
    private readonly bool _showsHead;
    private readonly bool _showsBody;
    private readonly Progress? _progress;
    private AtomicFile? _bodyFile;
    private bool _inBody;
    private bool _isBinary;
    private long _shown;
    private long _hidden;

    public TextView(ViewOptions options)
    {
        _options = options;
        _output = new ScreenOrPipe(options.Color);
        _showsHead = options.Shows('h');
        _showsBody = options.Shows('b');
        _headToOutput = options.HeadFile is { } name && Files.Descriptor(name) == 1;
        _headFile = options.HeadFile is { } path && !_headToOutput ? new PlainFile(path, "the head", options.FileTimeout) : null;
        _progress = ToFile && !options.Silent && !Console.IsErrorRedirected ? new Progress(options.OutputFile!) : null;
    }

    private bool ToFile => _options.OutputFile is { } path && Files.Descriptor(path) != 1;

    public void Received(ReadOnlyMemory<byte> octets, long timestamp)
    {
    }

    public void Request(ReadOnlySpan<byte> octets)
    {
        if (_options.Shows('H'))
        {
            _output.Write(octets);
        }
    }

    public void LineRead(in Line line, string element)
    {
        // The part of the line that is worth finding again: the whole status line, the name of a field.
        var octets = line.Octets.Span;
        switch (element)
        {
            case "status line":
                WriteHead(octets, line.Content.Length, "1");
                break;
            case "field line":
                WriteHead(octets, Math.Max(line.Content.Span.IndexOf((byte)':'), 0), "36");
                break;
        }
    }

    public void Waiting() => _output.Flush();

    public void RequestSent(long timestamp)
    {
    }

    public void HeadRead(ResponseReader response)
    {
        _inBody = true;
        _headFile?.IsWhole = true;
        _progress?.Total = response.Framing?.Length;
        if (ToFile)
        {
            _bodyFile = AtomicFile.Open(_options.OutputFile!, "the body", _options.FileTimeout);
        }
    }

    public void Body(ReadOnlySequence<byte> piece, long offset)
    {
        foreach (var octets in piece)
        {
            WriteBody(octets.Span);
        }
    }

    public void Rest(ReadOnlySequence<byte> octets, long offset, bool isBody)
    {
        if (!isBody)
        {
            return;
        }

        foreach (var piece in octets)
        {
            if (_inBody)
            {
                WriteBody(piece.Span);
            }
            else
            {
                WriteHead(piece.Span, 0, "");
            }
        }
    }

    public void Finish(Outcome outcome)
    {
        _progress?.Clear();
        _output.Finish();
        if (_hidden > 0)
        {
            Terminal.Note($"{(_shown > 0 ? "the rest of the body, binary, of" : "a binary body of")} {_hidden} bytes is not shown on a terminal; -o FILE saves it, a pipe gets it unchanged");
        }

        _bodyFile?.Finish(outcome.IsWhole);
        if (_options.Shows('m'))
        {
            _output.EndLine();
            _output.Write(Encoding.UTF8.GetBytes(Summary.Line(outcome) + "\n"));
            if (_output.IsTerminal && outcome.Timing is { } timing)
            {
                _output.Write(Encoding.UTF8.GetBytes(TimeLine.Draw(timing)));
            }

            _output.Finish();
        }

        _headFile?.Finish();
    }

    public void Dispose()
    {
        _progress?.Clear();
        try
        {
            _output.Finish();
        }
        catch (ToolException)
        {
            // What has failed before is told already.
        }

        _headFile?.Dispose();
        _bodyFile?.Dispose();
    }

    private void WriteHead(ReadOnlySpan<byte> octets, int styled, string style)
    {
        _headFile?.IsWhole = false;
        if (_showsHead)
        {
            if (styled > 0)
            {
                _output.Write(style, octets[..styled]);
            }

            _output.Write(octets[styled..]);
        }

        else if (_headToOutput)
        {
            _output.Write(octets);
        }

        _headFile?.Write(octets);
    }

    private void WriteBody(ReadOnlySpan<byte> octets)
    {
        if (_bodyFile is not null)
        {
            _bodyFile.Write(octets);
            _progress?.Add(octets.Length);
            return;
        }

        if (!_showsBody)
        {
            return;
        }

        _isBinary |= _output.IsTerminal && octets.IndexOfAny(Binary) >= 0;
        if (_isBinary)
        {
            _hidden += octets.Length;
        }
        else
        {
            _shown += octets.Length;
            _output.Write(octets);
        }
    }
}
