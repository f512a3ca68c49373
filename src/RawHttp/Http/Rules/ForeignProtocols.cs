using System.Text;
using RawHttp.Lines;

namespace RawHttp.Http;

/// <summary>Names what comes instead of a response of HTTP/1.x by its first octets.</summary>
internal static class ForeignProtocols
{
    // In a start, ? is any octet. The greetings are lines, and are quoted whole; the rest is refused without waiting for a line ending.
    private static readonly Start[] Starts =
    [
        new("\u0015\u0003", "a TLS record: this port speaks TLS", IsLine: false),
        new("\u0016\u0003", "a TLS record: this port speaks TLS", IsLine: false),
        new("\0\0?\u0004", "an HTTP/2 SETTINGS frame: this port speaks HTTP/2", IsLine: false),
        new("\u00ff\u00fb", "a Telnet negotiation", IsLine: false),
        new("\u00ff\u00fc", "a Telnet negotiation", IsLine: false),
        new("\u00ff\u00fd", "a Telnet negotiation", IsLine: false),
        new("\u00ff\u00fe", "a Telnet negotiation", IsLine: false),
        new("\0\0?\u0007", "an HTTP/2 GOAWAY frame: this port speaks HTTP/2", IsLine: false),
        new("\u0088?\u0003", "a WebSocket close frame", IsLine: false),
        new("\u001f\u008b", "gzip without a head", IsLine: false),
        new("\u00ef\u00bb\u00bf", "the byte order mark of UTF-8", IsLine: false),
        new("0\r\n", "the last chunk of the response before it", IsLine: false),
        new("PRI * HTTP/2", "the HTTP/2 preface"),
        new("GET ", "a request"),
        new("HEAD ", "a request"),
        new("POST ", "a request"),
        new("PUT ", "a request"),
        new("DELETE ", "a request"),
        new("OPTIONS ", "a request"),
        new("CONNECT ", "a request"),
        new("Status: ", "a field of CGI, from which a server makes the status line"),
        new("Content-Type: ", "a field line: the status line is missing"),
        new("Content-type: ", "a field line: the status line is missing"),
        new("Date: ", "a field line: the status line is missing"),
        new("Server: ", "a field line: the status line is missing"),
        new(":status: ", "a field of HTTP/2 or HTTP/3 as a client prints it"),
        new("--????-??-?? ", "a line that wget prints"),
        new("CONNECTED(", "a line that openssl s_client prints"),
        new("SSH-", "an SSH server's greeting"),
        new("RTSP/", "an RTSP server's status line"),
        new("SIP/", "a SIP server's status line"),
        new("ICY ", "a SHOUTcast server's status line"),
        new("220 ", "an SMTP server's greeting"),
        new("220-", "an SMTP server's greeting"),
        new("+OK", "a POP3 server's greeting"),
        new("* OK", "an IMAP server's greeting"),
        new("RFB ", "a VNC server's greeting"),
        new("-ERR", "a Redis or POP3 server's error"),
        new("-DENIED ", "a Redis server's error"),
        new("-NOAUTH ", "a Redis server's error"),
        new("ERROR", "a memcached server's error"),
        new("< HTTP/", "a line that curl -v prints"),

        // PrintedLines names these, if they are what curl prints.
        new("> ", null),
        new("* ", null),
        new("<= Recv ", null),
        new("=> Send ", null),
        new("== Info: ", null),
        new("<", "a document without a head, as in HTTP/0.9", IsLine: false),
        new("{", "an object of JSON without a head", IsLine: false),
    ];

    /// <summary>Judges the first octets of what should be a status line: a <see cref="LineStart.Rule"/>.</summary>
    public static int Judge(ReadOnlySpan<byte> start)
    {
        var spaces = start.Length - start.TrimStart(HttpChars.Whitespace).Length;
        for (var length = spaces + 1; length <= start.Length; length++)
        {
            var known = start[..length];
            var judged = known[spaces] is (byte)'\r' or (byte)'\n' ? 0
                : BeginsHttp(known[spaces..]) ? (length - spaces < Http.Length ? LineStart.Undecided : 0)
                : JudgeForeign(known);
            if (judged != LineStart.Undecided)
            {
                return judged;
            }
        }

        return LineStart.Undecided;
    }

    /// <summary>The name of what begins so, after "it is"; null if it is not known.</summary>
    public static string? NameOf(ReadOnlySpan<byte> octets)
    {
        // An SMTP server's greeting may name FTP after it has named SMTP.
        var isFtp = octets.StartsWith("220"u8) && octets.IndexOf("FTP"u8) >= 0 && octets.IndexOf("SMTP"u8) < 0;
        return Find(octets)?.Name is { } name ? (isFtp ? "an FTP server's greeting" : name) : null;
    }

    private static ReadOnlySpan<byte> Http => "HTTP"u8;

    // In any case: a version in lower case is quoted with its line.
    private static bool BeginsHttp(ReadOnlySpan<byte> text)
    {
        var length = Math.Min(text.Length, Http.Length);
        return Ascii.EqualsIgnoreCase(text[..length], Http[..length]);
    }

    private static int JudgeForeign(ReadOnlySpan<byte> known)
    {
        foreach (var start in Starts)
        {
            if (start.Octets.Length > known.Length && start.Agrees(known))
            {
                return LineStart.Undecided;
            }
        }

        return Find(known) is { } found ? (found.IsLine ? 0 : found.Octets.Length) : known.Length;
    }

    private static Start? Find(ReadOnlySpan<byte> octets)
    {
        foreach (var start in Starts)
        {
            if (start.Octets.Length <= octets.Length && start.Agrees(octets))
            {
                return start;
            }
        }

        return null;
    }

    private sealed record Start(string Octets, string? Name, bool IsLine = true)
    {
        /// <summary>Whether the octets are the same as far as both go.</summary>
        public bool Agrees(ReadOnlySpan<byte> octets)
        {
            for (var i = 0; i < Math.Min(Octets.Length, octets.Length); i++)
            {
                if (Octets[i] != '?' && Octets[i] != octets[i])
                {
                    return false;
                }
            }

            return true;
        }
    }
}
