using System.Buffers.Binary;

namespace RawHttp.Http;

/// <summary>The checksum of gzip (RFC 1952 §8).</summary>
internal struct Crc32
{
    // Table n gives the effect of an octet that n others follow.
    private static readonly uint[][] Tables = MakeTables();
    private uint _inverted;

    public readonly uint Value => _inverted;

    public void Add(ReadOnlySpan<byte> octets)
    {
        var (tables, crc) = (Tables, ~_inverted);
        var (t0, t1, t2, t3) = (tables[0], tables[1], tables[2], tables[3]);
        var (t4, t5, t6, t7) = (tables[4], tables[5], tables[6], tables[7]);
        for (; octets.Length >= 8; octets = octets[8..])
        {
            var low = BinaryPrimitives.ReadUInt32LittleEndian(octets) ^ crc;
            var high = BinaryPrimitives.ReadUInt32LittleEndian(octets[4..]);
            crc = t7[(byte)low] ^ t6[(byte)(low >> 8)] ^ t5[(byte)(low >> 16)] ^ t4[low >> 24]
                ^ t3[(byte)high] ^ t2[(byte)(high >> 8)] ^ t1[(byte)(high >> 16)] ^ t0[high >> 24];
        }

        foreach (var octet in octets)
        {
            crc = t0[(byte)(crc ^ octet)] ^ (crc >> 8);
        }

        _inverted = ~crc;
    }

    private static uint[][] MakeTables()
    {
        var tables = new uint[8][];
        for (var table = 0; table < tables.Length; table++)
        {
            tables[table] = new uint[256];
            for (var octet = 0u; octet < 256; octet++)
            {
                var crc = table == 0 ? octet : tables[table - 1][octet];
                for (var bit = 0; bit < 8; bit++)
                {
                    crc = (crc >> 1) ^ ((crc & 1) * 0xedb88320);
                }

                tables[table][octet] = crc;
            }
        }

        return tables;
    }
}
