namespace RawHttp.Tests.Cli;

/// <summary>How far a long run is, on a terminal, while what was received goes into a pipe or a file.</summary>
public sealed class ProgressTests
{
    [RequiresProgramTheory("script", "bsdutils")]
    [InlineData("--json")]
    [InlineData("--wire")]
    [InlineData("--raw")]
    [InlineData("--print hb")]
    public async Task Of_a_body_that_goes_elsewhere(string view)
    {
        await using var server = Slow("HTTP/1.1 200 OK\r\nContent-Length: 8\r\n\r\nwith", "rest");

        var screen = await new PseudoTerminal(80).RunAsync($"$TOOL get {server.Address} {view} > /dev/null");

        Assert.Matches(@"^\rbody \[#+\.*\] (62|75|87|100)% of 8 B, ", screen);
        Assert.Matches(@"\r {30,}\r$", screen);
    }

    [RequiresProgram("script", "bsdutils")]
    public async Task Of_many_requests_whose_notes_begin_lines_of_their_own()
    {
        await using var server = Slow("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\n", "ab");

        var screen = await new PseudoTerminal(80).RunAsync($"$TOOL get {string.Join(' ', Enumerable.Repeat(server.Address, 3))} --json > /dev/null");

        Assert.Matches(@"\r\[#+\.*\] [23] of 3 requests, [\d.]+ requests/s, .*\r +\rrawhttp: ", screen.Replace("\n", "", StringComparison.Ordinal));
    }

    [RequiresProgram("script", "bsdutils")]
    public async Task Is_not_shown_where_nothing_wants_it()
    {
        await using var server = Slow("HTTP/1.1 200 OK\r\nContent-Length: 8\r\n\r\nwith", "rest");

        Assert.Equal("", await new PseudoTerminal(80).RunAsync($"$TOOL get {server.Address} --json -s > /dev/null"));
        Assert.Equal("", await new PseudoTerminal(80).RunAsync($"$TOOL get {server.Address} --json --color never > /dev/null"));
        Assert.Equal("", (await Tool.GetAsync(server, "--json")).Error);
    }

    // Progress is shown by the real clock, after a second.
    private static ScriptedServer Slow(string first, string rest) => ScriptedServer.Start(async client =>
    {
        await client.SendAsync(first);
        foreach (var octet in rest)
        {
            await Task.Delay(500);
            await client.SendAsync($"{octet}");
        }

        await client.CloseAsync();
    });
}
