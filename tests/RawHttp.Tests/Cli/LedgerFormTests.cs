using System.Globalization;
using System.Text.RegularExpressions;

namespace RawHttp.Tests.Cli;

/// <summary>How the ledger shows long runs of chunks, each octet with --wire=all, the request, and colours.</summary>
public sealed partial class LedgerFormTests : IDisposable
{
    private const string Head = "HTTP/1.1 200 OK\r\nDate: Sun, 06 Nov 1994 08:49:37 GMT\r\nTransfer-Encoding: chunked\r\n\r\n";
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_thousand_chunks_take_thirty_rows()
    {
        var chunks = string.Concat(Enumerable.Range(0, 1000).Select(i => Chunk(new string('a', (i % 40) + 1))));

        var rows = await RowsAsync(Head + chunks + "0\r\n\r\n");

        // Eight chunks, the fold, the last chunk.
        Assert.Equal(4 + (8 * 3) + 1 + 3 + 2, rows.Count);
        Assert.Matches(@"^ +\d+ +\d+  fold   \.\.\. 991 chunks of 1 to 40 bytes \(--wire=all\)$", rows[28]);
        Assert.Equal(3000 + 6, (await RowsAsync(Head + chunks + "0\r\n\r\n", "--wire=all")).Count(row => Row().IsMatch(row)));
    }

