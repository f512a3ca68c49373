using System.Text;

namespace RawHttp.Http;

/// <summary>The first line of a response: version, status code and reason phrase (RFC 9112 §4).</summary>
/// <param name="MinorVersion">The digit after "HTTP/1.".</param>
/// <param name="StatusCode">The three digits, 000 to 999.</param>
/// <param name="Reason">The reason phrase as received; often empty.</param>
public readonly record struct StatusLine(int MinorVersion, int StatusCode, ReadOnlyMemory<byte> Reason)
{
    /// <summary>Whether the response is interim, so that a final one follows. A 101 is final: the protocol
    /// changes after it (RFC 9110 §15.2).</summary>
    public bool IsInterim => StatusCode is >= 100 and < 200 and not 101;

    /// <summary>Reads a status line.</summary>
    /// <param name="line">The line without its ending and without white space before it.</param>
    /// <param name="statusLine">The parsed line.</param>
    /// <returns>Whether it is a status line of HTTP/1.x.</returns>
    public static bool TryParse(ReadOnlyMemory<byte> line, out StatusLine statusLine)
    {
        statusLine = default;
        var octets = line.Span;
        if (octets.Length < 12 || !octets.StartsWith("HTTP/1."u8) || !char.IsAsciiDigit((char)octets[7]) || octets[8] != ' ')
        {
            return false;
        }

        var code = octets[9..12];
        if (code.ContainsAnyExceptInRange((byte)'0', (byte)'9') || (octets.Length > 12 && octets[12] != ' '))
        {
            return false;
        }

        var status = ((code[0] - '0') * 100) + ((code[1] - '0') * 10) + (code[2] - '0');
        statusLine = new StatusLine(octets[7] - '0', status, line[Math.Min(13, line.Length)..]);
        return true;
    }

    /// <summary>The line in its canonical form, the reason phrase read as ISO-8859-1.</summary>
    /// <returns>For example "HTTP/1.1 200 OK".</returns>
    public override string ToString() => $"HTTP/1.{MinorVersion} {StatusCode:000} {Encoding.Latin1.GetString(Reason.Span)}";
}
