using RawHttp.Lines;

namespace RawHttp.Http;

public static partial class FindingKinds
{
    /// <summary>An empty line comes before the request line.</summary>
    public static FindingKind EmptyLine { get; } = Warning(
        "RFC9112-2.2-EMPTY-LINE",
        "A request begins with its request line; a server ignores empty lines before it.",
        @"\r\nGET / HTTP/1.1\r\n",
        "Write nothing before the request line; the line end probably belongs to the content before it.");

    /// <summary>An empty line comes before the status line.</summary>
    public static FindingKind EmptyLineBeforeStatusLine { get; } = Error(
        "RFC9112-2.2-EMPTY-LINE-BEFORE-STATUS-LINE",
        "A response begins with its status line; only servers are to ignore empty lines, and most clients refuse them.",
        @"\r\nHTTP/1.1 200 OK\r\n",
        "Write nothing before the status line; the line end probably belongs to the message before it or to a script's output.");

    /// <summary>White space comes before the status line.</summary>
    public static FindingKind SpaceBeforeStatusLine { get; } = Error(
        "RFC9112-2.2-SPACE-BEFORE-STATUS-LINE",
        "A response begins with its status line, not with white space.",
        @" HTTP/1.1 200 OK\r\n",
        "Write the status line as the first octets of the response.");

    /// <summary>The response is not HTTP/1.x.</summary>
    public static FindingKind NotHttp { get; } = Error(
        "RFC9112-4-NOT-HTTP",
        "A response begins with a status line; this is something else.",
        @"SSH-2.0-OpenSSH_9.2\r\n",
        "Check what listens on this port: TLS on a plain port, HTTP/2, another protocol, or output written before the status line.");

    /// <summary>The version of the start line is malformed.</summary>
    public static FindingKind VersionForm { get; } = Error(
        "RFC9112-2.3-VERSION-FORM",
        "The version is HTTP in capitals, a slash, a digit, a dot and a digit.",
        @"http/1.1 200 OK\r\n",
        "Write HTTP/1.1, in capitals.");

    /// <summary>The start line has another major version than 1.</summary>
    public static FindingKind MajorVersion { get; } = Error(
        "RFC9110-2.5-MAJOR-VERSION",
        "The messages of another major version are not these, even where a start line looks like one.",
        @"HTTP/2.0 200 OK\r\n",
        "Send HTTP/1.1 in the start line; HTTP/2 and HTTP/3 have no start lines, and are agreed on in TLS or by Alt-Svc.");

    /// <summary>The status code is not three digits.</summary>
    public static FindingKind StatusCodeForm { get; } = Error(
        "RFC9112-4-STATUS-CODE-FORM",
        "A status code is three digits, one space after the version.",
        @"HTTP/1.1 2000 OK\r\n",
        "Write the status code as three digits.");

    /// <summary>The start line has a minor version above 1.</summary>
    public static FindingKind MinorVersion { get; } = Warning(
        "RFC9110-2.5-MINOR-VERSION",
        "There is HTTP/1.0 and HTTP/1.1; a higher minor version is read as the highest known.",
        @"HTTP/1.2 200 OK\r\n",
        "Send HTTP/1.1.");

    /// <summary>No space follows the status code.</summary>
    public static FindingKind NoReasonSpace { get; } = Warning(
        "RFC9112-4-NO-REASON-SPACE",
        "A space follows the status code even where the reason phrase is empty.",
        @"HTTP/1.1 200\r\n",
        "Write a space after the status code even if no reason phrase follows.");

    /// <summary>The parts of the status line are not one space apart.</summary>
    public static FindingKind StatusLineSpacing { get; } = Warning(
        "RFC9112-4-SPACING",
        "One space stands between the parts of the status line; a recipient may accept several.",
        @"HTTP/1.1  200 OK\r\n",
        "Write HTTP/1.1, one space, the status code, one space, and the reason phrase.");

