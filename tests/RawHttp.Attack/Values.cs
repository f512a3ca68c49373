namespace RawHttp.Attack;

/// <summary>Values of options and arguments, most of them wrong: an octet a character, and no NUL, which no argument can hold.</summary>
internal static class Values
{
    private static readonly string[] Numbers =
    [
        "", "0", "-1", "-0", "1", "2", "7", "16", "0.1", ".5", "1.", "00", "+1", "1e99", "1e-99", "NaN", "Infinity", "-Infinity", "0x10",
        "1_000", "1,5", " 1",
        "2147483647", "2147483648", "4294967296", "9223372036854775807", "9223372036854775808", "18446744073709551616", "922337203685",
        "1K", "1k", "64K", "1M", "3G", "9007199254740993K", "9223372036854775807G", "-1K", "K", "1KK", "1T", "\xd9\xa1", "none",
    ];

    private static readonly string[] Paths =
    [
        "", "-", ".", "..", "/", "/nowhere/x", "folder", "folder/", "folder/x", "x", "x.part", "./x", "input", "fifo", "loop", "loop/x",
        "dangling",
        "/dev/full", "/dev/null", "/dev/zero", "/dev/stdin", "/dev/stdout", "/dev/stderr", "/dev/fd/0", "/dev/fd/1", "/dev/fd/7",
        "/dev/fd/99999999999",
        "/proc/self/mem", "/proc/self/fd/1", "/proc/self/cmdline", "x\n", "x\x1b[2J", "\xff\xfe", "folder/\xc3", "%s%n", "CON",
        new('n', 255), new('n', 256), new('/', 5000),
    ];

    private static readonly string[] Hosts =
    [
        "127.0.0.1", "127.0.0.2", "localhost", "LOCALHOST.", "a.localhost", "a..b", ".a", "a.", "a..", "-a.invalid", "a-.invalid",
        "a_b.invalid", "x.invalid",
        new string('l', 63) + ".invalid", new string('l', 64) + ".invalid", new('h', 300), string.Concat(Enumerable.Repeat("a.", 200)),
        "xn--", "xn--a", "xn--zzzzzzzzzzzz.invalid",
        Chance.Utf8("b\u00fccher.invalid"), Chance.Utf8("\u00df.invalid"), Chance.Utf8("\u0130.invalid"), Chance.Utf8("\u200d.invalid"),
        Chance.Utf8("\ud83d\ude00.invalid"),
        Chance.Utf8("\u05d0a.invalid"), Chance.Utf8("a\u3002invalid"), Chance.Utf8("\uff11\uff12\uff17.0.0.1"),
        Chance.Utf8("\u0301a.invalid"), "\xff.invalid",
        "[::1]", "[::1%lo]", "[::1%nowhere]", "[fe80::1%1]", "[fe80::1%25lo]", "[::ffff:127.0.0.1]", "[]", "[::1", "::1", "[1::2::3]",
        "[v1.x]", "0", "0.0.0.0", "127.1", "0x7f.1", "999.1.1.1", "255.255.255.255",
    ];

    private static readonly string[] Ports =
        ["", ":", ":1", ":0", ":9", ":65535", ":65536", ":-1", ":99999999999", ":x", ":1:2", ": 1", ":\xd9\xa1"];

    private static readonly string[] Rests =
    [
        "", "", "/", "/x?y#z", "?", "#", "//", "/../..", "/%", "/%zz", "/%00", "/a b", "/a\tb", "/a\rb", "/a\nHost: x", "/\x7f",
        "/\xc3\xa9", "/\xff", "/" + new string('p', 70_000), "\\x", "/{}|^`<>\"",
    ];

    private static readonly string[] Schemes =
    [
        "", "", "", "http://", "https://", "HTTP://", "ftp://", "file://", "://", "http:", "http:/", "http:///", "http://u:p@",
        "javascript:", "\xff://",
    ];

    private static readonly string[] Headers =
    [
        "", ":", ":x", ";", "a", "a:", "a;", "a: b", "a :b", " a: b", "a: b\r\nc: d", "a: b\rc", "a: b\n", "Host: x", "Host:", "Host;",
        "Connection:", "connection: keep-alive", "Connection: upgrade, close", "Transfer-Encoding: chunked",
        "Content-Length: 5", "Expect: 100-continue", "Accept-Encoding: gzip", "Range: bytes=0-", "a: \xff\x80", "\xc3\xa9: x",
        "a: " + new string('v', 60_000), new string('n', 60_000) + ": v", "a: \x01\x7f", "@input", "a:b;", "(): x",
    ];

    private static readonly string[] Words =
    [
        "", " ", "a b", "GET", "get", "HEAD", "CONNECT", "OPTIONS", "M\r\n", "\x7f", "\xff", "hb", "HhBbm", "z", "hhhh", "echo", "ack",
        "auto", "always", "never", "RFC9112-6.3-BOTH-LENGTHS", "RFC", "--", "-", "-x", "@input", "@", "[diagram]", "{0}",
    ];

    // Without these almost every case would end at its command line.
    private static readonly Dictionary<string, string[]> Right = new()
    {
        ["FILE"] = ["x", "y", "input"],
        ["PATH"] = ["x"],
        ["SECONDS"] = ["0.2", "1", "2"],
        ["BYTES"] = ["1", "100", "64K", "1M"],
        ["N"] = ["1", "5", "1000"],
        ["Name: value"] = ["a: b", "Host:", "Connection: keep-alive"],
        ["METHOD"] = ["HEAD", "POST", "CONNECT"],
        ["LETTERS"] = ["hb", "m", "HhBbm"],
        ["ADDR:PORT"] = ["127.0.0.1:0", "[::1]:0"],
        ["HOST:PORT:ADDR[,ADDR]"] = ["x.invalid:80:127.0.0.1"],
        ["HOST:PORT:HOST:PORT"] = ["x.invalid:80:127.0.0.1:1"],
    };

    private static readonly string[] Anything = [.. Numbers, .. Paths, .. Hosts, .. Headers, .. Words];

    /// <summary>A value for an option whose help names its value so.</summary>
    public static string Of(string kind, Chance chance, string server) => kind switch
    {
        _ when chance.In100(4) => chance.Of(Anything),
        _ when chance.In100(65) && Right.TryGetValue(kind, out var right) => chance.Of(right),
        "FILE" or "PATH" => Path(chance),
        "SECONDS" or "BYTES" or "N" => chance.Of(Numbers),
        "Name: value" => chance.Of(Headers),
        "ADDR:PORT" => Place(chance),
        "HOST:PORT:ADDR[,ADDR]" => $"{Place(chance)}:{chance.Of(Hosts)}{chance.Of("", ",", ",127.0.0.1", ",::1")}",
        "HOST:PORT:HOST:PORT" => $"{Place(chance)}:{(chance.In100(50) ? server : Place(chance))}",
        _ when kind.Contains('|', StringComparison.Ordinal) && chance.In100(90) => chance.Of(kind.Split('|')),
        _ => chance.Of(Words),
    };

    public static string Path(Chance chance) => chance.Of(Paths);

    /// <summary>A target, more often than not one that leads to the server.</summary>
    public static string Target(Chance chance, string server) =>
        chance.In100(55) ? server
        : chance.Of(Schemes) + (chance.In100(50) ? server : Place(chance)) + chance.Of(Rests);

    private static string Place(Chance chance) => chance.Of(Hosts) + chance.Of(Ports);
}
