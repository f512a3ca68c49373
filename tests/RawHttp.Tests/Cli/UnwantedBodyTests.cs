namespace RawHttp.Tests.Cli;

/// <summary>A binary body that is not shown on a terminal: it is fetched only where something else wants it.</summary>
public sealed class UnwantedBodyTests
{
    private const string Keep = "; -o FILE saves it, a pipe gets it unchanged\n";

    [RequiresProgramTheory("script", "bsdutils")]
    [InlineData("Content-Length: 5000000", "PNG\0", "a binary body of 5000000 bytes")]
    [InlineData("Transfer-Encoding: chunked", "4\r\nPNG\0\r\n4", "a binary body of unknown length")]
    [InlineData("Connection: close", "PNG\0", "a binary body of unknown length")]
    public async Task It_is_left_where_it_is(string field, string body, string what)
    {
        // No more of it ever comes, and the run has no time limit that would end it.
        await using var server = ScriptedServer.SendingThenSilent($"HTTP/1.1 200 OK\r\n{field}\r\n\r\n{body}");

        Assert.All(
            await new PseudoTerminal(500).RunEachAsync([["get", server.Address], ["get", server.Address, "--print", "b"], ["get", server.Address, "-f"]]),
            shown =>
            {
                Assert.EndsWith($"rawhttp: note: {what} is not shown on a terminal, and not fetched{Keep}", shown.Text, StringComparison.Ordinal);
                Assert.Equal(0, shown.Status);
            });
    }

    [RequiresProgram("script", "bsdutils")]
    public async Task After_text_its_rest_is_left_and_what_came_is_shown()
    {
        using var folder = new TemporaryFolder();
        var screen = folder.PathOf("screen");
        await using var server = ScriptedServer.Start(async client =>
        {
            await client.SendAsync("HTTP/1.1 404 No\r\nContent-Length: 5000000\r\n\r\ntext");

            // The text is shown before the tool sees that the rest is binary.
            await Eventually.HoldsAsync(() => File.ReadAllText(screen).EndsWith("\ntext", StringComparison.Ordinal));
            await client.SendAsync("\0");
            await client.LeftAsync();
        });

        var shown = Assert.Single(await new PseudoTerminal(500, screen: screen).RunEachAsync([["get", server.Address, "-f"]]));

        Assert.Contains($"\n\ntext\nrawhttp: note: the rest of the body, binary, of 4999996 bytes is not shown on a terminal, and not fetched{Keep}", shown.Text, StringComparison.Ordinal);
        Assert.Equal(22, shown.Status);
    }

    [RequiresProgram("script", "bsdutils")]
    public async Task What_is_all_here_is_judged()
    {
        await using var server = ScriptedServer.SendingThenSilent("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nPNG\0\r\n0\r\n\r\n");

        var shown = Assert.Single(await new PseudoTerminal(500).RunEachAsync([["get", server.Address, "--print", "b"]]));

        Assert.Equal(new Shown($"rawhttp: note: a binary body of 4 bytes is not shown on a terminal{Keep}", 0), shown);
    }

    [RequiresProgram("script", "bsdutils")]
    public async Task It_is_read_where_something_wants_it()
    {
        using var folder = new TemporaryFolder();
        await using var server = ScriptedServer.Start(async client =>
        {
            await client.SendAsync("HTTP/1.1 200 OK\r\nContent-Length: 8\r\n\r\nPNG\0");

            // The rest comes by itself.
            await client.HasBeenReadAsync();
            await client.SendAsync("rest");
            await client.CloseAsync();
        });

        string[][] runs =
        [
            ["-v"], ["--strict"], ["--print", "m"], ["--print", "bm"], ["--raw"], ["--wire"], ["--json"],
            ["--save", folder.PathOf("saved")], ["--report", folder.PathOf("page")], ["-o", folder.PathOf("body")],
        ];
        var shown = await new PseudoTerminal(500).RunEachAsync(runs.Select(run => run.Prepend(server.Address).Prepend("get").ToArray()));

        Assert.All(shown, run => Assert.Equal(0, run.Status));
        Assert.All(shown, run => Assert.DoesNotContain("not fetched", run.Text, StringComparison.Ordinal));
        Assert.EndsWith("PNG\0rest", folder.Read("saved"), StringComparison.Ordinal);
        Assert.Equal("PNG\0rest", folder.Read("body"));
        Assert.Contains("body of 8 bytes", folder.Read("page"), StringComparison.Ordinal);
        Assert.Equal("PNG\0rest", (await Tool.GetAsync(server, "--print", "b")).Text);
    }

    [RequiresProgram("script", "bsdutils")]
    public async Task One_that_is_only_counted_shows_its_progress_when_it_takes_its_time()
    {
        await using var server = ScriptedServer.Start(async client =>
        {
            await client.SendAsync("HTTP/1.1 200 OK\r\nContent-Length: 8\r\n\r\nPNG\0");
            foreach (var octet in "rest")
            {
                // Progress is shown by the real clock.
                await Task.Delay(500);
                await client.SendAsync($"{octet}");
            }

            await client.CloseAsync();
        });

        var shown = Assert.Single(await new PseudoTerminal(80).RunEachAsync([["get", server.Address, "--print", "m"]]));

        Assert.Matches(@"^\rbody \[#+\.+\] (62|75|87)% of 8 B, .*\r +\r127\.0\.0\.1:\d+: HTTP/1\.1 200 OK; body of 8 bytes ", shown.Text);
    }
}
