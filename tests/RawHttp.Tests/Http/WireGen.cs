using System.Text;
using CsCheck;
using RawHttp.Http;

namespace RawHttp.Tests.Http;

/// <summary>What a server may send: words of the grammar in no order, responses of them, and fixtures and valid responses with something changed.</summary>
internal static class WireGen
{
    private static readonly string[] Methods = ["GET", "GET", "GET", "HEAD", "CONNECT"];

    public static readonly Gen<string> Ending = Gen.Frequency((20, Gen.Const("\r\n")), (3, Gen.Const("\n")), (1, Gen.OneOf("\r", "", "\r\r\n", "\n\r")));

    private static readonly Gen<string> StatusLine = Gen.Frequency(
        (6, Gen.OneOf("HTTP/1.1 200 OK", "HTTP/1.1 200 OK", "HTTP/1.0 404 Not Found", "HTTP/1.1 100 Continue", "HTTP/1.1 103 ", "HTTP/1.1 204 ", "HTTP/1.1 304 Not Modified", "HTTP/1.1 101 ")),
        (2, Gen.OneOf("HTTP/1.1 200", "HTTP/1.1\t200 \t OK", " HTTP/1.1 200 OK", "HTTP/1.9 999 \x1b[2J")),
        (1, Gen.OneOf("HTTP/2.0 200 OK", "http/1.1 200 ok", "HTTP/1.1 20", "ICY 200 OK", "SSH-2.0-x", "\x16\x03\x01")));

    public static readonly Gen<string> FieldLine = Gen.OneOf(
        "Content-Length: 5", "Content-Length: 5, 5", "content-length:0", "Content-Length: 05, 6", "Content-Length: -1", "Content-Length: 9223372036854775807", "Content-Length:",
        "Transfer-Encoding: chunked", "Transfer-Encoding: chunked", "Transfer-Encoding: gzip, chunked", "Transfer-Encoding: chunked, gzip", "Transfer-Encoding: ,", "Transfer-Encoding: x;y",
        "Date: Sun, 06 Nov 1994 08:49:37 GMT", "Date: Sun Nov  6 08:49:37 1994", "Set-Cookie: a=b; Expires=0", "Content-Type: text/html; charset=\"a\\\"b", "Server: (a(b)c",
        "Connection: close", "X : y", ": y", "X:", "no colon", " folded", "\t", "X: \xe9\xff", "X: a\rb", "X: a\0b", "N\0me: x", "WWW-Authenticate: Basic realm=\"x\", ,Digest a=b", "Cache-Control: max-age=x");

    private static readonly Gen<string> ChunkLine = Gen.OneOf(
        "5\r\nhello\r\n", "5\r\nhello\r\n", "1\nx\n", "3\r\nabc", "0", "0\r\n\r\n", "00000000000000000002", "a;b=c", "2 ;x", "2;\0", "0x5", "-1", "7fffffffffffffff", "ffffffffffffffff", "g", "", ";");

    public static readonly Gen<string> Noise = Gen.OneOf<string>(
        Gen.OneOf("\r", "\n", ":", " ", "\t", "\0", "\x80", ";", ",", "hello", "\r\n\r\n"),
        Gen.String[Gen.Char['\0', '\xff'], 0, 6],
        Gen.Int[1, 90].Select(count => new string('x', count)));

    private static readonly Gen<string> Word = Gen.OneOf<string>(StatusLine, FieldLine, ChunkLine, Noise, Ending);

    private static readonly Gen<string> Head = Gen.Select(
        Gen.Select(StatusLine, Ending).Select(Join),
        Gen.Select(FieldLine, Ending).Select(Join).Array[0, 8],
        Ending,
        (status, fields, blank) => status + string.Concat(fields) + blank);

    public static readonly Gen<string> Body = Gen.Frequency((6, Gen.Select(ChunkLine, Ending).Select(Join)), (1, Gen.Select(FieldLine, Ending).Select(Join)), (1, Word)).Array[0, 10].Select(string.Concat);

