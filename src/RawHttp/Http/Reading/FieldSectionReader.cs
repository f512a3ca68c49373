using System.Buffers;
using RawHttp.Lines;

namespace RawHttp.Http;

/// <summary>Reads a header or trailer section, line by line up to its blank line, within the limits. After a cancelled read, the next one
/// continues where it stopped.</summary>
/// <param name="lines">The source of the lines.</param>
/// <param name="kind">The kind of its lines.</param>
/// <param name="octetsBefore">How many octets of the head limit the start line has used.</param>
/// <param name="limits">The limits.</param>
/// <param name="findings">Receives the findings.</param>
/// <param name="bareLfAtEnd">The finding for a bare LF in the line that ends the section.</param>
internal sealed class FieldSectionReader(
    LineReader lines, LineKind kind, long octetsBefore, MessageLimits limits, FindingLog findings, FindingKind bareLfAtEnd)
{
    private readonly FieldSectionBuilder _builder = new(findings, bareLfAtEnd);
    private long _octets = octetsBefore;

    /// <summary>What was read so far; incomplete if the stream ended, or if the read failed or was cancelled.</summary>
    public FieldSection Section => _builder.Build();

    /// <summary>Reads the section, or the rest of it.</summary>
    /// <param name="cancellationToken">Ends the waiting; what was read is kept.</param>
    public async ValueTask ReadAsync(CancellationToken cancellationToken)
    {
        var limit = new ReadLimit(kind, limits.Line);
        while (await ReadLineAsync(limit, cancellationToken).ConfigureAwait(false) is { } line)
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

    // A line that is too long because the section ended without its empty line is content, and is named rather than measured.
    private async ValueTask<Line?> ReadLineAsync(ReadLimit limit, CancellationToken cancellationToken)
    {
        try
        {
            return await lines.ReadLineAsync(limit, cancellationToken).ConfigureAwait(false);
        }
        catch (ReadException tooLong) when (tooLong.Error == ReadError.LineLimit)
        {
            var buffered = await lines.PeekAsync(limit.Octets, cancellationToken).ConfigureAwait(false);
            throw Refuse(buffered.Slice(0, limit.Octets).ToArray()) ?? tooLong;
        }
    }

    private MessageException? Refuse(ReadOnlySpan<byte> start)
    {
        var colon = start.IndexOf((byte)':');
        var name = colon < 0 ? start : start[..colon].TrimEnd(HttpChars.Whitespace);
        if (HttpChars.IsWhitespace(start[0]) || !name.ContainsAnyExcept(HttpChars.Token))
        {
            return null;
        }

        var (kind, length) = colon < 0 ? (FindingKinds.NoColon, start.Length) : (FindingKinds.InvalidName, name.Length);
        var quoted = HttpChars.Quote(start);
        var message = $"No field line begins with {quoted}, and this line is longer than the limit of {start.Length} bytes.";
        return findings.Stop(ReadError.FieldLine, kind, lines.Offset, length, message);
    }
}
