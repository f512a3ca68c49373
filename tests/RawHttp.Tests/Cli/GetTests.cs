using System.IO.Compression;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace RawHttp.Tests.Cli;

/// <summary>What <c>get</c> sends and shows when all is well, and what its options change.</summary>
public sealed class GetTests
{
    private const string Response = "HTTP/1.1 200 OK\r\nServer: x\r\nContent-Length: 5\r\n\r\nhello";
    private const string Chunked = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5;a=b\r\nhello\r\n0\r\nT: 1\r\n\r\n";

    [Fact]
    public async Task Demo_reads_the_example_over_a_real_socket()
    {
        var result = await Tool.RunAsync("get", "--demo");

        Assert.Equal((0, ""), (result.Status, result.Error));
        Assert.Equal(Fixture.Read("example-coolpython"), result.Output);
    }

    [Fact]
    public async Task Demo_answers_head_without_a_body()
    {
        var result = await Tool.RunAsync("get", "--demo", "-I");

        Assert.StartsWith("HTTP/1.1 200 OK\r\n", result.Text, StringComparison.Ordinal);
        Assert.EndsWith("Connection: close\r\n\r\n", result.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_demo_has_a_response_with_faults()
    {
        var result = await Tool.RunAsync("get", "--demo", "--wire", "/odd");

        string[] codes = ["RFC9112-2.2-BARE-LF at 29", "RFC9110-5.6.7-WRONG-WEEKDAY at 30", "RFC6265-4.1.1-REPEATED-ATTRIBUTE at 93", "RFC9112-6.3-BOTH-LENGTHS at 130"];
        Assert.All(codes, code => Assert.Contains(code, result.Text, StringComparison.Ordinal));
        Assert.Equal((0, ""), (result.Status, result.Error));
    }

    [Theory]
    [InlineData("", "GET / HTTP/1.1\r\nHost: {0}\r\nConnection: close\r\n\r\n")]
    [InlineData("/a/../b?c=%20#d", "GET /a/../b?c=%20 HTTP/1.1\r\nHost: {0}\r\nConnection: close\r\n\r\n")]
    [InlineData("?q", "GET /?q HTTP/1.1\r\nHost: {0}\r\nConnection: close\r\n\r\n")]
    [InlineData("/%c3/ä?ö=\ufffd\u0085", "GET /%c3/%C3%A4?%C3%B6=%EF%BF%BD%C2%85 HTTP/1.1\r\nHost: {0}\r\nConnection: close\r\n\r\n")]
    [InlineData(" -0", "GET / HTTP/1.0\r\nHost: {0}\r\nConnection: close\r\n\r\n")]
    [InlineData(" -I", "HEAD / HTTP/1.1\r\nHost: {0}\r\nConnection: close\r\n\r\n")]
    [InlineData(" -X DELETE", "DELETE / HTTP/1.1\r\nHost: {0}\r\nConnection: close\r\n\r\n")]
    [InlineData(" -X CONNECT", "CONNECT {0} HTTP/1.1\r\nHost: {0}\r\nConnection: close\r\n\r\n")]
    [InlineData("/ -X CONNECT -0", "CONNECT {0} HTTP/1.0\r\nHost: {0}\r\nConnection: close\r\n\r\n")]
    [InlineData("/x -X connect", "connect /x HTTP/1.1\r\nHost: {0}\r\nConnection: close\r\n\r\n")]
    [InlineData(" -X A -X B -m 0.001 -m 60 --max-head 1 --max-head 9K --save / --save /dev/null --raw --raw", "B / HTTP/1.1\r\nHost: {0}\r\nConnection: close\r\n\r\n")]
    [InlineData(" -H A:1 -H a:2", "GET / HTTP/1.1\r\nHost: {0}\r\nConnection: close\r\nA: 1\r\na: 2\r\n\r\n")]
    [InlineData(" -H host:other -H Host:third", "GET / HTTP/1.1\r\nhost: other\r\nConnection: close\r\nHost: third\r\n\r\n")]
    [InlineData(" -H Connection: -H B:1 -H B:2", "GET / HTTP/1.1\r\nHost: {0}\r\nB: 1\r\nB: 2\r\n\r\n")]
    [InlineData(" -H Connection;", "GET / HTTP/1.1\r\nHost: {0}\r\nConnection:\r\n\r\n")]
    [InlineData(" -H @a:1", "GET / HTTP/1.1\r\nHost: {0}\r\nConnection: close\r\n@a: 1\r\n\r\n")]
    [InlineData(" -r 0-99 -b a=b -u user:p:w -e /from -A me/1", "GET / HTTP/1.1\r\nHost: {0}\r\nConnection: close\r\nUser-Agent: me/1\r\nReferer: /from\r\nAuthorization: Basic dXNlcjpwOnc=\r\nCookie: a=b\r\nRange: bytes=0-99\r\n\r\n")]
    [InlineData(" --data-binary a -H Content-Type:x --http1.1 -sS", "POST / HTTP/1.1\r\nHost: {0}\r\nConnection: close\r\nContent-Length: 1\r\nContent-Type: x\r\n\r\na")]
    public async Task Sends_exactly_what_it_is_told(string pathAndOptions, string request)
    {
        await using var server = ScriptedServer.Sending(Response);
        var words = pathAndOptions.Split(' ');

        await Tool.RunAsync(["get", server.Address + words[0], .. words[1..]]);

        Assert.Equal(string.Format(null, request, server.Address), Assert.Single(server.Requests));
    }

    [Theory]
    [InlineData("http://127.0.0.1:{0}/x")]
    [InlineData("HTTP://127.0.0.1:{0}/x")]
    [InlineData(":{0}/x")]
    [InlineData("localhost:{0}/x")]
    public async Task Takes_a_target_in_each_form(string target)
    {
        await using var server = ScriptedServer.Sending(Response);

        var result = await Tool.RunAsync("get", string.Format(null, target, server.Port));

        Assert.Equal((0, Response), (result.Status, result.Text));
        Assert.StartsWith("GET /x HTTP/1.1\r\n", Assert.Single(server.Requests), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{0}/x")]
    [InlineData("-s {0}/x")]
    [InlineData("http://{0}/x --print b")]
    public async Task Get_is_the_command_where_a_target_or_its_option_comes_first(string words)
    {
        await using var server = ScriptedServer.Sending(Response);

        var result = await Tool.RunAsync(string.Format(null, words, server.Address).Split(' '));

        Assert.Equal(0, result.Status);
        Assert.StartsWith("GET /x HTTP/1.1\r\n", Assert.Single(server.Requests), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_body_goes_to_a_file_named_like_the_end_of_the_path()
    {
        using var folder = new TemporaryFolder();
        await using var server = ScriptedServer.Sending("HTTP/1.1 200 OK\r\nContent-Disposition: attachment; filename=other\r\nContent-Length: 2\r\n\r\nok");

        var result = await Tool.ShellAsync($"cd {folder.PathOf("")} && $TOOL get -O http://{server.Address}/a/b.txt?c=/d");

        Assert.Equal((0, "ok", "b.txt"), (result.Status, folder.Read("b.txt"), string.Join(", ", folder.Names)));
    }

    [Fact]
    public async Task The_port_of_the_scheme_is_left_out_of_host()
    {
        await using var server = ScriptedServer.Sending(Response);

        await Tool.RunAsync("get", "example.test", "--connect-to", $"example.test:80:127.0.0.1:{server.Port}");

        Assert.Contains("\r\nHost: example.test\r\n", Assert.Single(server.Requests), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--resolve", "example.test:{0}:127.0.0.1")]
    [InlineData("--resolve", "EXAMPLE.test:{0}:[::1],127.0.0.1")]
    [InlineData("--connect-to", "::127.0.0.1:{0}")]
    [InlineData("--connect-to", "example.test::127.0.0.1:")]
    [InlineData("--connect-to", "example.test:{0}:localhost:{0}")]
    public async Task Connects_where_it_is_told(string option, string value)
    {
        await using var server = ScriptedServer.Sending(Response);

        var result = await Tool.RunAsync("get", $"example.test:{server.Port}", option, string.Format(null, value, server.Port));

        Assert.Equal((0, Response, ""), (result.Status, result.Text, result.Error));
        Assert.Contains($"\r\nHost: example.test:{server.Port}\r\n", Assert.Single(server.Requests), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Connects_over_ipv6_with_brackets()
    {
        await using var server = ScriptedServer.Sending(Response, at: new IPEndPoint(IPAddress.IPv6Loopback, 0));

        var result = await Tool.RunAsync("get", $"[::1]:{server.Port}", "--print", "H");

        Assert.Equal($"GET / HTTP/1.1\r\nHost: [::1]:{server.Port}\r\nConnection: close\r\n\r\n", result.Text);
    }

    [Fact]
    public async Task Connects_to_a_unix_socket()
    {
        var path = Path.Combine(Path.GetTempPath(), $"rawhttp-{Guid.NewGuid():N}");
        await using var server = ScriptedServer.Sending(Response, at: new UnixDomainSocketEndPoint(path));

        var result = await Tool.RunAsync("get", "example.test", "--unix-socket", path);

        File.Delete(path);
        Assert.Equal(Response, result.Text);
        Assert.Contains("\r\nHost: example.test\r\n", Assert.Single(server.Requests), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_family_without_an_address_is_not_resolved()
    {
        var result = await Tool.RunAsync("get", "127.0.0.1", "-6");

        Assert.Equal((6, "rawhttp: resolve 127.0.0.1: no IPv6 address\n"), (result.Status, result.Error));
    }

    [Theory]
    [InlineData("h", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")]
    [InlineData("b", "hello")]
    [InlineData("hb", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nhello")]
    [InlineData("H", "GET / HTTP/1.1\r\nHost: {0}\r\nConnection: close\r\n\r\n")]
    [InlineData("", "")]
    public async Task Prints_what_is_asked_for(string letters, string printed)
    {
        await using var server = ScriptedServer.Sending(Chunked);

        var result = await Tool.GetAsync(server, "--print", letters);

        Assert.Equal((0, string.Format(null, printed, server.Address)), (result.Status, result.Text));
    }

    [Fact]
    public async Task Raw_is_what_came_over_the_wire()
    {
        var wire = "HTTP/1.1 103 Early Hints\r\n\r\n" + Chunked + "more";
        await using var server = ScriptedServer.Sending(wire);

        Assert.Equal((0, wire), await Tool.GetAsync(server, "--raw") is var result ? (result.Status, result.Text) : default);
    }

    [Fact]
    public async Task Interim_responses_are_shown_before_the_final_one()
    {
        await using var server = ScriptedServer.Sending("HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n" + Response);

        Assert.Equal("HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n" + Response, (await Tool.GetAsync(server)).Text);
    }

    [Theory]
    [InlineData("closes", "the server closed the connection")]
    [InlineData("resets", "the connection was reset")]
    [InlineData("keeps open", "the connection is still open after 0.1 s")]
    [InlineData("sends more", "8 bytes followed the message at offset 54, the server closed the connection")]
    public async Task The_summary_tells_what_the_server_did_afterwards(string does, string told)
    {
        await using var server = does switch
        {
            "closes" => ScriptedServer.Sending(Response),
            "resets" => ScriptedServer.SendingThenReset(Response),
            "keeps open" => ScriptedServer.SendingThenSilent(Response),
            _ => ScriptedServer.Sending(Response + "HTTP/1.1"),
        };

        var result = await Tool.GetAsync(server, ["--print", "m", .. does == "keeps open" ? [] : new[] { "--linger", "10" }]);

        Assert.Equal(0, result.Status);
        Assert.Matches($"^{server.Address}: HTTP/1.1 200 OK; body of 5 bytes by Content-Length \\(RFC 9112 \u00c2\u00a76.3 rule 6\\); [0-9]+ bytes received; resolve [0-9.]+ ms, connect [0-9.]+ ms, wait [0-9.]+ ms, total [0-9.]+ ms; complete, {told}\n$", result.Text);
    }

    [Fact]
    public async Task A_whole_message_ends_the_run_though_the_server_keeps_the_connection()
    {
        await using var server = ScriptedServer.SendingThenSilent(Response);

        Assert.Equal((0, Response), await Tool.GetAsync(server, "--read-timeout", "3600") is var result ? (result.Status, result.Text) : default);
    }

    [Fact]
    public async Task A_body_goes_to_its_file_and_the_head_to_the_output()
    {
        using var folder = new TemporaryFolder();
        await using var server = ScriptedServer.Sending(Chunked);

        var result = await Tool.GetAsync(server, "-o", folder.PathOf("body"), "-D", folder.PathOf("head"));

        Assert.Equal((0, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", ""), (result.Status, result.Text, result.Error));
        Assert.Equal("hello", folder.Read("body"));
        Assert.Equal("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", folder.Read("head"));
        Assert.Equal(["body", "head"], folder.Names);
    }

    [Fact]
    public async Task A_partial_body_is_kept_beside_its_file()
    {
        using var folder = new TemporaryFolder();
        folder.Write("body", "old");
        await using var server = ScriptedServer.Sending("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhello");

        var result = await Tool.GetAsync(server, "-o", folder.PathOf("body"));

        Assert.Equal(18, result.Status);
        Assert.Contains($"what came of it is kept in {folder.PathOf("body")}.part\n", result.Error, StringComparison.Ordinal);
        Assert.Equal(("old", "hello"), (folder.Read("body"), folder.Read("body.part")));
    }

    [Fact]
    public async Task A_file_keeps_its_permissions()
    {
        using var folder = new TemporaryFolder();
        folder.Write("body", "old");
        File.SetUnixFileMode(folder.PathOf("body"), UnixFileMode.UserRead | UnixFileMode.UserWrite);
        await using var server = ScriptedServer.Sending(Response);

        await Tool.GetAsync(server, "-o", folder.PathOf("body"));

        Assert.Equal("hello", folder.Read("body"));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(folder.PathOf("body")));
    }

    [Fact]
    public async Task Raw_can_have_its_head_in_a_file_too()
    {
        using var folder = new TemporaryFolder();
        await using var server = ScriptedServer.Sending(Response);

        var result = await Tool.GetAsync(server, "--raw", "-D", folder.PathOf("head"));

        Assert.Equal((Response, Response[..^5]), (result.Text, folder.Read("head")));
    }

    [Fact]
    public async Task The_summary_begins_a_line_of_its_own()
    {
        await using var server = ScriptedServer.Sending(Response);

        Assert.StartsWith($"hello\n{server.Address}: ", (await Tool.GetAsync(server, "--print", "bm")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_link_stays_a_link()
    {
        using var folder = new TemporaryFolder();
        folder.Write("real", "old");
        File.CreateSymbolicLink(folder.PathOf("link"), folder.PathOf("real"));
        await using var server = ScriptedServer.Sending(Response);

        await Tool.GetAsync(server, "-o", folder.PathOf("link"));

        Assert.Equal("hello", folder.Read("real"));
        Assert.NotNull(File.ResolveLinkTarget(folder.PathOf("link"), false));
    }

    [Fact]
    public async Task A_link_in_place_of_a_partial_body_is_not_followed()
    {
        using var folder = new TemporaryFolder();
        folder.Write("other", "old");
        File.CreateSymbolicLink(folder.PathOf("body.part"), folder.PathOf("other"));
        await using var server = ScriptedServer.Sending(Response);

        await Tool.GetAsync(server, "-o", folder.PathOf("body"));

        Assert.Equal(("old", "hello"), (folder.Read("other"), folder.Read("body")));
        Assert.Null(File.ResolveLinkTarget(folder.PathOf("body"), false));
    }

    [Fact]
    public async Task The_server_names_no_file()
    {
        using var folder = new TemporaryFolder();
        await using var server = ScriptedServer.Sending("HTTP/1.1 200 OK\r\nContent-Disposition: attachment; filename=\"../other\"\r\nContent-Location: /other\r\nContent-Length: 5\r\n\r\nhello");

        await Tool.ShellAsync($"mkdir {folder.PathOf("in")}; cd {folder.PathOf("in")}; $TOOL get {server.Address}; $TOOL get {server.Address} -o body");

        Assert.Empty(folder.Names);
        Assert.Equal([folder.PathOf("in/body")], Directory.GetFileSystemEntries(folder.PathOf("in")));
    }

    [Fact]
    public async Task A_redirection_is_shown_and_not_followed()
    {
        await using var other = ScriptedServer.Sending(Response);
        var redirection = $"HTTP/1.1 302 Found\r\nLocation: http://{other.Address}/\r\nRefresh: 0; url=http://{other.Address}/\r\nContent-Length: 0\r\n\r\n";
        await using var server = ScriptedServer.Sending(redirection);

        var result = await Tool.GetAsync(server);

        Assert.Equal((0, redirection), (result.Status, result.Text));
        Assert.Single(server.Requests);
        Assert.Empty(other.Requests);
    }

    [Fact]
    public async Task A_content_coding_is_not_removed()
    {
        using var coded = new MemoryStream();
        using (var gzip = new GZipStream(coded, CompressionLevel.Optimal, leaveOpen: true))
        {
            gzip.Write(new byte[16 * 1024 * 1024]);
        }

        await using var server = ScriptedServer.Sending([.. Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: {coded.Length}\r\n\r\n"), .. coded.ToArray()]);

        var result = await Tool.GetAsync(server, "--print", "b");

        Assert.Equal(coded.ToArray(), result.Output);
    }

    [Fact]
    public async Task No_proxy_is_asked()
    {
        await using var proxy = ScriptedServer.Sending(Response);
        await using var server = ScriptedServer.Sending(Response);

        await Tool.ShellAsync($"export http_proxy=http://{proxy.Address} HTTP_PROXY=http://{proxy.Address} ALL_PROXY=http://{proxy.Address}; $TOOL get {server.Address}");

        Assert.Single(server.Requests);
        Assert.Empty(proxy.Requests);
    }

    [Fact]
    public async Task Behind_two_dashes_a_target_is_no_option()
    {
        await using var server = ScriptedServer.Sending(Response);

        var option = await Tool.RunAsync("get", "--connect-to", $"::127.0.0.1:{server.Port}", "-k");
        await Tool.RunAsync("get", "--connect-to", $"::127.0.0.1:{server.Port}", "--", "-k");

        Assert.Equal(2, option.Status);
        Assert.Contains("\r\nHost: -k\r\n", Assert.Single(server.Requests), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_name_in_other_letters_is_asked_for_as_it_is_resolved()
    {
        await using var server = ScriptedServer.Sending(Response);

        // The first letters are Cyrillic.
        await Tool.RunAsync("get", $"\u0440\u0430\u0443\u0440\u0430l.test:{server.Port}", "--resolve", $"xn--l-7sba6dbr.test:{server.Port}:127.0.0.1");

        Assert.Contains($"\r\nHost: xn--l-7sba6dbr.test:{server.Port}\r\n", Assert.Single(server.Requests), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_device_is_written_to_and_not_replaced()
    {
        await using var server = ScriptedServer.Sending(Response);

        var result = await Tool.GetAsync(server, "-o", "/dev/null");

        Assert.Equal((0, ""), (result.Status, result.Error));
        Assert.Empty(await File.ReadAllBytesAsync("/dev/null"));
    }

    [Fact]
    public async Task A_request_file_is_sent_verbatim_and_its_method_decides_the_framing()
    {
        using var folder = new TemporaryFolder();
        folder.Write("request", "HEAD /\0 odd\nHost:\r\n\r\n");
        await using var server = ScriptedServer.SendingThenSilent("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n");

        var result = await Tool.GetAsync(server, "--request", folder.PathOf("request"));

        Assert.Equal(0, result.Status);
        Assert.Equal("HEAD /\0 odd\nHost:\r\n\r\n", Assert.Single(server.Requests));
    }

    [Theory]
    [InlineData("404 Not Found", 22)]
    [InlineData("500 Oops", 22)]
    [InlineData("399 Fine", 0)]
    public async Task Fail_turns_a_status_into_an_exit_status(string statusLine, int status)
    {
        var response = $"HTTP/1.1 {statusLine}\r\nContent-Length: 4\r\n\r\nbody";
        await using var server = ScriptedServer.Sending(response);

        var result = await Tool.GetAsync(server, "-f");

        Assert.Equal((status, response), (result.Status, result.Text));
        Assert.Equal(status == 0 ? "" : $"rawhttp: get {server.Address}: the status is {statusLine[..3]}\n", result.Error);
    }

    [Fact]
    public async Task Verbose_tells_addresses_request_framing_trailers_and_end()
    {
        await using var server = ScriptedServer.Sending(Chunked);

        var result = await Tool.GetAsync(server, "-v");

        Assert.Equal(
            $"""
            * {server.Address}: connected
            > GET / HTTP/1.1
            > Host: {server.Address}
            > Connection: close
            >{' '}
            * body of 5 bytes in chunks (RFC 9112 §6.3 rule 4)
            * trailer T: 1
            * complete, the server closed the connection
            rawhttp: note: RFC9110-6.6.1-NO-DATE (info) at offset 0: There is no Date field.

            """,
            result.Error);
    }

    [Fact]
    public async Task Error_findings_are_told_and_others_when_asked()
    {
        const string Both = "HTTP/1.1 200 OK\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n";
        const string Told = "rawhttp: note: RFC9112-6.3-BOTH-LENGTHS (error) at offset 16: ";
        await using var server = ScriptedServer.Sending(Both);

        var plain = await Tool.GetAsync(server);
        var verbose = await Tool.GetAsync(server, "-v");
        var silent = await Tool.GetAsync(server, "-s");

        Assert.Equal([0, 0, 0], [plain.Status, verbose.Status, silent.Status]);
        Assert.StartsWith(Told, plain.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("BARE-LF", plain.Error, StringComparison.Ordinal);
        Assert.Contains("RFC9112-2.2-BARE-LF (warning)", verbose.Error, StringComparison.Ordinal);
        Assert.Equal("", silent.Error);
    }

    [Fact]
    public async Task A_line_is_shown_as_soon_as_it_is_whole()
    {
        var shown = new TaskCompletionSource();
        await using var server = ScriptedServer.Start(async client =>
        {
            await client.SendAsync("HTTP/1.1 200 OK\r\nHalf");
            await shown.Task;
            await client.SendAsync(": line\r\n\r\n");
            await client.CloseAsync();
        });

        using var process = Tool.Start("get", server.Address);
        Assert.Equal("HTTP/1.1 200 OK", await process.StandardOutput.ReadLineAsync());
        shown.SetResult();
        Assert.Equal("Half: line\r\n\r\n", await process.StandardOutput.ReadToEndAsync());
        await process.WaitForExitAsync();
        Assert.Equal(0, process.ExitCode);
    }

    [Fact]
    public async Task Help_and_version_are_shown()
    {
        var help = await Tool.RunAsync("get", "--help");
        var version = await Tool.RunAsync("--version");

        Assert.Equal((0, 0), (help.Status, version.Status));
        Assert.Contains("--max-line", help.Text, StringComparison.Ordinal);
        Assert.Matches(@"^rawhttp \d+\.\d+\.\d+(-[a-z0-9.]+)?\n$", version.Text);
    }
}