    private static readonly Gen<(string Method, string Octets)> Made = Gen.Select(Gen.OneOf(Methods), Gen.Frequency(
        (1, Word.Array[0, 25].Select(string.Concat)),
        (2, Gen.Select(Head, Body).Select(Join)),
        (1, Gen.Select(Head.Array[2, 4].Select(string.Concat), Body).Select(Join)),
        (2, Body.Select(body => "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + body))));

    // The one large fixture would take most of the time.
    private static readonly Gen<(string Method, string Octets)> Fixed = Gen.OneOf(
        [.. Fixture.Names.Select(name => (Fixture.MethodOf(name), Encoding.Latin1.GetString(Fixture.Read(name)))).Where(fixture => fixture.Item2.Length < 2000)]);

    private static readonly Gen<Func<string, string>> Change = Gen.Select(Gen.Int[0, 6], Gen.Int[0, 1000], Gen.Int[1, 40], Gen.Char['\0', '\xff'], Word, Changed);

    private static readonly Gen<string> Token = Gen.String[Gen.Char["!#$%&'*+-.^_`|~09AZaz"], 1, 40];

    private static readonly Gen<string> CleanField = Gen.Select(Token, Gen.OneOf(" ", "", "\t ", "  "), Gen.String[Gen.OneOf<char>(Gen.Char['!', '~'], Gen.Const(' '), Gen.Const('\t')), 0, 150], (name, space, value) => $"{name}:{space}{value}\r\n");

    // Fields whose values rules judge, valid and not.
    private static readonly Gen<string> JudgedField = Gen.OneOf<string>([.. FieldSyntaxLines.All.Select(row => $"{row[0]}\r\n")]);

    /// <summary>Heads whose lines have no fault, long enough for many blocks of a search, half of them with something changed.</summary>
    public static Gen<(string Method, string Octets)> AlmostClean { get; } = Gen.Select(Gen.OneOf(CleanField, JudgedField).Array[0, 12], Change, Gen.Bool, Gen.OneOf("", "hello", "\r\n\n\0"), (fields, change, isChanged, body) =>
    {
        var head = $"HTTP/1.1 200 OK\r\n{string.Concat(fields)}\r\n";
        return ("GET", (isChanged ? change(head) : head) + body);
    });

    /// <summary>Any of it, with the method of the request it answers.</summary>
    public static Gen<(string Method, string Octets)> Any { get; } = Gen.OneOf<(string, string)>(
        Made,
        Mutated(Fixed),
        Mutated(ResponseGen.Valid.Select(response => (response.Method, response.Text))));

    /// <summary>What may be sent again and again: one word or line, or all that makes a response.</summary>
    public static Gen<string> Cycle { get; } = Gen.OneOf<string>(
        Word,
        Gen.Select(FieldLine, Ending).Select(Join),
        Gen.Select(ChunkLine, Ending).Select(Join),
        Head,
        Any.Select(response => response.Octets)).Where(octets => octets.Length > 0);

    /// <summary>The default limits, or such as are soon reached.</summary>
    public static Gen<MessageLimits> Limits { get; } = Gen.Frequency(
        (2, Gen.Const(new MessageLimits())),
        (1, Gen.Select(Gen.Int[1, 80], Gen.Int[0, 5], Gen.Int[1, 300], Gen.Int[0, 2], Gen.Long[0, 12], (line, fields, head, interim, body) =>
            new MessageLimits { Line = line, Fields = fields, Head = head, Interim = interim, Body = body })));

    /// <summary>The sizes of fragments, used in turn.</summary>
    public static Gen<int[]> Sizes { get; } = Gen.OneOf<int>(Gen.Int[1, 3], Gen.Int[1, 60], Gen.Int[1, 600]).Array[1, 6];

    /// <summary>The same with up to three things changed.</summary>
    public static Gen<(string Method, string Octets)> Mutated(Gen<(string Method, string Octets)> responses) =>
        Gen.Select(responses, Change.Array[0, 3], (response, changes) => (response.Method, changes.Aggregate(response.Octets, (octets, change) => change(octets))));

    public static string Join((string First, string Next) both) => both.First + both.Next;

    // Deletes, doubles, swaps with what follows, flips, replaces, inserts, or cuts off.
    private static Func<string, string> Changed(int how, int where, int count, char octet, string word) => octets =>
    {
        var at = where * octets.Length / 1000;
        var end = Math.Min(at + count, octets.Length);
        var next = Math.Min(end + count, octets.Length);
        return how switch
        {
            0 => octets[..at] + octets[end..],
            1 => octets[..end] + octets[at..],
            2 => octets[..at] + octets[end..next] + octets[at..end] + octets[next..],
            3 when at < end => octets[..at] + (char)(octets[at] ^ (1 << (count % 8))) + octets[(at + 1)..],
            4 when at < end => octets[..at] + octet + octets[(at + 1)..],
            5 => octets[..at] + word + octets[at..],
            _ => octets[..at],
        };
    };
}
