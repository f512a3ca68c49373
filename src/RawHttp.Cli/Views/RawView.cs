using System.Buffers;
using RawHttp.Cli.Output;
using RawHttp.Http;
using RawHttp.Lines;

namespace RawHttp.Cli.Views;

/// <summary>--raw: the octets of the connection as they arrive, and nothing else.</summary>
internal sealed class RawView(ViewOptions options) : IResponseView
{
    // Received is called on the receiving thread, the other members on the reading one.
    private readonly Lock _lock = new();
    private readonly StandardOutput _output = new();
    private readonly LazyFile? _headFile = options.HeadFile is { } path ? new LazyFile(path, "the head", options.FileTimeout) : null;
    private readonly bool _toFile = options.OutputFile is { } path && Files.Descriptor(path) != 1;
    private AtomicFile? _file;
    private OutputException? _failure;
    private bool _isFinished;
    private bool _isWhole = true;

    public bool TakesLinesTogether => true;

    public void Received(ReadOnlyMemory<byte> octets, long timestamp)
    {
        lock (_lock)
        {
            if (_isFinished || _failure is not null)
            {
                return;
            }

            try
            {
                if (_toFile)
                {
                    _file ??= AtomicFile.Open(options.OutputFile!, "the response", options.FileTimeout);
                    _file.Write(octets.Span);
                }
                else
                {
                    _output.Write(octets.Span);
                }
            }
            catch (OutputException failure)
            {
                // Kept for the reading thread to throw: thrown here, it would look like the end of the connection.
                _failure = failure;
            }
        }
    }

    public void LineRead(in Line line, LineKind kind)
    {
        Check();
        if (kind is LineKind.StatusLine or LineKind.FieldLine)
        {
            WriteHead(line.Octets.Span);
        }
    }

    public void LinesRead(ReadOnlySpan<byte> octets, long offset)
    {
        Check();
        WriteHead(octets);
    }

    public void Waiting()
    {
        lock (_lock)
        {
            Check();
            _output.Flush();
        }
    }

    public void HeadRead(ResponseHead head, BodyFraming? framing) => _headFile?.IsWhole = true;

    public void Body(ReadOnlySequence<byte> piece, long offset) => Check();

    public void Finish(Outcome outcome)
    {
        lock (_lock)
        {
            Check();
            _output.Finish();
            _isWhole &= outcome.IsWhole;
        }
    }

    public void Complete()
    {
        lock (_lock)
        {
            Check();
            _isFinished = true;
            _output.Finish();
            _file?.Finish(_isWhole);
            _headFile?.Finish();
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _isFinished = true;
            _file?.Dispose();
            _headFile?.Dispose();
        }
    }

    private void WriteHead(ReadOnlySpan<byte> octets)
    {
        _headFile?.IsWhole = false;
        _headFile?.Write(octets);
    }

    private void Check()
    {
        if (_failure is not null)
        {
            throw _failure;
        }
    }
}
