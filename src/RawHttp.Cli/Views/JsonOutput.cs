using System.Buffers;
using RawHttp.Cli.Output;

namespace RawHttp.Cli.Views;

/// <summary>Passes on what a JSON writer writes at once, so that an object may have any size.</summary>
internal sealed class JsonOutput(StandardOutput output) : IBufferWriter<byte>
{
    private byte[] _buffer = new byte[16 * 1024];

    public void Advance(int count) => output.WriteOwn(_buffer.AsSpan(0, count));

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        _buffer = sizeHint > _buffer.Length ? new byte[sizeHint] : _buffer;
        return _buffer;
    }

    public Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;
}
