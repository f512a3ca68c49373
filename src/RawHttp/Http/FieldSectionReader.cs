using RawHttp.Lines;

namespace RawHttp.Http;

/// <summary>Reads a header or trailer section, line by line up to its blank line, within the limits.</summary>
/// <param name="lines">Where its lines come from.</param>
/// <param name="limits">How much is read at most.</param>
/// <param name="findings">What is wrong with it.</param>
/// <param name="bareLfAtEnd">What a bare LF is where the section ends.</param>
internal sealed class FieldSectionReader(LineReader lines, ResponseLimits limits, FindingLog findings, FindingKind bareLfAtEnd)
{
    /// <summary>What was read; not complete if the stream ended or the reading failed.</summary>
    public FieldSection Section { get; private set; } = FieldSection.Empty;

    /// <summary>Reads the section.</summary>
    /// <param name="element">What its lines are called.</param>
    /// <param name="octets">How much of the head limit is used up by the status line.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    public async ValueTask ReadAsync(string element, long octets, CancellationToken cancellation)
    {
        var builder = new FieldSectionBuilder(findings, bareLfAtEnd);
        var limit = new ReadLimit(element, limits.Line);
        try
        {
            while (await lines.ReadLineAsync(limit, cancellation).ConfigureAwait(false) is { } line)
            {
                octets += line.Octets.Length;
                if (octets > limits.Head)
                {
                    throw new ReadException(ReadError.HeadLimit, line.Offset, $"the section with the {element} at offset {line.Offset} is larger than the limit of {limits.Head} bytes");
                }

                if (!builder.Add(line))
                {
                    break;
                }

                if (builder.Count > limits.Fields)
                {
                    throw new ReadException(ReadError.FieldLimit, line.Offset, $"the {element} at offset {line.Offset} is one more than the limit of {limits.Fields} fields");
                }
            }
        }
        finally
        {
            Section = builder.Build();
        }
    }
}
