using PuppeteerSharp.Media;
using RawHttp.Tests.Tls;

namespace RawHttp.Tests.Cli;

/// <summary>The page of --report in a real browser: what one sees, clicks and reaches by keys, and what axe-core says.</summary>
public sealed class ReportBrowserTests(Browser browser) : IClassFixture<Browser>, IDisposable
{
    private const string Clean = "HTTP/1.1 200 OK\r\nDate: Sun, 06 Nov 1994 08:49:37 GMT\r\nContent-Length: 5\r\n\r\nhello";
    private const string Faulty = "HTTP/1.1 200 <script>document.title='owned'</script>\r\nX : </svg></code><img src=x onerror=\"document.title='owned'\">\r\nContent-Length: 3\nTransfer-Encoding: chunked\r\n\r\n"
        + "1c\r\n</pre><script>x</script>\0\u00e2\u0080\u00ae\r\n0\r\n\r\n";

    private readonly TemporaryFolder _folder = new();

    private string Report => _folder.PathOf("report.html");

    public void Dispose() => _folder.Dispose();

    [RequiresProgramTheory("chromium", "chromium")]
    [InlineData("clean")]
    [InlineData("faulty")]
    [InlineData("several")]
    [InlineData("failed")]
    [InlineData("tls")]
    [InlineData("cut")]
    public async Task Axe_finds_nothing_and_nothing_is_wider_than_the_screen(string what)
    {
        await WriteAsync(what);
        foreach (var (width, scheme) in new[] { (1200, "light"), (1200, "dark"), (390, "light"), (390, "dark") })
        {
            await using var page = await browser.OpenAsync(Report, width, scheme);
            await page.EvaluateAsync<int>("document.querySelectorAll('details').forEach(d => d.open = true), 0");

            Assert.Empty(await page.AuditAsync());
            Assert.Equal(width, await page.EvaluateAsync<int>("Math.max(innerWidth, document.documentElement.scrollWidth)"));
            Assert.Equal([$"file://{Report}"], page.Requests);
            Assert.Empty(page.Told);
        }
    }

    [RequiresProgram("chromium", "chromium")]
    public async Task What_a_server_sent_stays_text()
    {
        await WriteAsync("faulty");
        await using var page = await browser.OpenAsync(Report);

        Assert.Contains("RFC9112-5.1-SPACE-BEFORE-COLON", await page.EvaluateAsync<string>("document.title"), StringComparison.Ordinal);
        Assert.Equal(0, await page.EvaluateAsync<int>("document.querySelectorAll('script, img, iframe, object, link').length"));
        Assert.Equal("</pre><script>x</script>\\x00\\xe2\\x80\\xae", await page.EvaluateAsync<string>("document.querySelector('pre.text').textContent"));
        Assert.Equal([$"file://{Report}"], page.Requests);
    }

    [RequiresProgram("chromium", "chromium")]
    public async Task A_filter_hides_rows_and_shows_them_again()
    {
        await WriteAsync("faulty");
        await using var page = await browser.OpenAsync(Report);
        var all = await RowsAsync(page);

        await page.Page.ClickAsync("#found");
        var found = await RowsAsync(page);
        await page.Page.ClickAsync("#errors");
        var errors = await RowsAsync(page);
        await page.Page.ClickAsync("#all");

        Assert.Equal(["error", "info"], found.Distinct().Order());
        Assert.Equal(["error"], errors.Distinct());
        Assert.True(all.Length > found.Length && found.Length > errors.Length);
        Assert.Equal(all, await RowsAsync(page));
    }

