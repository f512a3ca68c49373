using System.Globalization;
using System.Text;
using RawHttp.Http;
using RawHttp.Net;

namespace RawHttp.Cli;

/// <summary>The words for what happened: where the body ended and why, how the connection ended, how long it took.</summary>
internal static class Summary
{
    /// <summary>The line of --print m.</summary>
    public static string Line(Connection connection, ResponseReader response, string end, TimeSpan? firstByte, TimeSpan total)
    {
        var status = response.Head is { } head ? Visible(head.StatusLine.ToString()) : "no status line";
        var times = $"resolve {Milliseconds(connection.Resolving)}, connect {Milliseconds(connection.Connecting)}, first byte {(firstByte is { } wait ? Milliseconds(wait) : "never")}, total {Milliseconds(total)}";
        return $"{connection.RemoteEndPoint}: {status}; {Body(response)}; {connection.Received} bytes received; {times}; {end}";
    }

    public static string Body(ResponseReader response) => response.Framing switch
    {
        null => "no body",
        { Kind: FramingKind.None } framing => $"no body ({Rule(framing)})",
        { Kind: FramingKind.ContentLength } framing => $"body of {response.BodyLength} bytes by Content-Length ({Rule(framing)})",
        { Kind: FramingKind.Chunked } framing => $"body of {response.BodyLength} bytes in chunks ({Rule(framing)})",
        { } framing => $"body of {response.BodyLength} bytes until close ({Rule(framing)})",
    };

    public static string End(ConnectionEnd end, TimeSpan readTimeout) => end switch
    {
        ConnectionEnd.EndOfStream => "the server closed the connection",
        ConnectionEnd.Reset => "the connection was reset",
        ConnectionEnd.Timeout => $"nothing arrived for {Seconds(readTimeout)}",
        ConnectionEnd.ShutDown => "this side ended the connection",
        _ => "the connection is still open",
    };

    public static string Seconds(TimeSpan time) => time.TotalSeconds.ToString("0.###", CultureInfo.InvariantCulture) + " s";

    private static string Rule(BodyFraming framing) => $"RFC 9112 §6.3 rule {framing.Rule}";

    private static string Milliseconds(TimeSpan time) => time.TotalMilliseconds.ToString("0.0", CultureInfo.InvariantCulture) + " ms";

    // ISO-8859-1 in, so C1 may be in it: what is not printable ASCII is escaped.
    private static string Visible(string text) => text.Aggregate(new StringBuilder(), (line, c) => c is >= ' ' and < '\x7f' ? line.Append(c) : line.Append("\\x").Append(((int)c).ToString("x2", CultureInfo.InvariantCulture))).ToString();
}
