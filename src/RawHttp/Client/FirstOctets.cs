using System.Buffers;

namespace RawHttp.Client;

/// <summary>Keeps the beginning of some octets that come in pieces: enough to recognise what they are.</summary>
internal sealed class FirstOctets
{
    private readonly byte[] _octets = new byte[64];
    private int _count;

    public ReadOnlyMemory<byte> Octets => _octets.AsMemory(0, _count);

    public void Add(ReadOnlySequence<byte> piece)
    {
        var taken = piece.Slice(0, Math.Min(piece.Length, _octets.Length - _count));
        taken.CopyTo(_octets.AsSpan(_count));
        _count += (int)taken.Length;
    }
}
