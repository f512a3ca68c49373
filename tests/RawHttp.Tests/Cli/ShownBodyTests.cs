using System.IO.Compression;
using System.Text;

namespace RawHttp.Tests.Cli;

/// <summary>--compressed, and JSON on a terminal: what is shown in another form than it came, and what is not.</summary>
public sealed class ShownBodyTests : IDisposable
{
    private const string Json = """{"a":[1,2.50,{"b":"x, {\"y\"} [z]"}],"e":{},"l":[ ],"n":null,"u":"\u00e9"}""";
    private const string Indented = """
        {
          "a": [
            1,
            2.50,
            {
              "b": "x, {\"y\"} [z]"
            }
          ],
          "e": {},
          "l": [],
          "n": null,
          "u": "\u00e9"
        }

        """;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    [InlineData("deflate")]
    [InlineData("gzip, br")]
    public async Task Compressed_asks_for_codings_and_shows_the_body_without_them(string codings)
    {
        var text = string.Concat(Enumerable.Range(0, 20_000).Select(i => $"line {i}\n"));
        var content = codings.Split(", ").Aggregate(Encoding.ASCII.GetBytes(text), Coded);
        await using var server = ScriptedServer.Sending([.. Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\nContent-Encoding: {codings}\r\nContent-Length: {content.Length}\r\n\r\n"), .. content]);

        var result = await Tool.GetAsync(server, "--compressed", "--print", "b");
        var file = await Tool.GetAsync(server, "--compressed", "-o", _folder.PathOf("body"), "--save", _folder.PathOf("saved"));
        var raw = await Tool.GetAsync(server, "--compressed", "--raw");

        Assert.Equal((0, text, ""), (result.Status, result.Text, result.Error));
        Assert.Equal((0, text), (file.Status, _folder.Read("body")));
        Assert.Equal(content, raw.Output[^content.Length..]);
        Assert.Equal(raw.Output, File.ReadAllBytes(_folder.PathOf("saved")));
        Assert.All(server.Requests, request => Assert.Contains("\r\nAccept-Encoding: gzip, deflate, br, zstd\r\n", request, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_field_of_ones_own_asks_instead()
    {
        await using var server = ScriptedServer.Sending("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");

        await Tool.GetAsync(server, "--compressed", "-H", "accept-encoding: br");

        Assert.Contains("\r\naccept-encoding: br\r\n", server.Requests[0], StringComparison.Ordinal);
        Assert.DoesNotContain("Accept-Encoding", server.Requests[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_not_in_its_coding_is_shown_as_it_came()
    {
        _folder.Write("response", "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 5\r\n\r\nplain");

        var result = await Tool.RunAsync("read", _folder.PathOf("response"), "--compressed", "--print", "b");

        Assert.Equal((0, "plain"), (result.Status, result.Text));
        Assert.Contains("rawhttp: note: the body could not be decoded, gzip: ", result.Error, StringComparison.Ordinal);
        Assert.Contains("; it is shown as it came\n", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_breaks_in_the_midst_is_shown_up_to_there()
    {
        var text = string.Concat(Enumerable.Range(0, 20_000).Select(i => $"line {i}\n"));
        var content = Coded(Encoding.ASCII.GetBytes(text), "gzip");
        content.AsSpan(content.Length / 2, 200).Fill(0xff);
        _folder.Write("response", $"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: {content.Length}\r\n\r\n{Encoding.Latin1.GetString(content)}");

        var result = await Tool.RunAsync("read", _folder.PathOf("response"), "--compressed", "--print", "b");

        Assert.StartsWith("line 0\nline 1\n", result.Text, StringComparison.Ordinal);
        Assert.Contains("; what follows is not shown\n", result.Error, StringComparison.Ordinal);
        Assert.Equal(content.Length, (await Tool.RunAsync("read", _folder.PathOf("response"), "--print", "b")).Output.Length);
    }

    [Fact]
    public async Task What_is_cut_is_shown_as_far_as_it_goes_and_kept_as_a_part()
    {
        var content = Coded(Encoding.ASCII.GetBytes(string.Concat(Enumerable.Range(0, 2000).Select(i => $"line {i}\n"))), "gzip")[..^400];
        _folder.Write("response", $"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: {content.Length}\r\n\r\n{Encoding.Latin1.GetString(content)}");

        var result = await Tool.RunAsync("read", _folder.PathOf("response"), "--compressed", "-o", _folder.PathOf("body"));

        Assert.Contains("rawhttp: note: the body ends before the end of its coding, gzip\n", result.Error, StringComparison.Ordinal);
        Assert.StartsWith("line 0\nline 1\n", _folder.Read("body.part"), StringComparison.Ordinal);
        Assert.DoesNotContain("body", _folder.Names);
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    [InlineData("gzip, gzip")]
    public async Task A_small_body_that_decodes_to_a_large_one_ends_at_the_limit(string codings)
    {
        var content = codings.Split(", ").Aggregate(new byte[64 * 1024 * 1024], Coded);
        _folder.Write("response", $"HTTP/1.1 200 OK\r\nContent-Encoding: {codings}\r\nContent-Length: {content.Length}\r\n\r\n{Encoding.Latin1.GetString(content)}");

        var result = await Tool.RunAsync("read", _folder.PathOf("response"), "--compressed", "--max-body", "200K", "--print", "b");

        Assert.Equal((63, 200 * 1024), (result.Status, result.Output.Length));
        Assert.Equal("rawhttp: --compressed: the body decodes to more than 204800 bytes; --max-body sets the limit\n", result.Error);
    }

    [Theory]
    [InlineData("")]
    [InlineData("zip")]
    [InlineData("gzip, unknown")]
    [InlineData("gzip,gzip,gzip,gzip,gzip,gzip,gzip,gzip,gzip")]
    public async Task Content_without_a_coding_that_is_known_is_shown_as_it_came(string codings)
    {
        _folder.Write("response", $"HTTP/1.1 200 OK\r\nContent-Encoding: {codings}\r\nContent-Length: 5\r\n\r\nhello");

        Assert.Equal("hello", (await Tool.RunAsync("read", _folder.PathOf("response"), "--compressed", "--print", "b")).Text);
    }

    [RequiresProgramTheory("script", "bsdutils")]
    [InlineData("application/json")]
    [InlineData("application/problem+json; charset=utf-8")]
    public async Task Json_is_indented_on_a_terminal_and_nowhere_else(string type)
    {
        _folder.Write("response", $"HTTP/1.1 200 OK\r\nContent-Type: {type}\r\nContent-Length: {Json.Length}\r\n\r\n{Json}");
        string[] command = ["read", _folder.PathOf("response"), "--print", "b"];

        var shown = Assert.Single(await new PseudoTerminal(80).RunEachAsync([command]));

        Assert.Equal(Indented, shown.Text);
        Assert.Equal(Json, (await Tool.RunAsync(command)).Text);
        await Tool.RunAsync([.. command, "-o", _folder.PathOf("body")]);
        Assert.Equal(Json, _folder.Read("body"));
    }

    [RequiresProgramTheory("script", "bsdutils")]
    [InlineData("{\"a\":1 2,}]}x[", "{\n  \"a\": 1 2,\n}\n]\n}x[\n")]
    [InlineData("{\"a\":1}\n{\"b\":2}\n3\n", "{\n  \"a\": 1\n}\n{\n  \"b\": 2\n}\n3\n")]
    [InlineData("\"never ends\\\\", "\"never ends\\\\\n")]
    [InlineData("\u001b[2J", "\\x1b[\n  2J\n")]
    public async Task What_is_no_json_loses_nothing_but_white_space(string content, string expected)
    {
        _folder.Write("response", $"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {content.Length}\r\n\r\n{content}");

        var shown = Assert.Single(await new PseudoTerminal(80).RunEachAsync([["read", _folder.PathOf("response"), "--print", "b"]]));

        Assert.Equal(expected, shown.Text);
    }

    private static byte[] Coded(byte[] octets, string coding)
    {
        using var coded = new MemoryStream();
        using (Stream coder = coding switch { "br" => new BrotliStream(coded, CompressionLevel.Optimal), "deflate" => new ZLibStream(coded, CompressionLevel.Optimal), _ => new GZipStream(coded, CompressionLevel.Optimal) })
        {
            coder.Write(octets);
        }

        return coded.ToArray();
    }
}
