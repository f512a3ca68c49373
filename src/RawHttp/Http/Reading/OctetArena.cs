namespace RawHttp.Http;

/// <summary>Keeps copies of short runs of octets, many to a block, without moving them.</summary>
internal sealed class OctetArena
{
    private const int BlockSize = 1024;
    private Memory<byte> _free;

    public ReadOnlyMemory<byte> Copy(ReadOnlySpan<byte> octets)
    {
        if (_free.Length < octets.Length)
        {
            _free = new byte[Math.Max(BlockSize, octets.Length)];
        }

        octets.CopyTo(_free.Span);
        var kept = _free[..octets.Length];
        _free = _free[octets.Length..];
        return kept;
    }
}
