using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace RawHttp.Tests.Cli;

/// <summary>What the tool prints on a terminal: nothing from the network can act there, and nothing is lost.</summary>
public sealed partial class TerminalTests
{
    [RequiresProgram("script", "bsdutils")]
    public async Task No_octet_of_a_head_reaches_the_terminal_if_it_could_act_there()
    {
        byte[] value = [.. Enumerable.Range(0, 256).Where(octet => octet != '\n').Select(octet => (byte)octet), .. "\\x1b \\n \\\\x \u009b\u00e4\u20ac"u8];
        byte[] response = [.. "HTTP/1.1 200 OK\r\nX: <"u8, .. value, .. ">\r\nContent-Length: 0\r\n\r\n"u8];
        await using var server = ScriptedServer.Sending(response);

        var screen = await OnTerminalAsync($"get {server.Address}");

        AssertHarmless(screen);
        var shown = Encoding.Latin1.GetString(screen);
        Assert.Equal(value, Unescape(shown[(shown.IndexOf('<', StringComparison.Ordinal) + 1)..shown.LastIndexOf(">\n", StringComparison.Ordinal)]));
    }

    [RequiresProgram("script", "bsdutils")]
    public async Task Text_in_a_body_passes_and_sequences_are_escaped()
    {
        await using var server = ScriptedServer.Sending([.. "HTTP/1.1 200 OK\r\n\r\n"u8, .. "\u00e4\ttab\e]0;title\a\e[2J\u009b1m\r\n"u8, 0x9b, 0xc3, .. "end"u8]);

        var screen = await OnTerminalAsync($"get {server.Address} --print b");

        AssertHarmless(screen);
        Assert.Equal("\u00e4\ttab\\x1b]0;title\\x07\\x1b[2J\\xc2\\x9b1m\n\\x9b\\xc3end\n", Encoding.UTF8.GetString(screen));
    }

    [RequiresProgram("script", "bsdutils")]
    public async Task No_view_lets_through_what_could_act()
    {
        // Every octet, and sequences that set titles and clipboards, move cursors, answer back: as ESC, as C1 raw and in UTF-8; and text that turns around.
        byte[] hostile =
        [
            .. Enumerable.Range(0, 256).Where(octet => octet is not ('\n' or '\r')).Select(octet => (byte)octet),
            .. "\e]52;c;aGk=\a\e]0;title\a\e[2J\e[10;10H\e[c\eP+q\e\\\e[?1049h\u009b2J\u009d0;x\u009c\u202eabc\u2066"u8, 0x9b, (byte)'2', (byte)'J', 0x9d, 0xc3,
        ];
        byte[] chunked = [.. "HTTP/1.1 200 "u8, .. hostile, .. "\r\nX: "u8, .. hostile, .. "\r\n"u8, .. hostile, .. ": y\r\nTransfer-Encoding: chunked\r\n\r\n5;"u8, .. hostile, .. "\r\nhello\r\n0\r\nT: "u8, .. hostile, .. "\r\n\r\n"u8, .. hostile];
        byte[] notHttp = [.. hostile, .. "\r\n"u8, .. hostile];
        byte[] broken = [.. "HTTP/1.1 200 OK\r\nTransfer-Encoding: "u8, .. hostile, .. "\r\nContent-Length: "u8, .. hostile, .. "\r\n\r\n"u8, .. hostile];
        byte[] badChunk = [.. "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"u8, .. hostile, .. "\r\n"u8];
        foreach (var response in new[] { chunked, notHttp, broken, badChunk })
        {
            await using var server = ScriptedServer.Sending(response);
            string[] views = ["", "--raw", "--wire", "--json", "-v", "--print m", "--print hm -v", "--strict"];
            var lines = views.Select(options => $"get {server.Address} {options}".Split(' ', StringSplitOptions.RemoveEmptyEntries));

            var screens = await new PseudoTerminal().RunEachAsync(lines);

            Assert.Equal(views.Length, screens.Count);
            Assert.All(screens, screen => AssertHarmless(Encoding.UTF8.GetBytes(screen.Text)));
        }
    }

    [RequiresProgram("script", "bsdutils")]
    public async Task A_binary_body_is_described()
    {
        await using var server = ScriptedServer.Sending("HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nPNG\0\u0001\u0002");

        var screen = Encoding.UTF8.GetString(await OnTerminalAsync($"get {server.Address} --print b"));

        Assert.Equal("rawhttp: note: a binary body of 6 bytes is not shown on a terminal; -o FILE \n| saves it, a pipe gets it unchanged\n", screen);
    }

    [RequiresProgram("script", "bsdutils")]
    public async Task An_error_begins_a_line_of_its_own()
    {
        await using var server = ScriptedServer.Sending("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhel\\");

        var screen = Encoding.UTF8.GetString(await OnTerminalAsync($"get {server.Address}"));

        Assert.Contains("\n\nhel\\\nrawhttp: read ", screen, StringComparison.Ordinal);
    }

    [RequiresProgram("script", "bsdutils")]
    public async Task Colour_is_for_terminals_that_want_it()
    {
        await using var server = ScriptedServer.Sending("HTTP/1.1 200 OK\r\nServer: x\e[2J\r\nContent-Length: 0\r\n\r\n");
        const string Plain = "HTTP/1.1 200 OK\nServer: x\\x1b[2J\nContent-Length: 0\n\n";
        const string Colored = "\e[1mHTTP/1.1 200 OK\e[0m\n\e[38;5;31mServer\e[0m: x\\x1b[2J\n\e[38;5;31mContent-Length\e[0m: 0\n\n";

        Assert.Equal(Colored, Encoding.UTF8.GetString(await OnTerminalAsync($"get {server.Address}", "TERM=xterm")));
        Assert.Equal(Plain, Encoding.UTF8.GetString(await OnTerminalAsync($"get {server.Address}", "TERM=dumb")));
        Assert.Equal(Plain, Encoding.UTF8.GetString(await OnTerminalAsync($"get {server.Address}", "TERM=xterm NO_COLOR=1")));
        Assert.Equal(Plain, Encoding.UTF8.GetString(await OnTerminalAsync($"get {server.Address} --color never", "TERM=xterm")));
        Assert.Equal(Colored, (await Tool.GetAsync(server, "--color", "always")).Text);
    }

