using RawHttp.Lines;

namespace RawHttp.Http;

/// <summary>Reads the head of a request.</summary>
/// <param name="lines">The source of the lines.</param>
/// <param name="limits">The limits.</param>
/// <param name="findings">Receives the findings.</param>
internal sealed class RequestHeadReader(LineReader lines, MessageLimits limits, FindingLog findings)
    : HeadReader<RequestLine, RequestHead>(lines, limits, findings, LineKind.RequestLine)
{
    protected override RequestHead Make(RequestLine startLine, FieldSection fields, long offset) => new(startLine, fields, offset);

    // A request of HTTP/0.9 is one line.
    protected override bool HasFields(RequestLine startLine) => !startLine.Version.IsEmpty;

    // An older client may send an empty line after its last request (RFC 9112 §2.2).
    protected override ReadException NoStartLine() => new(ReadError.Empty, Lines.Offset, "no request came");

    // A client of another protocol may send no line ending and wait for an answer: its first octet is enough to refuse it.
    protected override int JudgeStart(ReadOnlySpan<byte> start) =>
        start.IsEmpty ? LineStart.Undecided : LenientRequestLine.NameOf(start[0]) is null ? 0 : 1;

    protected override FindingKind EmptyLineKind(long start) => FindingKinds.EmptyLine;

    protected override ReadException RefuseStart(ReadOnlySpan<byte> start)
    {
        var message = $"Not an HTTP/1.x request: its first octet is 0x{start[0]:x2}, {LenientRequestLine.NameOf(start[0])}.";
        return Findings.Stop(ReadError.RequestLine, FindingKinds.NotARequest, Lines.Offset, 1, message);
    }

    protected override bool MayBecomeOne(ReadOnlyMemory<byte> line) => LenientRequestLine.MayBecomeOne(line.Span);

    protected override ReadException Refuse(in Line line) => LenientRequestLine.Refuse(line, Findings);

    protected override RequestLine Parse(in Line line)
    {
        // Without its ending, the line may go on.
        if (line.Ending == LineEnding.None)
        {
            throw MayBecomeOne(line.Octets) ? CutOff() : Refuse(line);
        }

        if (LenientRequestLine.TryRead(line, Findings, out var requestLine))
        {
            return requestLine;
        }

        if (!requestLine.Method.IsEmpty)
        {
            Keep(requestLine, line.Offset);
        }

        throw Refuse(line);
    }
}
