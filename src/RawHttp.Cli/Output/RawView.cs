using System.Buffers;
using RawHttp.Lines;

namespace RawHttp.Cli.Output;

/// <summary>--raw: the octets of the connection, as they come, and nothing else.</summary>
internal sealed class RawView(string? outputFile) : IResponseView
{
    private readonly BodyFile? _file = outputFile is null or "-" ? null : BodyFile.Open(outputFile);
    private readonly ScreenOrPipe _output = new();

    public void Received(ReadOnlyMemory<byte> octets)
    {
        if (_file is null)
        {
            _output.Write(octets.Span);
        }
        else
        {
            _file.Write(octets.Span);
        }
    }

    public void LineRead(in Line line, string element)
    {
    }

    public void Waiting() => _output.Flush();

    public void Request(ReadOnlySpan<byte> octets)
    {
    }

    public void HeadRead(long? declaredLength)
    {
    }

    public void Body(ReadOnlySequence<byte> piece)
    {
    }

    public void Rest(ReadOnlySequence<byte> octets)
    {
    }

    public void Finish(bool whole, string? summary)
    {
        _output.Finish();
        if (_file?.Finish(whole) is { } part)
        {
            Terminal.Note($"what was received is kept in {part}");
        }
    }

    public void Dispose() => _file?.Dispose();
}
