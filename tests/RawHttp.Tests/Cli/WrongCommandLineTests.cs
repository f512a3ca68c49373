namespace RawHttp.Tests.Cli;

/// <summary>Command lines with habits of curl and HTTPie, and other mistakes: each gets one line that names the word at fault and says what to do.</summary>
public sealed class WrongCommandLineTests
{
    // A low line stands for a space within a word.
    private static readonly string[] Lines =
    [
        "-sSF http://127.0.0.1/",
        "get -sSF a=b http://127.0.0.1/",
        "get --follow http://127.0.0.1/",
        "get --location-trusted http://127.0.0.1/",
        "get -L --request file http://127.0.0.1/",
        "get -w %{code} http://127.0.0.1/",
        "get -F a=b http://127.0.0.1/",
        "get -T file http://127.0.0.1/",
        "get -n http://127.0.0.1/",
        "get --http2 http://127.0.0.1/",
        "get --http3 http://127.0.0.1/",
        "get --json={\"a\":1} http://127.0.0.1/",
        "get --json {\"a\":1} http://127.0.0.1/",
        "get -G -d a=b http://127.0.0.1/",
        "get --save a.pcapng http://127.0.0.1/",
        "get -w @format http://127.0.0.1/",
        "get --wire=some http://127.0.0.1/",
        "get --data-raw a=b http://127.0.0.1/",
        "get --data-urlencode a=b http://127.0.0.1/",
        "get --retry 3 http://127.0.0.1/",
        "get --trace - http://127.0.0.1/",
        "get http://127.0.0.1/ --next http://127.0.0.1/b",
        "get --key key.pem http://127.0.0.1/",
        "get -x ftp://127.0.0.1 http://127.0.0.1/",
        "get -x a -x b:c http://127.0.0.1/",
        "get --noproxy a http://127.0.0.1/",
        "get -U a:b http://127.0.0.1/",
        "get --socks5 a http://127.0.0.1/",
        "get --tls-max 2 https://127.0.0.1/",
        "get --haproxy-protocol http://127.0.0.1/",
        "get -c jar http://127.0.0.1/",
        "get -b jar http://127.0.0.1/",
        "get -u user http://127.0.0.1/",
        "get -K file http://127.0.0.1/",
        "get -C - http://127.0.0.1/",
        "get -N http://127.0.0.1/",
        "get -Z http://127.0.0.1/",
        "get -p Hh http://127.0.0.1/",
        "get --verify=no http://127.0.0.1/",
        "get --auth user:pass http://127.0.0.1/",
        "get --timeout 3 http://127.0.0.1/",
        "get --check-status http://127.0.0.1/",
        "get --pretty=all http://127.0.0.1/",
        "get -B http://127.0.0.1/",
        "get -O http://127.0.0.1/",
        "get -O http://127.0.0.1/a http://127.0.0.1/b",
        "get --verbose=2 http://127.0.0.1/",
        "get -k=1 http://127.0.0.1/",
        "get --wrie http://127.0.0.1/",
        "get --wire --json http://127.0.0.1/",
        "get --output= http://127.0.0.1/",
        "get http://127.0.0.1/ -o",
        "get POST http://127.0.0.1/",
        "get GET http://127.0.0.1/",
        "get http://127.0.0.1/ Name:value",
        "get http://127.0.0.1/ name==value",
        "get http://127.0.0.1/ name=value",
        "get http:/127.0.0.1",
        "get http://127.0.0.1/a_b",
        "get ::1",
        "get ftp://127.0.0.1/",
        "get localhost:99999",
        "get user:password@127.0.0.1",
        "get",
        "GET http://127.0.0.1/",
        "post http://127.0.0.1/",
        "--wire",
        "-I",
        "curl http://127.0.0.1/",
        "",
        "serv",
        "echo",
        "echo -L",
        "echo serve --listen 1:2:3",
        "read -L file",
        "read http://127.0.0.1/",
        "completions",
        "completions tcsh",
        "explain nonsense",
    ];

    [Fact]
    public async Task Each_is_answered_in_one_line()
    {
        using var folder = new TemporaryFolder();
        var ended = await Tool.RunEachInAsync(
            folder.PathOf(""), Lines.Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(word => word.Replace('_', ' ')).ToArray()));

        Assert.All(ended, one => Assert.Single(one.Error.TrimEnd('\n').Split('\n')));
        var answers = Lines.Zip(ended, (line, one) => $"$ rawhttp {line}\n{one.Error}exit {one.Status}\n");
        await Verifier.Verify(string.Join("\n", answers)).DisableScrubbers();
    }
}
