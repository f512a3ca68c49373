using System.Buffers;
using RawHttp.Lines;

namespace RawHttp.Http;

/// <summary>
/// A chunked body (RFC 9112 §7.1): size line, data, CRLF, again and again; the size 0, trailer section, end.
/// Extensions are read and mean nothing here (§7.1.1).
/// </summary>
internal sealed class ChunkedBodyReader(LineReader lines, ResponseLimits limits, FindingLog findings) : BodyReader(lines)
{
    private Next _next = Next.Size;
    private long _left;
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

    protected override async ValueTask<ReadOnlySequence<byte>> ReadPieceAsync(long atMost, CancellationToken cancellation)
    {
        while (true)
        {
            switch (_next)
            {
                case Next.Size:
                    await ReadSizeAsync(cancellation).ConfigureAwait(false);
                    break;
                case Next.Data:
                    var piece = await Lines.ReadSomeAsync(Math.Min(atMost, _left), cancellation).ConfigureAwait(false);
                    if (piece.IsEmpty)
                    {
                        throw CutOff("a chunk");
                    }

                    _left -= piece.Length;
                    _next = _left == 0 ? Next.DataEnd : Next.Data;
                    return piece;
                case Next.DataEnd:
                    await ReadDataEndAsync(cancellation).ConfigureAwait(false);
                    break;
                case Next.Trailers:
                    await ReadTrailersAsync(cancellation).ConfigureAwait(false);
                    break;
                default:
                    return ReadOnlySequence<byte>.Empty;
            }
        }
    }

    private async ValueTask ReadSizeAsync(CancellationToken cancellation)
    {
        var read = await Lines.ReadLineAsync(new ReadLimit("chunk size line", limits.Line), cancellation).ConfigureAwait(false);
        if (read is not { } line || line.Ending == LineEnding.None)
        {
            throw CutOff("a chunk size line");
        }

        if (!ChunkSize.TryParse(line.Content.Span, out _left, out var spaced))
        {
            throw new ReadException(ReadError.Chunk, line.Offset, $"the chunk size line at offset {line.Offset} has no valid size: {Octets.Quote(line.Octets.Span)}");
        }

        if (spaced)
        {
            findings.Add("RFC9112-7.1-CHUNK-SIZE-SPACE", Severity.Error, line.Offset, $"White space after a chunk size: {Octets.Quote(line.Content.Span)}.");
        }

        findings.CheckEnding(line);
        _next = _left == 0 ? Next.Trailers : Next.Data;
    }

    // With a limit of two octets, data that runs on past its size is seen at once and stays unread.
    private async ValueTask ReadDataEndAsync(CancellationToken cancellation)
    {
        var offset = Lines.Offset;
        Line? read;
        try
        {
            read = await Lines.ReadLineAsync(new ReadLimit("end of a chunk", 2), cancellation).ConfigureAwait(false);
        }
        catch (ReadException tooLong) when (tooLong.Error == ReadError.LineLimit)
        {
            throw NotEnded(offset);
        }

        if (read is not { Ending: not LineEnding.None } line)
        {
            throw CutOff("the end of a chunk");
        }

        if (!line.IsBlank)
        {
            throw NotEnded(offset);
        }

        findings.CheckEnding(line);
        _next = Next.Size;
    }

    private async ValueTask ReadTrailersAsync(CancellationToken cancellation)
    {
        var reader = new FieldSectionReader(Lines, limits, findings);
        try
        {
            await reader.ReadAsync("trailer field line", 0, cancellation).ConfigureAwait(false);
        }
        finally
        {
            _trailers = reader.Section;
        }

        _next = reader.Section.IsComplete ? Next.Nothing : throw CutOff("the trailer section");
    }

    private static ReadException NotEnded(long offset) =>
        new(ReadError.Chunk, offset, $"the chunk data is not followed by CRLF at offset {offset}");
}