    /// <summary>A tab or other white space than a space stands between the parts of the status line.</summary>
    public static FindingKind StatusLineWhitespace { get; } = Error(
        "RFC9112-4-STATUS-LINE-WHITESPACE",
        "A space stands between the parts of the status line; a recipient may accept a tab, VT, FF or CR, but most refuse it.",
        @"HTTP/1.1\t200\tOK\r\n",
        "Write HTTP/1.1, one space, the status code, one space, and the reason phrase.");

    /// <summary>The status code is below 100.</summary>
    public static FindingKind StatusBelow100 { get; } = Error(
        "RFC9110-15-STATUS-BELOW-100",
        "A status code is from 100 to 599; one below 100 has no class, and most recipients refuse it.",
        @"HTTP/1.1 099 No\r\n",
        "Send a registered status code from 100 to 599; 0 often is an error of a library that was passed on.");

    /// <summary>The status code is above 599.</summary>
    public static FindingKind StatusRange { get; } = Warning(
        "RFC9110-15-STATUS-RANGE",
        "A status code is from 100 to 599; a client treats one above as a server error.",
        @"HTTP/1.1 999 No\r\n",
        "Send a registered status code from 100 to 599; a code of the application's own belongs into the content.");
}

/// <summary>Reads a status line leniently, and recognises what another first line may be (RFC 9112 §4).</summary>
internal static class LenientStatusLine
{
    private static ReadOnlySpan<byte> LooseWhitespace => " \t\v\f\r"u8;

    /// <summary>Reads a status line and adds findings for what is wrong with it.</summary>
    public static bool TryRead(in Line line, FindingLog findings, out StatusLine statusLine)
    {
        var text = line.Content.TrimStart(HttpChars.Whitespace);
        var offset = line.Offset + line.Content.Length - text.Length;
        var isStrict = StatusLine.TryParse(text, out statusLine);
        if (!isStrict && !TryParseLoosely(text, out statusLine))
        {
            return false;
        }

        findings.CheckEnding(line);
        if (offset > line.Offset)
        {
            findings.Add(
                FindingKinds.SpaceBeforeStatusLine,
                line.Offset, (int)(offset - line.Offset),
                "White space before the status line.");
        }

        if (!isStrict)
        {
            var beforeReason = text.Span[..^statusLine.Reason.Length];
            findings.Add(
                beforeReason.ContainsAny("\t\v\f\r"u8) ? FindingKinds.StatusLineWhitespace : FindingKinds.StatusLineSpacing,
                offset, text.Length,
                $"The parts of the status line {HttpChars.Quote(text.Span)} are not one space apart.");
        }

        if (statusLine.MinorVersion > 1)
        {
            findings.Add(
                FindingKinds.MinorVersion,
                offset, 8,
                $"The version HTTP/1.{statusLine.MinorVersion} does not exist; it is read as HTTP/1.1.");
        }

        if (statusLine.StatusCode is < 100 or > 599)
        {
            findings.Add(
                statusLine.StatusCode < 100 ? FindingKinds.StatusBelow100 : FindingKinds.StatusRange,
                offset + 9, 3,
                $"The status code {statusLine.StatusCode:000} is outside 100 to 599.");
        }

        if (!isStrict && text.Span.IndexOf((byte)'\r') is >= 0 and var cr)
        {
            findings.Add(FindingKinds.BareCr, offset + cr, 1, "The status line holds a CR.");
        }

        if (text.Length == 12 && isStrict && line.Ending != LineEnding.None)
        {
            findings.Add(
                FindingKinds.NoReasonSpace,
                offset + 12, 0,
                "No space follows the status code; one is due even where the reason phrase is empty.");
        }

        var reason = statusLine.Reason.Span;
        var reasonOffset = line.Offset + line.Content.Length - reason.Length;

        // If the stream ended after a CR, the LF may have been cut off.
        var known = line.Ending == LineEnding.None && reason is [.., (byte)'\r'] ? reason[..^1] : reason;
        OctetRules.Check(findings, known, reasonOffset, "The reason phrase", OctetRules.Reason);
        return true;
    }

