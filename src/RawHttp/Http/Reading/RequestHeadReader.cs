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
    protected override void CheckFirstOctet()
    {
        if (Lines.FirstOctet is { } octet && LenientRequestLine.NameOf(octet) is { } name)
        {
            var message = $"Not an HTTP/1.x request: its first octet is 0x{octet:x2}, {name}.";
            throw Findings.Stop(ReadError.RequestLine, FindingKinds.NotARequest, Lines.Offset, 1, message);
        }
    }

    protected override RequestLine Parse(in Line line)
    {
        // Without its ending, the line may go on.
        if (line.Ending == LineEnding.None)
        {
            throw LenientRequestLine.MayBecomeOne(line.Octets.Span) ? CutOff() : LenientRequestLine.Refuse(line, Findings);
        }

        if (LenientRequestLine.TryRead(line, Findings, out var requestLine))
        {
            return requestLine;
        }

        if (!requestLine.Method.IsEmpty)
        {
            Keep(requestLine, line.Offset);
        }

        throw LenientRequestLine.Refuse(line, Findings);
    }
}
