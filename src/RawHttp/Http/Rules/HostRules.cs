using System.Text;

namespace RawHttp.Http;

public static partial class FindingKinds
{
    /// <summary>A request of HTTP/1.1 has no Host.</summary>
    public static FindingKind NoHost { get; } = Error(
        "RFC9112-3.2-NO-HOST",
        "A request of HTTP/1.1 has Host; a server refuses one without it.",
        @"GET / HTTP/1.1\r\nAccept: */*\r\n",
        "Add Host; it may be empty if the target has no authority.");

    /// <summary>Host is given more than once.</summary>
    public static FindingKind RepeatedHost { get; } = Error(
        "RFC9112-3.2-REPEATED-HOST",
        "Host is given once; a server refuses a request with two, because recipients take the first or the last.",
        @"GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n",
        "Set Host instead of adding it.");

    /// <summary>Host is not a host and perhaps a port.</summary>
    public static FindingKind InvalidHost { get; } = Error(
        "RFC9112-3.2-INVALID-HOST",
        "Host is a host and perhaps a colon and a port; a server refuses another value.",
        @"GET / HTTP/1.1\r\nHost: a/b\r\n",
        "Send the host, and a colon and the port if it is not the default one; brackets around an IPv6 address, no scheme and no path.");

    /// <summary>Host differs from the host of the target.</summary>
    public static FindingKind HostDiffers { get; } = Error(
        "RFC9112-3.2.2-HOST-DIFFERS",
        "Host is the authority of the target; a server takes that of the target, but others take Host.",
        @"GET http://a/ HTTP/1.1\r\nHost: b\r\n",
        "Send the authority of the target in Host; a proxy replaces Host when it changes the target.");
}

/// <summary>Checks the Host of a request against its target (RFC 9112 §3.2, §3.2.2; RFC 9110 §7.2).</summary>
internal static class HostRules
{
    public static void Check(RequestHead head, FindingLog findings)
    {
        var count = 0;
        foreach (var field in head.Fields.Named("Host"))
        {
            if (++count == 2)
            {
                findings.Add(FindingKinds.RepeatedHost, field.Offset, field.Length, "Host is given more than once.");
            }

            CheckValue(head.RequestLine, field, findings);
        }

        if (count == 0 && head.RequestLine.MinorVersion > 0)
        {
            findings.Add(FindingKinds.NoHost, head.Offset, 0, "There is no Host field.");
        }
    }

    private static void CheckValue(in RequestLine line, FieldLine field, FindingLog findings)
    {
        var host = field.Value.Span;
        if (!UriSyntax.IsHostAndPort(host))
        {
            findings.Add(
                FindingKinds.InvalidHost,
                field.Offset, field.Length,
                $"The value of Host is not a host and perhaps a port: {HttpChars.Quote(host)}.");
            return;
        }

        var isConnect = line.Form == TargetForm.Authority;
        var authority = isConnect ? line.Target.Span : UriSyntax.AuthorityOf(line.Target.Span);
        authority = authority[(authority.LastIndexOf((byte)'@') + 1)..];
        if (line.Form == TargetForm.Origin)
        {
            // The target URI consists of Host and the target (RFC 9110 §7.1).
            UriSyntax.SplitPort(host, out var name, out _);
            if (name.IsEmpty)
            {
                findings.Add(FindingKinds.EmptyHost, field.Offset, field.Length, "Host is empty, and the target is a path.");
            }
        }
        else if (!authority.IsEmpty && !IsSame(host, authority, isConnect ? "" : DefaultPort(line.Target.Span)))
        {
            findings.Add(
                FindingKinds.HostDiffers,
                field.Offset, field.Length,
                $"Host is {HttpChars.Quote(host)}, but the target has {HttpChars.Quote(authority)}.");
        }
    }

    // A port that is missing is the default one (RFC 9110 §4.2.3); for CONNECT, it is that of the target.
    private static bool IsSame(ReadOnlySpan<byte> host, ReadOnlySpan<byte> authority, string defaultPort)
    {
        UriSyntax.SplitPort(host, out var name, out var port);
        UriSyntax.SplitPort(authority, out var targetName, out var targetPort);
        var (left, right) = (PortOf(port, defaultPort), PortOf(targetPort, defaultPort));
        return Ascii.EqualsIgnoreCase(name, targetName) && (left == right || left.Length == 0);
    }

    private static string PortOf(ReadOnlySpan<byte> port, string defaultPort) =>
        port.IsEmpty ? defaultPort : Encoding.ASCII.GetString(port);

    private static string DefaultPort(ReadOnlySpan<byte> uri) => uri[..UriSyntax.SchemeLength(uri)] switch
    {
        var scheme when Ascii.EqualsIgnoreCase(scheme, "http"u8) => "80",
        var scheme when Ascii.EqualsIgnoreCase(scheme, "https"u8) => "443",
        _ => "",
    };
}
