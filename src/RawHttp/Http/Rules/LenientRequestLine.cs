using System.Text;
using RawHttp.Lines;

namespace RawHttp.Http;

public static partial class FindingKinds
{
    /// <summary>White space comes before the request line.</summary>
    public static FindingKind SpaceBeforeRequestLine { get; } = Error(
        "RFC9112-3-SPACE-BEFORE-REQUEST-LINE",
        "A request begins with its method, not with white space; recipients ignore it or refuse the request.",
        @" GET / HTTP/1.1\r\n",
        "Write the method as the first octets of the request.");

    /// <summary>The parts of the request line are not one space apart.</summary>
    public static FindingKind RequestLineSpacing { get; } = Error(
        "RFC9112-3-SPACING",
        "One space stands between the parts of the request line, and none after them; some recipients accept other white space.",
        @"GET  / HTTP/1.1\r\n",
        "Write METHOD, one space, TARGET, one space, HTTP/1.1.");

    /// <summary>The request line has no version.</summary>
    public static FindingKind NoVersion { get; } = Error(
        "RFC9112-3-NO-VERSION",
        "A request line ends with a version; without one, it is a whole request of HTTP/0.9, and no fields follow it.",
        @"GET /\r\n",
        "End the request line with a space and HTTP/1.1.");

    /// <summary>The first line is not a request line.</summary>
    public static FindingKind NotARequest { get; } = Error(
        "RFC9112-3-NOT-A-REQUEST",
        "A request begins with a method, a target and a version; this is something else.",
        @"PRI * HTTP/2.0\r\n",
        "Check that the client speaks HTTP/1.1 to this port: TLS, HTTP/2 and other protocols begin otherwise.");

    /// <summary>The method is not a token.</summary>
    public static FindingKind InvalidMethod { get; } = Error(
        "RFC9110-9.1-INVALID-METHOD",
        "A method is a token.",
        @"G(T / HTTP/1.1\r\n",
        "Send a method made of the characters of a token, such as GET.");

    /// <summary>The method is a known one in another case.</summary>
    public static FindingKind MethodCase { get; } = Error(
        "RFC9110-9.1-METHOD-CASE",
        "The case of a method matters: get is not GET, and most servers refuse it.",
        @"get / HTTP/1.1\r\n",
        "Send the method in capitals.");
}

/// <summary>Reads a request line leniently, and recognises what another first line may be (RFC 9112 §3).</summary>
internal static class LenientRequestLine
{
    private static readonly string[] KnownMethods = ["GET", "HEAD", "POST", "PUT", "DELETE", "CONNECT", "OPTIONS", "TRACE", "PATCH"];

    // RFC 9112 §3: what a recipient may take for the space between the parts.
    private static ReadOnlySpan<byte> LooseWhitespace => " \t\v\f\r"u8;

    /// <summary>Reads a request line and adds findings for what is wrong with it. Where this returns false, the line has what could be
    /// recognised: a method and a target, or nothing.</summary>
    public static bool TryRead(in Line line, FindingLog findings, out RequestLine requestLine)
    {
        requestLine = default;
        var text = line.Content.TrimStart(LooseWhitespace);
        var offset = line.Offset + line.Content.Length - text.Length;

        // The next read invalidates the octets of the line.
        ReadOnlyMemory<byte> kept = text.TrimEnd(LooseWhitespace).ToArray();
        if (IsForeign(kept.Span) || !TrySplit(kept, out requestLine, out var target))
        {
            return false;
        }

        findings.CheckEnding(line);
        if (offset > line.Offset)
        {
            findings.Add(
                FindingKinds.SpaceBeforeRequestLine,
                line.Offset, (int)(offset - line.Offset),
                "White space before the request line.");
        }

        CheckSpacing(text.Span, requestLine, target, offset, findings);
        CheckMethod(requestLine.Method.Span, offset, findings);
        TargetRules.Check(requestLine, offset + target, findings);
        CheckVersion(requestLine, offset + kept.Length - requestLine.Version.Length, findings);
        return true;
    }

