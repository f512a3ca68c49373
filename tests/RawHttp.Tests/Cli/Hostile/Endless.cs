namespace RawHttp.Tests.Cli.Hostile;

/// <summary>Something without an end: a beginning, what follows again and again, what is said when a limit ends it, and how much at least is printed of it.</summary>
internal sealed record Endless(string First, string Forever, string Error, int Shown, int Status = 100, string[]? Options = null, string? Printed = null)
{
    private const string Ok = "HTTP/1.1 200 OK\r\n";
    private const string Chunked = Ok + "Transfer-Encoding: chunked\r\n\r\n";
    private const string Hidden = "; what came from there on is no body, --raw shows it";
    private const int Kilo = 1024;
    private const int Mega = 1024 * 1024;

    public static IReadOnlyDictionary<string, Endless> All { get; } = new Dictionary<string, Endless>
    {
        ["status line"] = new("", "x", "not an HTTP/1.x response: it begins with \"x\", at offset 0", 1, Status: 8),
        ["status line of NULs"] = new("", "\0", "not an HTTP/1.x response: it begins with \"\\x00\\x00\\x00\\x00\", at offset 0", 4, Status: 8),
        ["status line of another version"] = new("HTTP/2 200 ", "OK ", $"the line \"HTTP/2 200 {string.Concat(Enumerable.Repeat("OK ", 17))[..49]}\"... is the head of an HTTP/2 response as a client prints it: HTTP/2 has no status line, at offset 0", Mega, Status: 8),
        ["reason phrase"] = new("HTTP/1.1 200 ", "OK ", "status line at offset 0 is longer than the limit of 1048576 bytes", Mega),
        ["empty lines"] = new("", "\r\n", "the empty lines before the status line at offset 1048576 exceed the limit of 1048576 bytes", Mega),
        ["bare line feeds"] = new("", "\n", "the empty lines before the status line at offset 1048576 exceed the limit of 1048576 bytes", Mega),
        ["field line"] = new(Ok, "x", "field line at offset 17 is longer than the limit of 1048576 bytes", Mega),
        ["white space"] = new(Ok + "A:", " ", "field line at offset 17 is longer than the limit of 1048576 bytes", Mega),
        ["length"] = new(Ok + "Content-Length: ", "0", "field line at offset 17 is longer than the limit of 1048576 bytes", Mega),
        ["fields"] = new(Ok, "Name: value\r\n", "the section with the field line at offset 1048571 is larger than the limit of 1048576 bytes", 1_048_571),
        ["fields of a colon"] = new(Ok, ":\n", "the field line at offset 200017 is one more than the limit of 100000 fields", 200_017),
        ["lines without a colon"] = new(Ok, "\x01\n", "the field line at offset 200017 is one more than the limit of 100000 fields", 200_017),
        ["long fields"] = new(Ok, $"A: {new string('\x01', 60_000)}\r\n", "the section with the field line at offset 1020102 is larger than the limit of 1048576 bytes", 1_020_102),
        ["folds"] = new(Ok + "Name: value\r\n", " folded\r\n", "the section with the field line at offset 1048575 is larger than the limit of 1048576 bytes", 1_048_575),
        ["empty folds"] = new(Ok + "Name: value\r\n", " \n", "the section with the field line at offset 1048576 is larger than the limit of 1048576 bytes", Mega),
        ["interim responses"] = new("", "HTTP/1.1 100 Continue\r\n\r\n", "the interim response at offset 800 is one more than the limit of 32", 800),
        ["large interim responses"] = new("", LargeInterim, $"the interim responses up to offset {2 * LargeInterim.Length} exceed the limit of 1048576 bytes", 2 * LargeInterim.Length),
        ["chunk size of zeros"] = new(Chunked, "0", "chunk size line at offset 47 is longer than the limit of 1048576 bytes" + Hidden, 0, Printed: Chunked),
        ["chunk extension"] = new(Chunked + "5", ";ext", "chunk size line at offset 47 is longer than the limit of 1048576 bytes" + Hidden, 0, Printed: Chunked),
        ["trailers"] = new(Chunked + "0\r\n", "T:\r\n", "the trailer field line at offset 400050 is one more than the limit of 100000 fields" + Hidden, 0, Printed: Chunked),
        ["field line that is none"] = new(Ok + "{", "\"", $"no field line begins with \"{{{string.Concat(Enumerable.Repeat("\\\"", 59))}\"..., and this line is longer than the limit of 1048576 bytes, at offset 17", Mega, Status: 8),
        ["trailer line"] = new(Chunked + "0\r\n", "x", "trailer field line at offset 50 is longer than the limit of 1048576 bytes" + Hidden, 0, Printed: Chunked),
        ["trailer folds"] = new(Chunked + "0\r\nT: 1\r\n", " x\r\n", "the section with the trailer field line at offset 1048624 is larger than the limit of 1048576 bytes" + Hidden, 0, Printed: Chunked),
        ["chunks of one octet"] = Body(Chunked, "1\r\nx\r\n", 100_000),
        ["chunks of one octet, each after zeros"] = Body(Chunked, $"{new string('0', 1000)}1;{new string('e', 1000)}\r\nx\r\n", 1000),
        ["chunks with every fault that can be passed over"] = Body(Chunked, "01 ;\x01\nx\n", 10_000),
        ["large chunks"] = Body(Chunked, $"10000\r\n{new string('x', 64 * Kilo)}\r\n", 4 * Mega),
        ["one chunk"] = Body(Chunked + "7fffffffffffffff\r\n", "x", 4 * Mega, Chunked),
        ["body by length"] = Body(Ok + "Content-Length: 9223372036854775807\r\n\r\n", "x", 4 * Mega),
        ["body until close"] = Body(Ok + "\r\n", "x", 4 * Mega),
    };

    private static string LargeInterim => $"HTTP/1.1 103 Early Hints\r\n{string.Concat(Enumerable.Repeat($"Link: {new string('x', 1024)}\r\n", 600))}\r\n";

    private static Endless Body(string first, string forever, int limit, string? head = null) =>
        new(first, forever, $"the body is longer than the limit of {limit} bytes", 0, 63, ["--max-body", $"{limit}"], (head ?? first) + new string('x', limit));
}
