using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace RawHttp.Tests.Cli;

/// <summary>What a terminal is sent in every view and command: the text a pipe gets, colour, line ends; and no line of the screen begins with what a server sent.</summary>
public sealed partial class ScreenTests
{
    // What a server may want to be taken for a line of the tool, at every place of a line.
    private const string FakeRows = "     182  end: complete; no findings 182 2 CRLF rawhttp: note: all is well ";

    [RequiresProgram("script", "bsdutils")]
    public async Task The_ledger_and_the_object_of_each_fixture_are_the_same_text_as_in_a_pipe()
    {
        var runs = new[] { "--wire", "--json" }.SelectMany(view => Fixture.Names.Select(name => new[] { "read", Fixture.PathOf(name), view, "--method", Fixture.MethodOf(name) })).ToList();

        var onTerminal = await new PseudoTerminal(500).RunEachAsync(runs);
        var inPipe = await PseudoTerminal.RunEachInPipeAsync(runs);

        Assert.Equal((runs.Count, runs.Count), (onTerminal.Count, inPipe.Count));
        Assert.All(runs.Index(), run =>
        {
            var (screen, pipe) = (onTerminal[run.Index], inPipe[run.Index]);
            Assert.Equal(pipe.Status, screen.Status);

            // Where a row goes on its carets stand beneath each of its lines.
            var isWrapped = Mark().IsMatch(screen.Text);
            Assert.Equal(isWrapped ? Carets().Replace(pipe.Text, "") : pipe.Text, isWrapped ? Unwrapped(screen.Text) : screen.Text);
        });
    }

    [RequiresProgramTheory("script", "bsdutils")]
    [InlineData(20)]
    [InlineData(46)]
    [InlineData(47)]
    [InlineData(80)]
    public async Task No_line_is_wider_than_the_terminal_and_each_that_goes_on_is_marked(int columns)
    {
        var rows = string.Concat(Enumerable.Range(0, 30).Select(i => FakeRows[(i % 7)..]));
        using var folder = new TemporaryFolder();
        folder.Write("fields", $"HTTP/1.1 200 {rows}\r\nX: {rows}\0{rows}\r\nA b: \\x1b{rows}\r\nContent-Length: 99\r\n\r\n{rows[..99]}");
        folder.Write("other", $"220 {rows}\r\n");
        folder.Write("chunk", $"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5;{rows}\r\nhello\r\n0\r\n\r\n");
        var runs = new[] { "fields", "other", "chunk" }.SelectMany(name => new[] { "--wire", "--strict" }.Select(view => new[] { "read", folder.PathOf(name), view, "--print", "m" }[..(view == "--wire" ? 3 : 5)])).ToList();

        var onTerminal = await new PseudoTerminal(columns).RunEachAsync(runs);
        var inPipe = await PseudoTerminal.RunEachInPipeAsync(runs);

        Assert.All(onTerminal.SelectMany(shown => shown.Text.Split('\n')), line => Assert.InRange(Width(line), 0, columns));
        if (columns >= 47)
        {
            Assert.Equal(inPipe.Select(shown => Carets().Replace(shown.Text, "")), onTerminal.Select(shown => Unwrapped(shown.Text)));
        }
        else
        {
            // Octets stand beneath the numbers of their row, behind a mark.
            Assert.All(onTerminal[0].Text.TrimEnd('\n').Split('\n'), line => Assert.Matches(@"^(offset length end$|[0-9]+ [0-9]+ (CRLF|LF|none|data|rest)$|[0-9]+  end: | *\| |  +[\^ ]+$|  (error|warning|info|findings:|rawhttp) |    [A-Z])", line));
        }

        Assert.DoesNotContain(Mark().Replace(onTerminal[0].Text, "").Split('\n'), line => FakeRow().IsMatch(line));
    }

    [RequiresProgram("script", "bsdutils")]
    public async Task Colour_into_a_pager_is_wrapped_at_COLUMNS_or_at_the_terminal_there_is()
    {
        using var folder = new TemporaryFolder();
        folder.Write("f", $"HTTP/1.1 200 OK\r\nX: {FakeRows}{FakeRows}{FakeRows}\r\nContent-Length: 0\r\n\r\n");
        var command = $"$TOOL read --wire --color always {folder.PathOf("f")} | cat";

        int Widest(string text) => Style().Replace(text, "").Split('\n').Max(Width);
        Assert.InRange(Widest(await new PseudoTerminal(120).RunAsync($"COLUMNS=60 {command}")), 50, 60);
        Assert.InRange(Widest(await new PseudoTerminal(120).RunAsync(command)), 100, 120);
        Assert.InRange(Widest((await Tool.ShellAsync($"unset COLUMNS; {command}")).Text), 70, 80);
    }

