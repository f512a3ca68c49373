using System.Text.Json.Nodes;

namespace RawHttp.Tests.Cli;

/// <summary>-L: each hop is an exchange of its own, and no credentials go to another origin.</summary>
public sealed class RedirectionTests
{
    [Theory]
    [InlineData("/caf\u00e9", "/caf%E9")]
    [InlineData("/caf\u00c3\u00a9", "/caf%C3%A9")]
    [InlineData("/\u00ff?\u00fe", "/%FF?%FE")]
    public async Task Octets_of_a_location_are_asked_for_as_they_are(string location, string path)
    {
        await using var server = ScriptedServer.Sending($"HTTP/1.1 302 Found\r\nLocation: {location}\r\nContent-Length: 0\r\n\r\n");

        await Tool.GetAsync(server, "-L", "--max-redirs", "1");

        Assert.StartsWith($"GET {path} HTTP/1.1\r\n", server.Requests[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Each_hop_is_shown_as_it_came()
    {
        await using var server = Redirecting("/b");

        var result = await Tool.RunAsync("get", "-L", "--wire", $"{server.Address}/a");

        Assert.Equal((0, ""), (result.Status, result.Error));
        Assert.StartsWith($"1. {server.Address}/a\n", result.Text, StringComparison.Ordinal);
        Assert.Contains($"\n2. {server.Address}/b\n", result.Text, StringComparison.Ordinal);
        Assert.Equal(["/a", "/b"], Targets(server));
    }

    [Theory]
    [InlineData("b?c", "/x/b?c")]
    [InlineData("../b", "/b")]
    [InlineData("/b#part", "/b")]
    [InlineData("/ä", "/%C3%A4")]
    public async Task A_target_is_relative_to_the_one_before(string location, string target)
    {
        await using var server = Redirecting(System.Text.Encoding.Latin1.GetString(System.Text.Encoding.UTF8.GetBytes(location)));

        Assert.Equal(0, (await Tool.RunAsync("get", "-L", $"{server.Address}/x/a")).Status);
        Assert.Equal(["/x/a", target], Targets(server));
    }

    [Theory]
    [InlineData(301, "", "POST GET")]
    [InlineData(302, "", "POST GET")]
    [InlineData(303, "", "POST GET")]
    [InlineData(307, "", "POST POST")]
    [InlineData(308, "", "POST POST")]
    [InlineData(301, "-X PUT", "PUT PUT")]
    [InlineData(303, "-X PUT", "PUT GET")]
    public async Task The_method_changes_as_clients_change_it(int status, string options, string methods)
    {
        await using var server = Redirecting("/b", status);

        await Tool.RunAsync(["get", "-L", $"{server.Address}/a", "-d", "data", .. options.Split(' ', StringSplitOptions.RemoveEmptyEntries)]);

        Assert.Equal(methods, string.Join(' ', server.Requests.Select(request => request.Split(' ')[0])));
        Assert.Equal(methods.Split(' ').Select(method => method != "GET"), server.Requests.Select(request => request.Contains("Content-Length: 4", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Another_origin_gets_no_credentials()
    {
        await using var other = ScriptedServer.Sending("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
        await using var server = Redirecting($"http://{other.Address}/b");

        await Tool.RunAsync("get", "-L", $"{server.Address}/a", "-u", "user:password", "-b", "id=1", "-H", "X: y");

        Assert.Contains("Authorization: Basic", Assert.Single(server.Requests), StringComparison.Ordinal);
        Assert.Equal($"GET /b HTTP/1.1\r\nHost: {other.Address}\r\nConnection: close\r\nX: y\r\n\r\n", Assert.Single(other.Requests));
    }

    [Fact]
    public async Task The_same_origin_gets_them_again()
    {
        await using var server = Redirecting("/b");

        await Tool.RunAsync("get", "-L", $"{server.Address}/a", "-u", "user:password");

        Assert.All(server.Requests, request => Assert.Contains("Authorization: Basic", request, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("--max-redirs 3", "/a", 47, "get {0}: more than 3 redirections", 4)]
    [InlineData("", "ftp://a/", 1, "ftp: this scheme is not supported; http and https are", 1)]
    [InlineData("", "http://a:b/", 3, "get http://{0}: its Location is no URI: \"http://a:b/\"", 1)]
    public async Task What_cannot_be_followed_is_an_error(string options, string location, int status, string error, int requests)
    {
        await using var server = ScriptedServer.Sending($"HTTP/1.1 302 Found\r\nLocation: {location}\r\nContent-Length: 0\r\n\r\n");

        var result = await Tool.RunAsync(["get", "-L", $"{server.Address}/a", .. options.Split(' ', StringSplitOptions.RemoveEmptyEntries)]);

        Assert.Equal((status, $"rawhttp: {string.Format(null, error, server.Address + "/a")}\n", requests), (result.Status, result.Error, server.Requests.Count));
    }

    [Fact]
    public async Task A_file_gets_the_last_body_and_json_an_object_for_each()
    {
        using var folder = new TemporaryFolder();
        await using var server = Redirecting("/b");

        await Tool.RunAsync("get", "-L", $"{server.Address}/a", "-o", folder.PathOf("body"), "-D", folder.PathOf("heads"));
        var objects = (await Tool.RunAsync("get", "-L", "--json", $"{server.Address}/a")).Text.TrimEnd('\n').Split('\n').Select(line => JsonNode.Parse(line)!);

        Assert.Equal("found", folder.Read("body"));
        Assert.Equal(2, folder.Read("heads").Split("HTTP/1.1").Length - 1);
        Assert.Equal([302, 200], objects.Select(one => (int)one["head"]!["status"]!));
    }

    private static ScriptedServer Redirecting(string location, int status = 302)
    {
        ScriptedServer? server = null;
        server = ScriptedServer.Start(async client =>
        {
            await client.SendAsync(server!.Requests[^1].Split(' ')[1].EndsWith("/a", StringComparison.Ordinal)
                ? $"HTTP/1.1 {status} Found\r\nLocation: {location}\r\nContent-Length: 4\r\n\r\nmove"
                : "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nfound");
            await client.EndAsync(Ending.HalfClose);
        });
        return server;
    }

    private static IEnumerable<string> Targets(ScriptedServer server) => server.Requests.Select(request => request.Split(' ')[1]);
}
