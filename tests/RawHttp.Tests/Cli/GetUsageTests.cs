namespace RawHttp.Tests.Cli;

/// <summary>Targets that are none and options that say nothing sensible: the exit status and the one error line.</summary>
public sealed class GetUsageTests
{
    [Theory]
    [InlineData("ftp://host", 1, "ftp: this scheme is not supported; http and https are")]
    [InlineData("https://host:0", 3, "target \"https://host:0\": 0 is no port (1 to 65535)")]
    [InlineData("", 3, "target \"\": it has no host")]
    [InlineData("http://", 3, "target \"http://\": it has no host")]
    [InlineData("http://:80/", 3, "target \"http://:80/\": it has no host")]
    [InlineData("host:0", 3, "target \"host:0\": 0 is no port (1 to 65535)")]
    [InlineData("host:65536", 3, "target \"host:65536\": 65536 is no port (1 to 65535)")]
    [InlineData("host:99999999999", 3, "target \"host:99999999999\": 99999999999 is no port (1 to 65535)")]
    [InlineData("host:http", 3, "target \"host:http\": it is no host, host:port or [ipv6]:port; -H \"Name: value\" sends a field")]
    [InlineData("::1", 3, "target \"::1\": an IPv6 address needs brackets: [::1] or [::1]:8080")]
    [InlineData("[::1", 3, "target \"[::1\": it is no host, host:port or [ipv6]:port")]
    [InlineData("[1.2.3.4]", 3, "target \"[1.2.3.4]\": 1.2.3.4 is no IPv6 address")]
    [InlineData("user:pw@host", 3, "target \"user:pw@host\": a user name in a target is not supported; -u USER:PASSWORD sends it")]
    [InlineData("@/etc/passwd", 3, "target \"@/etc/passwd\": a user name in a target is not supported; -u USER:PASSWORD sends it")]
    [InlineData("http://good.test\\@host/", 3, "target \"http://good.test\\@host/\": a user name in a target is not supported; -u USER:PASSWORD sends it")]
    [InlineData("file:///etc/passwd", 1, "file: this scheme is not supported; http and https are")]
    [InlineData("ho st", 3, "target \"ho st\": it is no host, host:port or [ipv6]:port")]
    [InlineData("host/a b", 3, "target \"host/a b\": its path holds a space or a control; write it as %20 or the like, or use --path-as-is")]
    [InlineData("host/a\r\nX: y", 2, "target: it holds CR, LF or NUL; --request FILE sends anything")]
    [InlineData("host\n", 2, "target: it holds CR, LF or NUL; --request FILE sends anything")]
    public async Task A_target_that_is_none_is_told(string target, int status, string error)
    {
        var result = await Tool.RunAsync("get", target);

        Assert.Equal((status, "", $"rawhttp: {error}\n"), (result.Status, result.Text, result.Error));
    }

