using System.Buffers;
using System.Runtime.CompilerServices;

namespace RawHttp.Lines;

/// <summary>Judges a line by its first octets: one that cannot become what is expected is refused at the octet that shows it, and its end,
/// which may never come, is not awaited. The octets decide, not how many of them arrived together.</summary>
internal static class LineStart
{
    /// <summary>The result of a rule that needs more octets.</summary>
    public const int Undecided = -1;

    // A start is judged anew with each arrival, so its length is bounded. What is still undecided then is judged with the whole line.
    private const int MaxLength = 64;

    /// <summary>Judges the first octets of a line.</summary>
    /// <param name="start">The octets, perhaps none.</param>
    /// <returns>With how many of them the line is refused; 0 to read the whole line; or <see cref="Undecided"/>.</returns>
    public delegate int Rule(ReadOnlySpan<byte> start);

    /// <summary>Waits until a rule has decided on the next line, and reads none of it.</summary>
    /// <param name="lines">The source of the line.</param>
    /// <param name="rule">The rule.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <returns>The octets with which the line is refused; none if it is to be read.</returns>
    public static ValueTask<ReadOnlyMemory<byte>> FindRefusedAsync(LineReader lines, Rule rule, CancellationToken cancellationToken)
    {
        var start = lines.FirstBuffered;
        return rule(start[..Math.Min(start.Length, MaxLength)]) == 0 ? default : WaitAsync(lines, rule, cancellationToken);
    }

    /// <summary>Judges octets that should be a line ending, CRLF or LF: a <see cref="Rule"/>.</summary>
    public static int JudgeEnding(ReadOnlySpan<byte> start) => start switch
    {
        [] or [(byte)'\r'] => Undecided,
        [(byte)'\n', ..] or [(byte)'\r', (byte)'\n', ..] => 0,
        [(byte)'\r', ..] => 2,
        _ => 1,
    };

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private static async ValueTask<ReadOnlyMemory<byte>> WaitAsync(LineReader lines, Rule rule, CancellationToken cancellationToken)
    {
        for (var count = 1; count <= MaxLength; count++)
        {
            var buffered = await lines.PeekAsync(count, cancellationToken).ConfigureAwait(false);
            var (refused, known) = Judge(buffered, rule);
            if (refused >= 0 || known < count)
            {
                return refused > 0 ? buffered.Slice(0, refused).ToArray() : default(ReadOnlyMemory<byte>);
            }

            count = known;
        }

        return default;
    }

    // The octets may lie in several segments.
    private static (int Refused, int Known) Judge(ReadOnlySequence<byte> buffered, Rule rule)
    {
        Span<byte> start = stackalloc byte[MaxLength];
        var known = (int)Math.Min(buffered.Length, MaxLength);
        buffered.Slice(0, known).CopyTo(start);
        return (rule(start[..known]), known);
    }
}
