using System.Buffers;

namespace RawHttp.Http;

/// <summary>
/// Compares content with its Content-Encoding (RFC 9110 §8.4): removes the codings from a copy, piece by piece, and keeps none of it.
/// At most 1 GiB is decoded for each of at most five codings, so the time is bounded by that and by the octets received.
/// </summary>
internal sealed class ContentCodingRules
{
    // As many as curl removes.
    private const int MaxCodings = 5;

    private readonly FieldSection _fields;
    private readonly FindingLog _findings;
    private readonly CodingLayer _outermost;
    private readonly bool _areAll;
    private long _received;

    // Where the first octets and the last ones lie on the wire: chunks come between them.
    private long _firstAt;
    private long _firstLength;
    private long _lastStart;
    private long _lastAt;

    private ContentCodingRules(FieldSection fields, List<string> codings, FindingLog findings)
    {
        (_fields, _findings) = (fields, findings);
        Codings = [.. codings.TakeWhile(ContentCodings.IsChecked).Take(MaxCodings)];
        _areAll = Codings.Count == codings.Count;
        _outermost = new CodingLayer(this, 0);
    }

    /// <summary>The codings that are removed, in this order.</summary>
    public IReadOnlyList<string> Codings { get; }

    /// <summary>The rules for the content of a message.</summary>
    /// <param name="fields">The header section.</param>
    /// <param name="framing">The framing.</param>
    /// <param name="findings">Receives the findings.</param>
    /// <returns>The rules; null if there is no content, no coding is named, or it is not checked.</returns>
    public static ContentCodingRules? Of(FieldSection fields, BodyFraming framing, FindingLog findings)
    {
        if (framing.Kind == FramingKind.None || !fields.TryGet("Content-Encoding", out var field))
        {
            return null;
        }

        var codings = ContentCodings.ToRemove(fields);
        if (codings.Count == 0 || !ContentCodings.IsChecked(codings[0]))
        {
            return null;
        }

        if (framing.Length == 0)
        {
            NoteEmpty(codings[0], field.Offset, field.Length, findings);
            return null;
        }

        if (codings.Count > MaxCodings)
        {
            var message = $"The content has {codings.Count} codings, of which the last {MaxCodings} are compared with it.";
            findings.Add(FindingKinds.CodingNotChecked, field.Offset, field.Length, message);
        }

        return new ContentCodingRules(fields, codings, findings);
    }

    /// <summary>Takes the next piece of the content.</summary>
    /// <param name="piece">The piece.</param>
    /// <param name="offset">Where it was received.</param>
    public void Read(in ReadOnlySequence<byte> piece, long offset)
    {
        if (_received == 0)
        {
            _firstAt = _lastAt = offset;
        }

        if (_lastAt + (_received - _lastStart) != offset)
        {
            (_lastStart, _lastAt) = (_received, offset);
        }

        _received += piece.Length;
        _firstLength = _lastStart == 0 ? _received : _firstLength;
        foreach (var part in piece)
        {
            _outermost.Read(part.Span);
        }
    }

    /// <summary>Adds the findings of the whole content, after its last piece.</summary>
    public void End()
    {
        if (_received == 0)
        {
            _fields.TryGet("Content-Encoding", out var field);
            NoteEmpty(Codings[0], field.Offset, field.Length, _findings);
        }
        else
        {
            _outermost.End();
        }
    }

    /// <summary>Whether the octets that a coding decodes to are looked at for a further coding that is not named.</summary>
    public UnnamedCoding LookForMore(int layer) => new(_areAll && layer + 1 == Codings.Count ? _fields : null);

    /// <summary>Adds a finding.</summary>
    /// <param name="kind">Its kind.</param>
    /// <param name="layer">The coding that it is about: an index in <see cref="Codings"/>.</param>
    /// <param name="at">Where, from the first octet in that coding.</param>
    /// <param name="length">How many octets.</param>
    /// <param name="message">A sentence.</param>
    public void Add(FindingKind kind, int layer, long at, long length, string message)
    {
        // What another coding decodes to has no place on the wire.
        var (offset, count) = layer == 0 ? PlaceOf(at, length) : (_firstAt, 0);
        _findings.Add(kind, offset, (int)Math.Min(count, int.MaxValue), message);
    }

    private static void NoteEmpty(string coding, long offset, int length, FindingLog findings) =>
        findings.Add(FindingKinds.EmptyCodedContent, offset, length, $"The content is empty, and not {coding}.");

    // What lies between the first chunk and the last one so far is placed at the beginning of the latter.
    private (long Offset, long Length) PlaceOf(long at, long length) =>
        at >= _lastStart ? (_lastAt + (at - _lastStart), length)
        : at < _firstLength ? (_firstAt + at, Math.Min(length, _firstLength - at))
        : (_lastAt, 0);
}
