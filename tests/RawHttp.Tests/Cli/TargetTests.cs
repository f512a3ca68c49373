using System.Net;

namespace RawHttp.Tests.Cli;

/// <summary>What becomes of a target: the request line, the Host field, and where it leads.</summary>
public sealed class TargetTests
{
    private const string Response = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello";

    [Theory]
    [InlineData("example.test", "example.test:80")]
    [InlineData("http://example.test/", "example.test:80")]
    [InlineData("example.test:8080", "example.test:8080")]
    [InlineData("[::1]", "[::1]:80")]
    public async Task Connect_asks_for_host_and_port_even_where_the_port_is_the_schemes_own(string target, string authority)
    {
        await using var server = ScriptedServer.Sending("HTTP/1.1 200 OK\r\n\r\n");

        var result = await Tool.RunAsync("get", "-X", "CONNECT", target, "--connect-to", $"::127.0.0.1:{server.Port}");

        Assert.Equal((0, ""), (result.Status, result.Error));
        Assert.Equal($"CONNECT {authority} HTTP/1.1\r\nHost: {authority}\r\nConnection: close\r\n\r\n", Assert.Single(server.Requests));
    }

    [Theory]
    [InlineData("127.0.0.1:1/x", "/x")]
    [InlineData("http://127.0.0.1:1?q", "/?q")]
    public async Task Connect_goes_without_a_path(string target, string path)
    {
        var result = await Tool.RunAsync("get", "-X", "CONNECT", target);

        Assert.Equal((2, $"rawhttp: -X CONNECT: it asks for HOST:PORT alone, and {path} could not be sent; --request FILE sends anything\n"), (result.Status, result.Error));
    }

    [Theory]
    [InlineData("/a/../\u00e4 b\t\u007f%zz?\ufffd", "/a/../\u00c3\u00a4 b\t\u007f%zz?\u00ef\u00bf\u00bd")]
    [InlineData("?q#fragment", "/?q")]
    public async Task A_path_as_it_is_keeps_every_octet(string path, string sent)
    {
        await using var server = ScriptedServer.Sending(Response);

        await Tool.RunAsync("get", "--path-as-is", server.Address + path);

        Assert.Equal($"GET {sent} HTTP/1.1\r\nHost: {server.Address}\r\nConnection: close\r\n\r\n", Assert.Single(server.Requests));
    }

    [Theory]
    [InlineData("/a\r\nX: y")]
    [InlineData("/a\n")]
    public async Task A_path_as_it_is_begins_no_line(string path)
    {
        var result = await Tool.RunAsync("get", "--path-as-is", "127.0.0.1:1" + path);

        Assert.Equal((2, "", "rawhttp: target: it holds CR, LF or NUL; --request FILE sends anything\n"), (result.Status, result.Text, result.Error));
    }

    // A resolver knows none of these names.
    [Theory]
    [InlineData("localhost")]
    [InlineData("LOCALHOST.")]
    [InlineData("foo.localhost")]
    [InlineData("a.b.LocalHost.")]
    public async Task Names_below_localhost_are_this_machine(string host)
    {
        await using var server = ScriptedServer.Sending(Response);

        var result = await Tool.RunAsync("get", $"{host}:{server.Port}");

        Assert.Equal((0, Response, ""), (result.Status, result.Text, result.Error));
        Assert.Contains($"\r\nHost: {host}:{server.Port}\r\n", Assert.Single(server.Requests), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Localhost_has_an_address_of_each_family_and_resolve_goes_before_them()
    {
        await using var server = ScriptedServer.Sending(Response, at: new IPEndPoint(IPAddress.IPv6Loopback, 0));
        var port = server.Port;

        var running = await Tool.RunAsync("get", $"foo.localhost:{port}", "--print", "");
        var resolved = await Tool.RunAsync("get", $"foo.localhost:{port}", "--resolve", $"foo.localhost:{port}:127.255.255.255");

        Assert.Equal(0, running.Status);
        Assert.Equal((7, $"rawhttp: connect foo.localhost:{port}: network unreachable\n"), (resolved.Status, resolved.Error));
    }

    [Fact]
    public async Task The_echo_client_knows_localhost_too()
    {
        await using var server = RawHttp.Echo.EchoServer.Start();

        var result = await Tool.ShellAsync($"echo one | $TOOL echo connect foo.localhost:{server.EndPoint.Port}");

        Assert.Equal((0, "one\n", ""), (result.Status, result.Text, result.Error));
    }

    [Theory]
    [InlineData(@"get $'127.0.0.1:1/\xff'", 3, @"target ""127.0.0.1:1/\xff"": it holds octets that are no UTF-8; write them as %hh, or use --request FILE")]
    [InlineData(@"echo connect $'\xe9'", 3, @"target ""\xe9"": it holds octets that are no UTF-8; write them as %hh, or use --request FILE")]
    [InlineData(@"get 127.0.0.1:1 -H $'A: \xef\xbf\xbd\xff'", 2, @"argument ""A: \xef\xbf\xbd\xff"": it holds octets that are no UTF-8; --request FILE sends anything, a link renames a file")]
    [InlineData(@"get 127.0.0.1:1 -H $'A: \xef\xbf\xbd' -X $'G\xc3T'", 2, @"argument ""G\xc3T"": it holds octets that are no UTF-8; --request FILE sends anything, a link renames a file")]
    [InlineData(@"get 127.0.0.1:1 --save=$'\xe9'", 2, @"argument ""--save=\xe9"": it holds octets that are no UTF-8; --request FILE sends anything, a link renames a file")]
    [InlineData(@"read $'\xed\xa0\x80'", 2, @"argument ""\xed\xa0\x80"": it holds octets that are no UTF-8; --request FILE sends anything, a link renames a file")]
    public async Task Octets_that_are_no_utf8_are_refused(string arguments, int status, string error)
    {
        var result = await Tool.ShellAsync($"$TOOL {arguments}");

        Assert.Equal((status, "", $"rawhttp: {error}\n"), (result.Status, result.Text, result.Error));
    }

    [Fact]
    public async Task A_replacement_character_that_was_written_is_one()
    {
        using var folder = new TemporaryFolder();
        await using var server = ScriptedServer.Sending(Response);

        var result = await Tool.GetAsync(server, "-H", "A: \ufffd", "--save", folder.PathOf("\ufffd"));

        Assert.Equal((0, ""), (result.Status, result.Error));
        Assert.Contains("\r\nA: \u00ef\u00bf\u00bd\r\n", Assert.Single(server.Requests), StringComparison.Ordinal);
        Assert.Equal(["\ufffd"], folder.Names);
    }
}
