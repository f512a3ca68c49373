using System.Text.Json.Nodes;
using Json.Schema;

namespace RawHttp.Tests.Cli;

/// <summary>What <c>diff</c> finds between two responses, how it ends, and where it takes them from.</summary>
public sealed class DiffTests : IDisposable
{
    private const string Plain = "HTTP/1.1 200 OK\r\nServer: x\r\nVia: 1.1 a\r\nVia: 1.1 b\r\nContent-Length: 5\r\n\r\nhello";
    private const string Chunked = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";

    private static readonly JsonSchema Schema = JsonSchema.FromText(File.ReadAllText(Path.Combine(Fixture.Folder, "../docs/diff.schema.json")));

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(Plain, "404 OK", "status-line changed status code")]
    [InlineData(Plain, "200 Fine", "status-line changed reason phrase")]
    [InlineData("HTTP/1.1 201 Created\r\nContent-Length: 0\r\n\r\n", "HTTP/1.0 201 Created\r\nContent-Length: 0\r\n\r\n", "status-line changed version")]
    [InlineData(Plain, "Server: y", "fields changed Server")]
    [InlineData(Plain, "server: x", "fields case Server")]
    [InlineData(Plain, "Server:  x", "fields spacing Server")]
    [InlineData(Plain, "Server: x \t", "fields spacing Server")]
    [InlineData(Plain, "SERVER:y", "fields changed Server,fields case Server,fields spacing Server")]
    [InlineData(Plain, "Server: x\r\nEtag: \"1\"", "fields added Etag")]
    [InlineData("HTTP/1.1 204 No Content\r\nA: 1\r\nB: 2\r\nC: 3\r\n\r\n", "HTTP/1.1 204 No Content\r\nB: 2\r\nC: 3\r\nA: 1\r\n\r\n", "fields order A")]
    [InlineData("HTTP/1.1 204 No Content\r\nA: 1\r\nA: 2\r\nA: 3\r\n\r\n", "HTTP/1.1 204 No Content\r\nA: 2\r\nA: 3\r\n\r\n", "fields gone A")]
    [InlineData("HTTP/1.1 204 No Content\r\nA: 1\r\nDate: x\r\n\r\n", "HTTP/1.1 204 No Content\r\nDate: y\r\nA: 1\r\n\r\n", "")]
    [InlineData(Plain, "hallo", "content changed octet 1 of the content")]
    [InlineData(Chunked + "5\r\nhello\r\n0\r\n\r\n", Chunked + "2\r\nhe\r\n3\r\nllo\r\n0\r\n\r\n", "chunks changed size of chunk 1")]
    [InlineData(Chunked + "a\r\nhellohello\r\n0\r\n\r\n", Chunked + "A\r\nhellohello\r\n0\r\n\r\n", "chunks spacing spelling of chunk 1")]
    [InlineData(Chunked + "5\r\nhello\r\n0\r\nA: 1\r\n\r\n", Chunked + "5\r\nhello\r\n0\r\nA: 2\r\n\r\n", "trailers changed A")]
    [InlineData(Chunked + "5\r\nhello\r\n0\r\nA: 1\r\n\r\n", Chunked + "5\r\nhello\r\n0\r\n\r\n", "trailers gone A")]
    [InlineData(Chunked + "5\r\nhello\r\n0\r\n\r\n", Chunked + "5\r\nhellO\r\n0\r\n\r\n", "content changed octet 4 of the content")]
    [InlineData(
        Chunked + "5\r\nhello\r\n0\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello",
        "fields gone Transfer-Encoding,fields added Content-Length,framing changed end of the content")]
    [InlineData("HTTP/1.1 103 Early Hints\r\nA: 1\r\n\r\n" + Plain, Plain, "status-line gone interim response")]
    [InlineData("HTTP/1.1 103 Early Hints\r\nA: 1\r\n\r\n" + Plain, "HTTP/1.1 103 Early Hints\r\nA: 2\r\n\r\n" + Plain, "fields changed A")]
    [InlineData(
        "HTTP/1.1 200 OK\r\nA: 1\r\n\r\nx", "HTTP/1.1 200 OK\r\nA: 1\n\r\nx", "fields spacing A,findings added RFC9112-2.2-BARE-LF")]
    [InlineData(
        "HTTP/1.1 200 OK\r\nA: 1\r\n\r\nx", "HTTP/1.1 200 OK\r\nA: 1\r\n\nx", "fields spacing end of the section,findings added RFC9112-2.2-BARE-LF")]
    [InlineData(
        "HTTP/1.1 200 OK\r\nA: 1\r\n\r\nx", "HTTP/1.1 200 OK\nA: 1\r\n\r\nx", "status-line spacing white space, empty lines or line ending,findings added RFC9112-2.2-BARE-LF")]
    [InlineData("SSH-2.0-OpenSSH_9.2\r\n", "SSH-2.0-OpenSSH_9.3\r\n", "status-line changed status line")]
    [InlineData(Plain + "\0abc", Plain + "\0abd", "ending changed octet 3 of the octets left over")]
    public async Task Each_difference_is_in_its_part_and_nothing_else_is(string a, string b, string expected)
    {
        // A short B is what replaces the part of A that it differs in.
        b = b.StartsWith("HTTP/", StringComparison.Ordinal) || b.StartsWith("SSH", StringComparison.Ordinal) ? b
            : b.EndsWith("OK", StringComparison.Ordinal) || b.EndsWith("Fine", StringComparison.Ordinal) ? a.Replace("200 OK", b, StringComparison.Ordinal)
            : b == "hallo" ? a.Replace("hello", b, StringComparison.Ordinal)
            : a.Replace("Server: x", b, StringComparison.Ordinal);

        var (json, status) = await CompareAsync(a, b);

        Assert.Equal(expected, Differences(json, isIgnored: false));
        Assert.Equal(expected.Length == 0 ? 0 : 1, status);
    }

    [Fact]
    public async Task A_response_that_was_cut_differs_in_content_ending_and_finding_and_the_failure_is_said()
    {
        Write(Plain, Plain[..^1]);

        var result = await RunAsync("diff", "--json", "a", "b");

        var json = JsonNode.Parse(result.Output)!;
        Assert.Equal("content changed octet 4 of the content,ending changed end of the message,findings added RFC9112-8-CUT-BODY", Differences(json, isIgnored: false));
        Assert.Equal((1, true, false), (result.Status, (bool)json["responses"]![0]!["a"]!["complete"]!, (bool)json["responses"]![0]!["b"]!["complete"]!));
        Assert.StartsWith("rawhttp: note: B: read b: ", result.Error, StringComparison.Ordinal);
        Assert.Equal("", (await RunAsync("diff", "-s", "a", "b")).Error);
    }

    [Fact]
    public async Task Both_sides_have_their_offsets_and_octets()
    {
        var (json, _) = await CompareAsync(Chunked + "3\r\nhel\r\n2\r\nlo\r\n0\r\n\r\n", Chunked + "5\r\nhelLo\r\n0\r\n\r\n");

        var (a, b) = Sides(json, "content");
        Assert.Equal((Chunked.Length + 11, 5, "hello", "68656c6c6f", 3), ((int)a["offset"]!, (int)a["length"]!, (string)a["text"]!, (string)a["hex"]!, (int)a["from"]!));
        Assert.Equal((Chunked.Length + 6, 5, "helLo", "68656c4c6f", 3), ((int)b["offset"]!, (int)b["length"]!, (string)b["text"]!, (string)b["hex"]!, (int)b["from"]!));
    }

    [Theory]
    [InlineData("", "fields changed Date,fields changed ETag,fields added X-Request-Id", "")]
    [InlineData(null, "fields changed ETag", "fields changed Date,fields added X-Request-Id")]
    [InlineData("etag, Date", "fields added X-Request-Id", "fields changed Date,fields changed ETag")]
    [InlineData("ETag,DATE,x-request-id", "", "fields changed Date,fields changed ETag,fields added X-Request-Id")]
    public async Task Ignored_fields_are_shown_and_do_not_count(string? ignore, string counted, string ignored)
    {
        const string A = "HTTP/1.1 204 No Content\r\nDate: Mon, 01 Jan 2024 00:00:00 GMT\r\nETag: \"a\"\r\n\r\n";
        const string B = "HTTP/1.1 204 No Content\r\nDate: Mon, 01 Jan 2024 00:00:01 GMT\r\nETag: \"b\"\r\nX-Request-Id: 7\r\n\r\n";

        var (json, status) = await CompareAsync(A, B, ignore is null ? [] : ["--ignore", ignore]);

        Assert.Equal((counted, ignored, counted.Length == 0 ? 0 : 1), (Differences(json, false), Differences(json, true), status));
    }

    [Fact]
    public async Task A_finding_in_an_ignored_field_is_ignored()
    {
        var (json, status) = await CompareAsync("HTTP/1.1 204 No Content\r\nExpires: 0\r\n\r\n", "HTTP/1.1 204 No Content\r\nExpires: Thu, 01 Jan 1970 00:00:00 GMT\r\n\r\n");

        Assert.Equal((0, ""), (status, Differences(json, isIgnored: false)));
        Assert.Contains("findings gone ", Differences(json, isIgnored: true), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_fixture_is_like_itself()
    {
        var results = await Tool.RunEachInAsync(
            Fixture.Folder,
            Fixture.Names.Select(name => new[] { "diff", "--json", "-X", Fixture.MethodOf(name), Fixture.PathOf(name), Fixture.PathOf(name) }));

        foreach (var (name, result) in Fixture.Names.Zip(results))
        {
            var json = JsonNode.Parse(result.Output)!;
            AssertValid(result.Text);
            Assert.Equal((name, 0, true), (name, result.Status, (bool)json["alike"]!));
            Assert.NotEmpty(json["responses"]!.AsArray());
            Assert.All(json["responses"]!.AsArray(), pair => Assert.Empty(pair!["differences"]!.AsArray()));
        }
    }

    [Fact]
    public async Task Each_octet_that_is_changed_in_a_fixture_is_found()
    {
        var random = new Random(1);
        var names = Fixture.Names.Where(name => Fixture.Read(name).Length > 0).ToList();
        foreach (var name in names)
        {
            var octets = Fixture.Read(name);
            octets[random.Next(octets.Length)] ^= 0x04;
            File.WriteAllBytes(_folder.PathOf(name), octets);
        }

        var results = await Tool.RunEachInAsync(
            Fixture.Folder,
            names.Select(name => new[] { "diff", "--json", "--ignore", "", "-X", Fixture.MethodOf(name), Fixture.PathOf(name), _folder.PathOf(name) }));

        Assert.All(names.Zip(results), one => Assert.Equal((one.First, 1), (one.First, one.Second.Status)));
        Assert.All(results, result => AssertValid(result.Text));
    }

    [Fact]
    public async Task Responses_of_two_files_are_compared_in_pairs_and_what_one_has_alone_is_counted()
    {
        Write(Plain + Plain + Plain, Plain + Plain.Replace("hello", "hallo", StringComparison.Ordinal));

        var result = await RunAsync("diff", "--json", "a", "b");
        var text = await RunAsync("diff", "a", "b");

        var json = JsonNode.Parse(result.Output)!;
        AssertValid(result.Text);
        Assert.Equal((1, 1, 0), (result.Status, (int)json["surplus"]!["a"]!, (int)json["surplus"]!["b"]!));
        Assert.Equal([true, false], json["responses"]!.AsArray().Select(pair => (bool)pair!["alike"]!));
        Assert.EndsWith("different: A has 1 more response, compared with nothing\n", text.Text, StringComparison.Ordinal);
        Assert.Equal(1, text.Status);
    }

    [Fact]
    public async Task One_side_may_be_standard_input()
    {
        Write(Plain, Plain);

        var alike = await Tool.ShellAsync($"cd {_folder.PathOf("")} && $TOOL diff - b < a");
        var both = await Tool.RunAsync("diff", "-", "-");

        Assert.Equal((0, ""), (alike.Status, alike.Error));
        Assert.StartsWith("A: file standard input: HTTP/1.1 200 OK; ", alike.Text, StringComparison.Ordinal);
        Assert.Equal((2, "rawhttp: - and -: standard input is one of the two; name a file or a target for the other; see rawhttp diff --help\n"), (both.Status, both.Error));
    }

    [Fact]
    public async Task Two_servers_are_compared_each_asked_once()
    {
        await using var a = ScriptedServer.Sending(Plain);
        await using var b = ScriptedServer.Sending(Plain.Replace("1.1 b", "1.1 c", StringComparison.Ordinal));

        var result = await Tool.RunAsync("diff", "--json", "-H", "X: 1", a.Address, $"http://{b.Address}/path");

        var json = JsonNode.Parse(result.Output)!;
        AssertValid(result.Text);
        Assert.Equal((1, "fields changed Via"), (result.Status, Differences(json, isIgnored: false)));
        Assert.Equal(("target", $"http://{a.Address}/", $"http://{b.Address}/path"), ((string)json["a"]!["kind"]!, (string)json["a"]!["name"]!, (string)json["b"]!["name"]!));
        Assert.StartsWith("GET / HTTP/1.1\r\n", Assert.Single(a.Requests), StringComparison.Ordinal);
        Assert.Contains("\r\nX: 1\r\n", Assert.Single(b.Requests), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_saved_response_is_like_that_of_its_server()
    {
        await using var server = ScriptedServer.Sending(Plain);
        _folder.Write("a", Plain);

        var result = await RunAsync("diff", "a", server.Address);

        Assert.Equal((0, ""), (result.Status, result.Error));
        Assert.Equal($"A: file a: HTTP/1.1 200 OK; {Plain.Length} bytes from offset 0\nB: target http://{server.Address}/: HTTP/1.1 200 OK; {Plain.Length} bytes from offset 0\nalike\n", result.Text);
    }

    [Fact]
    public async Task What_only_a_connection_can_show_is_no_difference_from_a_file()
    {
        const string Closing = "HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n";
        await using var open = ScriptedServer.SendingThenSilent(Closing);
        await using var closed = ScriptedServer.Sending(Closing);
        _folder.Write("a", Closing);

        Assert.Equal(0, (await RunAsync("diff", "a", open.Address)).Status);
        var both = JsonNode.Parse((await RunAsync("diff", "--json", closed.Address, open.Address)).Output)!;
        Assert.Equal("ending changed end of the message,findings added RFC9112-9.6-NOT-CLOSED", Differences(both, isIgnored: false));
    }

    [Fact]
    public async Task A_run_out_of_time_shows_what_came_and_ends_with_its_status()
    {
        await using var server = ScriptedServer.SendingThenSilent(Plain[..^1]);
        _folder.Write("a", Plain);

        var result = await RunAsync("diff", "-m", "1", "--json", "a", server.Address);

        var json = JsonNode.Parse(result.Output)!;
        Assert.Equal("content changed octet 4 of the content,ending changed end of the message", Differences(json, isIgnored: false));
        Assert.Equal((28, 28, "interrupted"), (result.Status, (int)json["error"]!["exit"]!, (string)json["responses"]![0]!["b"]!["end"]!));
        Assert.Equal($"rawhttp: diff a {server.Address}: not compared within 1 s\n", result.Error);
    }

    [Fact]
    public async Task What_a_limit_kept_from_being_read_is_not_called_alike()
    {
        Write(Plain, Plain.Replace("hello", "hellO", StringComparison.Ordinal));

        var same = await RunAsync("diff", "-s", "--max-body", "4", "a", "b");
        var other = await RunAsync("diff", "-s", "--max-body", "5", "a", "b");

        Assert.Equal((63, "rawhttp: read a: the body is longer than the limit of 4 bytes\n"), (same.Status, same.Error));
        Assert.Equal((1, ""), (other.Status, other.Error));
    }

    [Fact]
    public async Task Content_that_can_be_kept_nowhere_is_an_error()
    {
        _folder.Write("a", "HTTP/1.1 200 OK\r\n\r\n" + new string('x', 2_000_000));

        var result = await Tool.ShellAsync($"cd {_folder.PathOf("")} && TMPDIR={_folder.PathOf("missing")} $TOOL diff a a");

        Assert.Equal((23, ""), (result.Status, result.Text));
        Assert.Matches("^rawhttp: write .*/missing/rawhttp-[0-9a-f]{32}: no such file or folder\n$", result.Error);
    }

    [Theory]
    [InlineData("B is missing", "a")]
    [InlineData("A is missing")]
    [InlineData("B is empty; it names a file or a target", "a", "")]
    public async Task Two_inputs_are_needed(string fault, params string[] inputs)
    {
        var result = await RunAsync(["diff", .. inputs]);

        Assert.Equal((2, $"rawhttp: {fault}; see rawhttp diff --help\n"), (result.Status, result.Error));
    }

    [Fact]
    public async Task How_two_connections_ended_is_compared()
    {
        await using var a = ScriptedServer.Sending("HTTP/1.1 200 OK\r\n\r\nhello");
        await using var b = ScriptedServer.SendingThenReset("HTTP/1.1 200 OK\r\n\r\nhello");

        var result = await Tool.RunAsync("diff", "--json", a.Address, b.Address);

        Assert.StartsWith("ending changed end of the message", Differences(JsonNode.Parse(result.Output)!, isIgnored: false), StringComparison.Ordinal);
        Assert.Equal(1, result.Status);
    }

    [Fact]
    public async Task A_side_that_cannot_be_had_decides_the_exit_status()
    {
        using var refusing = new RefusingPort();
        _folder.Write("a", Plain);

        var target = await RunAsync("diff", "--json", "a", $"127.0.0.1:{refusing.Number}");
        var file = await RunAsync("diff", "./missing", "a");

        var json = JsonNode.Parse(target.Output)!;
        AssertValid(target.Text);
        Assert.Equal((7, 7, false), (target.Status, (int)json["error"]!["exit"]!, (bool)json["alike"]!));
        Assert.Equal($"rawhttp: connect 127.0.0.1:{refusing.Number}: connection refused\n", target.Error);
        Assert.Equal((26, "", "rawhttp: read ./missing: no such file or folder\n"), (file.Status, file.Text, file.Error));
    }

    [Fact]
    public async Task What_exists_is_a_file_whatever_its_name_looks_like()
    {
        _folder.Write("localhost", Plain);
        _folder.Write("a", Plain);

        Assert.Equal(0, (await RunAsync("diff", "localhost", "a")).Status);
        Assert.Equal(26, (await RunAsync("diff", "a", "./b.example")).Status);
        Assert.Equal(1, (await RunAsync("diff", "a", "ftp://localhost/")).Status);
    }

    [Fact]
    public async Task The_page_of_report_has_the_differences_as_text()
    {
        Write(Plain, Plain.Replace("Server: x", "Server: <script>x</script>", StringComparison.Ordinal));

        var result = await RunAsync("diff", "--report", "page.html", "a", "b");

        var page = _folder.Read("page.html");
        Assert.Equal((1, ""), (result.Status, result.Error));
        Assert.Contains("<code>Server: <mark>&lt;script&gt;x&lt;/script&gt;</mark></code>", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", page, StringComparison.Ordinal);
        Assert.EndsWith("</html>\n", page, StringComparison.Ordinal);
    }

    [RequiresProgram("time", "time")]
    public async Task Large_content_takes_little_memory_and_its_last_octet_is_compared()
    {
        const int Length = 50_000_000;
        foreach (var (name, last) in new[] { ("a", (byte)1), ("b", (byte)2) })
        {
            await using var file = File.Create(_folder.PathOf(name));
            await file.WriteAsync(System.Text.Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\nContent-Length: {Length}\r\n\r\n"));
            await file.WriteAsync(new byte[Length - 1]);
            file.WriteByte(last);
        }

        var result = await Tool.MeasureAsync("diff", "--json", _folder.PathOf("a"), _folder.PathOf("b"));

        Assert.Equal((1, $"content changed octet {Length - 1} of the content"), (result.Status, Differences(JsonNode.Parse(result.Output)!, isIgnored: false)));
        Assert.InRange(result.PeakKiB, 1, 128 * 1024);
    }

    private void Write(string a, string b)
    {
        _folder.Write("a", a);
        _folder.Write("b", b);
    }

    private Task<ToolResult> RunAsync(params string[] arguments) => Tool.RunInAsync(_folder.PathOf(""), arguments);

    private async Task<(JsonNode Json, int Status)> CompareAsync(string a, string b, params string[] options)
    {
        Write(a, b);
        var result = await RunAsync(["diff", "--json", "a", "b", .. options]);
        AssertValid(result.Text);
        return (JsonNode.Parse(result.Output)!, result.Status);
    }

    private static string Differences(JsonNode json, bool isIgnored) => string.Join(',', json["responses"]!.AsArray()
        .SelectMany(pair => pair!["differences"]!.AsArray()).Where(one => (bool)one!["ignored"]! == isIgnored)
        .Select(one => $"{one!["part"]} {one["kind"]} {one["subject"]}"));

    private static (JsonNode A, JsonNode B) Sides(JsonNode json, string part)
    {
        var one = json["responses"]![0]!["differences"]!.AsArray().Single(each => (string)each!["part"]! == part)!;
        return (one["a"]!, one["b"]!);
    }

    private static void AssertValid(string text)
    {
        using var json = System.Text.Json.JsonDocument.Parse(text);
        var evaluation = Schema.Evaluate(json.RootElement, new EvaluationOptions { OutputFormat = OutputFormat.List });
        Assert.True(evaluation.IsValid, string.Join('\n', (evaluation.Details ?? []).Where(detail => detail.Errors is not null).Select(detail => $"{detail.InstanceLocation}: {string.Join(", ", detail.Errors!.Values)}")));
    }
}
