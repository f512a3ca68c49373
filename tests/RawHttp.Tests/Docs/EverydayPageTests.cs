using System.IO.Compression;
using System.Text;
using System.Text.RegularExpressions;
using RawHttp.Tests.Cli;
using RawHttp.Tests.Tls;

namespace RawHttp.Tests.Docs;

/// <summary>The lines of rawhttp in docs/everyday.md, each run against servers that stand for those it names, and what it says of them.</summary>
public sealed partial class EverydayPageTests
{
    private static readonly Dictionary<string, string> Shows = new()
    {
        ["See where a redirection leads"] = "HTTP/1.1 302 Found\nLocation: /new\nContent-Length: 0\n\nHTTP/1.1 200 OK\n",
        ["Send JSON"] = "{\"a\":1}",
        ["Try a proxy"] = "GET http://a.test/ HTTP/1.1\n",
        ["Look at a certificate"] = "certificate for localhost",
        ["Time a slow server"] = "; body of 2 bytes by Content-Length (RFC 9112 \u00a76.3 rule 6); 40 bytes received; resolve ",
        ["Resume a download"] = "56789",
        ["Compare two servers"] = "Content-Length: 3",
        ["Find gzip that was cut"] = "warning RFC9110-8.4-CUT-CODING at ",
        ["Watch a stream"] = "  data   data: 1\\n\\n\n",
        ["Report a bug"] = "HTTP/1.1 200 OK\n",
    };

    [Fact]
    public async Task Each_line_of_rawhttp_does_what_its_task_asks()
    {
        using var folder = new TemporaryFolder();
        ScriptedServer? started = null;
        await using var server = started = ScriptedServer.Start(AnswerAsync);
        await using var other = ScriptedServer.Sending("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nhi!");
        await using var secure = TlsServer.Sending(TestCertificates.Good, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi");
        var roots = TestCertificates.WriteAuthority(folder);
        folder.Write("file", "01234");

        var tasks = Line().Matches(await File.ReadAllTextAsync(Path.Combine(Fixture.Folder, "../docs/everyday.md"))).ToDictionary(task => task.Groups["title"].Value, task => task.Groups["line"].Value.Replace("\\|", "|", StringComparison.Ordinal));

        Assert.Equal(Shows.Keys, tasks.Keys);
        foreach (var (title, line) in tasks)
        {
            var command = line.Replace("-x http://proxy.example.org:3128 http://example.org/", $"-x http://{server.Address} http://a.test/", StringComparison.Ordinal)
                .Replace("http://b.example.org", $"http://{other.Address}", StringComparison.Ordinal)
                .Replace("https://example.org/", secure.Url, StringComparison.Ordinal);
            command = Host().Replace(command, $"http://{server.Address}").Replace("rawhttp", "$TOOL", StringComparison.Ordinal);
            var result = await Tool.ShellAsync($"cd {folder.PathOf("")} && export SSL_CERT_FILE={roots} && {{ {command}; }} 2>&1; [ '{title}' != 'Resume a download' ] || cat file");
            var text = Encoding.UTF8.GetString(result.Output).Replace("\r", "", StringComparison.Ordinal);
            Assert.True(text.Contains(Shows[title], StringComparison.Ordinal), $"{title}: {command}\n{text}");
        }

        Assert.Equal("0123456789", folder.Read("file"));
        Assert.Contains("bug.html", folder.Names);
        Assert.Contains("bug.http", folder.Names);

        async Task AnswerAsync(ScriptedClient client)
        {
            await client.SendAsync(Answer(started!.Requests[^1]));
            await client.CloseAsync();
        }
    }

    private static byte[] Answer(string head) => head.Split(' ')[1] switch
    {
        "/old" => Message("302 Found", "Location: /new\r\n", []),
        "/file" => Message("206 Partial Content", "Content-Range: bytes 5-9/10\r\n", "56789"u8.ToArray()),
        "/cut.gz" => Message("200 OK", "Content-Encoding: gzip\r\n", Cut()),
        "/events" => Encoding.ASCII.GetBytes("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n9\r\ndata: 1\n\n\r\n0\r\n\r\n"),
        _ when head.StartsWith("POST", StringComparison.Ordinal) => Message("201 Created", "", "{\"a\":1}"u8.ToArray()),
        _ => Message("200 OK", "", "hi"u8.ToArray()),
    };

    private static byte[] Message(string status, string fields, byte[] content) =>
        [.. Encoding.ASCII.GetBytes($"HTTP/1.1 {status}\r\n{fields}Content-Length: {content.Length}\r\n\r\n"), .. content];

    private static byte[] Cut()
    {
        using var coded = new MemoryStream();
        using (var gzip = new GZipStream(coded, CompressionLevel.Optimal))
        {
            gzip.Write(Encoding.ASCII.GetBytes(string.Concat(Enumerable.Range(0, 1000).Select(i => $"line {i}\n"))));
        }

        return coded.ToArray()[..^100];
    }

    [GeneratedRegex(@"^## (?<title>.+)\n\n\| \| \|\n\|---\|---\|\n\| rawhttp \| `(?<line>.+)` \|$", RegexOptions.Multiline)]
    private static partial Regex Line();

    [GeneratedRegex(@"http://(a\.)?example\.org")]
    private static partial Regex Host();
}
