using System.Buffers;

namespace RawHttp.Http;

public static partial class FindingKinds
{
    /// <summary>A multipart type has no usable boundary.</summary>
    public static FindingKind InvalidBoundary { get; } = Warning(
        "RFC2046-5.1.1-INVALID-BOUNDARY",
        "A multipart type has a parameter boundary, 1 to 70 characters of a certain set, the last of which is no space.",
        @"Content-Type: multipart/byteranges\r\n",
        "Give the multipart type a boundary of 1 to 70 letters, digits or hyphens; quote it if it has other characters.");

    /// <summary>The boundary of a multipart type is not in the content.</summary>
    public static FindingKind BoundaryNotFound { get; } = Warning(
        "RFC2046-5.1.1-BOUNDARY-NOT-FOUND",
        "Each part of a multipart content follows a line of two dashes and the boundary.",
        @"Content-Type: multipart/mixed; boundary=THIS\r\n\r\n--OTHER\r\n",
        "Write the same boundary into Content-Type and, after two dashes, before each part; the parameter itself has no leading dashes.");
}

/// <summary>Looks for the boundary of a multipart type in the beginning of the content (RFC 2046 §5.1.1).</summary>
internal sealed class MultipartRules
{
    // How much may precede the first part: a preamble is a sentence for old mail readers, and usually absent.
    private const int Looked = 16 * 1024;
    private const int LongestBoundary = 70;

    private static readonly SearchValues<byte> BoundaryCharacters =
        SearchValues.Create("'()+_,-./:=? 0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"u8);

    private readonly FieldLine _type;
    private readonly byte[] _boundary;
    private readonly FindingLog _findings;

    // The beginning of the current line, longer than a line with a boundary is.
    private readonly byte[] _line = new byte[LongestBoundary + 10];
    private int _lineLength;
    private int _looked;
    private byte[]? _other;
    private bool _isDone;

    private MultipartRules(FieldLine type, byte[] boundary, FindingLog findings) =>
        (_type, _boundary, _findings) = (type, boundary, findings);

    /// <summary>Compares the parts with their ranges, if they have some.</summary>
    public ByteRangeParts ForRanges() => new(_type, _boundary, _findings);

    public static bool IsMultipart(FieldSection fields) =>
        fields.IndexOf("Content-Type") is >= 0 and var type && MediaType.StartsWith(fields.ValueAt(type), "multipart/"u8);

    /// <summary>The rules for content of a multipart type; null for another type, or if the content is coded.</summary>
    /// <param name="fields">The header section.</param>
    /// <param name="isPlain">Whether no transfer coding is left in the content.</param>
    /// <param name="findings">Receives the findings.</param>
    public static MultipartRules? Of(FieldSection fields, bool isPlain, FindingLog findings)
    {
        if (!IsMultipart(fields) || !fields.TryGet("Content-Type", out var type))
        {
            return null;
        }

        if (!MediaType.TryParameter(type.Value.Span, "boundary"u8, out var boundary))
        {
            findings.Add(FindingKinds.InvalidBoundary, type.Offset, type.Length, "A multipart type without the parameter boundary.");
            return null;
        }

        if (boundary.Length is 0 or > LongestBoundary || boundary.ContainsAnyExcept(BoundaryCharacters) || boundary[^1] == ' ')
        {
            var message = $"A boundary is 1 to 70 characters of those allowed, not {HttpChars.Quote(boundary)}.";
            findings.Add(FindingKinds.InvalidBoundary, type.Offset, type.Length, message);
            return null;
        }

        return isPlain && !fields.Has("Content-Encoding") ? new MultipartRules(type, boundary.ToArray(), findings) : null;
    }

    /// <summary>Looks at the next octets of the content.</summary>
    public void Read(ReadOnlySpan<byte> octets)
    {
        for (var at = 0; at < octets.Length && !_isDone; at++)
        {
            if (octets[at] == '\n')
            {
                TakeLine();
            }
            else if (_lineLength < _line.Length)
            {
                _line[_lineLength++] = octets[at];
            }

            if (++_looked == Looked)
            {
                End();
            }
        }
    }

    /// <summary>Adds a finding if the boundary was not found.</summary>
    public void End()
    {
        if (!_isDone)
        {
            TakeLine();
        }

        if (!_isDone)
        {
            _isDone = true;
            var seen = _other is null ? "" : $"; a line is {HttpChars.Quote(_other)}";
            var where = _looked == Looked ? $"the first {Looked} bytes of the content" : "the content";
            var wanted = HttpChars.Quote([.. "--"u8, .. _boundary], LongestBoundary + 2);
            var message = $"No line of {where} is {wanted}{seen}.";
            _findings.Add(FindingKinds.BoundaryNotFound, _type.Offset, _type.Length, message);
        }
    }

    private void TakeLine()
    {
        ReadOnlySpan<byte> line = _line.AsSpan(0, _lineLength).TrimEnd(" \t\r"u8);
        _lineLength = 0;
        if (line.StartsWith("--"u8) && IsBoundary(line[2..]))
        {
            _isDone = true;
        }
        else if (_other is null && (IsBoundary(line) || (line.StartsWith("--"u8) && line.Length > 2)))
        {
            _other = line.ToArray();
        }
    }

    private bool IsBoundary(ReadOnlySpan<byte> line) =>
        line.StartsWith(_boundary) && (line.Length == _boundary.Length || line[_boundary.Length..].SequenceEqual("--"u8));
}
