using System.Buffers;
using System.Buffers.Binary;

namespace RawHttp.Http;

/// <summary>Decodes gzip (RFC 1952): members, each with its header, deflated data and trailer.</summary>
internal sealed class GZipDecoder : ContentDecoder
{
    private const int FixedHeader = 10;
    private const byte HasCrc = 2;
    private const byte HasExtra = 4;
    private const byte HasName = 8;
    private const byte HasComment = 16;
    private const byte Reserved = 0xe0;

    private readonly Inflater _inflater = new();
    private Part _part;
    private byte _flags;
    private int _extra;
    private Crc32 _headerCrc;
    private Crc32 _crc;
    private uint _size;
    private bool _isMemberNoted;

    private enum Part
    {
        Header,
        ExtraLength,
        Extra,
        Name,
        Comment,
        HeaderCrc,
        Data,
        Trailer,
        Between,
        Ended,
    }

    public override bool IsWhole => _part is Part.Between or Part.Ended;

    public override OperationStatus Decode(ReadOnlySpan<byte> source, out int consumed, out ReadOnlySpan<byte> decoded)
    {
        consumed = 0;
        decoded = default;
        while (_part != Part.Ended)
        {
            var rest = source[consumed..];
            var status = _part == Part.Data
                ? ReadData(rest, consumed, out var used, out decoded)
                : ReadPart(rest, consumed, out used);
            consumed += used;
            if (status != OperationStatus.Done)
            {
                return status;
            }

            if (!decoded.IsEmpty)
            {
                return OperationStatus.DestinationTooSmall;
            }
        }

        return OperationStatus.Done;
    }

    private OperationStatus ReadData(ReadOnlySpan<byte> rest, int at, out int used, out ReadOnlySpan<byte> decoded)
    {
        var status = _inflater.Decode(rest, out used, out decoded);
        _crc.Add(decoded);
        _size += (uint)decoded.Length;
        _part = status == OperationStatus.Done ? Part.Trailer : _part;
        return status == OperationStatus.InvalidData ? Break(at + _inflater.FaultAt, 1, _inflater.Fault) : status;
    }

    private OperationStatus ReadPart(ReadOnlySpan<byte> rest, int at, out int used) => _part switch
    {
        Part.Header => ReadHeader(rest, at, out used),
        Part.ExtraLength => ReadExtraLength(rest, out used),
        Part.Extra => SkipExtra(rest, out used),
        Part.Name or Part.Comment => SkipText(rest, out used),
        Part.HeaderCrc => CheckHeader(rest, at, out used),
        Part.Trailer => CheckTrailer(rest, at, out used),
        _ => LookForMember(rest, at, out used),
    };

    private OperationStatus ReadHeader(ReadOnlySpan<byte> rest, int at, out int used)
    {
        used = 0;
        if (!IsSignature(rest))
        {
            return Break(at, Math.Min(rest.Length, 2), "it does not begin with 1f 8b", CodingFault.Signature);
        }

        if (rest.Length < FixedHeader)
        {
            return OperationStatus.NeedMoreData;
        }

        _flags = rest[3];
        if (rest[2] != 8 || (_flags & Reserved) != 0)
        {
            return Break(at + 2, 2, rest[2] != 8 ? $"its method is {rest[2]}, not 8" : "reserved flags are set in its header");
        }

        (_headerCrc, _crc, _size) = (default, default, 0);
        _inflater.Reset();
        return Take(rest, FixedHeader, out used, After(Part.Header));
    }

    // The parts of a header, each there if its flag is set.
    private Part After(Part part) => part switch
    {
        < Part.ExtraLength when (_flags & HasExtra) != 0 => Part.ExtraLength,
        < Part.Name when (_flags & HasName) != 0 => Part.Name,
        < Part.Comment when (_flags & HasComment) != 0 => Part.Comment,
        < Part.HeaderCrc when (_flags & HasCrc) != 0 => Part.HeaderCrc,
        _ => Part.Data,
    };

    private OperationStatus Take(ReadOnlySpan<byte> rest, int count, out int used, Part next)
    {
        used = count;
        _headerCrc.Add(rest[..count]);
        _part = next;
        return OperationStatus.Done;
    }

    private OperationStatus ReadExtraLength(ReadOnlySpan<byte> rest, out int used)
    {
        used = 0;
        if (rest.Length < 2)
        {
            return OperationStatus.NeedMoreData;
        }

        _extra = BinaryPrimitives.ReadUInt16LittleEndian(rest);
        return Take(rest, 2, out used, Part.Extra);
    }

    private OperationStatus SkipExtra(ReadOnlySpan<byte> rest, out int used)
    {
        var count = Math.Min(_extra, rest.Length);
        _extra -= count;
        Take(rest, count, out used, _extra == 0 ? After(Part.Extra) : Part.Extra);
        return _extra == 0 ? OperationStatus.Done : OperationStatus.NeedMoreData;
    }

    private OperationStatus SkipText(ReadOnlySpan<byte> rest, out int used)
    {
        var end = rest.IndexOf((byte)0);
        Take(rest, end < 0 ? rest.Length : end + 1, out used, end < 0 ? _part : After(_part));
        return end < 0 ? OperationStatus.NeedMoreData : OperationStatus.Done;
    }

    private OperationStatus CheckHeader(ReadOnlySpan<byte> rest, int at, out int used)
    {
        used = 0;
        if (rest.Length < 2)
        {
            return OperationStatus.NeedMoreData;
        }

        var (given, made) = (BinaryPrimitives.ReadUInt16LittleEndian(rest), (ushort)_headerCrc.Value);
        if (given != made)
        {
            Note(CodingFault.Checksum, at, 2, $"the CRC of the gzip header is {given:x4}, and its octets have {made:x4}");
        }

        return Take(rest, 2, out used, Part.Data);
    }

    private OperationStatus CheckTrailer(ReadOnlySpan<byte> rest, int at, out int used)
    {
        used = 0;
        if (rest.Length < 8)
        {
            return OperationStatus.NeedMoreData;
        }

        var crc = BinaryPrimitives.ReadUInt32LittleEndian(rest);
        if (crc != _crc.Value)
        {
            Note(CodingFault.Checksum, at, 4, $"the CRC-32 of the gzip trailer is {crc:x8}, and the decoded octets have {_crc.Value:x8}");
        }

        var size = BinaryPrimitives.ReadUInt32LittleEndian(rest[4..]);
        if (size != _size)
        {
            Note(CodingFault.Length, at + 4, 4, $"the length in the gzip trailer is {size}, and {_size} octets were decoded, modulo 2^32");
        }

        used = 8;
        _part = Part.Between;
        return OperationStatus.Done;
    }

    private OperationStatus LookForMember(ReadOnlySpan<byte> rest, int at, out int used)
    {
        used = 0;
        if (rest.IsEmpty || (rest.Length == 1 && IsSignature(rest)))
        {
            return OperationStatus.NeedMoreData;
        }

        _part = IsSignature(rest) ? Part.Header : Part.Ended;
        if (_part == Part.Header && !_isMemberNoted)
        {
            _isMemberNoted = true;
            Note(CodingFault.Member, at, 2, "a second member of gzip begins");
        }

        return OperationStatus.Done;
    }

    private static bool IsSignature(ReadOnlySpan<byte> octets) =>
        octets.IsEmpty || (octets[0] == 0x1f && (octets.Length == 1 || octets[1] == 0x8b));
}
