namespace RawHttp.Tests.Cli.Hostile;

/// <summary>A response that no server should send, then in order closed: what is printed of it, the exit status, the error and the note, if any.</summary>
internal sealed record Broken(string Sent, string Printed, int Status, string? Error, string? Note = null)
{
    private const string Ok = "HTTP/1.1 200 OK\r\n";
    private const string Chunked = Ok + "Transfer-Encoding: chunked\r\n\r\n";
    private const string NotHttp = "not an HTTP/1.x response: ";

    public static IReadOnlyDictionary<string, Broken> All { get; } = new Dictionary<string, Broken>
    {
        ["chunk size 0x5"] = Size("0x5", "0x"),
        ["chunk size 0x0"] = Size("0x0", "0x"),
        ["chunk size -5"] = Size("-5", "-"),
        ["chunk size -0"] = Size("-0", "-"),
        ["chunk size +0"] = Size("+0", "+"),
        ["chunk size +5"] = Size("+5", "+"),
        ["chunk size 5."] = Size("5.0", "5."),
        ["chunk size without a digit"] = WithSize("", "the chunk size line \"\\r\\n\" has no valid size"),
        ["chunk size of an extension alone"] = Size(";a", ";"),
        ["chunk size after a space"] = Size(" 5", " "),
        ["two chunk sizes"] = Size("5 5", "5 5"),
        ["chunk size 5 and NUL"] = Size("5\0", "5\\x00"),
        ["chunk size in full-width digits"] = Size("\xef\xbc\x95", "\\xef"),
        ["chunk size with a terminal's escape"] = Size("5\e[2J", "5\\x1b"),
        ["chunk size 2^63"] = LargeSize("8000000000000000", 16),
        ["chunk size 2^64"] = LargeSize("10000000000000000", 17),
        ["chunk size 2^64 + 5"] = LargeSize("10000000000000005", 17),
        ["chunk size 10^30"] = LargeSize("1000000000000000000000000000000", 17),
        ["chunk size of many digits"] = LargeSize(new string('f', 60_000), 16),
        ["chunk size 2^63-1"] = new(Chunked + "7fffffffffffffff\r\nhello", Chunked + "hello", 18, $"the stream ends in a chunk, with {long.MaxValue - 5} of its bytes missing, at offset 70: the server closed the connection"),
        ["chunk size with 60,000 zeros"] = new(Chunked + new string('0', 60_000) + "5\r\nhello\r\n0\r\n\r\n", Chunked + "hello", 0, null, Zeros(47, 60_001)),
        ["last chunk of 60,000 zeros"] = new(Chunked + "5\r\nhello\r\n" + new string('0', 60_000) + "\r\n\r\n", Chunked + "hello", 0, null, Zeros(57, 60_000)),
        ["last chunk 00 with an extension"] = new(Chunked + "5\r\nhello\r\n00;a=b\r\n\r\n", Chunked + "hello", 0, null),
        ["chunk size in both cases"] = new(Chunked + "aA;a\r\n" + new string('x', 0xaa) + "\r\n0\r\n\r\n", Chunked + new string('x', 0xaa), 0, null),
        ["chunk longer than its size"] = new(Chunked + "5\r\nhelloworld\r\n", Chunked + "hello", 56, "the data of a chunk is not followed by CRLF, at offset 55; what came from there on is no body, --raw shows it"),
        ["empty lines between chunks"] = new(Chunked + "5\r\nhello\r\n\r\n0\r\n\r\n", Chunked + "hello", 56, "the chunk size line \"\\r\\n\" has no valid size, at offset 57; what came from there on is no body, --raw shows it"),

        ["Content-Length -5"] = Length("-5"),
        ["Content-Length -0"] = Length("-0"),
        ["Content-Length +5"] = Length("+5"),
        ["Content-Length 0x5"] = Length("0x5"),
        ["Content-Length 5.0"] = Length("5.0"),
        ["Content-Length 1e3"] = Length("1e3"),
        ["Content-Length 5 5"] = Length("5 5"),
        ["Content-Length without a value"] = Length(""),
        ["Content-Length of a comma"] = Length(","),
        ["Content-Length 5 and NUL"] = Length("5\0", "5\\x00"),
        ["Content-Length in Arabic digits"] = Length("\xd9\xa5", "\\xd9\\xa5"),
        ["Content-Length with a terminal's escape"] = Length("\e]0;5\a", "\\x1b]0;5\\x07"),
        ["Content-Length 2^63"] = Length("9223372036854775808", isLarge: true),
        ["Content-Length 2^64"] = Length("18446744073709551616", isLarge: true),
        ["Content-Length 2^64 + 5"] = Length("18446744073709551621", isLarge: true),
        ["Content-Length 10^30"] = Length("1000000000000000000000000000000", isLarge: true),
        ["Content-Length 2^63-1"] = WithLength("9223372036854775807", 18, $"the stream ends in a body of {long.MaxValue} bytes, with {long.MaxValue - 5} of its bytes missing, at offset 61: the server closed the connection"),
        ["Content-Length with 60,000 zeros"] = WithLength(new string('0', 60_000) + "5", 0, null),
        ["Content-Length 5, 6"] = WithLength("5, 6", 8, "Content-Length says 6, but 5 before, at offset 17"),
        ["Content-Length 5 and 9"] = WithLength("5\r\nContent-Length: 9", 8, "Content-Length says 9, but 5 before, at offset 36"),
        ["Content-Length 5 a thousand times"] = WithLength("5" + Many("\r\nContent-Length: 5", 990), 0, null),

        ["an unknown transfer coding"] = Whole(Ok + "Transfer-Encoding: lzma\r\n\r\nhello", 61, "the transfer coding \"lzma\" is not known, at offset 17"),
        ["an unknown transfer coding after many"] = Whole(Ok + $"Transfer-Encoding: {Many("gzip,", 13_000)}x\r\n\r\n", 61, "the transfer coding \"x\" is not known, at offset 17"),
        ["a megabyte of transfer codings"] = Head(Many($"Transfer-Encoding: {Many("gzip,", 13_000)}\r\n", 15) + "Transfer-Encoding: chunked\r\n\r\n", "0\r\n\r\n"),
        ["a megabyte of cookies"] = Head(Many($"Set-Cookie: {Many("a=\";", 16_000)}\r\n", 15) + "Content-Length: 0\r\n\r\n"),
        ["a megabyte of folds"] = Head($"A:{Many("\r\n b", 200_000)}\r\nContent-Length: 0\r\n\r\n"),

        ["SSH"] = Other("SSH-2.0-OpenSSH_9.2p1 Debian-2\r\n", "an SSH server's greeting", "\0\0\x05\x14"),
        ["SMTP"] = Other("220 mail.test ESMTP\r\n", "an SMTP server's greeting"),
        ["FTP"] = Other("220 (vsFTPd 3.0.3) FTP\r\n", "an FTP server's greeting"),
        ["POP3"] = Other("+OK ready\r\n", "a POP3 server's greeting"),
        ["IMAP"] = Other("* OK ready\r\n", "an IMAP server's greeting"),
        ["a TLS alert"] = Start("\x15\x03\x03\0\x02\x02\x28", "\\x15\\x03", "a TLS record: this port speaks TLS"),
        ["the preface of HTTP/2"] = Other("PRI * HTTP/2.0\r\n", "the HTTP/2 preface", "\r\nSM\r\n\r\n"),
        ["the settings of HTTP/2"] = Start("\0\0\0\x04\0\0\0\0\0", "\\x00\\x00\\x00\\x04", "an HTTP/2 SETTINGS frame: this port speaks HTTP/2"),
        ["HTTP/0.9"] = Start("<html>\e[2J", "<", "a document without a head, as in HTTP/0.9"),
        ["Telnet"] = Start("\xff\xfd\x18\xff\xfd\x20", "\\xff\\xfd", "a Telnet negotiation"),
        ["HTTP/2 in words"] = Whole("HTTP/2 200\r\n\r\n", 8, "the line \"HTTP/2 200\\r\\n\" is the head of an HTTP/2 response as a client prints it: HTTP/2 has no status line, at offset 0"),
        ["a request"] = Other("GET / HTTP/1.1\r\n", "a request", "Host: a\r\n\r\n"),
        ["an interim response and no more"] = new("HTTP/1.1 100 Continue\r\n\r\n", "HTTP/1.1 100 Continue\r\n\r\n", 18, "the stream ends after an interim response, without a final one, at offset 25: the server closed the connection"),
        ["an interim response and a document"] = new("HTTP/1.1 100 Continue\r\n\r\n<html>", "HTTP/1.1 100 Continue\r\n\r\n<html>", 8, "an interim response ends with its head; what follows is not a status line, at offset 25"),
    };

