using System.Text;
using System.Text.Json;

namespace RawHttp.Tests.Cli;

/// <summary>Names outside ASCII, as they are sent and resolved: as UTS 46 has them, or refused.</summary>
public sealed class HostNameTests
{
    private static readonly (string Name, string Ascii)[] Names =
    [
        ("b\u00fccher.test", "xn--bcher-kva.test"), ("B\u00dcCHER.Test", "xn--bcher-kva.test"),
        ("bu\u0308cher.test", "xn--bcher-kva.test"), ("BU\u0308CHER.test", "xn--bcher-kva.test"),
        ("stra\u00dfe.test", "xn--strae-oqa.test"), ("\u03c3\u03ba\u03cd\u03bb\u03bf\u03c2.test", "xn--vxacmmb5d.test"),
        ("\u0130.test", "xn--i-9bb.test"), ("\ufb01.test", "fi.test"),
        ("\uff27\uff2f.test", "go.test"), ("a\u3002b\uff0ec\uff61d", "a.b.c.d"), ("a\u00ad\u200b\ufe0fb", "ab"),
        ("\u216b.test", "xii.test"),
        ("\u65e5\u672c\u8a9e.\uff4a\uff50", "xn--wgv71a119e.jp"), ("\uff76\uff9e.test", "xn--mck.test"),
        ("\u1112\u1161\u11ab.test", "xn--6q8b.test"), ("\u0915\u094d\u200d\u0937.in", "xn--11b2ezcw70k.in"),
        ("\u0627\u0660.test", "xn--mgb8i.test"), ("\u2615.test.", "xn--53h.test."), ("q\u0323\u0307.test", "xn--q-9bb7f.test"),
        ("q\u0307\u0323.test", "xn--q-9bb7f.test"), ("a_b.\u00fc", "a_b.xn--tda"),
        ("\u1e69\u0323.test", "xn--kta770l.test"), ("A_b.~C", "A_b.~C"), (new string('\u00fc', 40), "xn--tda" + new string('a', 39)),
    ];

    private static readonly (string Name, string Why)[] NoNames =
    [
        (".a", "a label of its host is empty"), ("a..b", "a label of its host is empty"),
        ("good.test..", "a label of its host is empty"), (".", "a label of its host is empty"),
        ("\u00fc..", "a label of its host is empty"), ("a.\u00ad.b", "a label of its host is empty"),
        ("a\u3002\u3002", "a label of its host is empty"),
        (new string('a', 64), "a label of a host has at most 63 characters"), (new string('\u00fc', 64),
        "a label of a host has at most 63 characters"),
        (string.Concat(Enumerable.Repeat("abcdefg.", 32)), "a host name has at most 253 characters"), (new string('\u0323', 60_000),
        "a host name has at most 253 characters"),
        ("\u1e9e.test", "\u1e9e in its host is ss to some and \u00df to others; write the one that is meant"),
        ("\u2100.test", "/ (U+002F) cannot stand there in a host name"), ("\uff20.test", "@ (U+0040) cannot stand there in a host name"),
        ("\uff05.test", "% (U+0025) cannot stand there in a host name"),
        ("\u0301a.test", "\u0301 (U+0301) cannot stand there in a host name"),
        ("a\u200db.test", "\u200d (U+200D) cannot stand there in a host name"),
        ("\u0378.test", "\u0378 (U+0378) cannot stand there in a host name"),
        ("\u00a0.test", "  (U+0020) cannot stand there in a host name"),
        ("\u05d0a.test", "a label of its host runs from right to left and from left to right"),
        ("1\u05d0.test", "a label of its host runs from right to left and from left to right"),
    ];

    [Fact]
    public async Task A_name_is_mapped_as_browsers_and_curl_map_it()
    {
        await using var server = ScriptedServer.Sending("HTTP/1.1 204 No Content\r\n\r\n");

        var hosts = await HostsAsync(server, [.. Names.Select(name => name.Name)]);

        Assert.Equal(Names.Select(name => name.Ascii), hosts);
    }

    [Fact]
    public async Task What_is_no_name_is_told()
    {
        await using var server = ScriptedServer.Sending("HTTP/1.1 204 No Content\r\n\r\n");

        var told = await HostsAsync(server, [.. NoNames.Select(name => name.Name)]);

        // What cannot be seen is escaped, which is another test's.
        static string Ascii(string text) => System.Text.RegularExpressions.Regex.Replace(text, @"\\x[0-9a-f]{2}|[^ -~]", "");
        Assert.Equal(NoNames.Select(name => Ascii($"3 rawhttp: target \"{name.Name}\": {name.Why}\n")), told.Select(Ascii));
        Assert.Empty(server.Requests);
    }

