using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using RawHttp.Tests.Tls;

namespace RawHttp.Tests.Cli;

/// <summary>What --wire and --report hold is bounded, whatever the number of reads, lines and octets; and what they leave out is told.</summary>
public sealed partial class LedgerMemoryTests : IDisposable
{
    private const string Ok = "HTTP/1.1 200 OK\r\n";
    private const string Chunked = Ok + "Transfer-Encoding: chunked\r\n\r\n";
    private const long MostKiB = 256 * 1024;
    private const int MostPage = 24 * 1024 * 1024;
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [RequiresProgramTheory("time", "time")]
    [InlineData("empty lines", "", "\r\n", 500_000, Ok + "\r\n", "")]
    [InlineData("folds", Ok + "A: 1\r\n", " \n", 500_000, "\r\n", "")]
    [InlineData("fields", Ok, "a:b\r\n", 500_000, "\r\n", "--max-head 1G --max-fields 1000000000")]
    [InlineData("trailers", Chunked + "0\r\nA: 1\r\n", " \n", 500_000, "\r\n", "")]
    [InlineData("chunks", Chunked, "1\r\nx\r\n", 100_000, "0\r\n\r\n", "")]
    public async Task Of_very_many_rows_the_first_and_the_last_are_shown_and_the_others_counted(string name, string first, string line, int count, string last, string options)
    {
        Assert.NotEmpty(name);
        _folder.Write("response", first + string.Concat(Enumerable.Repeat(line, count)) + last);
        var rows = (first + last).Count(octet => octet == '\n') + (count * (line.Count(octet => octet == '\n') + (first.StartsWith(Chunked, StringComparison.Ordinal) && line.Contains('x') ? 1 : 0)));

        var result = await Tool.MeasureAsync(["read", _folder.PathOf("response"), "--wire=all", "--report", _folder.PathOf("page"), .. options.Split(' ', StringSplitOptions.RemoveEmptyEntries)]);
        var page = _folder.Read("page");

        Assert.Equal((0, ""), (result.Status, result.Error));
        Assert.InRange(result.PeakKiB, 1, MostKiB);

        // A ledger writes each row of a body as it comes.
        var shown = LedgerRow().Matches(result.Text);
        Assert.Equal(rows, shown.Count + shown.Sum(row => row.Groups["left"].Success ? int.Parse(row.Groups["left"].Value, CultureInfo.InvariantCulture) - 1 : 0));
        Assert.StartsWith("0 ", shown[0].Value.TrimStart(), StringComparison.Ordinal);
        Assert.Equal((first + last).Length + ((long)line.Length * count), EndOf(shown[^1]));

        var cells = PageRow().Matches(page);
        Assert.Equal(rows, cells.Count + cells.Sum(row => row.Groups["left"].Success ? int.Parse(row.Groups["left"].Value, CultureInfo.InvariantCulture) - 1 : 0));
        Assert.Equal("0", cells[0].Groups["offset"].Value);
        Assert.Equal((first + last).Length + ((long)line.Length * count), EndOf(cells[^1]));
        Assert.InRange(page.Length, 1, MostPage);
        Assert.Contains(" rows in which nothing was found are left out.", page, StringComparison.Ordinal);
        Assert.EndsWith("</html>\n", page, StringComparison.Ordinal);
    }

    [RequiresProgram("time", "time")]
    public async Task A_page_of_long_lines_is_bounded_and_has_every_finding()
    {
        var extension = ";" + new string('<', 30_000);
        var chunks = string.Concat(Enumerable.Repeat($"1{extension}\r\nx\r\n", 300));
        _folder.Write("response", $"{Chunked}{chunks}1{extension}\nx\r\n{chunks}0\r\n\r\n");

        var result = await Tool.MeasureAsync("read", _folder.PathOf("response"), "--print", "m", "--report", _folder.PathOf("page"));
        var page = _folder.Read("page");

        Assert.Equal(0, result.Status);
        Assert.InRange(result.PeakKiB, 1, MostKiB);
        Assert.InRange(page.Length, 16 * 1024 * 1024, MostPage);
        var offset = Chunked.Length + chunks.Length;
        Assert.Contains($"<td>{offset}</td><td>{extension.Length + 2}</td><td><mark>LF</mark></td><td><code>1;&lt;&lt;", page, StringComparison.Ordinal);
        Assert.Contains($"BARE-LF at {offset + extension.Length + 1}", page, StringComparison.Ordinal);
        Assert.Contains("<i>and 29002 more</i>", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_line_of_megabytes_is_shown_up_to_one()
    {
        const int MiB = 1024 * 1024;
        _folder.Write("response", $"{Ok}A: {new string('x', 3 * MiB)}\r\n\r\n");

        var result = await Tool.RunAsync("read", _folder.PathOf("response"), "--wire", "--max-line", "4M", "--max-head", "4M", "--report", _folder.PathOf("page"));

        Assert.Equal(0, result.Status);
        Assert.Contains($"A: {new string('x', MiB - 3)} ... {(2 * MiB) + 3} more\n", result.Text, StringComparison.Ordinal);
        Assert.Contains($"A: {new string('x', MiB - 3)}</code> <i>and {(2 * MiB) + 3} more</i>", _folder.Read("page"), StringComparison.Ordinal);
    }

    [RequiresProgram("time", "time")]
    public async Task Reads_without_number_take_no_memory()
    {
        // Each record is a read.
        const int Records = 300_000;
        await using var server = TlsServer.Start(TestCertificates.Good, async (tls, client) =>
        {
            tls.Write(Encoding.ASCII.GetBytes(Ok + "\r\n"));
            for (var i = 0; i < Records; i++)
            {
                tls.Write("x"u8);
            }

            await tls.ShutdownAsync();
            await client.CloseAsync();
        });

        var ledger = await PeakAsync("--wire", "--report", _folder.PathOf("page"));
        var other = await PeakAsync("--print", "m");

        // The page has the body, too.
        Assert.InRange(ledger, 1, other + (20 * 1024));

        async Task<long> PeakAsync(params string[] view)
        {
            var result = await Tool.MeasureAsync(["get", server.Url, "-k", "-s", .. view]);
            Assert.Equal(0, result.Status);
            Assert.Contains($"body of {Records} bytes", result.Text, StringComparison.Ordinal);
            return result.PeakKiB;
        }
    }

    private static long EndOf(Match row) => long.Parse(row.Groups["offset"].Value, CultureInfo.InvariantCulture) + long.Parse(row.Groups["length"].Value, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"(?m)^ *(?<offset>\d+) +(?<length>\d+)  (?:CRLF|LF|none|data|gap) (?: *\.\.\. (?<left>\d+) rows left out$)?")]
    private static partial Regex LedgerRow();

    [GeneratedRegex(@"(?m)^<tr class=""\w+""><td>(?<offset>\d+)</td><td>(?<length>\d+)</td>(?:<td>gap</td><td><code></code><i>(?<left>\d+) rows left out</i>)?")]
    private static partial Regex PageRow();
}
