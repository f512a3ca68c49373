namespace RawHttp.Tests.Cli;

/// <summary>What <c>diff</c> shows on a terminal: side by side where it is wide, otherwise one above the other; and nothing that acts there.</summary>
public sealed class DiffScreenTests : IDisposable
{
    private const string A = "HTTP/1.1 200 OK\r\nDate: Mon, 01 Jan 2024 00:00:00 GMT\r\nServer: nginx\r\nX-A: 1\r\nContent-Security-Policy: default-src 'none'; "
        + "script-src 'self' https://cdn.example.org; style-src 'self'; img-src *; connect-src 'self'\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n6\r\n world\r\n0\r\n\r\n";
    private const string B = "HTTP/1.1 404 Not Found\r\nDate: Mon, 01 Jan 2024 00:00:01 GMT\r\nserver:  nginx\r\nX-B: 2\r\nContent-Security-Policy: default-src 'none'; "
        + "script-src 'self' https://cdn.example.com; style-src 'self'; img-src *; connect-src 'self'\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nhel\r\n08;x=1\r\nlo World\r\n0\r\nT: 1\r\n\r\n";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [RequiresProgramTheory("script", "bsdutils")]
    [InlineData(80, "TERM=dumb")]
    [InlineData(160, "TERM=dumb")]
    [InlineData(80, "TERM=xterm-256color")]
    [InlineData(160, "TERM=xterm-256color")]
    public async Task It_is_laid_out_for_the_width(int columns, string environment)
    {
        _folder.Write("a.http", A);
        _folder.Write("b.http", B);

        var screen = await new PseudoTerminal(columns, environment).RunAsync($"cd {_folder.PathOf("")}; $TOOL diff a.http b.http");

        Assert.All(Plain(screen).Split('\n'), line => Assert.InRange(line.Length, 0, columns));
        await Verifier.Verify(screen.Replace('\e', '␛')).UseParameters(columns, environment == "TERM=dumb" ? "plain" : "colour").DisableScrubbers();
    }

    [RequiresProgramTheory("script", "bsdutils")]
    [InlineData(20)]
    [InlineData(80)]
    [InlineData(120)]
    public async Task Nothing_of_a_server_acts_on_the_terminal_or_begins_a_line(int columns)
    {
        var hostile = string.Concat(Enumerable.Range(0, 256).Where(octet => octet is not (10 or 13)).Select(octet => (char)octet)) + "\r\e[2J\x9b31m" + new string('x', 300);
        _folder.Write("a", $"HTTP/1.1 200 {hostile}\r\nA: {hostile}\r\n{hostile}: 1\r\nTransfer-Encoding: chunked\r\n\r\n5;{hostile}\r\nhello\r\n1\r\n\e\r\n0\r\nT: {hostile}\r\n\r\n{hostile}");
        _folder.Write("b", $"HTTP/1.1 201 {hostile}y\r\na: {hostile}y\r\n{hostile}: 2\r\nTransfer-Encoding: chunked\r\n\r\n5;{hostile}y\r\nhello\r\n1\r\n\x9b\r\n0\r\nT: {hostile}y\r\n\r\n{hostile}y");

        var screen = await new PseudoTerminal(columns).RunAsync($"cd {_folder.PathOf("")}; $TOOL diff a b");

        Assert.All(screen, character => Assert.True(character is '\n' or (>= ' ' and <= '~') or '§', $"{(int)character:x}"));
        Assert.All(screen.TrimEnd('\n').Split('\n'), line => Assert.Matches("^(A: |B: |rawhttp: |different: |\\| | |status line|fields|framing|chunk boundaries|content|trailers|ending|findings|ignored)", line));
    }

    private static string Plain(string screen) => System.Text.RegularExpressions.Regex.Replace(screen, "\e\\[[0-9;]*m", "");
}
