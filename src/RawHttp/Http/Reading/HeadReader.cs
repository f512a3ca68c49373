using System.Buffers;
using RawHttp.Lines;

namespace RawHttp.Http;

/// <summary>Reads one head line by line: the status line and the header section. After a cancelled read, the
/// next one continues where it stopped.</summary>
/// <param name="lines">The source of the lines.</param>
/// <param name="limits">The limits.</param>
/// <param name="findings">Receives the findings.</param>
/// <param name="isFirst">Whether no interim response came before it.</param>
internal sealed class HeadReader(LineReader lines, ResponseLimits limits, FindingLog findings, bool isFirst)
{
    // The shortest field: "a:" and its line ending.
    private const int ShortestField = 4;
    private readonly long _start = lines.Offset;
    private StatusLine _statusLine;
    private long _offset;
    private FieldSectionReader? _section;

    /// <summary>The head, or as much of it as arrived; null before its status line.</summary>
    public ResponseHead? Head => _section is null ? null : new ResponseHead(_statusLine, _section.Section, _offset);

    /// <summary>Reads a head in one step if all of it is in memory and it has no findings, as is usual.</summary>
    /// <returns>The head; null if it must be read line by line.</returns>
    public static ResponseHead? TryReadClean(LineReader lines, ResponseLimits limits)
    {
        var octets = lines.Peek();
        var places = ArrayPool<FieldRange>.Shared.Rent(Math.Min(octets.Length / ShortestField, limits.Fields) + 2);
        try
        {
            return CleanHead.TryRead(octets, places, out var head)
                && head.Length <= Math.Min(limits.Head, limits.Line)
                && head.FieldCount <= limits.Fields
                ? Copy(lines, octets[..head.Length], head, places)
                : null;
        }
        finally
        {
            ArrayPool<FieldRange>.Shared.Return(places);
        }
    }

    /// <summary>Reads the head, or the rest of it.</summary>
    /// <param name="cancellationToken">Ends the waiting; what was read is kept.</param>
    /// <returns>The head, complete.</returns>
    public async ValueTask<ResponseHead> ReadAsync(CancellationToken cancellationToken)
    {
        if (_section is null)
        {
            var line = await ReadStatusLineAsync(cancellationToken).ConfigureAwait(false);
            _statusLine = ParseStatusLine(line);
            _offset = line.Offset;
            _section = new FieldSectionReader(lines, LineKind.FieldLine, line.Octets.Length, limits, findings, FindingKinds.BareLf);
        }

        await _section.ReadAsync(cancellationToken).ConfigureAwait(false);
        return Head is { IsComplete: true } head ? head : throw CutOff("The stream ends inside the head.");
    }

    private static ResponseHead Copy(LineReader lines, ReadOnlySpan<byte> octets, CleanHead head, ReadOnlySpan<FieldRange> places)
    {
        var kept = octets.ToArray().AsMemory();
        var fields = new FieldLine[head.FieldCount];
        for (var i = 0; i < fields.Length; i++)
        {
            var place = places[i];
            fields[i] = new FieldLine
            {
                Name = kept.Slice(place.Start, place.NameLength),
                Value = kept.Slice(place.ValueStart, place.ValueLength),
                Offset = lines.Offset + place.Start,
                Length = place.Length,
                Ending = LineEnding.CrLf,
            };
        }

        var statusLine = new StatusLine(head.MinorVersion, head.StatusCode, kept.Slice(CleanHead.ReasonStart, head.ReasonLength));
        var read = new ResponseHead(statusLine, new FieldSection(fields, isComplete: true), lines.Offset);
        lines.Skip(head.Length);
        return read;
    }

    // RFC 9112 §2.2 asks servers to ignore empty lines before a request line; here the same leniency applies to a response.
    private async ValueTask<Line> ReadStatusLineAsync(CancellationToken cancellationToken)
    {
        var limit = new ReadLimit(LineKind.StatusLine, limits.Line);
        while (await lines.ReadLineAsync(limit, cancellationToken).ConfigureAwait(false) is { } line)
        {
            if (!line.IsBlank)
            {
                return line;
            }

            if (lines.Offset - _start > limits.Head)
            {
                throw new ReadException(
                    ReadError.HeadLimit,
                    line.Offset,
                    $"the empty lines before the status line at offset {line.Offset} exceed the limit of {limits.Head} bytes");
            }

            findings.CheckEnding(line);
            findings.Add(FindingKinds.EmptyLine, line.Offset, line.Octets.Length, "An empty line before the status line.");
        }

        throw isFirst && lines.Offset == _start
            ? new ReadException(ReadError.Empty, lines.Offset, "no response came, not a byte")
            : CutOff(isFirst ? "The stream ends before a status line." : "The stream ends after an interim response, without a final one.");
    }

    private StatusLine ParseStatusLine(in Line line)
    {
        if (LenientStatusLine.TryRead(line, findings, out var statusLine))
        {
            // The next read invalidates the octets of the line, so the reason phrase is copied.
            return statusLine with { Reason = statusLine.Reason.ToArray() };
        }

        if (line.Ending == LineEnding.None && LenientStatusLine.MayBecomeOne(line.Octets.Span))
        {
            throw CutOff("The stream ends inside the head.");
        }

        if (!isFirst && !LenientStatusLine.IsHttpLike(line.Octets.Span))
        {
            const string Message = "An interim response ends with its head; what follows is not a status line.";
            throw findings.Stop(ReadError.StatusLine, FindingKinds.UnexpectedBody, line.Offset, line.Content.Length, Message);
        }

        throw LenientStatusLine.Refuse(line, findings);
    }

    private MessageException CutOff(string message) => findings.Stop(ReadError.HeadCutOff, FindingKinds.CutHead, lines.Offset, 0, message);
}
