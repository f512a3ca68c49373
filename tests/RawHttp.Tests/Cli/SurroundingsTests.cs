using RawHttp.Tests.Tls;

namespace RawHttp.Tests.Cli;

/// <summary>What the environment and the limits of the process can do to the tool.</summary>
public sealed class SurroundingsTests
{
    private const string Page = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello";

    // A time zone without an end, one that nobody writes, one that is none, and some that move the dates of a certificate.
    [Theory]
    [InlineData("/dev/zero")]
    [InlineData(":../../../dev/zero")]
    [InlineData("$PWD/pipe")]
    [InlineData("$PWD/noise")]
    [InlineData("XXX-99999999999")]
    [InlineData("XXX167:59")]
    public async Task The_time_zone_is_not_looked_at(string zone)
    {
        using var folder = new TemporaryFolder();
        var authority = TestCertificates.WriteAuthority(folder);
        folder.Write("noise", "TZif2" + new string('\u00ff', 5000));
        await using var server = TlsServer.Sending(TestCertificates.Good, Page);

        var result = await Tool.ShellAsync($"cd {folder.PathOf("")} && mkfifo pipe && TZ={zone} $TOOL get {server.Url} --cacert {authority} --json -v");

        Assert.Equal(0, result.Status);
        Assert.Contains(" UTC to ", result.Error, StringComparison.Ordinal);
        Assert.EndsWith("Z", result.Text.Split("\"notAfter\":\"")[1].Split('"')[0], StringComparison.Ordinal);
    }

    // A runtime that compiles as it goes needs more descriptors than that and aborts without: only the native binary is held to them.
    [Theory]
    [InlineData("get {0}", 7, "get")]
    [InlineData("get --demo --save x -o y", 7, "get")]
    [InlineData("get https://{0}/ -v", 7, "get")]
    [InlineData("read /dev/stdin --wire", 26, "read")]
    [InlineData("echo connect {0}", 7, "connect")]
    [InlineData("echo serve --listen 127.0.0.1:0", 45, "serve")]
    public async Task Too_few_descriptors_are_told_before_anything_is_done(string arguments, int status, string command)
    {
        if (!Tool.IsNative)
        {
            Assert.Equal(0, (await Tool.ShellAsync("ulimit -n 1000; $TOOL get --demo -s")).Status);
            return;
        }

        await using var server = ScriptedServer.Sending(Page);
        foreach (var limit in new[] { 4, 5, 6, 7, 8, 12, 16 })
        {
            var words = string.Format(null, arguments, server.Address);
            var result = await Tool.ShellAsync($"exec < /dev/null; ulimit -n {limit}; exec $TOOL {words}");

            var error = $"rawhttp: {command}: fewer than 17 open files are allowed; ulimit -n tells the limit\n";
            Assert.Equal((status, "", error), (result.Status, result.Text, result.Error));
            Assert.Equal(0, (await Tool.ShellAsync($"ulimit -n {limit}; exec $TOOL --version")).Status);
        }

        Assert.Empty(server.Requests);
    }

    [Fact]
    public async Task Descriptors_that_are_all_in_use_are_told()
    {
        if (!Tool.IsNative)
        {
            Assert.Equal(0, (await Tool.ShellAsync("ulimit -n 1000; $TOOL get --demo -s")).Status);
            return;
        }

        // All but two, for the loader.
        var result = await Tool.ShellAsync("""for i in {3..61}; do eval "exec $i< /dev/null"; done; ulimit -n 64; exec $TOOL get --demo""");

        Assert.Equal((7, "", "rawhttp: get: no file can be opened any more; ulimit -n tells the limit\n"), (result.Status, result.Text, result.Error));
    }
}
