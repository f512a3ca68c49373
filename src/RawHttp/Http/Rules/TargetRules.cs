using System.Globalization;
using System.Text;

namespace RawHttp.Http;

public static partial class FindingKinds
{
    /// <summary>The target holds a control.</summary>
    public static FindingKind TargetControl { get; } = Error(
        "RFC9112-3.2-TARGET-CONTROL",
        "A target holds no controls; recipients refuse the request or end the target there.",
        @"GET /a\x00b HTTP/1.1\r\n",
        "Percent-encode controls in the target; a CR or LF that comes from input allows request splitting.");

    /// <summary>The target holds white space.</summary>
    public static FindingKind TargetSpace { get; } = Error(
        "RFC9112-3.2-TARGET-SPACE",
        "A target holds no white space; a server refuses the request, because others may have read another target.",
        @"GET /a b HTTP/1.1\r\n",
        "Write %20 for a space in the target.");

    /// <summary>The target holds octets outside ASCII.</summary>
    public static FindingKind TargetObsText { get; } = Warning(
        "RFC9112-3.2-TARGET-OBS-TEXT",
        "A target is made of characters of a URI; octets outside ASCII are percent-encoded.",
        @"GET /caf\xe9 HTTP/1.1\r\n",
        "Percent-encode the octets of UTF-8.");

    /// <summary>The target has a fragment.</summary>
    public static FindingKind TargetFragment { get; } = Warning(
        "RFC9112-3.2-TARGET-FRAGMENT",
        "A target has no fragment; recipients drop it or take it for a part of the path.",
        @"GET /a#b HTTP/1.1\r\n",
        "Remove # and what follows it from the target.");

    /// <summary>The target holds a character that no URI has, or a broken percent-encoding.</summary>
    public static FindingKind TargetSyntax { get; } = Warning(
        "RFC9112-3.2-TARGET-SYNTAX",
        "A target is made of characters of a URI, and a percent sign is followed by two hexadecimal digits.",
        @"GET /a%2 HTTP/1.1\r\n",
        "Percent-encode the character; write %25 for a percent sign that is meant as such.");

    /// <summary>The target has none of the four forms.</summary>
    public static FindingKind NoTargetForm { get; } = Error(
        "RFC9112-3.2-NO-TARGET-FORM",
        "A target is a path, a URI, a host and a port, or an asterisk.",
        @"GET index.html HTTP/1.1\r\n",
        "Begin the target with a slash.");

    /// <summary>A target of host and port has another method than CONNECT.</summary>
    public static FindingKind AuthorityForm { get; } = Warning(
        "RFC9112-3.2.3-AUTHORITY-FORM",
        "Only CONNECT has a target of a host and a port.",
        @"GET example.org:80 HTTP/1.1\r\n",
        "Begin the target with a slash; only CONNECT takes HOST:PORT.");

    /// <summary>CONNECT has another target than a host and a port.</summary>
    public static FindingKind ConnectTarget { get; } = Warning(
        "RFC9112-3.2.3-CONNECT-TARGET",
        "CONNECT has a target of a host, a colon and a port, and nothing else.",
        @"CONNECT example.org HTTP/1.1\r\n",
        "Write CONNECT HOST:PORT HTTP/1.1, with the port even if it is 443.");

    /// <summary>An asterisk is the target of another method than OPTIONS.</summary>
    public static FindingKind AsteriskForm { get; } = Warning(
        "RFC9112-3.2.4-ASTERISK-FORM",
        "Only OPTIONS has an asterisk for its target.",
        @"GET * HTTP/1.1\r\n",
        "Use OPTIONS with an asterisk, or begin the target with a slash.");

    /// <summary>An http URI has no host.</summary>
    public static FindingKind EmptyHost { get; } = Warning(
        "RFC9110-4.2.1-EMPTY-HOST",
        "An http or https URI has a host; one without it is refused.",
        @"GET http:///a HTTP/1.1\r\n",
        "Put the host before the port and the path of the URI; a base URI or a template variable is probably empty.");

    /// <summary>An http URI has userinfo.</summary>
    public static FindingKind Userinfo { get; } = Warning(
        "RFC9110-4.2.4-USERINFO",
        "An http or https URI has no userinfo, which hides its host; a recipient treats it as an error.",
        @"GET http://user@example.org/ HTTP/1.1\r\n",
        "Remove the user and the password from the URI, and send them in Authorization.");
}

/// <summary>Checks a request target (RFC 9112 §3.2).</summary>
internal static class TargetRules
{
    private static readonly OctetRules Octets = new(FindingKinds.TargetControl, FindingKinds.TargetControl, FindingKinds.TargetObsText);

