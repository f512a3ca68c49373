namespace RawHttp.Http;

/// <summary>The checksum of zlib (RFC 1950 §8.2).</summary>
internal struct Adler32()
{
    private const uint Modulus = 65521;

    // How many octets can be added before the sums overflow.
    private const int Most = 5552;
    private uint _low = 1;
    private uint _high;

    public readonly uint Value => (_high << 16) | _low;

    public void Add(ReadOnlySpan<byte> octets)
    {
        while (!octets.IsEmpty)
        {
            var (low, high) = (_low, _high);
            var count = Math.Min(octets.Length, Most);
            foreach (var octet in octets[..count])
            {
                low += octet;
                high += low;
            }

            (_low, _high) = (low % Modulus, high % Modulus);
            octets = octets[count..];
        }
    }
}
