using System.Buffers;
using System.Buffers.Binary;

namespace RawHttp.Http;

/// <summary>
/// Decodes deflate (RFC 1951), pushed octet by octet. The streams of the runtime pull, and do not tell where in their source the coded
/// data ended or broke, which is what a finding is about.
/// </summary>
internal sealed class Inflater
{
    private const int Window = 32 * 1024;
    private const int LongestMatch = 258;
    private const int LengthCodes = 29;
    private const int DistanceCodes = 30;
    private const int EndOfBlock = 256;

    // The window, and room for a good piece after it.
    private readonly byte[] _output = new byte[Window + (48 * 1024)];
    private readonly BlockCodes _codes = new();
    private State _state;
    private bool _isLast;
    private int _stored;
    private int _end;
    private long _slid;
    private ulong _bits;
    private int _bitCount;

    private enum State
    {
        Header,
        Stored,
        Symbols,
        Ended,
    }

    /// <summary>What is wrong with the data, as a clause, after <see cref="OperationStatus.InvalidData"/>.</summary>
    public string Fault { get; private set; } = "";

    /// <summary>Where the fault is, from the first octet of the source; -1 for the last octet of the one before.</summary>
    public int FaultAt { get; private set; }

    private static ReadOnlySpan<ushort> LengthBase =>
        [3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258];

    private static ReadOnlySpan<byte> LengthExtra =>
        [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0];

    private static ReadOnlySpan<ushort> DistanceBase =>
    [
        1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049, 3073, 4097, 6145, 8193, 12289,
        16385, 24577,
    ];

    private static ReadOnlySpan<byte> DistanceExtra =>
        [0, 0, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 9, 10, 10, 11, 11, 12, 12, 13, 13];

    /// <summary>Begins anew.</summary>
    public void Reset() => (_state, _isLast, _end, _slid, _bits, _bitCount) = (State.Header, false, 0, 0, 0, 0);

    /// <summary>Decodes some octets; see <see cref="ContentDecoder.Decode"/>.</summary>
    public OperationStatus Decode(ReadOnlySpan<byte> source, out int consumed, out ReadOnlySpan<byte> decoded)
    {
        MakeRoom();
        var start = _end;
        var input = new BitReader(source, _bits, _bitCount);
        var status = OperationStatus.Done;
        while (status == OperationStatus.Done && _state != State.Ended)
        {
            status = _state switch
            {
                State.Header => ReadHeader(ref input),
                State.Stored => CopyStored(ref input),
                _ => ReadSymbols(ref input),
            };
        }

        consumed = input.Release(out _bits, out _bitCount);
        FaultAt = _bitCount > 0 ? consumed - 1 : consumed;
        decoded = _output.AsSpan(start, _end - start);
        return status;
    }

    private void MakeRoom()
    {
        if (_output.Length - _end < Window / 2)
        {
            var excess = _end - Window;
            _output.AsSpan(excess, Window).CopyTo(_output);
            (_end, _slid) = (Window, _slid + excess);
        }
    }

    // A header is read only when it is whole, so that nothing of it need be remembered.
    private OperationStatus ReadHeader(ref BitReader input)
    {
        var start = input;
        var status = OperationStatus.NeedMoreData;
        if (input.TryTake(1, out var isLast) && input.TryTake(2, out var type))
        {
            status = type switch
            {
                0 => ReadStoredLength(ref input),
                1 => SetFixed(),
                2 => ReadCodes(ref input),
                _ => Break("a block has the reserved type 3"),
            };
        }

        if (status == OperationStatus.Done)
        {
            _isLast = isLast != 0;
        }
        else
        {
            input = start;
        }

        return status;
    }

    private OperationStatus ReadStoredLength(ref BitReader input)
    {
        input.Align();
        var octets = input.TakeOctets(4);
        if (octets.Length < 4)
        {
            return OperationStatus.NeedMoreData;
        }

        _stored = BinaryPrimitives.ReadUInt16LittleEndian(octets);
        _state = State.Stored;
        return _stored == (ushort)~BinaryPrimitives.ReadUInt16LittleEndian(octets[2..])
            ? OperationStatus.Done
            : Break("the length of a stored block is not confirmed by its complement");
    }