    [RequiresProgram("chromium", "chromium")]
    public async Task The_worst_finding_the_filter_and_the_body_are_reached_by_keys_in_this_order()
    {
        await WriteAsync("faulty");
        await using var page = await browser.OpenAsync(Report);
        var reached = new List<string>();
        for (var i = 0; i < 3; i++)
        {
            await page.Page.Keyboard.PressAsync("Tab");
            reached.Add(await page.EvaluateAsync<string>("document.activeElement.id || document.activeElement.textContent"));
        }

        Assert.Equal("solid", await page.EvaluateAsync<string>("getComputedStyle(document.activeElement).outlineStyle"));
        await page.Page.Keyboard.PressAsync("ArrowDown");
        for (var i = 0; i < 50 && await page.EvaluateAsync<string>("document.activeElement.textContent") != "Body as text"; i++)
        {
            await page.Page.Keyboard.PressAsync("Tab");
        }

        await page.Page.Keyboard.PressAsync("Enter");

        Assert.Equal(["RFC9112-5.1-SPACE-BEFORE-COLON", "How it ended", "all"], reached);
        Assert.True(await page.EvaluateAsync<bool>("document.querySelector('#found').checked"));
        Assert.True(await page.EvaluateAsync<bool>("document.querySelector('details').open"));
    }

    [RequiresProgram("chromium", "chromium")]
    public async Task The_verdict_stands_above_the_rows_and_the_columns_have_names_on_a_telephone()
    {
        await WriteAsync("several");
        await using var page = await browser.OpenAsync(Report, width: 390);

        Assert.True(await page.EvaluateAsync<bool>(
            "document.querySelector('nav').getBoundingClientRect().bottom < document.querySelector('table').getBoundingClientRect().top"));
        Assert.True(await page.EvaluateAsync<bool>("[...document.querySelectorAll('section:has(td)')].every(s =>"
            + " s.querySelector('.verdict').getBoundingClientRect().bottom <= s.querySelector('table').getBoundingClientRect().top)"));
        Assert.Equal(2, await page.EvaluateAsync<int>("[...document.querySelectorAll('nav li > a:first-child')].filter(a => document.querySelector(a.getAttribute('href'))).length"));
        Assert.Equal(
            ["offset", "ms", "length", "end"],
            await page.EvaluateAsync<string[]>("[...document.querySelectorAll('tbody tr:not(:has(abbr)) td:not(:last-child)')].slice(0, 4)"
                + ".map(d => getComputedStyle(d, '::before').content.split('\"')[1].trim())"));
    }

    [RequiresProgram("chromium", "chromium")]
    public async Task On_paper_a_brief_body_is_there_and_colours_are_those_for_light()
    {
        await WriteAsync("clean");
        await using var page = await browser.OpenAsync(Report, scheme: "dark");
        await page.Page.EmulateMediaTypeAsync(MediaType.Print);

        Assert.Equal("rgb(255, 255, 255)", await page.EvaluateAsync<string>("getComputedStyle(document.body).backgroundColor"));
        Assert.True(await page.EvaluateAsync<bool>("document.querySelector('pre.text').checkVisibility({ contentVisibilityAuto: true })"));
        Assert.StartsWith("%PDF", System.Text.Encoding.Latin1.GetString(await page.Page.PdfDataAsync()), StringComparison.Ordinal);
    }

    private static Task<string[]> RowsAsync(Browser.BrowserPage page) =>
        page.EvaluateAsync<string[]>("[...document.querySelectorAll('.ledger tbody tr')].filter(r => r.checkVisibility()).map(r => r.className)");

    private async Task WriteAsync(string what)
    {
        await using var server = what switch
        {
            "tls" => TlsServer.Sending(TestCertificates.Good, Clean),
            "cut" => ScriptedServer.SendingThenReset(Faulty[..^10]),
            "faulty" => ScriptedServer.Sending(Faulty),
            _ => ScriptedServer.Sending(Clean),
        };
        string[] targets = what switch
        {
            "tls" => [server.Url, "--cacert", TestCertificates.WriteAuthority(_folder)],
            "several" => [server.Address + "/a", "127.0.0.1:1/b"],
            "failed" => ["127.0.0.1:1"],
            _ => [server.Address],
        };
        await Tool.RunAsync(["get", .. targets, "--print", "m", "--report", Report]);
    }
}
