using System.Buffers;

namespace RawHttp.Http;

/// <summary>The two codes of a compressed block of deflate (RFC 1951 §3.2.6, §3.2.7).</summary>
internal sealed class BlockCodes
{
    private const int MaxLiterals = 286;
    private const int MaxDistances = 30;
    private const int EndOfBlock = 256;

    private readonly byte[] _lengths = new byte[MaxLiterals + MaxDistances];
    private readonly HuffmanTable _lengthCode = new(19);
    private readonly HuffmanTable _literals = new(MaxLiterals);
    private readonly HuffmanTable _distances = new(MaxDistances);

    /// <summary>The code of literals and lengths.</summary>
    public HuffmanTable Literals { get; private set; } = Fixed.Literals;

    /// <summary>The code of distances.</summary>
    public HuffmanTable Distances { get; private set; } = Fixed.Distances;

    private static ReadOnlySpan<byte> Order => [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];

    /// <summary>Takes the fixed codes.</summary>
    public void SetFixed() => (Literals, Distances) = (Fixed.Literals, Fixed.Distances);

    /// <summary>Reads the codes from the header of a block, which is at most 570 octets long.</summary>
    /// <param name="input">The header; read in part if it is not whole.</param>
    /// <param name="fault">What is wrong with it.</param>
    /// <returns>Done, need more data, or invalid.</returns>
    public OperationStatus Read(ref BitReader input, out string fault)
    {
        fault = "";
        if (!input.TryTake(5, out var literals) || !input.TryTake(5, out var distances) || !input.TryTake(4, out var codes))
        {
            return OperationStatus.NeedMoreData;
        }

        (literals, distances) = (literals + 257, distances + 1);
        if (literals > MaxLiterals || distances > MaxDistances)
        {
            fault = "a block has too many codes";
            return OperationStatus.InvalidData;
        }

        Span<byte> lengths = stackalloc byte[19];
        foreach (var symbol in Order[..(codes + 4)])
        {
            if (!input.TryTake(3, out var length))
            {
                return OperationStatus.NeedMoreData;
            }

            lengths[symbol] = (byte)length;
        }

        (Literals, Distances) = (_literals, _distances);
        fault = "the lengths of a block's codes are not valid";
        if (!_lengthCode.TryBuild(lengths, mayBeSingle: false))
        {
            return OperationStatus.InvalidData;
        }

        var status = ReadLengths(ref input, _lengths.AsSpan(0, literals + distances));
        return status != OperationStatus.Done
            || (_lengths[EndOfBlock] > 0
                && _literals.TryBuild(_lengths.AsSpan(0, literals), mayBeSingle: true)
                && _distances.TryBuild(_lengths.AsSpan(literals, distances), mayBeSingle: true))
            ? status
            : OperationStatus.InvalidData;
    }

    private OperationStatus ReadLengths(ref BitReader input, Span<byte> lengths)
    {
        for (var at = 0; at < lengths.Length;)
        {
            input.Fill();
            var symbol = _lengthCode.Decode(input.Bits, out var used);
            if (used > input.Count)
            {
                return OperationStatus.NeedMoreData;
            }

            if (symbol < 0 || (symbol == 16 && at == 0))
            {
                return OperationStatus.InvalidData;
            }

            input.Drop(used);
            if (symbol < 16)
            {
                lengths[at++] = (byte)symbol;
                continue;
            }

            var (bits, least) = symbol switch { 16 => (2, 3), 17 => (3, 3), _ => (7, 11) };
            if (!input.TryTake(bits, out var more))
            {
                return OperationStatus.NeedMoreData;
            }

            if (least + more > lengths.Length - at)
            {
                return OperationStatus.InvalidData;
            }

            lengths.Slice(at, least + more).Fill(symbol == 16 ? lengths[at - 1] : (byte)0);
            at += least + more;
        }

        return OperationStatus.Done;
    }

    // Made once: a block with these codes may be as short as ten bits.
    private static class Fixed
    {
        public static readonly HuffmanTable Literals = Make([.. Lengths(144, 8), .. Lengths(112, 9), .. Lengths(24, 7), .. Lengths(8, 8)]);
        public static readonly HuffmanTable Distances = Make([.. Lengths(32, 5)]);

        private static IEnumerable<byte> Lengths(int count, byte length) => Enumerable.Repeat(length, count);

        private static HuffmanTable Make(byte[] lengths)
        {
            var table = new HuffmanTable(lengths.Length);
            table.TryBuild(lengths, mayBeSingle: false);
            return table;
        }
    }
}