    /// <summary>Whether a line that the stream cut off could have become a request line.</summary>
    public static bool MayBecomeOne(ReadOnlySpan<byte> line)
    {
        var text = line.TrimStart(LooseWhitespace);
        var end = text.IndexOfAny(LooseWhitespace);
        var method = end < 0 ? text : text[..end];
        return !method.ContainsAnyExcept(HttpChars.Token) && !IsForeign(text);
    }

    /// <summary>Refuses a line that is not a request line, and names the protocol that it seems to belong to.</summary>
    /// <returns>The exception to throw.</returns>
    public static MessageException Refuse(in Line line, FindingLog findings)
    {
        var text = line.Content.Span.Trim(LooseWhitespace);
        var quoted = HttpChars.Quote(line.Octets.Span);
        var hasTwoWords = text.IndexOfAny(LooseWhitespace) is > 0 and var space && space == text.LastIndexOfAny(LooseWhitespace);
        if (hasTwoWords && NameOf(text) is null && MayBecomeOne(text) && !EndsWithVersion(text))
        {
            var sentence = $"The request line {quoted} has no version, and only GET had none in HTTP/0.9.";
            return findings.Stop(ReadError.RequestLine, FindingKinds.NoVersion, line.Offset, line.Content.Length, sentence);
        }

        var what = NameOf(text) is { } name ? $", {name}" : hasTwoWords ? ", without a target" : "";
        var message = $"Not an HTTP/1.x request: the first line is {quoted}{what}.";
        return findings.Stop(ReadError.RequestLine, FindingKinds.NotARequest, line.Offset, line.Content.Length, message);
    }

    /// <summary>What a request cannot begin with; null for an octet that it can.</summary>
    public static string? NameOf(byte first) => first switch
    {
        0x16 => "as in a TLS handshake: the client speaks TLS",
        4 or 5 => "as in SOCKS: the client takes this for a SOCKS proxy",
        >= (byte)'\t' and <= (byte)'\r' => null,
        < 0x20 or >= 0x7f => "which is not a character of a method",
        _ => null,
    };

    // The first octets that clients of other protocols send, and a server of HTTP.
    private static string? NameOf(ReadOnlySpan<byte> text) => text switch
    {
        _ when text.StartsWith("PRI * HTTP/2"u8) => "the HTTP/2 preface",
        _ when IsHttpLike(text) => "a status line: this is a response",
        _ when text.StartsWith("SSH-"u8) => "an SSH client's greeting",
        _ when text.StartsWith("EHLO "u8) || text.StartsWith("HELO "u8) => "an SMTP client's greeting",
        _ when LastWord(text).StartsWith("RTSP/"u8) => "an RTSP request",
        _ when LastWord(text).StartsWith("SIP/"u8) => "a SIP request",
        [(byte)'*', >= (byte)'1' and <= (byte)'9', ..] => "a Redis client's command",
        _ => null,
    };

    private static bool IsForeign(ReadOnlySpan<byte> text) => text.StartsWith("PRI * HTTP/2"u8) || IsHttpLike(text);

    private static bool IsHttpLike(ReadOnlySpan<byte> text) => text.Length >= 5 && Ascii.EqualsIgnoreCase(text[..5], "HTTP/"u8);

    private static bool EndsWithVersion(ReadOnlySpan<byte> text) => IsHttpLike(LastWord(text));

    private static ReadOnlySpan<byte> LastWord(ReadOnlySpan<byte> text) => text[(text.LastIndexOfAny(LooseWhitespace) + 1)..];

