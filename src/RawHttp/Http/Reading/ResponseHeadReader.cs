using System.Buffers;
using RawHttp.Lines;

namespace RawHttp.Http;

/// <summary>Reads the head of a response.</summary>
/// <param name="lines">The source of the lines.</param>
/// <param name="limits">The limits.</param>
/// <param name="findings">Receives the findings.</param>
/// <param name="isFirst">Whether no interim response came before it.</param>
internal sealed class ResponseHeadReader(LineReader lines, MessageLimits limits, FindingLog findings, bool isFirst)
    : HeadReader<StatusLine, ResponseHead>(lines, limits, findings, LineKind.StatusLine)
{
    // The shortest field: "a:" and its line ending.
    private const int ShortestField = 4;

    /// <summary>Reads a head in one step if all of it is in memory and it has no findings, as is usual.</summary>
    /// <returns>The head; null if it must be read line by line.</returns>
    public static ResponseHead? TryReadClean(LineReader lines, MessageLimits limits)
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

    protected override ResponseHead Make(StatusLine startLine, FieldSection fields, long offset) => new(startLine, fields, offset);

    protected override ReadException NoStartLine() => isFirst && IsAtStart
        ? new ReadException(ReadError.Empty, Lines.Offset, "no response came, not a byte")
        : CutOff(isFirst ? "The stream ends before a status line." : "The stream ends after an interim response, without a final one.");

    protected override StatusLine Parse(in Line line)
    {
        if (LenientStatusLine.TryRead(line, Findings, out var statusLine))
        {
            // The next read invalidates the octets of the line, so the reason phrase is copied.
            return statusLine with { Reason = statusLine.Reason.ToArray() };
        }

        throw line.Ending == LineEnding.None && MayBecomeOne(line.Octets) ? CutOff() : Refuse(line);
    }

    protected override int JudgeStart(ReadOnlySpan<byte> start) => ForeignProtocols.Judge(start);

    // RFC 9112 §9.2: between two messages CRLFs are discarded. After an interim response there is no message's end.
    protected override FindingKind EmptyLineKind(long start) =>
        isFirst && start > 0 ? FindingKinds.ExtraLineEnds : FindingKinds.EmptyLineBeforeStatusLine;

    protected override ReadException RefuseStart(ReadOnlySpan<byte> start) =>
        isFirst ? LenientStatusLine.RefuseStart(start, Lines.Offset, Findings) : NotAfterInterim(Lines.Offset, start.Length);

    protected override bool MayBecomeOne(ReadOnlyMemory<byte> line) => LenientStatusLine.MayBecomeOne(line);

    protected override ReadException Refuse(in Line line) => isFirst || LenientStatusLine.IsHttpLike(line.Octets.Span)
        ? LenientStatusLine.Refuse(line, Findings)
        : NotAfterInterim(line.Offset, line.Content.Length);

    private MessageException NotAfterInterim(long offset, int length)
    {
        const string Message = "An interim response ends with its head; what follows is not a status line.";
        return Findings.Stop(ReadError.StatusLine, FindingKinds.UnexpectedBody, offset, length, Message);
    }

    private static ResponseHead Copy(LineReader lines, ReadOnlySpan<byte> octets, CleanHead head, ReadOnlySpan<FieldRange> places)
    {
        var kept = GC.AllocateUninitializedArray<byte>(octets.Length);
        octets.CopyTo(kept);
        var fields = new FieldSection(kept, places[..head.FieldCount].ToArray(), lines.Offset);
        var reason = kept.AsMemory(CleanHead.ReasonStart, head.ReasonLength);
        var read = new ResponseHead(new StatusLine(head.MinorVersion, head.StatusCode, reason), fields, lines.Offset);
        lines.Skip(head.Length);
        return read;
    }
}