    // Plain text to a client that speaks TLS, and what is hostile in TLS itself, is of another connection: those cases have their place with it.
    private static string Zeros(int offset, int digits) => $"RFC9112-7.1-CHUNK-SIZE-ZEROS (error) at offset {offset}: A chunk size of {digits} digits.";

    private static Broken Size(string size, string quoted) => WithSize(size, $"no chunk size begins with \"{quoted}\"");

    private static Broken LargeSize(string size, int digits) => WithSize(size, $"a chunk size that begins with \"{size[..digits]}\" is larger than 63 bits");

    private static Broken WithSize(string size, string error) => new(
        Chunked + size + "\r\nhello\r\n0\r\n\r\n", Chunked, 56, $"{error}, at offset 47; what came from there on is no body, --raw shows it");

    private static Broken Length(string length, string? quoted = null, bool isLarge = false) =>
        WithLength(length, 8, $"Content-Length is {(isLarge ? "larger than 2^63-1" : "not a length")}: \"{quoted ?? length}\", at offset 17");

    private static Broken WithLength(string length, int status, string? error) => Whole(Ok + "Content-Length: " + length + "\r\n\r\nhello", status, error);

    private static Broken Head(string fields, string framing = "") => new(Ok + fields + framing, Ok + fields, 0, null);

    private static Broken Other(string line, string what, string rest = "") =>
        Whole(line + rest, 8, $"{NotHttp}the first line is \"{line.Replace("\r\n", "\\r\\n", StringComparison.Ordinal)}\", {what}, at offset 0");

    private static Broken Start(string sent, string quoted, string what) => Whole(sent, 8, $"{NotHttp}it begins with \"{quoted}\", {what}, at offset 0");

    private static string Many(string text, int count) => string.Concat(Enumerable.Repeat(text, count));

    private static Broken Whole(string sent, int status, string? error) => new(sent, sent, status, error);
}
