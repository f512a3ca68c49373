using System.Buffers;

namespace RawHttp.Net;

/// <summary>
/// The memory of one connection's pipe: a segment that most responses fit into, then larger ones. Whoever reads a long body
/// 64 KiB at a time takes a third more time than with 128 KiB; and what a short one has used is left to the collector.
/// </summary>
internal sealed class SegmentPool : MemoryPool<byte>
{
    private const int First = 64 * 1024;
    private const int Further = 128 * 1024;
    private bool _isUsed;

    public override int MaxBufferSize => Shared.MaxBufferSize;

    public override IMemoryOwner<byte> Rent(int minBufferSize = -1)
    {
        var size = _isUsed ? Further : First;
        _isUsed = true;
        return Shared.Rent(Math.Max(size, minBufferSize));
    }

    protected override void Dispose(bool disposing)
    {
    }
}
