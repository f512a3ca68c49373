using System.Diagnostics;
using System.Globalization;

namespace RawHttp.Tests.Cli;

/// <summary>The files of -o, --save, -D and --report: each takes its name when it is whole, and nothing else is ever written to, whatever waits in the folder.</summary>
public sealed class OutputFileTests : IDisposable
{
    private const string Head = "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n";
    private const string Whole = Head + "good body";
    private const string Cut = Head + "good";
    private readonly TemporaryFolder _folder = new();
    private Process? _running;

    public static TheoryData<string, string> Obstacles => new()
    {
        { "a link", "ln -s other body.part" },
        { "a link to nothing", "ln -s absent body.part" },
        { "a hard link", "ln other body.part" },
        { "a pipe", "mkfifo body.part" },
        { "a folder", "mkdir body.part" },
    };

    public void Dispose()
    {
        if (_running is { HasExited: false })
        {
            _running.Kill(entireProcessTree: true);
        }

        _running?.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [MemberData(nameof(Obstacles))]
    public async Task What_waits_as_a_partial_file_is_neither_followed_nor_replaced(string what, string command)
    {
        Assert.NotEmpty(what);
        _folder.Write("other", "other");
        await Tool.ShellAsync($"cd {_folder.PathOf("")}; {command}");
        var list = $"cd {_folder.PathOf("")}; stat -c '%F %s %a %N' body.part other";
        var before = await Tool.ShellAsync(list);
        await using var whole = ScriptedServer.Sending(Whole);
        await using var cut = ScriptedServer.Sending(Cut);

        var good = await Tool.GetAsync(whole, "-o", _folder.PathOf("body"));
        var bad = await Tool.GetAsync(cut, "-o", _folder.PathOf("body"));

        Assert.Equal((0, 18), (good.Status, bad.Status));
        Assert.Equal(("good body", "other", "good"), (_folder.Read("body"), _folder.Read("other"), _folder.Read("body.part.1")));
        Assert.Contains($"is kept in {_folder.PathOf("body.part.1")}\n", bad.Error, StringComparison.Ordinal);
        Assert.Equal(before.Text, (await Tool.ShellAsync(list)).Text);
    }

    [RequiresProgram("setpriv", "util-linux", AsRoot = true)]
    public async Task A_file_of_another_user_stays_as_it_is()
    {
        _folder.Write("body.part", "theirs");
        _folder.Write("body", "theirs");
        await Tool.ShellAsync($"cd {_folder.PathOf("")}; chown 12345 body body.part; chmod 640 body; ln -s absent link; chown -h 12345 link");
        await using var whole = ScriptedServer.Sending(Whole);
        await using var cut = ScriptedServer.Sending(Cut);

        await Tool.GetAsync(cut, "-o", _folder.PathOf("body"));
        Assert.Equal(("theirs", "good"), (_folder.Read("body.part"), _folder.Read("body.part.1")));

        await Tool.GetAsync(whole, "-o", _folder.PathOf("body"));
        var linked = await Tool.GetAsync(whole, "-o", _folder.PathOf("link"));
        var owners = await Tool.ShellAsync($"cd {_folder.PathOf("")}; stat -c '%u %a %n' body body.part");

        Assert.Equal("0 640 body\n12345 644 body.part\n", owners.Text);
        Assert.Equal((23, $"rawhttp: write {_folder.PathOf("link")}: it is a link of another user's to a file that is not there\n"), (linked.Status, linked.Error));
        Assert.False(File.Exists(_folder.PathOf("absent")));
    }

    [Fact]
    public async Task A_partial_file_of_an_earlier_run_is_replaced()
    {
        await using var server = ScriptedServer.Sending(Cut);

        // In a process of its own, which began later.
        _folder.Write("body.part", "an earlier and longer one");
        await Tool.ShellAsync($"$TOOL get {server.Address} -o {_folder.PathOf("body")}");

        Assert.Equal(["body.part"], _folder.Names);
        Assert.Equal("good", _folder.Read("body.part"));
    }

    [Theory]
    [InlineData("good body", "", "body|fresh", "body")]
    [InlineData("good", "", "body.part|fresh", "body.part")]
    [InlineData("good", "ln -s other body.part", "body.part|body.part.1|fresh", "body.part.1")]
    public async Task A_run_that_another_overtakes_is_whole_and_its_own(string first, string planted, string during, string kept)
    {
        _folder.Write("other", "other");
        var held = new TaskCompletionSource();
        await using var slow = ScriptedServer.Start(async client =>
        {
            await client.SendAsync(Head);
            await held.Task.WaitAsync(TimeSpan.FromSeconds(30));
            await client.SendAsync(first);
            await client.CloseAsync();
        });
        await using var quick = ScriptedServer.Sending(Head + first.Replace("good", "late", StringComparison.Ordinal));

        var running = Tool.GetAsync(slow, "-o", _folder.PathOf("body"));
        await AppearsAsync("body.*.part");
        Assert.Equal(["other"], _folder.Names.Where(name => !name.Contains(".part", StringComparison.Ordinal)));
        await Tool.ShellAsync($"cd {_folder.PathOf("")}; {planted}");
        await Tool.GetAsync(quick, "-o", _folder.PathOf("body"));
        Assert.Equal(during.Split('|').Append("other").Order(StringComparer.Ordinal), _folder.Names.Select(name => name.Length == "body.12345678.part".Length ? "fresh" : name).Order(StringComparer.Ordinal));
        Assert.Equal(first.Replace("good", "late", StringComparison.Ordinal), _folder.Read(kept));
        held.SetResult();
        var result = await running;

        Assert.Equal(first == "good" ? 18 : 0, result.Status);
        Assert.Equal("other", _folder.Read("other"));
        if (first == "good")
        {
            var own = planted.Length == 0 ? "body.part.1" : "body.part.2";
            Assert.Equal(("late", "good"), (_folder.Read(kept), _folder.Read(own)));
        }
        else
        {
            Assert.Equal(("good body", 2), (_folder.Read("body"), _folder.Names.Count()));
        }

    }

    [Fact]
    public async Task A_new_file_has_the_mode_of_the_umask_from_its_beginning()
    {
        var held = new TaskCompletionSource();
        await using var server = ScriptedServer.Start(async client =>
        {
            await client.SendAsync(Cut);
            await held.Task.WaitAsync(TimeSpan.FromSeconds(30));
            await client.SendAsync(" body");
            await client.CloseAsync();
        });

        var running = Tool.ShellAsync($"umask 027; $TOOL get {server.Address} -o {_folder.PathOf("body")} --save {_folder.PathOf("saved")}");
        await AppearsAsync("body.*.part");
        var during = await ModesAsync();
        held.SetResult();
        await running;

        Assert.Equal("640 640", during);
        Assert.Equal(["body", "saved"], _folder.Names);
        Assert.Equal("640 640", await ModesAsync());
    }

    [Fact]
    public async Task A_body_that_cannot_take_its_name_is_kept()
    {
        await using var server = ScriptedServer.Start(async client =>
        {
            await client.SendAsync(Cut);
            await AppearsAsync("body.*.part");
            Directory.CreateDirectory(_folder.PathOf("body/full"));
            await client.SendAsync(" body");
            await client.CloseAsync();
        });

        var result = await Tool.GetAsync(server, "-o", _folder.PathOf("body"));

        Assert.Equal((23, Head), (result.Status, result.Text));
        Assert.Equal($"rawhttp: note: the body is kept in {_folder.PathOf("body.part")}\nrawhttp: write {_folder.PathOf("body")}: it is a folder\n", result.Error);
        Assert.Equal("good body", _folder.Read("body.part"));
    }

    [Theory]
    [InlineData(240)]
    [InlineData(255)]
    public async Task A_name_may_be_as_long_as_the_system_lets_it(int length)
    {
        var name = new string('n', length);
        await using var whole = ScriptedServer.Sending(Whole);
        await using var cut = ScriptedServer.Sending(Cut);

        await Tool.GetAsync(whole, "-o", _folder.PathOf(name));
        var result = await Tool.GetAsync(cut, "-o", _folder.PathOf(name));

        Assert.Equal("good body", _folder.Read(name));
        var kept = Assert.Single(_folder.Names, other => other != name);
        Assert.Equal("good", _folder.Read(kept));
        Assert.Contains($"is kept in {_folder.PathOf(kept)}\n", result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("-INT", 130)]
    [InlineData("-TERM", 130)]
    [InlineData("-HUP", 130)]
    [InlineData("-m", 28)]
    public async Task What_was_saved_takes_its_name_however_the_run_is_ended(string how, int status)
    {
        _folder.Write("saved", "old");
        _folder.Write("head", "old");
        _folder.Write("body", "old");
        _folder.Write("page", "old");
        await using var server = ScriptedServer.SendingThenSilent(Cut);
        var process = _running = Tool.Start(["get", server.Address, .. Files(), .. how == "-m" ? new[] { "-m", "3" } : []]);
        if (how != "-m")
        {
            await AppearsAsync("saved.*.part", Cut.Length);
            await AppearsAsync("body.*.part", "good".Length);
            using var kill = Process.Start("kill", [how, $"{process.Id}"]);
        }

        await process.WaitForExitAsync();

        Assert.Equal(status, process.ExitCode);
        Assert.Equal((Cut, Head, "old", "good"), (_folder.Read("saved"), _folder.Read("head"), _folder.Read("body"), _folder.Read("body.part")));
        Assert.EndsWith("</html>\n", _folder.Read("page"), StringComparison.Ordinal);
        Assert.Equal(["body", "body.part", "head", "page", "saved"], _folder.Names);
    }

    [Theory]
    [InlineData("-KILL", ".*.part")]
    [InlineData("-INT twice", "")]
    [InlineData("-m", "")]
    public async Task What_was_saved_is_there_though_the_run_hangs_in_a_write(string how, string ending)
    {
        await using var server = ScriptedServer.Start(async client =>
        {
            await client.SendAsync("HTTP/1.1 200 OK\r\n\r\n");
            await client.SendForeverAsync(new string('x', 64 * 1024));
        });

        // Nothing reads the output.
        var process = _running = Tool.Start("get", server.Address, "--save", _folder.PathOf("saved"), "-m", how == "-m" ? "3" : "60");
        if (how != "-m")
        {
            await AppearsAsync("saved.*.part", least: 1000);
        }

        foreach (var signal in how == "-m" ? [] : how == "-KILL" ? new[] { "-KILL" } : ["-INT", "-INT"])
        {
            using var kill = Process.Start("kill", [signal, $"{process.Id}"]);
            await kill.WaitForExitAsync();

            // Two signals that are not taken up yet would be one.
            await Eventually.HoldsAsync(() => !IsInterruptPending(process.Id));
        }

        await process.WaitForExitAsync();

        var saved = Path.GetFileName(Assert.Single(Directory.GetFiles(_folder.PathOf(""), "saved" + ending)));
        Assert.StartsWith("HTTP/1.1 200 OK\r\n\r\nxxx", _folder.Read(saved), StringComparison.Ordinal);
        Assert.Equal([saved], _folder.Names);
    }

    [Fact]
    public async Task A_head_that_is_not_whole_leaves_the_old_file()
    {
        _folder.Write("head", "old");
        await using var server = ScriptedServer.Sending("HTTP/1.1 200 OK\r\nServ");

        var result = await Tool.GetAsync(server, "-D", _folder.PathOf("head"));

        Assert.Equal(18, result.Status);
        Assert.Equal(("old", "HTTP/1.1 200 OK\r\nServ"), (_folder.Read("head"), _folder.Read("head.part")));
        Assert.Contains($"rawhttp: note: the head is not whole; what came of it is kept in {_folder.PathOf("head.part")}\n", result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("--raw")]
    [InlineData("--wire")]
    public async Task A_page_is_whole_though_the_output_has_no_reader_any_more(string view)
    {
        _folder.Write("page", "old");
        await using var server = ScriptedServer.Start(async client =>
        {
            await client.SendAsync("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
            await client.SendForeverAsync(string.Concat(Enumerable.Repeat("4;extension\r\nbody\r\n", 4000)));
        });

        var result = await Tool.ShellAsync($"$TOOL get {server.Address} {view} --report {_folder.PathOf("page")} --save {_folder.PathOf("saved")} | head -1 >/dev/null; echo ${{PIPESTATUS[0]}}");

        Assert.Equal(("23\n", ""), (result.Text, result.Error));
        var page = _folder.Read("page");
        Assert.Contains("<code>HTTP/1.1 200 OK</code>", page, StringComparison.Ordinal);
        Assert.Contains("<h3 id=\"end\">How it ended</h3>\n<p>The run was ended before the response", page, StringComparison.Ordinal);
        Assert.EndsWith("</main></body></html>\n", page, StringComparison.Ordinal);
        Assert.StartsWith("HTTP/1.1 200 OK\r\n", _folder.Read("saved"), StringComparison.Ordinal);
        Assert.Equal(["page", "saved"], _folder.Names);
    }

    [Theory]
    [InlineData("-o", "")]
    [InlineData("-o", "--raw")]
    [InlineData("-D", "")]
    [InlineData("-D", "--raw")]
    [InlineData("--save", "")]
    [InlineData("--report", "")]
    public async Task A_pipe_that_is_not_read_is_given_up_after_the_time_to_connect(string option, string view)
    {
        await Tool.ShellAsync($"mkfifo {_folder.PathOf("pipe")}");
        await using var server = ScriptedServer.Sending(Whole);

        var result = await Tool.GetAsync(server, [option, _folder.PathOf("pipe"), "--connect-timeout", "0.3", .. view.Length > 0 ? new[] { view } : []]);

        Assert.Equal((28, $"rawhttp: write {_folder.PathOf("pipe")}: no process has opened this pipe to read it within 0.3 s\n"), (result.Status, result.Error));
        Assert.Equal(option != "-o" ? Whole : view.Length > 0 ? "" : Head, result.Text);
    }

    [Theory]
    [InlineData("-o", "good body")]
    [InlineData("-D", Head)]
    [InlineData("--save", Whole)]
    [InlineData("--report", "<!doctype html>")]
    public async Task A_pipe_is_written_to_and_not_replaced(string option, string beginning)
    {
        await using var server = ScriptedServer.Sending(Whole);

        // The tool is there before its reader. A second run finds it still a pipe.
        var result = await Tool.ShellAsync($"cd {_folder.PathOf("")}; mkfifo pipe; for run in 1 2; do (sleep 0.2; cat pipe) & $TOOL get {server.Address} --print '' {option} pipe; wait; echo; done");

        Assert.Equal("", result.Error);
        Assert.Equal(2, result.Text.Split(beginning[..9]).Length - 1);
        Assert.StartsWith(beginning, result.Text, StringComparison.Ordinal);
        Assert.Equal(["pipe"], _folder.Names);
    }

    [Theory]
    [InlineData("-o")]
    [InlineData("--save")]
    public async Task A_name_that_cannot_be_written_to_is_refused_before_anything_is_sent(string option)
    {
        await using var server = ScriptedServer.Sending(Whole);
        foreach (var (name, reason) in new[] { ("absent/file", "no such file or folder"), (".", "it is a folder"), ("absent/", "it is a folder") })
        {
            var path = _folder.PathOf(name);
            var result = await Tool.GetAsync(server, option, path);

            Assert.Equal((23, "", $"rawhttp: write {path}: {reason}\n"), (result.Status, result.Text, result.Error));
        }

        Assert.Empty(server.Requests);
        Assert.Empty(_folder.Names);
    }

    [RequiresProgram("setpriv", "util-linux", AsRoot = true)]
    public async Task What_may_not_be_written_to_is_refused_before_anything_is_sent()
    {
        await using var server = ScriptedServer.Sending(Whole);
        _folder.Write("file", "old");
        await Tool.ShellAsync($"chmod 777 {_folder.PathOf("")}; chown 12345 {_folder.PathOf("file")}; chmod 444 {_folder.PathOf("file")}; mkdir -m 555 {_folder.PathOf("closed")}");

        var run = "setpriv --reuid 12345 --clear-groups $TOOL get";
        var file = await Tool.ShellAsync($"{run} {server.Address} -o {_folder.PathOf("file")}");
        var folder = await Tool.ShellAsync($"{run} {server.Address} --save {_folder.PathOf("closed/file")}");

        Assert.Equal((23, $"rawhttp: write {_folder.PathOf("file")}: permission denied\n"), (file.Status, file.Error));
        Assert.Equal((23, $"rawhttp: write {_folder.PathOf("closed/file")}: permission denied\n"), (folder.Status, folder.Error));
        Assert.Empty(server.Requests);
        Assert.Equal("old", _folder.Read("file"));
    }

    private string[] Files() => ["--save", _folder.PathOf("saved"), "-D", _folder.PathOf("head"), "-o", _folder.PathOf("body"), "--report", _folder.PathOf("page")];

    private async Task<string> ModesAsync() => (await Tool.ShellAsync($"cd {_folder.PathOf("")}; stat -c %a * | xargs")).Text.Trim();

    private Task AppearsAsync(string pattern, int least = 0) =>
        Eventually.HoldsAsync(
            () => new DirectoryInfo(_folder.PathOf("")).EnumerateFiles(pattern).Any(file => file.Length >= least), pattern);

    // SIGINT in the signals sent to the process that no thread has taken up (proc(5)); of one that has ended there are none.
    private static bool IsInterruptPending(int process)
    {
        const string Pending = "ShdPnd:";
        const ulong Interrupt = 1 << 1;
        try
        {
            var row = File.ReadLines($"/proc/{process}/status").First(line => line.StartsWith(Pending, StringComparison.Ordinal));
            return (ulong.Parse(row[Pending.Length..].Trim(), NumberStyles.HexNumber, CultureInfo.InvariantCulture) & Interrupt) != 0;
        }
        catch (IOException)
        {
            return false;
        }
    }
}
