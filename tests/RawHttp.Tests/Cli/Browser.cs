using Deque.AxeCore.Commons;
using PuppeteerSharp;

namespace RawHttp.Tests.Cli;

/// <summary>Debian's Chromium without a screen, started when a test first opens a page.</summary>
public sealed class Browser : IAsyncLifetime
{
    private const string Audit = "axe.run(document).then(r => r.violations.flatMap(v => v.nodes.map(n => v.id + ' ' + n.html + ' ' + n.failureSummary)))";
    private static readonly string Axe = new BundledAxeScriptProvider().GetScript();
    private readonly Lazy<Task<IBrowser>> _browser = new(() => Puppeteer.LaunchAsync(new LaunchOptions
    {
        ExecutablePath = "/usr/bin/chromium",
        Args = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"],
    }));

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        if (_browser.IsValueCreated)
        {
            await (await _browser.Value).DisposeAsync();
        }
    }

    /// <summary>Opens a file as a page of this width.</summary>
    internal async Task<BrowserPage> OpenAsync(string path, int width = 1200, string scheme = "light")
    {
        var page = await (await _browser.Value).NewPageAsync();
        var opened = new BrowserPage(page);
        await page.SetViewportAsync(new ViewPortOptions { Width = width, Height = 900 });
        await page.EmulateMediaFeaturesAsync([new MediaFeatureValue { MediaFeature = MediaFeature.PrefersColorScheme, Value = scheme }]);
        await page.GoToAsync($"file://{path}");
        return opened;
    }

    /// <summary>A page that is open, and what it did.</summary>
    internal sealed class BrowserPage : IAsyncDisposable
    {
        public BrowserPage(IPage page)
        {
            Page = page;
            page.Console += (_, told) => Told.Add(told.Message.Text);
            page.PageError += (_, told) => Told.Add(told.Message);
            page.Request += (_, sent) => Requests.Add(sent.Request.Url);
        }

        public IPage Page { get; }

        /// <summary>What stands on its console.</summary>
        public List<string> Told { get; } = [];

        /// <summary>The URLs that were asked for.</summary>
        public List<string> Requests { get; } = [];

        public Task<T> EvaluateAsync<T>(string expression) => Page.EvaluateExpressionAsync<T>(expression);

        /// <summary>What axe-core finds, by all its rules.</summary>
        public async Task<string[]> AuditAsync()
        {
            await Page.EvaluateExpressionAsync(Axe);
            return await EvaluateAsync<string[]>(Audit);
        }

        public async ValueTask DisposeAsync() => await Page.CloseAsync();
    }
}
