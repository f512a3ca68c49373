using System.Buffers;
using System.IO.Compression;

namespace RawHttp.Http;

/// <summary>Decodes the coding "br" (RFC 7932).</summary>
internal sealed class BrotliContentDecoder : ContentDecoder
{
    private readonly byte[] _output = new byte[32 * 1024];
    private BrotliDecoder _decoder;
    private bool _isEnded;

    public override bool IsWhole => _isEnded;

    public override OperationStatus Decode(ReadOnlySpan<byte> source, out int consumed, out ReadOnlySpan<byte> decoded)
    {
        var status = _decoder.Decompress(source, _output, out consumed, out var written);
        decoded = _output.AsSpan(0, written);
        _isEnded = status == OperationStatus.Done;

        // The decoder does not tell where in its source the fault is.
        return status == OperationStatus.InvalidData ? Break(0, source.Length, "what follows is not valid") : status;
    }

    public override void Dispose()
    {
        _decoder.Dispose();
        base.Dispose();
    }
}
