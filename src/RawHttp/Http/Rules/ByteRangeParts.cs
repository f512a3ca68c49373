namespace RawHttp.Http;

public static partial class FindingKinds
{
    /// <summary>A multipart/byteranges content has no closing delimiter.</summary>
    public static FindingKind NoCloseDelimiter { get; } = Warning(
        "RFC2046-5.1.1-NO-CLOSE-DELIMITER",
        "A multipart content ends with a line of two dashes, the boundary and two dashes; without it the last part may have been cut.",
        @"HTTP/1.1 206 Partial Content\r\nContent-Type: multipart/byteranges; boundary=A\r\n\r\n"
            + @"--A\r\nContent-Range: bytes 0-1/4\r\n\r\nok",
        "Write the closing delimiter after the last part, and count it in Content-Length.");
}

/// <summary>Compares the parts of multipart/byteranges with their ranges, piece by piece (RFC 9110 §14.6, §15.3.7.2); none of it is
/// kept. Of each fault the first is reported.</summary>
/// <param name="type">The Content-Type, which findings point to.</param>
/// <param name="boundary">Its boundary.</param>
/// <param name="findings">Receives the findings.</param>
internal sealed class ByteRangeParts(FieldLine type, byte[] boundary, FindingLog findings)
{
    private const int LongestLine = 256;

    private readonly byte[] _line = new byte[LongestLine];
    private int _lineLength;
    private byte _last;
    private long _at;
    private long _lineStart;
    private int _endingBefore;
    private Place _place;
    private int _part;
    private long _contentStart;
    private bool _hasRange;
    private long? _span;
    private bool _isRangeMissing;
    private bool _isLengthWrong;

    private enum Place
    {
        Preamble,
        Fields,
        Content,
        Epilogue,
    }

    /// <summary>Looks at the next octets of the content.</summary>
    public void Read(ReadOnlySpan<byte> octets)
    {
        while (!octets.IsEmpty)
        {
            var end = octets.IndexOf((byte)'\n');
            var piece = end < 0 ? octets : octets[..end];
            var kept = piece[..Math.Min(piece.Length, LongestLine - _lineLength)];
            kept.CopyTo(_line.AsSpan(_lineLength));
            _lineLength += kept.Length;
            _last = piece.IsEmpty ? _last : piece[^1];
            _at += piece.Length;
            if (end < 0)
            {
                return;
            }

            _at++;
            TakeLine();
            octets = octets[(end + 1)..];
        }
    }

    /// <summary>Adds the findings of the whole content.</summary>
    public void End()
    {
        if (_at > _lineStart)
        {
            TakeLine();
        }

        if (_place is Place.Fields or Place.Content)
        {
            var message = $"The content ends in part {_part}, without a closing delimiter.";
            findings.Add(FindingKinds.NoCloseDelimiter, type.Offset, type.Length, message);
        }
    }

    private void TakeLine()
    {
        var line = _line.AsSpan(0, _lineLength);
        var isDelimiter = line.StartsWith("--"u8) && line[2..].StartsWith(boundary);
        var rest = isDelimiter ? line[(2 + boundary.Length)..].TrimEnd(" \t\r"u8) : default;
        if (isDelimiter && (rest.IsEmpty || rest.SequenceEqual("--"u8)))
        {
            EndPart();
            _place = rest.IsEmpty ? Place.Fields : Place.Epilogue;
        }
        else if (_place == Place.Fields)
        {
            TakeField(line.TrimEnd((byte)'\r'));
        }

        // The line end before a delimiter belongs to it.
        _endingBefore = _last == '\r' ? 2 : 1;
        (_lineStart, _lineLength, _last) = (_at, 0, 0);
    }

    private void TakeField(ReadOnlySpan<byte> line)
    {
        var colon = line.IndexOf((byte)':');
        if (colon >= 0 && System.Text.Ascii.EqualsIgnoreCase(line[..colon], "Content-Range"u8))
        {
            (_hasRange, _span) = (true, RangeFields.SpanOf(line[(colon + 1)..].Trim(HttpChars.Whitespace)));
        }
        else if (line.IsEmpty)
        {
            (_place, _contentStart) = (Place.Content, _at);
            if (!_hasRange && !_isRangeMissing)
            {
                _isRangeMissing = true;
                findings.Add(FindingKinds.RangeOfParts, type.Offset, type.Length, $"Part {_part} has no Content-Range.");
            }
        }
    }

    private void EndPart()
    {
        var length = _lineStart - _endingBefore - _contentStart;
        if (_place == Place.Content && _span is { } span && length != span && !_isLengthWrong)
        {
            _isLengthWrong = true;
            var message = $"Content-Range of part {_part} spans {span} bytes, but the part has {Math.Max(length, 0)}.";
            findings.Add(FindingKinds.RangeLength, type.Offset, type.Length, message);
        }

        _part++;
        (_hasRange, _span) = (false, null);
    }
}
