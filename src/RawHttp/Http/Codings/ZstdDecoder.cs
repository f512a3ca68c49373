using System.Buffers;
using System.Runtime.InteropServices;
using ZstdSharp.Unsafe;

namespace RawHttp.Http;

/// <summary>
/// Decodes the coding "zstd" (RFC 8878): frames, one after another, with a window of at most 8 MiB (RFC 9659 §3). It calls the functions
/// of zstd, because the class around them tells neither where a frame ends nor what is wrong.
/// </summary>
internal sealed unsafe class ZstdDecoder : ContentDecoder
{
    private const int MaxWindowLog = 23;
    private const int SignatureLength = 4;

    private readonly byte[] _output = new byte[32 * 1024];
    private readonly Context _context = new();
    private bool _isInFrame;
    private bool _isWhole;

    public override bool IsWhole => _isWhole;

    public override OperationStatus Decode(ReadOnlySpan<byte> source, out int consumed, out ReadOnlySpan<byte> decoded)
    {
        consumed = 0;
        decoded = default;
        if (!_isInFrame)
        {
            if (!IsSignature(source))
            {
                return _isWhole
                    ? OperationStatus.Done
                    : Break(0, Math.Min(source.Length, SignatureLength), "it does not begin with 28 b5 2f fd", CodingFault.Signature);
            }

            if (source.Length < SignatureLength)
            {
                return OperationStatus.NeedMoreData;
            }

            (_isInFrame, _isWhole) = (true, false);
        }

        var wanted = _context.Decode(source, _output, out consumed, out var written);
        decoded = _output.AsSpan(0, written);
        if (Methods.ZSTD_isError(wanted))
        {
            return Explain(Methods.ZSTD_getErrorCode(wanted), source.Length);
        }

        // Nothing more is wanted at the end of a frame; another may follow.
        _isWhole = wanted == 0;
        _isInFrame = !_isWhole;
        return _isWhole || consumed < source.Length || written == _output.Length
            ? OperationStatus.DestinationTooSmall
            : OperationStatus.NeedMoreData;
    }

    public override void Dispose()
    {
        _context.Dispose();
        base.Dispose();
    }

    private OperationStatus Explain(ZSTD_ErrorCode error, int length) => error switch
    {
        ZSTD_ErrorCode.ZSTD_error_frameParameter_windowTooLarge =>
            Break(0, length, "a frame needs a window of more than 8 MiB", CodingFault.Window),
        ZSTD_ErrorCode.ZSTD_error_checksum_wrong =>
            Break(0, length, "the checksum of a frame is not that of the decoded octets", CodingFault.Checksum),
        _ => Break(0, length, $"what follows is not valid ({Methods.ZSTD_getErrorString(error)})"),
    };

    // A frame, or one to be skipped (RFC 8878 §3.1).
    private static bool IsSignature(ReadOnlySpan<byte> octets)
    {
        ReadOnlySpan<byte> frame = [0x28, 0xb5, 0x2f, 0xfd];
        ReadOnlySpan<byte> skippable = [0x2a, 0x4d, 0x18];
        var start = octets[..Math.Min(octets.Length, SignatureLength)];
        return frame.StartsWith(start) || (start[0] >> 4 == 5 && skippable.StartsWith(start[1..]));
    }

    // The memory of zstd, which is freed also if the content is not read to its end.
    private sealed class Context : SafeHandle
    {
        public Context()
            : base(0, ownsHandle: true)
        {
            var context = Methods.ZSTD_createDCtx();
            SetHandle((nint)context);
            Methods.ZSTD_DCtx_setParameter(context, ZSTD_dParameter.ZSTD_d_windowLogMax, MaxWindowLog);
        }

        public override bool IsInvalid => handle == 0;

        public nuint Decode(ReadOnlySpan<byte> source, Span<byte> output, out int consumed, out int written)
        {
            nuint read = 0;
            nuint made = 0;
            nuint wanted;
            fixed (byte* from = source, to = output)
            {
                var context = (ZSTD_DCtx_s*)handle;
                wanted = Methods.ZSTD_decompressStream_simpleArgs(
                    context, to, (nuint)output.Length, &made, from, (nuint)source.Length, &read);
            }

            GC.KeepAlive(this);
            (consumed, written) = ((int)read, (int)made);
            return wanted;
        }

        protected override bool ReleaseHandle()
        {
            Methods.ZSTD_freeDCtx((ZSTD_DCtx_s*)handle);
            return true;
        }
    }
}
