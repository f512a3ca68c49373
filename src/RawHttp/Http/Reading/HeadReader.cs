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

    /// <summary>Called before each line that may be the start line, once its first octet has arrived.</summary>
    protected virtual void CheckFirstOctet()
    {
    }

    /// <summary>Keeps a start line for <see cref="Head"/>.</summary>
    protected void Keep(TStartLine startLine, long offset) => (_startLine, _offset) = (startLine, offset);

    protected MessageException CutOff(string message = "The stream ends inside the head.") =>
        Findings.Stop(ReadError.HeadCutOff, FindingKinds.CutHead, Lines.Offset, 0, message);

    // RFC 9112 §2.2 asks servers to ignore empty lines before a request line; here the same leniency applies to a response.
    private async ValueTask<Line> ReadStartLineAsync(CancellationToken cancellationToken)
    {
        var limit = new ReadLimit(kind, limits.Line);
        while (await Lines.WaitForMoreAsync(cancellationToken).ConfigureAwait(false))
        {
            CheckFirstOctet();
            var line = await Lines.ReadLineAsync(limit, cancellationToken).ConfigureAwait(false) ?? throw NoStartLine();
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
            Findings.Add(FindingKinds.EmptyLine, line.Offset, line.Octets.Length, $"An empty line before the {limit.Name}.");
        }

        throw NoStartLine();
    }
}
