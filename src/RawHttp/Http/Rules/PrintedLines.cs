namespace RawHttp.Http;

/// <summary>Names lines that clients print of an exchange and no server sends, such as those saved from a terminal.</summary>
internal static class PrintedLines
{
    /// <summary>What a first line is, without white space before it; null if it is none of these.</summary>
    public static string? NameOf(ReadOnlySpan<byte> line) => line switch
    {
        // RFC 9113 §8.3.2, RFC 9114 §4.3.2: the status is a field, :status.
        [(byte)'H', (byte)'T', (byte)'T', (byte)'P', (byte)'/', (byte)'2' or (byte)'3', .. var rest] when rest is [] or [(byte)' ', ..] =>
            $"the head of an HTTP/{(char)line[5]} response as a client prints it: HTTP/{(char)line[5]} has no status line",
        _ when line.StartsWith("< HTTP/"u8) => "a line of curl -v, which puts \"< \" before each line received",
        _ when line.StartsWith("> "u8) && line.IndexOf(" HTTP/"u8) > 0 => "a line of curl -v, which puts \"> \" before each line sent",
        _ when IsRemark(line) => "a line of curl -v, which puts \"* \" before what it does",
        _ when line.StartsWith("<= Recv "u8) || line.StartsWith("=> Send "u8) || line.StartsWith("== Info: "u8) => "a line of curl --trace",
        _ => null,
    };

    // An IMAP server's greeting begins with an asterisk, too.
    private static bool IsRemark(ReadOnlySpan<byte> line)
    {
        if (!line.StartsWith("* "u8))
        {
            return false;
        }

        var remark = line[2..].TrimStart((byte)' ');
        return remark.StartsWith("Trying "u8) || remark.StartsWith("Connected to "u8) || remark.StartsWith("About to connect"u8)
            || remark.StartsWith("Host "u8) || remark.StartsWith("Hostname "u8) || remark.StartsWith("Could not resolve "u8)
            || remark.StartsWith("Rebuilt URL to"u8) || remark.StartsWith("Uses proxy "u8) || remark.StartsWith("Re-using "u8);
    }
}
