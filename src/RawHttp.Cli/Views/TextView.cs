using System.Buffers;
using RawHttp.Cli.Output;
using RawHttp.Client;
using RawHttp.Http;
using RawHttp.Lines;

namespace RawHttp.Cli.Views;

/// <summary>The default view: head and body as received, each written to its own destination.</summary>
internal sealed class TextView : IResponseView
{
    // Controls that do not appear in text: C0 except BEL to CR and ESC.
    private static readonly SearchValues<byte> Binary = SearchValues.Create(
        [0, 1, 2, 3, 4, 5, 6, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 28, 29, 30, 31]);

    private readonly ViewOptions _options;
    private readonly StandardOutput _output;
    private readonly LazyFile? _headFile;
    private readonly bool _headToOutput;
    private readonly bool _showsHead;
    private readonly bool _showsBody;
    private readonly Progress? _progress;
    private AtomicFile? _bodyFile;
    private ShownBody? _shownBody;
    private bool _isWhole = true;
    private bool _inBody;
    private bool _isHop;
    private bool _isProxy;
    private string _name = "";
    private bool _isBinary;
    private long _shown;
    private long _hidden;

    public TextView(ViewOptions options)
    {
        _options = options;
        _output = new StandardOutput(options.Color);
        _showsHead = options.Shows('h');
        _showsBody = options.Shows('b');
        _headToOutput = options.HeadFile is { } name && Files.Descriptor(name) == 1;
        _headFile = options.HeadFile is { } path && !_headToOutput ? new LazyFile(path, "the head", options.FileTimeout) : null;

        _progress = options.ShowsProgress && (Tty.Is(1) || options.OutputFile is not null) ? MakeProgress() : null;
    }

    public bool WantsBody => !(_isBinary && _options.StopsAtBinary);

    // Colour styles parts of lines, which needs each line by itself.
    public bool TakesLinesTogether => !_output.IsColored;

    private bool ToFile => _options.OutputFile is { } path && Files.Descriptor(path) != 1;

    public void Request(ReadOnlySpan<byte> octets, int headLength)
    {
        var end = Math.Min(octets.Length, headLength);
        if (_options.Shows('H'))
        {
            _output.Write(octets[..end]);
        }

        if (_options.Shows('B') && end < octets.Length)
        {
            _output.Write(octets[end..]);
            _output.EndLine();
        }
    }

    public void Begin(int number, string name) => _name = $"{name}, ";

    public void BeginProxy(int number, string name)
    {
        Begin(number, name);
        _isProxy = true;
    }

    public void LineRead(in Line line, LineKind kind)
    {
        // Highlights the part of the line to look for: the whole status line, the name of a field.
        var octets = line.Octets.Span;
        switch (kind)
        {
            case LineKind.StatusLine:
                WriteHead(octets, line.Content.Length, Style.StartLine);
                break;
            case LineKind.FieldLine:
                WriteHead(octets, Math.Max(line.Content.Span.IndexOf((byte)':'), 0), Style.FieldName);
                break;
        }
    }

    public void LinesRead(ReadOnlySpan<byte> octets, long offset) => WriteHead(octets, 0, "");

    public void Waiting() => _output.Flush();

    public void HeadRead(ResponseHead head, BodyFraming? framing)
    {
        _inBody = true;
        _headFile?.IsWhole = true;
        _isHop = _isProxy || (_options.Follows && ViewOptions.IsRedirection(head));
        _shownBody = ShownBody.Create(head, _options.MaxDecoded, indents: _output.IsTerminal && _showsBody && !ToFile, WriteShown);
        _progress?.Begin(_shownBody is null ? framing?.Length : null);
        if (ToFile && !_isHop)
        {
            _bodyFile ??= AtomicFile.Open(_options.OutputFile!, "the body", _options.FileTimeout);
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
        _shownBody?.Finish();
        _isWhole &= _shownBody is null or { IsWhole: true };
        _shownBody?.Dispose();
        _shownBody = null;
        if (_hidden > 0)
        {
            StandardError.Note(Hidden(outcome.Exchange));
        }

        if (_options.Shows('m'))
        {
            var bars = _output.IsTerminal && outcome.Exchange.Timing is { } timing ? TimeLine.Draw(timing, _output.Columns) : "";
            var line = TerminalText.Visible(_name + Summary.Line(outcome, hasBars: bars.Length > 0));
            _output.EndLine();
            _output.WriteOwn($"{Wrapped.Text(line, _output.Columns)}\n{bars}");

            _output.Finish();
        }

        _isWhole &= outcome.IsWhole;
        (_inBody, _isHop, _isProxy, _isBinary, _shown, _hidden) = (false, false, false, false, 0, 0);
    }

    public void Complete()
    {
        _bodyFile?.Finish(_isWhole);
        _headFile?.Finish();
    }

    public void Dispose()
    {
        _progress?.Clear();
        try
        {
            _output.Finish();
        }
        catch (OutputException)
        {
            // The failure has already been reported.
        }

        _shownBody?.Dispose();
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
        if (_shownBody is not null)
        {
            _shownBody.Write(octets);
        }
        else
        {
            WriteShown(octets);
        }
    }

    private void WriteShown(ReadOnlySpan<byte> octets)
    {
        if (_isHop && ToFile)
        {
            return;
        }

        if (_bodyFile is not null)
        {
            _bodyFile.Write(octets);
            _progress?.Add(octets.Length);
            return;
        }

        _isBinary |= _showsBody && _output.IsTerminal && octets.IndexOfAny(Binary) >= 0;
        if (_showsBody && !_isBinary)
        {
            _shown += octets.Length;
            _output.Write(octets);
            return;
        }

        _hidden += _showsBody ? octets.Length : 0;
        _progress?.Add(octets.Length);
    }

    // A body that is discarded shows progress only if it takes long.
    private Progress MakeProgress() => ToFile
        ? new Progress(Path.GetFileName(_options.OutputFile!), TimeSpan.Zero, BeginProgress)
        : new Progress("body", Progress.UsualDelay, BeginProgress);

    // Standard output may be the same terminal.
    private void BeginProgress()
    {
        if (_output.IsTerminal)
        {
            _output.EndLine();
        }

        _output.Flush();
    }

    private string Hidden(Exchange exchange)
    {
        var isAll = WantsBody || exchange.IsComplete;
        long? length = isAll ? _hidden : exchange.Framing?.Length - _shown;
        var what = _shown > 0 ? "the rest of the body, binary, of" : "a binary body of";
        var size = length is null ? "unknown length" : Summary.Count(length.Value, "byte");
        return $"{what} {size} is not shown on a terminal{(isAll ? "" : ", and not fetched")}; -o FILE saves it, a pipe gets it"
            + (_options.MaxDecoded is null ? " unchanged" : ", both decoded");
    }
}