    [Theory]
    [InlineData("request: the field value holds CR, LF or NUL; --request FILE sends anything", "-H", "A: b\r\nC: d")]
    [InlineData("request: the field name holds CR, LF or NUL; --request FILE sends anything", "-H", "A\n: b")]
    [InlineData("--method: it is empty or holds a space or a control; --request FILE sends anything", "-X", "GET / HTTP/1.1\r\nA:")]
    [InlineData("--method: it is empty or holds a space or a control; --request FILE sends anything", "-X", "G\u007fET")]
    [InlineData("--header: \" A: b\" begins with white space, which folds it into the field before; --request FILE sends anything", "-H", " A: b")]
    [InlineData("--header: \"\\x09A;\" begins with white space, which folds it into the field before; --request FILE sends anything", "-H", "B: c", "-H", "\tA;")]
    [InlineData("--header: \" Host:\" begins with white space, which folds it into the field before; --request FILE sends anything", "-H", " Host:")]
    [InlineData("--header: \"name\" is not \"Name: value\", \"Name:\" or \"Name;\"", "-H", "name")]
    [InlineData("--resolve: \"x\" is not HOST:PORT:ADDR[,ADDR]", "--resolve", "x")]
    [InlineData("--resolve: \"y\" in \"x:1:y\" is no address", "--resolve", "x:1:y")]
    [InlineData("--connect-to: \"a:b:c\" is not HOST:PORT:HOST:PORT", "--connect-to", "a:b:c")]
    [InlineData("--unix-socket: \"\" is empty or too long for a socket's path", "--unix-socket", "")]
    [InlineData("-4 and -6 exclude each other; see rawhttp get --help", "-4", "-6")]
    [InlineData("--print: \"hx\" has a letter that is not known: the letters are H, B, h, b and m; see rawhttp get --help", "--print", "hx")]
    [InlineData("--color: \"red\" is none of auto, always, never; see rawhttp get --help", "--color", "red")]
    [InlineData("--output: the file name is empty; see rawhttp get --help", "-o", "")]
    [InlineData("--dump-header: the file name is empty; see rawhttp get --help", "-D", "")]
    [InlineData("--request: the file name is empty; see rawhttp get --help", "--request", "")]
    [InlineData("--print: its value is missing; see rawhttp get --help", "--print")]
    [InlineData("--print: its value is missing; see rawhttp get --help", "--print", "h", "--print")]
    [InlineData("-H: its value is missing; see rawhttp get --help", "-H", "A: b", "-H")]
    [InlineData("--max-time: \"x\" is no time in seconds (0.001 to 4000000); see rawhttp get --help", "-m", "1", "-m", "x")]
    [InlineData("--strict takes no value; see rawhttp get --help", "--strict=false")]
    [InlineData("-s takes no value; see rawhttp get --help", "-s:true")]
    [InlineData("--raw and --print exclude each other; see rawhttp get --help", "--raw", "--print", "h")]
    [InlineData("--wire and --json go without -o, -O and -D; --save FILE keeps what was received; see rawhttp get --help", "--json", "-o", "x")]
    [InlineData("--wire and --json go without -o, -O and -D; --save FILE keeps what was received; see rawhttp get --help", "--wire", "-D", "x")]
    [InlineData("\" 1\" in \"a:80:b: 1\" is no port (1 to 65535)", "--connect-to", "a:80:b: 1")]
    [InlineData("\"x\" in \"a:x:127.0.0.1\" is no port (1 to 65535)", "--resolve", "a:x:127.0.0.1")]
    [InlineData("--max-time: \"x\" is no time in seconds (0.001 to 4000000); see rawhttp get --help", "-m", "x")]
    [InlineData("--read-timeout: \"-1\" is no time in seconds (0.001 to 4000000); see rawhttp get --help", "--read-timeout", "-1")]
    [InlineData("--max-line: \"1T\" is no size (1 to 2147483647; K, M and G are understood); see rawhttp get --help", "--max-line", "1T")]
    [InlineData("--max-body: \"99999999999G\" is no size (0 to 9223372036854775807; K, M and G are understood); see rawhttp get --help", "--max-body", "99999999999G")]
    public async Task An_option_that_says_nothing_sensible_is_wrong_usage(string error, params string[] options)
    {
        var result = await Tool.RunAsync(["get", "127.0.0.1:1", .. options]);

        Assert.Equal((2, "", $"rawhttp: {error}\n"), (result.Status, result.Text, result.Error));
    }

    [Theory]
    [InlineData("a TARGET is missing (or --demo); see rawhttp get --help", "get")]
    [InlineData("--demo takes a path of its origin in place of TARGET: / or /odd; see rawhttp get --help", "get", "--demo", "host")]
    [InlineData("a command is missing; rawhttp get TARGET shows what a server sends; see rawhttp --help")]
    [InlineData("--explain: its value is missing; see rawhttp --help", "--explain")]
    [InlineData("there is no option --no-such-option; see rawhttp get --help", "get", "host", "--no-such-option")]
    [InlineData("there is no option --wrie, did you mean --wire?; see rawhttp get --help", "get", "--wrie", "host")]
    [InlineData("there is no option --conect-timeout, did you mean --connect-timeout?; see rawhttp get --help", "get", "host", "--conect-timeout", "3")]
    [InlineData("there is no command \"gett\", did you mean get?; see rawhttp --help", "gett", "host")]
    [InlineData("there is no command \"serv\", did you mean serve?; see rawhttp echo --help", "echo", "serv")]
    [InlineData("there is no command \"xyz\"; see rawhttp --help", "xyz")]
    [InlineData("there is no command \"get\"; see rawhttp --help", "--", "get")]
    [InlineData("FILE: the file name is empty; see rawhttp read --help", "read", "")]
    [InlineData("--method: it is empty or holds a space or a control; see rawhttp read --help", "read", "-X", "")]
    public async Task Wrong_usage_is_one_line(string error, params string[] arguments)
    {
        var result = await Tool.RunAsync(arguments);

        Assert.Equal((2, "", $"rawhttp: {error}\n"), (result.Status, result.Text, result.Error));
    }
}
