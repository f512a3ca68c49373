using RawHttp.Lines;

namespace RawHttp.Http;

/// <summary>Reads a header or trailer section, line by line up to its blank line, within the limits. A reading that was cancelled goes on
/// where it stopped.</summary>
/// <param name="lines">Where its lines come from.</param>
/// <param name="kind">What its lines are.</param>
/// <param name="octetsBefore">How much of the head limit is used up by the status line.</param>
/// <param name="limits">How much is read at most.</param>
/// <param name="findings">What is wrong with it.</param>
/// <param name="bareLfAtEnd">What a bare LF is where the section ends.</param>
internal sealed class FieldSectionReader(
    LineReader lines, LineKind kind, long octetsBefore, ResponseLimits limits, FindingLog findings, FindingKind bareLfAtEnd)
{
    private readonly FieldSectionBuilder _builder = new(findings, bareLfAtEnd);
    private long _octets = octetsBefore;

    /// <summary>What was read so far; not complete if the stream ended, or the reading failed or was cancelled.</summary>
    public FieldSection Section => _builder.Build();

    /// <summary>Reads the section, or the rest of it.</summary>
    /// <param name="cancellationToken">Ends the waiting; what was read stays.</param>
    public async ValueTask ReadAsync(CancellationToken cancellationToken)
    {
        var limit = new ReadLimit(kind, limits.Line);
        while (await lines.ReadLineAsync(limit, cancellationToken).ConfigureAwait(false) is { } line)
        {
            _octets += line.Octets.Length;
            if (_octets > limits.Head)
            {
                throw new ReadException(
                    ReadError.HeadLimit,
                    line.Offset,
                    $"the section with the {limit.Name} at offset {line.Offset} is larger than the limit of {limits.Head} bytes");
            }

            if (!_builder.Add(line))
            {
                break;
            }

            if (_builder.Count > limits.Fields)
            {
                throw new ReadException(
                    ReadError.FieldLimit,
                    line.Offset,
                    $"the {limit.Name} at offset {line.Offset} is one more than the limit of {limits.Fields} fields");
            }
        }
    }
}