    [RequiresProgram("script", "bsdutils")]
    public async Task What_an_error_line_quotes_is_escaped()
    {
        var screen = await OnTerminalAsync("get $'a/\\e[2J\\xe2\\x80\\xae'");

        AssertHarmless(screen);
        Assert.Contains("rawhttp: target \"a/\\x1b[2J\\xe2\\x80\\xae\": ", Encoding.UTF8.GetString(screen), StringComparison.Ordinal);
    }

    [RequiresProgram("script", "bsdutils")]
    public async Task A_long_download_shows_its_progress_and_leaves_no_trace_of_it()
    {
        using var folder = new TemporaryFolder();

        var screen = await DownloadAsync(folder.PathOf("body"));

        Assert.Matches(@"\[#+\.+\] (25|50|75)% of 3\.9 KiB, [\d.]+ KiB/s, \d s left", screen);
        Assert.Matches(@"\r {60,}\r$", screen);
        Assert.DoesNotContain('\e', screen);
        Assert.Equal(4000, folder.Read("body").Length);
    }

    [RequiresProgram("script", "bsdutils")]
    public async Task Who_wants_no_colour_is_sent_no_progress()
    {
        using var folder = new TemporaryFolder();

        Assert.Equal("", await DownloadAsync(folder.PathOf("body"), "--color never"));
    }

    [RequiresProgram("script", "bsdutils")]
    public async Task A_length_without_bounds_does_not_end_the_progress()
    {
        using var folder = new TemporaryFolder();

        var screen = await DownloadAsync(folder.PathOf("body"), length: long.MaxValue);

        Assert.Contains("] 0% of 8.0 EiB, ", screen, StringComparison.Ordinal);
        Assert.Contains("more than 100 days left", screen, StringComparison.Ordinal);
        Assert.Contains("at offset 4056", screen, StringComparison.Ordinal);
        Assert.Equal(4000, folder.Read("body.part").Length);
    }

    [RequiresProgram("script", "bsdutils")]
    public async Task A_narrow_terminal_gets_the_numbers_of_the_progress_without_its_bar()
    {
        using var folder = new TemporaryFolder();

        var screen = await DownloadAsync(folder.PathOf("\u6f22\u5b57\u6f22\u5b57"), columns: 40);

        Assert.Matches(@"\r\u6f22\u5b57\u6f22\u5b57 (25|50|75)% of 3\.9 KiB, ", screen);
        Assert.All(screen.Split('\r'), line => Assert.InRange(line.Length, 0, 39));
    }

    [RequiresProgram("script", "bsdutils")]
    public async Task The_name_of_a_file_cannot_act_in_its_progress()
    {
        using var folder = new TemporaryFolder();

        var screen = await DownloadAsync(folder.PathOf("bo\\e[2Jdy"));

        Assert.Contains("\rbo\\x1b[2Jdy [#", screen, StringComparison.Ordinal);
        Assert.Equal(["bo\e[2Jdy"], folder.Names);
    }

    private static async Task<string> DownloadAsync(string path, string options = "", long length = 4000, int columns = 0)
    {
        await using var server = ScriptedServer.Start(async client =>
        {
            await client.SendAsync($"HTTP/1.1 200 OK\r\nContent-Length: {length}\r\n\r\n");
            for (var sent = 0; sent < 4; sent++)
            {
                // Progress is shown by the real clock, every tenth of a second.
                await Task.Delay(110);
                await client.SendAsync(new string('x', 1000));
            }

            await client.CloseAsync();
        });
        return await new PseudoTerminal(columns).RunAsync($"$TOOL get {server.Address} --print '' -o $'{path}' {options}");
    }

    // The terminal's line discipline makes CRLF of each LF; that is undone.
    private static async Task<byte[]> OnTerminalAsync(string arguments, string environment = "TERM=dumb")
    {
        using var script = new TemporaryFolder();
        script.Write("run", $"{environment} $TOOL {arguments}");
        var result = await Tool.RunAsync("script", ["-qec", $"bash {script.PathOf("run")}", "/dev/null"]);
        return Encoding.Latin1.GetBytes(result.Text.Replace("\r\n", "\n", StringComparison.Ordinal));
    }

    private static void AssertHarmless(byte[] screen)
    {
        Assert.DoesNotContain(screen, octet => octet is < 0x20 and not ((byte)'\n' or (byte)'\t') or 0x7f);
        Assert.DoesNotContain(Encoding.UTF8.GetString(screen), c => c is (>= '\x80' and < '\xa0') or '\ufffd' or '\u200e' or '\u200f' or (>= '\u202a' and <= '\u202e') or (>= '\u2066' and <= '\u2069'));
    }

    private static byte[] Unescape(string text) =>
        Encoding.Latin1.GetBytes(Escaped().Replace(text, match => ((char)int.Parse(match.Groups[1].Value, NumberStyles.HexNumber, CultureInfo.InvariantCulture)).ToString()));

    [GeneratedRegex(@"\\x([0-9a-f]{2})")]
    private static partial Regex Escaped();
}
