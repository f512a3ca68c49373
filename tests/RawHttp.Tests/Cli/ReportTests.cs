namespace RawHttp.Tests.Cli;

/// <summary>--report: one page that needs nothing else, in which all that a server sent is text.</summary>
public sealed class ReportTests : IDisposable
{
    private const string Hostile = "HTTP/1.1 200 <script>document.title='owned'</script>\r\nX: </code><img src=x onerror=\"document.title='owned'\">\r\nContent-Length: 5\nY: &lt;\r\n\r\n<b>hi";
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_row_for_each_line_with_its_findings_marked_and_linked()
    {
        var page = await ReportAsync(Hostile);

        Assert.Contains("<tr class=\"warning\"><td>110</td><td>18</td><td><mark>LF</mark></td><td><code>Content-Length: 5</code><p class=\"finding warning\" id=\"finding-2\"><b>warning</b> RFC9112-2.2-BARE-LF at 127, <a href=\"https://www.rfc-editor.org/rfc/rfc9112#section-2.2\">RFC 9112 &#167;2.2</a>", page, StringComparison.Ordinal);
        Assert.Contains("<tr class=\"clean\"><td>128</td><td>9</td><td>CRLF</td><td><code>Y: &amp;lt;</code></td></tr>", page, StringComparison.Ordinal);
        Assert.Contains("<h3 id=\"end\">How it ended</h3>\n<p>Complete, at offset 144; body of 5 bytes by Content-Length", page, StringComparison.Ordinal);
        Assert.EndsWith("</html>\n", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("error", "X : a\r\n", "SPACE-BEFORE-COLON", "curl, go and python read a body of 28 bytes; h11 refuses (illegal header line: ")]
    [InlineData("warning", "X: a\r\n b\r\n", "OBS-FOLD", "curl, go, h11 and python read a body of 26 bytes; node refuses (HPE_INVALID_HEADER_TOKEN: ")]
    [InlineData("info", "X: \u00e9\r\n", "OBS-TEXT", "curl, go, h11, node and python read a body of ")]
    public async Task A_finding_of_any_severity_quotes_the_other_readers(string severity, string field, string kind, string readers)
    {
        var page = await ReportAsync($"HTTP/1.1 200 OK\r\n{field}Content-Length: 0\r\n\r\n");

        var finding = page.Split("<p class=\"finding ").Single(part => part.StartsWith(severity, StringComparison.Ordinal) && part.Contains(kind, StringComparison.Ordinal));
        Assert.Contains($"<br><i>Of another message with it, as recorded, {readers}", finding, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_the_server_sent_is_text()
    {
        var page = await ReportAsync(Hostile);

        Assert.DoesNotContain("<script", page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("<img", page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("<b>hi", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_run_over_a_connection_tells_times_and_shows_what_was_asked_for_too()
    {
        var result = await Tool.RunAsync("get", "--demo", "--raw", "--report", _folder.PathOf("report.html"));
        var page = _folder.Read("report.html");

        Assert.Equal(0, result.Status);
        Assert.Equal(Fixture.Read("example-coolpython"), result.Output);
        Assert.Contains("<th scope=\"col\">ms</th>", page, StringComparison.Ordinal);
        Assert.Contains("<i>and 57789 more</i>", page, StringComparison.Ordinal);
        Assert.Contains("<th scope=\"row\">connect</th>", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_top_says_what_was_asked_and_what_is_worst()
    {
        var page = await ReportAsync("HTTP/1.1 200 OK\r\nA : <b>\r\nContent-Length: 9\r\n\r\nhello");

        Assert.Matches($"<title>{_folder.PathOf("response")}: 200, cut off: the input ends, RFC9112-5.1-SPACE-BEFORE-COLON; [0-9-]{{10}} [0-9:]{{8}} UTC, rawhttp [^<]*</title>", page);
        Assert.Matches("<p id=\"run\" slot=\"top\">[0-9-]{10} [0-9:]{8} UTC, rawhttp [0-9]+\\.[0-9]+\\.[0-9]+", page);
        Assert.Contains("<dt>Status</dt><dd>HTTP/1.1 200 OK</dd>\n<dt>Verdict</dt><dd class=\"error\">Cut off: the input ends</dd>\n<dt>Findings</dt><dd>2 errors, 1 info</dd>\n<dt>Worst</dt><dd class=\"error\"><a href=\"#finding-2\">RFC9112-5.1-SPACE-BEFORE-COLON</a> at 18: ", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_page_is_written_though_nothing_was_connected()
    {
        var result = await Tool.RunAsync("get", "127.0.0.1:1", "--report", _folder.PathOf("report.html"));

        var page = _folder.Read("report.html");
        Assert.Equal(7, result.Status);
        Assert.Contains("<dt>Request</dt><dd>GET / HTTP/1.1</dd>\n<dt>Status</dt><dd>none</dd>\n<dt>Verdict</dt><dd class=\"error\">Connect 127.0.0.1:1: connection refused</dd>", page, StringComparison.Ordinal);
        Assert.EndsWith("</main></body></html>\n", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_body_is_there_as_text_and_as_digits_at_its_offsets()
    {
        var page = await ReportAsync("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\n\n<\u0000\r\n12\r\n&0123456789abcdefg\r\n0\r\n\r\n");

        Assert.Contains("aria-label=\"Body as text\">\n\n&lt;\\x00&amp;0123456789abcdefg</pre>", page, StringComparison.Ordinal);
        Assert.Contains(
            "\n00000050  0a 3c 00                                          |.&lt;.|\n"
                + "00000059  26 30 31 32 33 34 35 36  37 38 39 61 62 63 64 65  |&amp;0123456789abcde|\n"
                + "00000075  66 67                                             |fg|\n</pre>",
            page,
            StringComparison.Ordinal);
        Assert.Contains("<p>21 bytes.</p>", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1024 * 1024, 0)]
    [InlineData(1024 * 1024 + 5, 5)]
    public async Task Of_a_long_body_the_first_mebibyte_is_there(int length, int left)
    {
        var page = await ReportAsync($"HTTP/1.1 200 OK\r\nContent-Length: {length}\r\n\r\n{new string('a', length)}");

        var note = left == 0
            ? $"<p>{length} bytes.</p>"
            : $"<p>The first 1048576 of {length} bytes; {left} are not in this page. <code>-o FILE</code> writes the whole body, <code>get --save FILE</code> all that is received.</p>";
        Assert.Contains(note, page, StringComparison.Ordinal);
        Assert.Equal(65_536, page.Split("61 61  |aaaaaaaaaaaaaaaa|\n").Length - 1);
    }

    [Fact]
    public async Task All_bodies_of_a_page_are_bounded_together()
    {
        var one = $"HTTP/1.1 200 OK\r\nContent-Length: 1048576\r\n\r\n{new string('a', 1024 * 1024)}";

        var page = await ReportAsync(one + one + one);

        Assert.Equal(2, page.Split("<p>1048576 bytes.</p>").Length - 1);
        Assert.Contains("<p>The first 0 of 1048576 bytes; 1048576 are not in this page.", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Reads_are_drawn_with_their_chunks_and_pauses_within_bounds()
    {
        var chunks = string.Concat(Enumerable.Repeat("1\r\na\r\n", 1500));
        await using var server = ScriptedServer.Start(async client =>
        {
            await client.SendAsync("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
            await client.HasBeenReadAsync();
            await client.SendInPiecesAsync(chunks, 1);
            await client.SendAsync("0\r\n\r\n");
            await client.CloseAsync();
        });

        await Tool.GetAsync(server, "--raw", "--report", _folder.PathOf("report.html"));

        var page = _folder.Read("report.html");
        var picture = page[page.IndexOf("<svg", StringComparison.Ordinal)..page.IndexOf("</svg>", StringComparison.Ordinal)];
        Assert.Contains("with the beginnings of 1501 chunks, the first at ", picture, StringComparison.Ordinal);
        Assert.InRange(picture.Split("class=\"read\"").Length - 1, 2, 401);
        Assert.InRange(picture.Split("class=\"chunk\"").Length - 1, 1, 401);
        Assert.Matches("A mark stands for as many as [0-9]+ reads", page);
    }

    [Fact]
    public async Task A_file_has_no_times_to_draw()
    {
        var page = await ReportAsync("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");

        Assert.DoesNotContain("<svg", page, StringComparison.Ordinal);
        Assert.Equal(["How it ended"], page.Split("<h3").Skip(1).Select(part => part.Split('>', '<')[1]));
    }

    [Fact]
    public async Task A_response_that_stops_coming_has_its_last_pause()
    {
        await using var server = ScriptedServer.SendingThenSilent("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhello");

        await Tool.GetAsync(server, "--raw", "--read-timeout", "0.3", "--report", _folder.PathOf("report.html"));

        Assert.Matches("The longest pauses?: [^.]*(\\.[^.]*)*[0-9.]+ ms before the end\\.", _folder.Read("report.html"));
    }

    [Fact]
    public async Task A_page_that_cannot_be_written_is_told()
    {
        var result = await Tool.RunAsync("read", Fixture.PathOf("example-coolpython"), "--raw", "--report", _folder.PathOf("nowhere/report.html"));

        Assert.Empty(result.Output);
        Assert.Equal((23, $"rawhttp: write {_folder.PathOf("nowhere/report.html")}: no such file or folder\n"), (result.Status, result.Error));
    }

    private async Task<string> ReportAsync(string response)
    {
        _folder.Write("response", response);
        await Tool.RunAsync("read", _folder.PathOf("response"), "--report", _folder.PathOf("report.html"));
        return await File.ReadAllTextAsync(_folder.PathOf("report.html"));
    }
}