    [RequiresProgram("script", "bsdutils")]
    public async Task Nothing_but_text_and_colour_is_sent_to_a_terminal()
    {
        using var folder = new TemporaryFolder();
        var fixture = Fixture.PathOf("9112-6.3-both-lengths");
        await using var server = ScriptedServer.Sending("HTTP/1.1 200 OK\r\nX: \e[2J\r\nContent-Length: 5\r\n\r\nhello");
        var views = new[] { "", "--wire", "--json", "--raw", "--print Hhbm", "--strict", $"--report {folder.PathOf("page")}" };
        string[] all =
        [
            "--help", "get --help", "read --help", "echo --help", "echo connect --help", "--version", "--explain RFC9110-5.5-NUL", "--explain NONE", "nonsense", "get", "read /nonexistent", "get 127.0.0.1:1", "echo connect 127.0.0.1:1",
            .. views.Select(view => $"read {fixture} {view}"),
            .. views.Append("-v").Append("-I").Append($"--save {folder.PathOf("saved")}").Append($"-o {folder.PathOf("body")} -D {folder.PathOf("head")}").Select(view => $"get {server.Address} {view}"),
        ];
        var runs = all.Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)).ToList();

        var colored = await new PseudoTerminal(80, "TERM=xterm").RunEachAsync(runs);
        var never = await new PseudoTerminal(80, "TERM=xterm").RunEachAsync(runs.Where(run => run is ["get" or "read", _, ..] and not [.., "--help"]).Select(run => run.Append("--color").Append("never").ToArray()));

        Assert.Equal(runs.Count, colored.Count);
        Assert.Contains(colored, shown => shown.Text.Contains("\e[1m", StringComparison.Ordinal));
        Assert.All(colored, shown => Assert.DoesNotContain(Style().Replace(shown.Text, ""), c => char.IsControl(c) && c != '\n'));
        Assert.All(never, shown => Assert.DoesNotContain(shown.Text, c => char.IsControl(c) && c != '\n'));
    }

    [RequiresProgram("script", "bsdutils")]
    public async Task Help_fits_a_terminal_and_says_the_same()
    {
        var piped = (await Tool.RunAsync("get", "--help")).Text;

        var shown = await new PseudoTerminal(72).RunAsync("$TOOL get --help");

        Assert.InRange(shown[..shown.IndexOf("Examples:", StringComparison.Ordinal)].Split('\n').Max(Width), 60, 72);
        Assert.Equal(piped.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries), shown.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries));
    }

    [RequiresProgram("script", "bsdutils")]
    public async Task What_cannot_be_seen_is_escaped_and_text_passes()
    {
        int[] hidden =
        [
            0xad, 0x34f, 0x61c, 0x115f, 0x1160, 0x17b4, 0x17b5, 0x180b, 0x180e, .. Enumerable.Range(0x200b, 5), 0x2028, 0x2029, .. Enumerable.Range(0x202a, 5), .. Enumerable.Range(0x2060, 16),
            0x3164, 0xfe00, 0xfe0f, 0xfeff, 0xffa0, 0xfff9, 0x1bca0, 0x1d173, 0xe0001, 0xe0020, 0xe0041, 0xe007f, 0xe0100, 0xe01ef,
        ];
        const string Text = "gr\u00fc\u00df e\u0301 \u05e9\u05bc\u05c1\u05b8 \u0e19\u0e49\u0e33 \u6f22\u5b57 \ud55c \u00a0 \ud83d\ude00 \ue0a0";
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.PathOf("f"), $"HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n{Text}\n{string.Concat(hidden.Select(value => $"<{char.ConvertFromUtf32(value)}>"))}\n");

        var shown = await new PseudoTerminal(500).RunAsync($"$TOOL read --print b {folder.PathOf("f")}");

        Assert.StartsWith($"{Text}\n{string.Concat(hidden.Select(value => $"<{Escaped(char.ConvertFromUtf32(value))}>"))}\n", shown, StringComparison.Ordinal);
    }

    [RequiresProgram("script", "bsdutils")]
    public async Task A_flood_of_combining_marks_is_cut()
    {
        var flood = string.Concat(Enumerable.Repeat("\u0301", 50));
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.PathOf("f"), $"HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\na{flood}b\n\u0336c\te\u20dd\n");

        var shown = await new PseudoTerminal(500).RunAsync($"$TOOL read --print b {folder.PathOf("f")}");

        Assert.StartsWith($"a{flood[..4]}{string.Concat(Enumerable.Repeat("\\xcc\\x81", 46))}b\n\\xcc\\xb6c\te\u20dd\n", shown, StringComparison.Ordinal);
    }

    [RequiresProgram("script", "bsdutils")]
    public async Task Wide_characters_take_two_columns_and_combining_ones_none()
    {
        var line = string.Concat(Enumerable.Repeat("\u6f22\u5b57e\u0301\ud83d\ude00\u00e9server say: x\t", 40));
        await using var server = ScriptedServer.Start(
            async client =>
            {
                await client.SendAsync(Encoding.UTF8.GetBytes($"{line}\n>\n"));
                await client.CloseAsync();
            },
            readsRequest: false);

        var shown = await new PseudoTerminal(31).RunAsync($"$TOOL echo connect {server.Address}");

        var said = shown[shown.IndexOf("server say: ", StringComparison.Ordinal)..].Split('\n');
        Assert.All(said, row => Assert.InRange(Width(row), 0, 31));
        Assert.StartsWith($"server say: {line}\n", Mark().Replace(string.Join('\n', said), ""), StringComparison.Ordinal);
        Assert.Equal(2, said.Count(row => row.StartsWith("server say: ", StringComparison.Ordinal)));
    }

    [RequiresProgram("script", "bsdutils")]
    public async Task A_clients_line_begins_no_line_of_the_servers_log()
    {
        var port = FreePort();
        var shown = await new PseudoTerminal(40).RunAsync($$"""
            $TOOL echo serve --listen 127.0.0.1:{{port}} &
            server=$!
            until (exec 3<> /dev/tcp/127.0.0.1/{{port}}) 2> /dev/null; do sleep 0.1; done
            exec 3<> /dev/tcp/127.0.0.1/{{port}}
            printf '%s\n\n' '{{FakeRows}}127.0.0.1:1 client say: x {{FakeRows}}'$'\xe2\x80\x8b\xf3\xa0\x81\x81\xc2\xad' >&3
            cat <&3 > /dev/null
            kill -TERM $server
            wait $server
            """);

        Assert.All(shown.Split('\n'), line => Assert.InRange(Width(line), 0, 40));
        Assert.All(shown.TrimEnd('\n').Split('\n'), line => Assert.Matches(@"^(listening on|wait for|connect from|127\.0\.0\.1:\d+ (client say|left): |served|\| )", line));
        Assert.Contains($"client say: {FakeRows.TrimStart()}127.0.0.1:1 client say: x {FakeRows}\\xe2\\x80\\x8b\\xf3\\xa0\\x81\\x81\\xc2\\xad\n", Mark().Replace(shown, ""), StringComparison.Ordinal);
    }

    /// <summary>Without the marks of lines that go on, and without carets.</summary>
    private static string Unwrapped(string screen) => Mark().Replace(Carets().Replace(screen, ""), "");

    private static string Escaped(string text) => string.Concat(Encoding.UTF8.GetBytes(text).Select(octet => $"\\x{octet:x2}"));

    private static int FreePort()
    {
        using var listener = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        listener.Start();
        return ((System.Net.IPEndPoint)listener.LocalEndpoint).Port;
    }

    // For the characters used here.
    private static int Width(string line)
    {
        var width = 0;
        foreach (var rune in line.EnumerateRunes())
        {
            width += rune.Value == '\t' ? 8 - (width % 8) : Rune.GetUnicodeCategory(rune) == UnicodeCategory.NonSpacingMark ? 0 : rune.Value is (>= 0x2e80 and <= 0xd7a3) or >= 0x1f300 ? 2 : 1;
        }

        return width;
    }

    [GeneratedRegex("^ *182  end:|^182 2 CRLF|^rawhttp: note: all")]
    private static partial Regex FakeRow();

    [GeneratedRegex(@"\n *\| ")]
    private static partial Regex Mark();

    [GeneratedRegex(@"(?<=\n) +\^[ ^]*\n")]
    private static partial Regex Carets();

    [GeneratedRegex(@"\e\[[0-9;]*m")]
    private static partial Regex Style();
}
