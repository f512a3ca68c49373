using System.Buffers;

namespace RawHttp.Http;

public static partial class FindingKinds
{
    /// <summary>A 205 has content.</summary>
    public static FindingKind ContentWith205 { get; } = Warning(
        "RFC9110-15.3.6-CONTENT-WITH-205",
        "A 205 has no content.",
        @"HTTP/1.1 205 Reset Content\r\nContent-Length: 5\r\n\r\nhello",
        "Send Content-Length: 0 with a 205, or use 200 if there is content.");
}

/// <summary>Compares the content of a response with what its head says of it, piece by piece; none of it is kept.</summary>
internal sealed class ContentRules
{
    private readonly ResponseHead _head;
    private readonly FindingLog _findings;
    private readonly MultipartRules? _parts;
    private readonly ByteRangeParts? _ranges;
    private readonly long? _span;
    private bool _isToBeEmpty;
    private long _length;

    private ContentRules(ResponseHead head, BodyFraming framing, MultipartRules? parts, long? span, FindingLog findings)
    {
        (_head, _parts, _findings) = (head, parts, findings);
        _ranges = head.StatusLine.StatusCode == 206 && PartialContentRules.IsOfParts(head.Fields) ? parts?.ForRanges() : null;
        _isToBeEmpty = head.StatusLine.StatusCode == 205;
        if (framing.Length is { } length && span is { } expected)
        {
            PartialContentRules.CheckLength(head.Fields, expected, length, findings);
        }
        else
        {
            _span = span;
        }

        if (framing.Length > 0)
        {
            NoteContent();
        }
    }

    /// <summary>The rules for a response; null if it has no content, or nothing is said of it.</summary>
    public static ContentRules? Of(ResponseHead head, BodyFraming framing, FindingLog findings)
    {
        var isCompared = head.StatusLine.StatusCode is 205 or 206 || MultipartRules.IsMultipart(head.Fields);
        if (framing.Kind == FramingKind.None || !isCompared)
        {
            return null;
        }

        var isPlain = FramingRules.LeavesNoCoding(head.Fields);
        var parts = MultipartRules.Of(head.Fields, isPlain, findings);
        var span = isPlain ? PartialContentRules.SpanOf(head) : null;
        return parts is not null || span is not null || head.StatusLine.StatusCode == 205
            ? new ContentRules(head, framing, parts, span, findings)
            : null;
    }

    /// <summary>Takes the next piece of the content.</summary>
    public void Read(in ReadOnlySequence<byte> piece)
    {
        _length += piece.Length;
        NoteContent();
        foreach (var part in piece)
        {
            _parts?.Read(part.Span);
            _ranges?.Read(part.Span);
        }
    }

    /// <summary>Adds the findings of the whole content, after its last piece.</summary>
    public void End()
    {
        _parts?.End();
        _ranges?.End();
        if (_span is { } span)
        {
            PartialContentRules.CheckLength(_head.Fields, span, _length, _findings);
        }
    }

    private void NoteContent()
    {
        if (_isToBeEmpty)
        {
            _isToBeEmpty = false;
            _findings.Add(FindingKinds.ContentWith205, _head.Offset, 12, "A 205 with content.");
        }
    }
}
