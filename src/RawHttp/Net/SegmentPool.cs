using System.Buffers;

namespace RawHttp.Net;

/// <summary>
/// The memory of one connection's pipe: a first segment that most responses fit into, then larger ones. Reading a long body with segments
/// of 64 KiB takes a third more time than with 128 KiB. The memory of a short body is left to the garbage collector.
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
