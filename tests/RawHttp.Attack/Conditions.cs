namespace RawHttp.Attack;

/// <summary>What surrounds a process: its environment, its standard streams and its limits, as lines of bash.</summary>
internal static class Conditions
{
    private static readonly (string Name, string[] Values)[] Variables =
    [
        ("TERM", ["", "dumb", "xterm-256color", "\xff", "../../etc/passwd", new('t', 5000)]),
        ("COLUMNS", ["", "0", "-1", "1", "20", "99999999999999999999", "x"]),
        ("LINES", ["0", "-1", "2147483648"]),
        ("NO_COLOR", ["", "1"]),
        ("CLICOLOR_FORCE", ["1"]),
        ("LANG", ["", "C", "tr_TR.UTF-8", "\xff", new('l', 5000)]),
        ("LC_ALL", ["", "C", "POSIX", "xx_YY.KOI8-R", "\xfe\xff"]),
        ("TZ", ["", ":/dev/zero", "/dev/zero", "../../../dev/zero", ":fifo", "<\xff>-99", "UTC", new('z', 50_000)]),
        ("SSL_CERT_FILE", ["", "/nowhere", "folder", "input", "/dev/null", "\xff", "loop"]),
        ("SSL_CERT_DIR", ["", "/nowhere", "folder", "input", "::::", "loop", new('d', 5000)]),
        ("SSLKEYLOGFILE", ["", "/nowhere/x", "keys", "folder", "/dev/full"]),
        ("OPENSSL_CONF", ["", "/nowhere", "input", "folder", "/dev/null"]),
        ("HOME", ["", "/nowhere", "\xff"]),
        ("TMPDIR", ["", "/nowhere", "/dev/null", "loop"]),
        ("PATH", ["", "/nowhere"]),
        ("RES_OPTIONS", ["", "timeout:1 attempts:1", "\xff", "ndots:99999999999"]),
        ("HOSTALIASES", ["input", "/nowhere"]),
        ("http_proxy", ["http://127.0.0.1:1", "\xff", "x"]),
    ];

    private static readonly string[] Inputs =
        ["0<&-", "0</dev/null", "0</dev/zero", "0<input", "0<folder", "0< <(:)", "0>/dev/full", "0<&1"];

    private static readonly string[] Outputs = ["1>&-", "1>/dev/null", "1>/dev/full", "1> >(:)", "1</dev/null", "1>printed", "1>&2"];
    private static readonly string[] Errors = ["2>&-", "2>/dev/null", "2>/dev/full", "2> >(:)", "2</dev/null"];

    // Less memory than this ends the runtime itself.
    private static readonly string[] Limits =
    [
        "-n 3", "-n 4", "-n 5", "-n 8", "-n 12", "-n 15", "-n 16", "-n 17", "-n 18", "-n 20", "-n 24", "-f 0", "-f 1", "-f 8",
        "-v 4000000", "-c 0", "-t 5",
    ];

    public static IEnumerable<string> Draw(Chance chance)
    {
        foreach (var (name, values) in Variables)
        {
            if (chance.In100(8))
            {
                yield return chance.In100(15) ? $"unset {name}" : $"export {name}={Script.Quote(chance.Of(values))}";
            }
        }

        if (chance.In100(25))
        {
            yield return $"exec {chance.Of(Inputs)}";
        }

        if (chance.In100(25))
        {
            yield return $"exec {chance.Of(Outputs)}";
        }

        if (chance.In100(12))
        {
            yield return $"exec {chance.Of(Errors)}";
        }

        if (chance.In100(20))
        {
            yield return $"ulimit {chance.Of(Limits)}";
        }
    }
}
