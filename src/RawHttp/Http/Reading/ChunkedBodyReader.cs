using System.Buffers;
using RawHttp.Lines;

namespace RawHttp.Http;

/// <summary>
/// A chunked body (RFC 9112 §7.1): size line, data and CRLF, repeated; then size 0 and a trailer section.
/// Chunk extensions are read and ignored (§7.1.1).
/// </summary>
internal sealed class ChunkedBodyReader(LineReader lines, MessageLimits limits, FindingLog findings) : BodyReader(lines, findings)
{
    private Next _next = Next.Size;
    private long _left;
    private FieldSectionReader? _section;
    private FieldSection? _trailers;

    private enum Next
    {
        Size,
        Data,
        DataEnd,
        Trailers,
        Nothing,
    }

    public override long? Missing => _next == Next.Data ? _left : null;

    public override FieldSection Trailers => _trailers ?? base.Trailers;

    protected override async ValueTask<ReadOnlySequence<byte>> ReadPieceAsync(long maxCount, CancellationToken cancellationToken)
    {
        while (true)
        {
            switch (_next)
            {
                case Next.Size:
                    await ReadSizeAsync(cancellationToken).ConfigureAwait(false);
                    break;
                case Next.Data:
                    var piece = await Lines.ReadSomeAsync(Math.Min(maxCount, _left), cancellationToken).ConfigureAwait(false);
                    if (piece.IsEmpty)
                    {
                        throw CutOff("a chunk");
                    }

                    _left -= piece.Length;
                    _next = _left == 0 ? Next.DataEnd : Next.Data;
                    return piece;
                case Next.DataEnd:
                    await ReadDataEndAsync(cancellationToken).ConfigureAwait(false);
                    break;
                case Next.Trailers:
                    await ReadTrailersAsync(cancellationToken).ConfigureAwait(false);
                    break;
                default:
                    return ReadOnlySequence<byte>.Empty;
            }
        }
    }

    private async ValueTask ReadSizeAsync(CancellationToken cancellationToken)
    {
        var refused = await LineStart.FindRefusedAsync(Lines, ChunkSize.JudgeStart, cancellationToken).ConfigureAwait(false);
        if (!refused.IsEmpty)
        {
            throw RefuseSize(refused.Span);
        }

        var read = await Lines.ReadLineAsync(new ReadLimit(LineKind.ChunkSizeLine, limits.Line), cancellationToken).ConfigureAwait(false);
        if (read is not { } line || line.Ending == LineEnding.None)
        {
            throw CutOff("a chunk size line");
        }

        var content = line.Content.Span;
        if (!ChunkSize.TryParse(content, out var size))
        {
            CheckCr(content, line.Offset);
            var message = $"The chunk size line {HttpChars.Quote(line.Octets.Span)} has no valid size.";
            throw Findings.Stop(ReadError.Chunk, FindingKinds.InvalidChunkSize, line.Offset, content.Length, message);
        }

        CheckSizeLine(line, size);
        _left = size.Octets;
        _next = _left == 0 ? Next.Trailers : Next.Data;
    }

    private MessageException RefuseSize(ReadOnlySpan<byte> start)
    {
        CheckCr(start, Lines.Offset);
        var quoted = HttpChars.Quote(start);
        var message = ChunkSize.IsTooLarge(start)
            ? $"A chunk size that begins with {quoted} is larger than 63 bits."
            : $"No chunk size begins with {quoted}.";
        return Findings.Stop(ReadError.Chunk, FindingKinds.InvalidChunkSize, Lines.Offset, start.Length, message);
    }

    private void CheckSizeLine(in Line line, ChunkSize size)
    {
        var content = line.Content.Span;
        if (size.Spaces > 0)
        {
            var kind = size.Digits + size.Spaces < content.Length ? FindingKinds.ExtensionSpace : FindingKinds.ChunkSizeSpace;
            Findings.Add(kind, line.Offset + size.Digits, size.Spaces, $"White space after a chunk size: {HttpChars.Quote(content)}.");
        }

        if (size.Digits > ChunkSize.MaxDigits)
        {
            Findings.Add(FindingKinds.ChunkSizeZeros, line.Offset, size.Digits, $"A chunk size of {size.Digits} digits.");
        }

        OctetRules.Check(Findings, content[size.Digits..], line.Offset + size.Digits, "A chunk extension", OctetRules.ChunkExtension);
        CheckEnding(line);
    }

    private void CheckEnding(in Line line) => Findings.CheckEnding(line, FindingKinds.ChunkBareLf);

    private void CheckCr(ReadOnlySpan<byte> octets, long offset)
    {
        if (octets.IndexOf((byte)'\r') is >= 0 and var cr)
        {
            Findings.Add(FindingKinds.BareCr, offset + cr, 1, "A line of the chunked coding holds a CR.");
        }
    }

    private async ValueTask ReadDataEndAsync(CancellationToken cancellationToken)
    {
        // Data that continues after its size is detected at its first octet, and left unread.
        var refused = await LineStart.FindRefusedAsync(Lines, LineStart.JudgeEnding, cancellationToken).ConfigureAwait(false);
        if (!refused.IsEmpty)
        {
            const string Message = "The data of a chunk is not followed by CRLF.";
            throw Findings.Stop(ReadError.Chunk, FindingKinds.ChunkNotEnded, Lines.Offset, 1, Message);
        }

        // After a CR at the end of the stream, the LF may have been cut off.
        var read = await Lines.ReadLineAsync(new ReadLimit(LineKind.ChunkEnd, 2), cancellationToken).ConfigureAwait(false);
        if (read is not { Ending: not LineEnding.None } line)
        {
            throw CutOff("the end of a chunk");
        }

        CheckEnding(line);
        _next = Next.Size;
    }

    private async ValueTask ReadTrailersAsync(CancellationToken cancellationToken)
    {
        _section ??= new FieldSectionReader(Lines, LineKind.TrailerFieldLine, 0, limits, Findings, FindingKinds.ChunkBareLf);
        try
        {
            await _section.ReadAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _trailers = _section.Section;
        }

        HeadRules.CheckTrailers(Trailers, Findings);
        if (!Trailers.IsComplete)
        {
            // RFC 9112 §8: the last chunk came, and with it the whole body.
            const string Message = "The stream ends in the trailer section, without the final CRLF.";
            throw Findings.Stop(ReadError.BodyCutOff, FindingKinds.NoFinalCrlf, Lines.Offset, 0, Message);
        }

        _next = Next.Nothing;
    }
}