    /// <summary>The form of a target; it does not depend on the method.</summary>
    public static TargetForm FormOf(ReadOnlySpan<byte> target)
    {
        var scheme = UriSyntax.SchemeLength(target);
        return target switch
        {
            [(byte)'*'] => TargetForm.Asterisk,
            [(byte)'/', ..] => TargetForm.Origin,
            _ when scheme > 0 && target[scheme..].StartsWith("://"u8) => TargetForm.Absolute,
            _ when IsAuthorityForm(target) => TargetForm.Authority,
            _ when scheme > 0 && !HttpChars.IsDigits(target[(scheme + 1)..]) => TargetForm.Absolute,
            _ => TargetForm.None,
        };
    }

    /// <summary>Adds findings for a target.</summary>
    /// <param name="line">The request line.</param>
    /// <param name="offset">Where its target begins.</param>
    /// <param name="findings">Receives the findings.</param>
    public static void Check(in RequestLine line, long offset, FindingLog findings)
    {
        var target = line.Target.Span;
        OctetRules.Check(findings, target, offset, "The target", Octets);
        if (target.IndexOfAny(HttpChars.Whitespace) is >= 0 and var space)
        {
            findings.Add(FindingKinds.TargetSpace, offset + space, 1, $"The target {HttpChars.Quote(target)} holds white space.");
        }

        if (target.IndexOf((byte)'#') is >= 0 and var hash)
        {
            findings.Add(
                FindingKinds.TargetFragment,
                offset + hash, target.Length - hash,
                $"The target has a fragment, {HttpChars.Quote(target[hash..])}.");
            target = target[..hash];
        }

        if (!target.ContainsAnyExceptInRange((byte)0x21, (byte)0x7e) && !IsSyntaxValid(target, line.Form))
        {
            findings.Add(
                FindingKinds.TargetSyntax,
                offset, target.Length,
                $"The target {HttpChars.Quote(target)} holds a character that a URI does not have, or an incomplete percent-encoding.");
        }

        CheckForm(line, offset, findings);
        CheckAuthority(line, offset, findings);
    }

    private static void CheckForm(in RequestLine line, long offset, FindingLog findings)
    {
        var method = line.Method.Span;
        var isConnect = method.SequenceEqual("CONNECT"u8);
        var quoted = HttpChars.Quote(line.Target.Span);
        var (kind, message) = line.Form switch
        {
            TargetForm.Authority when !isConnect =>
                (FindingKinds.AuthorityForm, $"The target {quoted} is a host and a port, which only CONNECT has."),
            TargetForm.Authority => (null, ""),
            _ when isConnect => (FindingKinds.ConnectTarget, $"The target of CONNECT is {quoted}, not a host and a port."),
            TargetForm.Asterisk when !method.SequenceEqual("OPTIONS"u8) =>
                (FindingKinds.AsteriskForm, "The target is an asterisk, which only OPTIONS has."),
            TargetForm.None => (FindingKinds.NoTargetForm, $"The target {quoted} is not a path, a URI, a host and a port, or an asterisk."),
            _ => (null, ""),
        };
        if (kind is not null)
        {
            findings.Add(kind, offset, line.Target.Length, message);
        }
    }

    private static void CheckAuthority(in RequestLine line, long offset, FindingLog findings)
    {
        var target = line.Target.Span;
        if (line.Form != TargetForm.Absolute || !IsHttp(target))
        {
            return;
        }

        var authority = UriSyntax.AuthorityOf(target);
        var at = authority.LastIndexOf((byte)'@');
        UriSyntax.SplitPort(authority[(at + 1)..], out var host, out _);
        var start = offset + UriSyntax.SchemeLength(target) + "://".Length;
        if (at >= 0)
        {
            findings.Add(FindingKinds.Userinfo, start, at, "The target has userinfo before its host.");
        }

        if (host.IsEmpty)
        {
            findings.Add(FindingKinds.EmptyHost, start + at + 1, 0, $"The target {HttpChars.Quote(target)} has no host.");
        }
    }

    private static bool IsSyntaxValid(ReadOnlySpan<byte> target, TargetForm form) => form switch
    {
        TargetForm.Origin => UriSyntax.IsPathAndQuery(target),
        TargetForm.Absolute => UriSyntax.IsPartial(target),
        _ => true,
    };

    private static bool IsHttp(ReadOnlySpan<byte> uri)
    {
        var scheme = uri[..UriSyntax.SchemeLength(uri)];
        return Ascii.EqualsIgnoreCase(scheme, "http"u8) || Ascii.EqualsIgnoreCase(scheme, "https"u8);
    }

    // RFC 9110 §9.3.6: an empty or invalid port is refused.
    private static bool IsAuthorityForm(ReadOnlySpan<byte> target)
    {
        UriSyntax.SplitPort(target, out var host, out var port);
        return !host.IsEmpty && ushort.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out _)
            && UriSyntax.IsHostAndPort(target);
    }
}
