using System.Globalization;

namespace RawHttp.Tests.Cli;

/// <summary>-w, with the names that curl has for its variables.</summary>
public sealed class WriteOutTests
{
    private const string Response = "HTTP/1.1 302 Found\r\nLocation: /b\r\nContent-Type: text/plain\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n";

    [Theory]
    [InlineData("%{http_code} %{response_code}", "302 302")]
    [InlineData("%{content_type};%{http_version};%{method}", "text/plain;1.1;GET")]
    [InlineData("%{size_download} %{size_header} %{num_headers}", "5 90 3")]
    [InlineData("%{remote_ip}:%{remote_port} %{local_ip}", "{0} 127.0.0.1")]
    [InlineData("%{url_effective} %{scheme} %{redirect_url}", "http://{0}/a http http://{0}/b")]
    [InlineData("%{exitcode} %{errormsg}", "0 ")]
    [InlineData(@"100%% \n\t%x", "100% \n\t%x")]
    public async Task Variables_have_their_values(string format, string text)
    {
        await using var server = ScriptedServer.Sending(Response);

        var result = await Tool.RunAsync("get", $"{server.Address}/a", "--print", "", "-w", format);

        Assert.Equal((0, string.Format(null, text, server.Address), ""), (result.Status, result.Text, result.Error));
    }

    [RequiresProgramTheory("curl", "curl")]
    [InlineData("%{http_code} %{response_code} %{content_type} %{method} %{size_download} %{size_header} %{num_headers} %{http_version}")]
    [InlineData("%{remote_ip} %{remote_port} %{local_ip} %{url_effective} %{redirect_url} %{size_upload} %{exitcode}")]
    public async Task They_have_the_values_that_curl_gives(string format)
    {
        await using var server = ScriptedServer.Sending(Response);

        var ours = await Tool.RunAsync("get", $"http://{server.Address}/a", "--print", "", "-w", format);
        var curls = await Tool.ShellAsync($"curl -q -s -o /dev/null -w '{format}' http://{server.Address}/a");

        Assert.Equal(curls.Text, ours.Text);
    }

    [Fact]
    public async Task A_head_without_fields_has_a_size()
    {
        await using var server = ScriptedServer.Sending("HTTP/1.1 204 No Content\r\n\r\n");

        Assert.Equal("27 0\n", (await Tool.GetAsync(server, "--print", "", "-w", "%{size_header} %{size_download}\\n")).Text);
    }

    [Fact]
    public async Task Times_grow_and_are_in_seconds()
    {
        await using var server = ScriptedServer.Sending(Response);

        var result = await Tool.GetAsync(server, "--print", "", "-w", "%{time_namelookup} %{time_connect} %{time_pretransfer} %{time_starttransfer} %{time_total}");

        var times = result.Text.Split(' ').Select(time => double.Parse(time, CultureInfo.InvariantCulture)).ToList();
        Assert.Equal(times.Order(), times);
        Assert.InRange(times[^1], 0.000001, 60);
    }

    [Fact]
    public async Task They_are_printed_after_each_exchange_and_after_a_failure()
    {
        var result = await Tool.RunAsync("get", "127.0.0.1:1/a", "127.0.0.1:1/b", "-w", @"%{exitcode} %{http_code} %{url}\n");

        Assert.Equal((7, "7 000 http://127.0.0.1:1/a\n7 000 http://127.0.0.1:1/b\n"), (result.Status, result.Text));
    }

    [Fact]
    public async Task A_variable_that_is_not_known_is_refused()
    {
        var result = await Tool.RunAsync("get", "127.0.0.1:1", "-w", "%{http_cod}");

        Assert.Equal(2, result.Status);
        Assert.StartsWith("rawhttp: --write-out: there is no variable %{http_cod}; these are known: content_type, ", result.Error, StringComparison.Ordinal);
    }
}
