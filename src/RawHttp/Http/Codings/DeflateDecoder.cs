using System.Buffers;
using System.Buffers.Binary;

namespace RawHttp.Http;

/// <summary>Decodes the coding "deflate": the format of zlib (RFC 1950), or deflated data without it (RFC 9110 §8.4.1.2).</summary>
internal sealed class DeflateDecoder : ContentDecoder
{
    private const int HasDictionary = 0x20;

    private readonly Inflater _inflater = new();
    private Part _part;
    private bool _isRaw;
    private Adler32 _adler = new();

    private enum Part
    {
        Header,
        Data,
        Trailer,
        Ended,
    }

    public override bool IsWhole => _part == Part.Ended;

    public override OperationStatus Decode(ReadOnlySpan<byte> source, out int consumed, out ReadOnlySpan<byte> decoded)
    {
        consumed = 0;
        decoded = default;
        if (_part == Part.Header)
        {
            var status = ReadHeader(source, out consumed);
            if (status != OperationStatus.Done)
            {
                return status;
            }
        }

        if (_part == Part.Data)
        {
            var at = consumed;
            var status = _inflater.Decode(source[at..], out var used, out decoded);
            consumed += used;
            _adler.Add(decoded);
            if (status != OperationStatus.Done)
            {
                return status == OperationStatus.InvalidData ? Break(at + _inflater.FaultAt, 1, Fault) : status;
            }

            _part = _isRaw ? Part.Ended : Part.Trailer;
        }

        return _part == Part.Ended ? OperationStatus.Done
            : !decoded.IsEmpty ? OperationStatus.DestinationTooSmall
            : CheckTrailer(source[consumed..], ref consumed);
    }

    private string Fault => _isRaw ? _inflater.Fault + ", and a zlib header is missing" : _inflater.Fault;

    private OperationStatus ReadHeader(ReadOnlySpan<byte> source, out int consumed)
    {
        consumed = 0;
        if (source.Length < 2)
        {
            return OperationStatus.NeedMoreData;
        }

        _isRaw = (source[0] & 0x0f) != 8 || source[0] >> 4 > 7 || BinaryPrimitives.ReadUInt16BigEndian(source) % 31 != 0;
        _part = Part.Data;
        if (_isRaw)
        {
            Note(CodingFault.Wrapper, 0, 2, "the zlib header is missing");
            return OperationStatus.Done;
        }

        consumed = 2;
        return (source[1] & HasDictionary) == 0 ? OperationStatus.Done : Break(1, 1, "it needs a preset dictionary");
    }

    private OperationStatus CheckTrailer(ReadOnlySpan<byte> rest, ref int consumed)
    {
        if (rest.Length < 4)
        {
            return OperationStatus.NeedMoreData;
        }

        var sum = BinaryPrimitives.ReadUInt32BigEndian(rest);
        if (sum != _adler.Value)
        {
            var text = $"the Adler-32 of the zlib trailer is {sum:x8}, and the decoded octets have {_adler.Value:x8}";
            Note(CodingFault.Checksum, consumed, 4, text);
        }

        consumed += 4;
        _part = Part.Ended;
        return OperationStatus.Done;
    }
}
