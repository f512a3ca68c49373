using System.Buffers;
using RawHttp.Lines;

namespace RawHttp.Http;

/// <summary>Reads one head line by line: the start line and the header section. After a cancelled read, the
/// next one continues where it stopped.</summary>
/// <param name="lines">The source of the lines.</param>
/// <param name="limits">The limits.</param>
/// <param name="findings">Receives the findings.</param>
/// <param name="kind">The kind of the start line.</param>
/// <typeparam name="TStartLine">The parsed start line.</typeparam>
/// <typeparam name="THead">The head.</typeparam>
internal abstract class HeadReader<TStartLine, THead>(LineReader lines, MessageLimits limits, FindingLog findings, LineKind kind)
    where TStartLine : struct
    where THead : class
{
    private readonly long _start = lines.Offset;
    private TStartLine? _startLine;
    private long _offset;
    private FieldSectionReader? _section;

    /// <summary>The head, or as much of it as arrived; null before its start line.</summary>
    public THead? Head => _startLine is { } line ? Make(line, _section?.Section ?? FieldSection.Nothing, _offset) : null;

    protected LineReader Lines { get; } = lines;

    protected FindingLog Findings { get; } = findings;

    /// <summary>Whether no octet has been read yet.</summary>
    protected bool IsAtStart => Lines.Offset == _start;

    /// <summary>Reads the head, or the rest of it.</summary>
    /// <param name="cancellationToken">Ends the waiting; what was read is kept.</param>
    /// <returns>The head, complete.</returns>
    public async ValueTask<THead> ReadAsync(CancellationToken cancellationToken)
    {
        if (_section is null)
        {
            var line = await ReadStartLineAsync(cancellationToken).ConfigureAwait(false);
            var startLine = Parse(line);
            Keep(startLine, line.Offset);
            if (!HasFields(startLine))
            {
                return Make(startLine, FieldSection.Empty, line.Offset);
            }

            _section = new FieldSectionReader(Lines, LineKind.FieldLine, line.Octets.Length, limits, Findings, FindingKinds.BareLf);
        }

        await _section.ReadAsync(cancellationToken).ConfigureAwait(false);
        return _section.Section is { IsComplete: true } section ? Make(_startLine!.Value, section, _offset) : throw CutOff();
    }

    /// <summary>Parses the start line; its octets are valid only during the call.</summary>
    protected abstract TStartLine Parse(in Line line);

    protected abstract THead Make(TStartLine startLine, FieldSection fields, long offset);

    /// <summary>What to throw if the stream ends before a start line.</summary>
    protected abstract ReadException NoStartLine();

    protected virtual bool HasFields(TStartLine startLine) => true;

    /// <summary>The <see cref="LineStart.Rule"/> for the start line.</summary>
    protected abstract int JudgeStart(ReadOnlySpan<byte> start);

    /// <summary>The kind of an empty line before the start line of a head that begins at an offset of the stream.</summary>
    protected abstract FindingKind EmptyLineKind(long start);

    /// <summary>What to throw for the first octets of a line that is no start line.</summary>
    protected abstract ReadException RefuseStart(ReadOnlySpan<byte> start);

    /// <summary>Whether a line without its ending could have become a start line.</summary>
    protected abstract bool MayBecomeOne(ReadOnlyMemory<byte> line);

    /// <summary>What to throw for a line that is no start line.</summary>
    protected abstract ReadException Refuse(in Line line);

    /// <summary>Keeps a start line for <see cref="Head"/>.</summary>
    protected void Keep(TStartLine startLine, long offset) => (_startLine, _offset) = (startLine, offset);

    protected MessageException CutOff(string message = "The stream ends inside the head.") =>
        Findings.Stop(ReadError.HeadCutOff, FindingKinds.CutHead, Lines.Offset, 0, message);

    // RFC 9112 §2.2 asks servers to ignore empty lines before a request line; here the same leniency applies to a response.
    private async ValueTask<Line> ReadStartLineAsync(CancellationToken cancellationToken)
    {
        var limit = new ReadLimit(kind, limits.Line);
        LineStart.Rule rule = JudgeStart;
        while (await Lines.WaitForMoreAsync(cancellationToken).ConfigureAwait(false))
        {
            var refused = await LineStart.FindRefusedAsync(Lines, rule, cancellationToken).ConfigureAwait(false);
            if (!refused.IsEmpty)
            {
                throw RefuseStart(refused.Span);
            }

            var line = await ReadLineAsync(limit, cancellationToken).ConfigureAwait(false) ?? throw NoStartLine();
            if (!line.IsBlank)
            {
                return line;
            }

            if (Lines.Offset - _start > limits.Head)
            {
                throw new ReadException(
                    ReadError.HeadLimit,
                    line.Offset,
                    $"the empty lines before the {limit.Name} at offset {line.Offset} exceed the limit of {limits.Head} bytes");
            }

            Findings.CheckEnding(line);
            Findings.Add(EmptyLineKind(_start), line.Offset, line.Octets.Length, $"An empty line before the {limit.Name}.");
        }

        throw NoStartLine();
    }

    // Another protocol need not have lines, so one that is too long is named rather than measured.
    private async ValueTask<Line?> ReadLineAsync(ReadLimit limit, CancellationToken cancellationToken)
    {
        try
        {
            return await Lines.ReadLineAsync(limit, cancellationToken).ConfigureAwait(false);
        }
        catch (ReadException tooLong) when (tooLong.Error == ReadError.LineLimit)
        {
            var buffered = await Lines.PeekAsync(limit.Octets, cancellationToken).ConfigureAwait(false);
            var line = new Line(buffered.Slice(0, limit.Octets).ToArray(), Lines.Offset);
            throw MayBecomeOne(line.Octets) ? tooLong : Refuse(line);
        }
    }
}
