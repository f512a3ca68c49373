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

        Assert.Contains("<tr class=\"warning\"><td>110</td><td>18</td><td><mark>LF</mark></td><td><code>Content-Length: 5</code><p class=\"finding warning\"><b>warning</b> RFC9112-2.2-BARE-LF at 127, <a href=\"https://www.rfc-editor.org/rfc/rfc9112#section-2.2\">RFC 9112 &#167;2.2</a>", page, StringComparison.Ordinal);
        Assert.Contains("<tr class=\"clean\"><td>128</td><td>9</td><td>CRLF</td><td><code>Y: &amp;lt;</code></td></tr>", page, StringComparison.Ordinal);
        Assert.Contains("<h2 id=\"end\">How it ended</h2>\n<p>Complete, at offset 144; body of 5 bytes by Content-Length", page, StringComparison.Ordinal);
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
        Assert.Contains($"<br><i>Of a recorded message with it, {readers}", finding, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_the_server_sent_is_text()
    {
        var page = await ReportAsync(Hostile);

        Assert.DoesNotContain("<script", page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("<img", page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("<b>hi", page, StringComparison.Ordinal);
    }

    [RequiresProgram("chromium", "chromium")]
    public async Task A_browser_runs_nothing_of_it()
    {
        await ReportAsync(Hostile);

        var result = await Tool.RunAsync("chromium", ["--headless", "--no-sandbox", "--disable-gpu", $"--user-data-dir={_folder.PathOf("profile")}", "--dump-dom", $"file://{_folder.PathOf("report.html")}"]);

        Assert.Equal(0, result.Status);
        Assert.Contains($"<title>{_folder.PathOf("response")}: what was sent, by rawhttp</title>", result.Text, StringComparison.Ordinal);
        Assert.Contains("&lt;script&gt;document.title='owned'&lt;/script&gt;", result.Text, StringComparison.Ordinal);
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

        Assert.Contains($"<title>{_folder.PathOf("response")}: what was sent, by rawhttp</title>", page, StringComparison.Ordinal);
        Assert.Matches("<p id=\"run\">[0-9-]{10} [0-9:]{8} UTC, rawhttp [0-9]+\\.[0-9]+\\.[0-9]+", page);
        Assert.Contains("<dt>Status</dt><dd>HTTP/1.1 200 OK</dd>\n<dt>Verdict</dt><dd class=\"error\">Cut off: the input ends</dd>\n<dt>Findings</dt><dd>2 errors, 1 info</dd>\n<dt>Worst</dt><dd class=\"error\">RFC9112-5.1-SPACE-BEFORE-COLON: ", page, StringComparison.Ordinal);
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