    /// <summary>Whether a line that the stream cut off could have become a status line.</summary>
    public static bool MayBecomeOne(ReadOnlyMemory<byte> line)
    {
        if (TryParseLoosely(line.TrimStart(HttpChars.Whitespace), out _))
        {
            return true;
        }

        var text = line.Span.TrimStart(HttpChars.Whitespace);
        var pattern = "HTTP/1.0 000"u8;
        for (var i = 0; i < Math.Min(text.Length, pattern.Length); i++)
        {
            if (pattern[i] == '0' ? !char.IsAsciiDigit((char)text[i]) : text[i] != pattern[i])
            {
                return i == pattern.Length - 4 && text[i] == '\r';
            }
        }

        return text.Length <= pattern.Length || text[pattern.Length] is (byte)' ' or (byte)'\r';
    }

    /// <summary>Whether a line looks like a status line of some version of HTTP.</summary>
    public static bool IsHttpLike(ReadOnlySpan<byte> line)
    {
        var text = line.TrimStart(HttpChars.Whitespace);
        return text.Length >= 4 && System.Text.Ascii.EqualsIgnoreCase(text[..4], "HTTP"u8);
    }

    /// <summary>Refuses a line that is not a status line, and names the protocol that it seems to belong to.</summary>
    /// <returns>The exception to throw.</returns>
    public static MessageException Refuse(in Line line, FindingLog findings)
    {
        var text = line.Content.Span.TrimStart(HttpChars.Whitespace);
        var quoted = HttpChars.Quote(line.Octets.Span);
        if (PrintedLines.NameOf(text) is { } printed)
        {
            var kind = IsHttpLike(text) ? FindingKinds.MajorVersion : FindingKinds.NotHttp;
            return findings.Stop(ReadError.StatusLine, kind, line.Offset, line.Content.Length, $"The line {quoted} is {printed}.");
        }

        if (!IsHttpLike(text))
        {
            return NotHttp($"the first line is {quoted}", line.Octets.Span, line.Offset, line.Content.Length, findings);
        }

        var hasForm = text.Length >= 8 && text.StartsWith("HTTP/"u8) && char.IsAsciiDigit((char)text[5]) && text[6] == '.'
            && char.IsAsciiDigit((char)text[7]) && (text.Length == 8 || text[8] == ' ');
        var part = !hasForm ? FindingKinds.VersionForm : text[5] != '1' ? FindingKinds.MajorVersion : FindingKinds.StatusCodeForm;
        var sentence = $"The line {quoted} is not a status line of HTTP/1.x.";
        return findings.Stop(ReadError.StatusLine, part, line.Offset, line.Content.Length, sentence);
    }

    /// <summary>Refuses a line by its first octets, which begin no status line, and names the protocol that they seem to be of.</summary>
    /// <returns>The exception to throw.</returns>
    public static MessageException RefuseStart(ReadOnlySpan<byte> start, long offset, FindingLog findings) =>
        NotHttp($"it begins with {HttpChars.Quote(start)}", start, offset, start.Length, findings);

    private static MessageException NotHttp(string seen, ReadOnlySpan<byte> octets, long offset, int length, FindingLog findings)
    {
        var name = ForeignProtocols.NameOf(octets) is { } known ? $", {known}" : "";
        var message = $"Not an HTTP/1.x response: {seen}{name}.";
        return findings.Stop(ReadError.StatusLine, FindingKinds.NotHttp, offset, length, message);
    }

    // RFC 9112 §4: a recipient may accept any white space between the parts instead of a single space.
    private static bool TryParseLoosely(ReadOnlyMemory<byte> text, out StatusLine statusLine)
    {
        statusLine = default;
        var octets = text.Span;
        var end = octets.IndexOfAny(LooseWhitespace);
        if (end != 8)
        {
            return false;
        }

        var rest = text[end..].TrimStart(LooseWhitespace);
        if (rest.Length < 3 || (rest.Length > 3 && !LooseWhitespace.Contains(rest.Span[3])))
        {
            return false;
        }

        byte[] canonical = [.. octets[..8], (byte)' ', .. rest.Span[..3]];
        if (!StatusLine.TryParse(canonical, out statusLine))
        {
            return false;
        }

        statusLine = statusLine with { Reason = rest[3..].TrimStart(LooseWhitespace) };
        return true;
    }
}