    [RequiresProgram("node", "nodejs")]
    public async Task No_name_is_another_one_than_Nodes()
    {
        const string Letters =
            "aZ9-_.\u00dc\u00df\u00e9\u0301\u0323\u0308\u0130\u017f\u01c4\u03a3\u03c2\u0434\u0416\u0915\u093c\u094d\u200d\u0bbe\u0bb0"
            + "\u1100\u1161\u11a8\uac00\u05d0\u0627\u064b\u06f0\u0660\u0e31\u1e69\u2160\u3131\u3002\u65e5\uf900\ufb01\uff21\uff9e\u30ab\u2615\u00ad";
        var random = new Random(1);
        var names = Enumerable.Range(0, 1000).Select(_ => "x" + new string(random.GetItems<char>(Letters, random.Next(1, 8))));
        names = [.. names.Where(name => !Ascii.IsValid(name))];
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(folder.PathOf("names"), JsonSerializer.Serialize(names));
        const string Script = "JSON.stringify(JSON.parse(fs.readFileSync(process.argv[1])).map(require('url').domainToASCII))";
        var node = await Tool.RunAsync("node", ["-p", Script, folder.PathOf("names")]);
        await using var server = ScriptedServer.Sending("HTTP/1.1 204 No Content\r\n\r\n");

        var hosts = await HostsAsync(server, [.. names]);

        var expected = JsonSerializer.Deserialize<string[]>(node.Output)!;
        Assert.All(hosts.Zip(expected, names), one => Assert.True(one.First == one.Second || one.First.StartsWith("3 ", StringComparison.Ordinal), $"{one}"));
        Assert.InRange(hosts.Count(host => !host.StartsWith("3 ", StringComparison.Ordinal)), 300, 1000);
    }

    [Theory]
    [InlineData("B\u00dcCHER.test", "--resolve", "bu\u0308cher.TEST:{0}:127.0.0.1")]
    [InlineData("xn--bcher-kva.test", "--resolve", "B\u00fccher.test:{0}:127.0.0.1")]
    [InlineData("B\u00dcCHER.test", "--connect-to", "b\u00fccher.test:{0}:F\u00d6\u00d6.LOCALHOST:{0}")]
    [InlineData("[fe80::1%25lo]", "--connect-to", "[fe80::1%lo]:{0}:127.0.0.1:")]
    public async Task A_rule_is_for_a_host_however_it_is_written(string host, string option, string rule)
    {
        await using var server = ScriptedServer.Sending("HTTP/1.1 204 No Content\r\n\r\n");

        var result = await Tool.RunAsync("get", $"{host}:{server.Port}", option, string.Format(null, rule, server.Port));

        Assert.Equal((0, ""), (result.Status, result.Error));
    }

    [Theory]
    [InlineData(3, "target \"[fe80::1%nosuch]\": nosuch in fe80::1%nosuch is no network interface of this machine", "[fe80::1%nosuch]")]
    [InlineData(3, "target \"[fe80::1%25nosuch]\": nosuch in fe80::1%nosuch is no network interface of this machine", "[fe80::1%25nosuch]")]
    [InlineData(3, "target \"[fe80::1%]\":  in fe80::1% is no network interface of this machine", "[fe80::1%]")]
    [InlineData(3, "target \"a\ufffdb.test\": \ufffd (U+FFFD) cannot stand there in a host name", "a\ufffdb.test")]
    [InlineData(2, "--resolve: \"a:1:fe80::1%nosuch\": nosuch in fe80::1%nosuch is no network interface of this machine", "a", "--resolve", "a:1:fe80::1%nosuch")]
    [InlineData(2, "--resolve: \"a..:1:::1\": a label of its host is empty", "a", "--resolve", "a..:1:::1")]
    [InlineData(2, "--connect-to: \"a:1:[::1%nosuch]:1\": nosuch in ::1%nosuch is no network interface of this machine", "a", "--connect-to", "a:1:[::1%nosuch]:1")]
    [InlineData(2, "--connect-to: \"\u2100:1:a:1\": / (U+002F) cannot stand there in a host name", "a", "--connect-to", "\u2100:1:a:1")]
    public async Task A_host_that_is_none_is_told(int status, string error, params string[] arguments)
    {
        var result = await Tool.RunAsync(["get", .. arguments]);

        Assert.Equal((status, "", $"rawhttp: {error}\n"), (result.Status, result.Text, result.Error));
    }

    // The host that was asked for, or the status and the error.
    private static async Task<List<string>> HostsAsync(ScriptedServer server, IReadOnlyList<string> names)
    {
        using var folder = new TemporaryFolder();
        var there = $"::127.0.0.1:{server.Port}";
        var ended = await Tool.RunEachInAsync(folder.PathOf(""), names.Select(name => new[] { "get", name, "--connect-to", there }));
        var asked = new Queue<string>(server.Requests.Select(request => request.Split("\r\nHost: ")[1].Split("\r\n")[0]));
        return [.. ended.Select(one => one.Status == 0 ? asked.Dequeue() : $"{one.Status} {one.Error}")];
    }
}