    private OperationStatus SetFixed()
    {
        _codes.SetFixed();
        _state = State.Symbols;
        return OperationStatus.Done;
    }

    private OperationStatus ReadCodes(ref BitReader input)
    {
        var status = _codes.Read(ref input, out var fault);
        _state = status == OperationStatus.Done ? State.Symbols : _state;
        return status == OperationStatus.InvalidData ? Break(fault) : status;
    }

    private OperationStatus CopyStored(ref BitReader input)
    {
        var octets = input.TakeOctets(Math.Min(_stored, _output.Length - _end));
        octets.CopyTo(_output.AsSpan(_end));
        _end += octets.Length;
        _stored -= octets.Length;
        if (_stored == 0)
        {
            _state = _isLast ? State.Ended : State.Header;
            return OperationStatus.Done;
        }

        return _end == _output.Length ? OperationStatus.DestinationTooSmall : OperationStatus.NeedMoreData;
    }

    private OperationStatus ReadSymbols(ref BitReader source)
    {
        // Copies, which the compiler can keep in registers.
        var input = source;
        var (output, literals, end) = (_output, _codes.Literals, _end);
        OperationStatus? status = null;
        while (status is null && end <= output.Length - LongestMatch)
        {
            // A length and a distance have at most 48 bits.
            if (input.Count < 48)
            {
                input.Fill();
            }

            var symbol = literals.Decode(input.Bits, out var used);
            if ((uint)symbol < EndOfBlock && used <= input.Count)
            {
                input.Drop(used);
                output[end++] = (byte)symbol;
                continue;
            }

            status = ReadOther(symbol, ref used, input.Bits, input.Count, end, out var length);
            if (status is null or OperationStatus.Done)
            {
                input.Drop(used);
                end += length;
            }
        }

        source = input;
        _end = end;
        return status ?? OperationStatus.DestinationTooSmall;
    }

    // What is no literal: the end of the block, or a match, which is copied. Null to go on.
    private OperationStatus? ReadOther(int symbol, ref int used, ulong bits, int count, int end, out int length)
    {
        length = 0;
        if (used > count)
        {
            return OperationStatus.NeedMoreData;
        }

        if (symbol < 0)
        {
            return Break("there is no such code for a symbol");
        }

        if (symbol == EndOfBlock)
        {
            _state = _isLast ? State.Ended : State.Header;
            return OperationStatus.Done;
        }

        var status = ReadMatch(symbol - EndOfBlock - 1, ref used, bits, count, end, out length, out var distance);
        if (status is null)
        {
            Copy(_output, end, length, distance);
        }

        return status;
    }

    // Whether bits are missing is judged before what they are, because those beyond the count may not be there yet.
    private OperationStatus? ReadMatch(int code, ref int used, ulong bits, int count, int end, out int length, out int distance)
    {
        (length, distance) = (0, 0);
        if (code >= LengthCodes)
        {
            return Break($"there is no code {code + EndOfBlock + 1} for a length");
        }

        bits >>= used;
        int extra = LengthExtra[code];
        length = LengthBase[code] + ((int)bits & ((1 << extra) - 1));
        bits >>= extra;
        used += extra;
        var symbol = _codes.Distances.Decode(bits, out var more);
        used += more;
        if (used > count)
        {
            return OperationStatus.NeedMoreData;
        }

        if (symbol is < 0 or >= DistanceCodes)
        {
            return Break("there is no such code for a distance");
        }

        extra = DistanceExtra[symbol];
        distance = DistanceBase[symbol] + ((int)(bits >> more) & ((1 << extra) - 1));
        used += extra;
        return used > count ? OperationStatus.NeedMoreData
            : distance > _slid + end ? Break($"a distance of {distance} reaches before the beginning")
            : null;
    }

    private static void Copy(byte[] output, int end, int length, int distance)
    {
        if (distance >= length)
        {
            output.AsSpan(end - distance, length).CopyTo(output.AsSpan(end));
        }
        else if (distance == 1)
        {
            output.AsSpan(end, length).Fill(output[end - 1]);
        }
        else
        {
            for (var at = end; at < end + length; at++)
            {
                output[at] = output[at - distance];
            }
        }
    }

    private OperationStatus Break(string fault)
    {
        Fault = fault;
        return OperationStatus.InvalidData;
    }
}
