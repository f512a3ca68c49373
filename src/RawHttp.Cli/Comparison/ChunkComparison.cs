using RawHttp.Http;

namespace RawHttp.Cli.Comparison;

/// <summary>Compares the framing of the chunks: where each begins, and how its size is spelled.</summary>
internal static class ChunkComparison
{
    /// <summary>Compares the chunks of two exchanges.</summary>
    /// <returns>The first boundary that differs, and the first size line that differs in more than the size. Nothing unless both
    /// responses are in chunks: that they are not is a difference of the framing.</returns>
    public static IEnumerable<Difference> Compare(RecordedExchange a, RecordedExchange b)
    {
        if (a.Exchange.Framing?.Kind != FramingKind.Chunked || b.Exchange.Framing?.Kind != FramingKind.Chunked)
        {
            yield break;
        }

        Difference? size = null, spelling = null;
        var (countOfA, countOfB) = (0L, 0L);
        using var left = Chunk.ReadAll(a).GetEnumerator();
        using var right = Chunk.ReadAll(b).GetEnumerator();
        for (var number = 1L; ; number++)
        {
            Chunk? x = left.MoveNext() ? left.Current : null, y = right.MoveNext() ? right.Current : null;
            if (x is null && y is null)
            {
                break;
            }

            countOfA += x is null ? 0 : 1;
            countOfB += y is null ? 0 : 1;
            if (x?.Size != y?.Size)
            {
                size ??= Make(DifferenceKind.Changed, $"size of chunk {number}", x, y);
            }

            if (x is { } one && y is { } other && !one.IsSpelledAs(other))
            {
                spelling ??= Spelling(number, one, other);
            }
        }

        if (size is not null)
        {
            yield return size with { Remark = $"{countOfA} chunks in A, {countOfB} in B, the last one included" };
        }

        if (spelling is not null)
        {
            yield return spelling;
        }
    }

    private static Difference Spelling(long number, Chunk a, Chunk b)
    {
        var (inA, inB) = a.Size == b.Size ? (.., ..) : (a.Digits.., b.Digits..);
        var (left, right) = DifferenceSide.Compare(a.AsLine().AsSide(), inA, b.AsLine().AsSide(), inB);
        return new Difference(DifferencePart.Chunks, DifferenceKind.Spacing, $"spelling of chunk {number}", left, right);
    }

    private static Difference Make(DifferenceKind kind, string subject, Chunk? a, Chunk? b) =>
        Difference.OfLines(DifferencePart.Chunks, kind, subject, a?.AsLine(), b?.AsLine());
}
