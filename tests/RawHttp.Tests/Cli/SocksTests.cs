using System.Text;
using RawHttp.Tests.Cli.Servers;
using RawHttp.Tests.Tls;

namespace RawHttp.Tests.Cli;

/// <summary>-x with a SOCKS 5 proxy (RFC 1928, RFC 1929), and proxies that break it.</summary>
public sealed class SocksTests
{
    private const int Greeting = 3;
    private const int GreetingWithPassword = 4;
    private static readonly byte[] NoAuthentication = [5, 0];
    private static readonly byte[] Password = [5, 2];
    private static readonly byte[] Granted = [5, 0, 0, 1, 0, 0, 0, 0, 0, 0];

    [Fact]
    public async Task A_name_is_left_to_the_proxy()
    {
        var received = new List<byte[]>();
        await using var server = ScriptedProxy.Socks(received, (Greeting, NoAuthentication), (5 + 6 + 2, Granted));

        var result = await Tool.RunAsync("get", "-x", $"socks5h://{server.Address}", "a.test:81/b", "-v");

        Assert.Equal((0, ScriptedProxy.Page), (result.Status, result.Text));
        Assert.StartsWith($"* {server.Address}: connected\n* tunnel to a.test:81 through socks5h://{server.Address}\n> GET /b ", result.Error, StringComparison.Ordinal);
        Assert.Equal([5, 1, 0], received[0]);
        Assert.Equal([5, 1, 0, 3, 6, .. "a.test"u8, 0, 81], received[1]);
        Assert.StartsWith("GET /b HTTP/1.1\r\nHost: a.test:81\r\n", Encoding.Latin1.GetString(received[2]), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("socks5://", "localhost:81", "127.0.0.1")]
    [InlineData("socks5://", "a.test:81 --resolve a.test:81:192.0.2.1", "192.0.2.1")]
    [InlineData("socks5h://", "192.0.2.2:81", "192.0.2.2")]
    public async Task An_address_is_sent_as_one(string scheme, string target, string address)
    {
        var received = new List<byte[]>();
        await using var server = ScriptedProxy.Socks(received, (Greeting, NoAuthentication), (10, Granted));

        var result = await Tool.RunAsync(["get", "-x", $"{scheme}{server.Address}", .. target.Split(' '), "--print", "b"]);

        Assert.Equal((0, "hello", ""), (result.Status, result.Text, result.Error));
        Assert.Equal([5, 1, 0, 1, .. System.Net.IPAddress.Parse(address).GetAddressBytes(), 0, 81], received[1]);
    }

    [Fact]
    public async Task A_user_name_and_a_password_are_sent_when_asked_for()
    {
        var received = new List<byte[]>();
        await using var server = ScriptedProxy.Socks(received, (GreetingWithPassword, Password), (3 + 4 + 2, [1, 0]), (13, [5, 0, 0, 3, 1, (byte)'x', 0, 0]));

        var result = await Tool.RunAsync("get", "-x", $"socks5h://user:p%40@{server.Address}", "a.test:81", "--print", "b");

        Assert.Equal((0, "hello", ""), (result.Status, result.Text, result.Error));
        Assert.Equal([5, 2, 0, 2], received[0]);
        Assert.Equal([1, 4, .. "user"u8, 2, .. "p@"u8], received[1]);
    }

    public static TheoryData<string, byte[], string> Refusals => new()
    {
        { "", [5, 255], "it wants a user name and a password" },
        { "", [5, 2], "it wants a user name and a password" },
        { "", [5, 9], "it chose the authentication method 9, which was not offered" },
        { "u:p@", [5, 255], "it accepts neither a user name and a password nor to go without" },
        { "u:p@", [5, 2, 1, 1], "it refused the user name and the password" },
        { "", [5], "it closed the connection in the midst of the handshake, after 1 bytes" },
        { "", [], "it closed the connection in the midst of the handshake, after 0 bytes" },
        { "", [4, 0], "it does not speak SOCKS 5; it sent \"\\x04\\x00\"" },
        { "", [.. "HTTP/1.1 400 Bad Request\r\n"u8], "it does not speak SOCKS; it sent \"HTTP/1.1 400 Bad Request\"" },
        { "", [5, 0, 5, 5, 0, 1, 0, 0, 0, 0, 0, 0], "it refused: connection refused (reply 5)" },
        { "", [5, 0, 5, 1, 0], "it closed the connection in the midst of the handshake, after 5 bytes" },
        { "", [5, 0, 5, 0, 0, 9, 0, 0, 0, 0, 0, 0], "its reply has an address of type 9, which is not defined" },
        { "", [5, 0, 5, 0, 0, 3, 255, 0, 0, 0, 0, 0], "it closed the connection in the midst of the handshake, after 12 bytes" },
        { "", [5, 0, 4, 0, 0, 1, 0, 0, 0, 0, 0, 0], "it does not speak SOCKS 5; it sent \"\\x04\\x00\\x00\\x01\\x00\\x00\\x00\\x00\\x00\\x00\"" },
    };

    [Theory]
    [MemberData(nameof(Refusals))]
    public async Task A_refusal_and_a_broken_answer_are_named(string user, byte[] answer, string why)
    {
        await using var server = ScriptedServer.Start(
            async client =>
            {
                await client.SendAsync(answer);
                await client.CloseAsync();
            },
            readsRequest: false);

        var result = await Tool.RunAsync("get", "-x", $"socks5h://{user}{server.Address}", "a.test:81", "--print", "h");

        Assert.Equal((97, $"rawhttp: connect a.test:81 through socks5h://{server.Address}: {why}\n"), (result.Status, result.Error));
    }

    [Fact]
    public async Task A_silent_proxy_meets_the_connect_timeout()
    {
        await using var server = ScriptedServer.Start(
            async client =>
            {
                await client.SendAsync([5]);
                await client.LeftAsync();
            },
            readsRequest: false);

        var result = await Tool.RunAsync("get", "-x", $"socks5h://{server.Address}", "a.test:81", "--connect-timeout", "0.5");

        Assert.Equal((28, $"rawhttp: connect a.test:81: no tunnel through socks5h://{server.Address} within 0.5 s\n"), (result.Status, result.Error));
    }

    [Fact]
    public async Task What_is_longer_than_SOCKS_can_say_is_refused()
    {
        await using var server = ScriptedProxy.Socks([], (Greeting, NoAuthentication));
        var name = string.Join('.', Enumerable.Repeat(new string('a', 60), 5)) + ".test";
        var password = new string('p', 256);

        var user = await Tool.RunAsync("get", "-x", $"socks5h://u:{password}@{server.Address}", "a.test");
        var host = await Tool.RunAsync("get", "-x", $"socks5h://{server.Address}", name);

        Assert.Equal(97, user.Status);
        Assert.EndsWith("SOCKS has room for a user name of 1 to 255 bytes and a password of 255\n", user.Error, StringComparison.Ordinal);
        Assert.NotEqual(0, host.Status);
        Assert.StartsWith("rawhttp: ", host.Error, StringComparison.Ordinal);
    }

    // What the proxy sends together with its reply is the server's.
    [Fact]
    public async Task Octets_right_after_the_reply_belong_to_the_server()
    {
        await using var server = ScriptedProxy.Socks([], (Greeting, NoAuthentication), (13, [.. Granted, .. "HTTP/1.1 408 Request Timeout\r\nContent-Length: 0\r\n\r\n"u8]));

        var result = await Tool.RunAsync("get", "-x", $"socks5h://{server.Address}", "a.test:81", "--raw");

        Assert.StartsWith("HTTP/1.1 408 Request Timeout\r\n", result.Text, StringComparison.Ordinal);
    }

    [RequiresProgram("microsocks", "microsocks")]
    public async Task Microsocks_connects_over_plain_text_and_TLS()
    {
        using var folder = new TemporaryFolder();
        await using var origin = ScriptedServer.Sending(ScriptedProxy.Page);
        await using var secure = TlsServer.Sending(TestCertificates.Good, ScriptedProxy.Page);
        await using var proxy = await RealServer.StartAsync(
            site => ServerProcess.Start(site, "microsocks", "-i", "127.0.0.1", "-p", $"{site.Port}", "-u", "user", "-P", "secret"), origin: "127.0.0.1:1");

        var plain = await Tool.RunAsync("get", "-x", $"socks5h://user:secret@{proxy.Address}", origin.Address, "--print", "b");
        var tls = await Tool.RunAsync("get", "-x", $"socks5://user:secret@{proxy.Address}", secure.Url, "--cacert", TestCertificates.WriteAuthority(folder), "--print", "b");
        var refused = await Tool.RunAsync("get", "-x", $"socks5h://user:wrong@{proxy.Address}", origin.Address);

        Assert.Equal((0, "hello", ""), (plain.Status, plain.Text, plain.Error));
        Assert.Equal((0, "hello", ""), (tls.Status, tls.Text, tls.Error));
        Assert.Equal((97, $"rawhttp: connect {origin.Address} through socks5h://{proxy.Address}: it refused the user name and the password\n"), (refused.Status, refused.Error));
    }
}