    // The method is the first word, the version the last one, and all between them the target. The text has no white space around it.
    private static bool TrySplit(ReadOnlyMemory<byte> text, out RequestLine line, out int target)
    {
        line = default;
        target = 0;
        var octets = text.Span;
        var methodEnd = octets.IndexOfAny(LooseWhitespace);
        if (methodEnd < 0)
        {
            return false;
        }

        target = octets.Length - octets[methodEnd..].TrimStart(LooseWhitespace).Length;
        var method = text[..methodEnd];
        var version = octets.LastIndexOfAny(LooseWhitespace) + 1;
        if (version == target)
        {
            // RFC 1945 §5: the simple request of HTTP/0.9.
            var hasTarget = !IsHttpLike(octets[target..]);
            line = hasTarget
                ? new RequestLine(method, text[target..], default, 0, TargetRules.FormOf(octets[target..]))
                : new RequestLine(method, default, text[target..], MinorVersionOf(octets[target..]), TargetForm.None);
            return hasTarget && method.Span.SequenceEqual("GET"u8);
        }

        var between = text[target..version].TrimEnd(LooseWhitespace);
        line = new RequestLine(method, between, text[version..], MinorVersionOf(octets[version..]), TargetRules.FormOf(between.Span));
        return IsHttpLike(octets[version..]);
    }

    private static int MinorVersionOf(ReadOnlySpan<byte> version) =>
        version.Length == 8 && IsHttpLike(version) && version[5] == '1' && version[6] == '.' && char.IsAsciiDigit((char)version[7])
            ? version[7] - '0'
            : 1;

    private static void CheckSpacing(ReadOnlySpan<byte> text, in RequestLine line, int target, long offset, FindingLog findings)
    {
        var targetEnd = target + line.Target.Length;
        var end = line.Version.IsEmpty ? targetEnd : targetEnd + 1 + line.Version.Length;
        var isStrict = target == line.Method.Length + 1 && text[target - 1] == ' ' && text.Length == end
            && (line.Version.IsEmpty || text[targetEnd] == ' ');
        if (isStrict)
        {
            return;
        }

        findings.Add(
            FindingKinds.RequestLineSpacing,
            offset, text.Length,
            $"The parts of the request line {HttpChars.Quote(text)} are not one space apart.");

        // One within the target is a finding of its own.
        var before = text[..target].IndexOf((byte)'\r');
        var after = text[targetEnd..].IndexOf((byte)'\r');
        if (before >= 0 || after >= 0)
        {
            findings.Add(FindingKinds.BareCr, offset + (before >= 0 ? before : targetEnd + after), 1, "The request line holds a CR.");
        }
    }

    private static void CheckMethod(ReadOnlySpan<byte> method, long offset, FindingLog findings)
    {
        if (!HttpChars.IsToken(method))
        {
            findings.Add(FindingKinds.InvalidMethod, offset, method.Length, $"The method {HttpChars.Quote(method)} is no token.");
            return;
        }

        foreach (var known in KnownMethods)
        {
            if (Ascii.EqualsIgnoreCase(method, known) && !Ascii.Equals(method, known))
            {
                findings.Add(
                    FindingKinds.MethodCase,
                    offset, method.Length,
                    $"The method {HttpChars.Quote(method)} is not {known}: case matters.");
            }
        }
    }

    private static void CheckVersion(in RequestLine line, long offset, FindingLog findings)
    {
        var version = line.Version.Span;
        var quoted = HttpChars.Quote(version);
        var hasForm = version.Length == 8 && version.StartsWith("HTTP/"u8) && char.IsAsciiDigit((char)version[5]) && version[6] == '.'
            && char.IsAsciiDigit((char)version[7]);
        var (kind, message) = hasForm switch
        {
            _ when version.IsEmpty => (FindingKinds.NoVersion, "The request line has no version: it is a whole request of HTTP/0.9."),
            false => (FindingKinds.VersionForm, $"The version {quoted} is malformed; it is read as HTTP/1.{line.MinorVersion}."),
            true when version[5] != '1' => (FindingKinds.MajorVersion, $"The version {quoted} is not HTTP/1.x; it is read as HTTP/1.1."),
            true when line.MinorVersion > 1 => (FindingKinds.MinorVersion, $"The version {quoted} does not exist; it is read as HTTP/1.1."),
            _ => (null, ""),
        };
        if (kind is not null)
        {
            findings.Add(kind, offset, version.Length, message);
        }
    }
}