    [Fact]
    public async Task Sixteen_chunks_are_all_shown_and_of_seventeen_eight_are_folded()
    {
        Assert.Equal(4 + (16 * 3) + 2, (await RowsAsync(Head + string.Concat(Enumerable.Repeat(Chunk("hi"), 16)) + "0\r\n\r\n")).Count);
        var folded = await RowsAsync(Head + string.Concat(Enumerable.Repeat(Chunk("hi"), 17)) + "0\r\n\r\n");

        Assert.Equal(4 + (8 * 3) + 1 + 3 + 2, folded.Count);
        Assert.EndsWith("... 8 chunks of 2 bytes each (--wire=all)", folded[28], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2\nhi\r\n", "2")]
    [InlineData("2;x=1\r\nhi\r\n", "2;x=1")]
    [InlineData("2\r\nhi\n", "hi")]
    public async Task A_chunk_with_something_to_report_is_shown_and_begins_a_new_run(string odd, string shown)
    {
        var many = string.Concat(Enumerable.Repeat(Chunk("same"), 100));

        var rows = await RowsAsync(Head + many + odd + many + "0\r\n\r\n");

        Assert.Equal(2, rows.Count(row => row.Contains("  fold   ... 91 chunks of 4 bytes each (--wire=all)", StringComparison.Ordinal)));
        Assert.Contains(rows, row => row.EndsWith("   " + shown, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_run_that_is_cut_shows_where()
    {
        var rows = await RowsAsync(Head + string.Concat(Enumerable.Repeat(Chunk("same"), 100)) + "4\r\nsa");

        Assert.Contains("... 91 chunks of 4 bytes each", rows[^6], StringComparison.Ordinal);
        Assert.Matches(@"  CRLF   4$", rows[^2]);
        Assert.Matches(@"  data   sa$", rows[^1]);
    }

    [Fact]
    public async Task A_stream_with_pauses_is_not_folded()
    {
        // The pause is what unfolds the stream, on the real clock: more than a second after what was shown.
        await using var server = ScriptedServer.Start(async client =>
        {
            await client.SendAsync(Head + string.Concat(Enumerable.Repeat(Chunk("fast"), 40)));
            for (var i = 0; i < 2; i++)
            {
                await client.HasBeenReadAsync();
                await Task.Delay(1100);
                await client.SendAsync(Chunk($"slow{i}"));
            }

            await client.SendAsync("0\r\n\r\n");
            await client.CloseAsync();
        });

        var text = (await Tool.GetAsync(server, "--wire")).Text;

        Assert.Contains("  data   slow0\n", text, StringComparison.Ordinal);
        Assert.Contains("  data   slow1\n", text, StringComparison.Ordinal);
        Assert.Contains("... 32 chunks of 4 bytes each (--wire=all)", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Each_octet_is_in_hex_and_text()
    {
        var content = string.Concat(Enumerable.Range(0, 256).Select(octet => (char)octet));
        var response = $"HTTP/1.1 200 OK\r\nDate: Sun, 06 Nov 1994 08:49:37 GMT\nContent-Length: 256\r\n\r\n{content}+more";
        _folder.Write("response", response);

        var text = (await Tool.RunAsync("read", _folder.PathOf("response"), "--wire=all")).Text;

        var octets = HexRow().Matches(text).SelectMany(row => row.Groups["hex"].Value.Split(' ', StringSplitOptions.RemoveEmptyEntries)).Select(hex => (char)byte.Parse(hex, NumberStyles.HexNumber, CultureInfo.InvariantCulture));
        Assert.Equal(response, string.Concat(octets));
        Assert.Contains("       0  48 54 54 50 2f 31 2e 31  20 32 30 30 20 4f 4b 0d  |HTTP/1.1 200 OK.|\n", text, StringComparison.Ordinal);
        Assert.Contains("      16  0a                                                |.|\n", text, StringComparison.Ordinal);
        Assert.All(text.Split('\n').Where(line => HexRow().IsMatch(line)), line => Assert.InRange(line.Length, 0, 80));
    }

    [Fact]
    public async Task Content_of_any_length_is_in_hex_without_being_held()
    {
        const int Length = 3_000_000;
        _folder.Write("response", $"HTTP/1.1 200 OK\r\nContent-Length: {Length}\r\n\r\n{new string('x', Length)}");

        var text = (await Tool.RunAsync("read", _folder.PathOf("response"), "--wire=all")).Text;

        Assert.Equal(Length, text.Split('\n').Where(line => line.EndsWith("x|", StringComparison.Ordinal)).Sum(line => line.Count(character => character == 'x')));
        Assert.Contains("    data\n", text.Replace("16384  data   ", "    data", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Octets_that_a_finding_concerns_are_marked_in_hex()
    {
        _folder.Write("response", "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhiHTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
        _folder.Write("requests", "GET / HTTP/1.1\r\nHost: a\r\n\r\n");

        var lines = (await Tool.RunAsync("read", _folder.PathOf("response"), "--requests", _folder.PathOf("requests"), "--wire=all")).Text.Split('\n');

        var rest = Array.FindIndex(lines, line => line.Contains("  rest ", StringComparison.Ordinal));
        Assert.Matches(@"^ +40  48 54 54 50 ", lines[rest + 1]);
        Assert.Matches(@"^ {10}\^\^", lines[rest + 2]);
    }

    [Fact]
    public async Task The_request_stands_above_the_response()
    {
        await using var server = ScriptedServer.Sending("HTTP/1.1 204 No Content\r\n\r\n");

        var lines = (await Tool.GetAsync(server, "--wire", "-d", "a=1\nb=2")).Text.Split('\n');

        Assert.Equal(">      0                17  CRLF   POST / HTTP/1.1", lines[1]);
        Assert.Matches(@"^>     \d+                 7  data   a=1\\nb=2$", lines[6]);
        Assert.Matches(@"^       0 +[\d.]+ +25  CRLF   HTTP/1.1 204 No Content$", lines[7]);
    }

    [Fact]
    public async Task Requests_of_one_connection_are_counted_on()
    {
        await using var server = ScriptedServer.Start(async client =>
        {
            for (var i = 0; i < 2; i++)
            {
                await client.SendAsync("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
                _ = i > 0 ? "" : await client.ReadHeadAsync();
            }

            await client.CloseAsync();
        });

        var text = (await Tool.RunAsync("get", $"{server.Address}/a", $"{server.Address}/b", "--keep-alive", "--wire")).Text;

        var length = $"GET /a HTTP/1.1\r\nHost: {server.Address}\r\n\r\n".Length;
        Assert.Matches(@"(?m)^>      0                17  CRLF   GET /a HTTP/1\.1$", text);
        Assert.Matches($@"(?m)^>{length,7}                17  CRLF   GET /b HTTP/1\.1$", text);
    }

    [RequiresProgram("script", "bsdutils")]
    public async Task At_80_columns_words_are_not_broken()
    {
        var words = string.Join(' ', Enumerable.Range(0, 40).Select(i => $"word{i:000}"));
        _folder.Write("response", $"HTTP/1.1 200 OK\r\nServer: {words}\r\nContent-Length: 0\r\n\r\n");

        var shown = (await new PseudoTerminal(80).RunEachAsync([["read", _folder.PathOf("response"), "--wire"], ["read", _folder.PathOf("response"), "--print", "m"]]))[0].Text;

        Assert.Equal(40, WholeWord().Count(shown));
        Assert.All(shown.Split('\n'), line => Assert.InRange(line.Length, 0, 80));
    }

    [Fact]
    public async Task Colours_have_contrast_on_dark_and_on_light()
    {
        _folder.Write("response", "HTTP/1.1 200 OK\r\nServer: a\nDate: x\r\nTransfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n5\r\nhello\r\n0\r\n\r\n");

        var text = (await Tool.RunAsync("read", _folder.PathOf("response"), "--wire", "--color", "always")).Text;

        var styles = Sgr().Matches(text).Select(style => style.Groups[1].Value).Where(style => style != "0").ToHashSet();
        Assert.Contains("1", styles);
        Assert.Contains("7", styles);
        var colors = styles.Where(style => style.Contains("38;5;", StringComparison.Ordinal)).Select(style => int.Parse(style.Split(';')[^1], CultureInfo.InvariantCulture)).ToList();
        Assert.True(colors.Count >= 4, string.Join(' ', styles));

        // Black, white, and the backgrounds of four usual schemes. WCAG 2.2 asks for 3:1 of large text.
        (int, int, int)[] backgrounds = [(0, 0, 0), (255, 255, 255), (30, 30, 30), (253, 246, 227), (0, 43, 54), (48, 10, 36)];
        Assert.All(colors, color => Assert.All(backgrounds, background => Assert.InRange(Contrast(Rgb(color), background), 3.4, 21)));
    }

    private static string Chunk(string content) => $"{content.Length:x}\r\n{content}\r\n";

    private async Task<List<string>> RowsAsync(string response, string view = "--wire")
    {
        _folder.Write("response", response);
        var result = await Tool.RunAsync("read", _folder.PathOf("response"), view);
        return [.. result.Text.Split('\n').Where(line => view == "--wire" ? Row().IsMatch(line) : line.Length > 0)];
    }

    // The cube of the palette of 256 colours.
    private static (int, int, int) Rgb(int color)
    {
        int[] levels = [0, 95, 135, 175, 215, 255];
        return (levels[(color - 16) / 36], levels[(color - 16) / 6 % 6], levels[(color - 16) % 6]);
    }

    // WCAG 2.2, relative luminance and contrast ratio.
    private static double Contrast((int, int, int) one, (int, int, int) other)
    {
        var (a, b) = (Luminance(one), Luminance(other));
        return (Math.Max(a, b) + 0.05) / (Math.Min(a, b) + 0.05);
    }

    private static double Luminance((int Red, int Green, int Blue) color) =>
        (0.2126 * Linear(color.Red)) + (0.7152 * Linear(color.Green)) + (0.0722 * Linear(color.Blue));

    private static double Linear(int level) => level / 255.0 <= 0.04045 ? level / 255.0 / 12.92 : Math.Pow(((level / 255.0) + 0.055) / 1.055, 2.4);

    [GeneratedRegex(@"^[> ] *\d+ +(?:[\d.]+ +)?\d+  (CRLF|LF|none|data|rest|fold) ")]
    private static partial Regex Row();

    [GeneratedRegex(@"(?m)^ *\d+  (?<hex>(?:[0-9a-f]{2} {1,2})+) *\|.*\|$")]
    private static partial Regex HexRow();

    [GeneratedRegex(@"\bword\d{3}\b")]
    private static partial Regex WholeWord();

    [GeneratedRegex(@"\x1b\[([\d;]*)m")]
    private static partial Regex Sgr();
}
