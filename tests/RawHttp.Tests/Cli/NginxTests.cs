using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace RawHttp.Tests.Cli;

/// <summary>The tool against a real nginx: what it shows is what a plain socket receives.</summary>
public sealed class NginxTests(NginxServer nginx) : IClassFixture<NginxServer>
{
    private const string Package = "nginx-light";

    [RequiresProgram("nginx", Package)]
    public async Task A_static_page_is_shown_head_and_body()
    {
        var result = await Tool.RunAsync("get", nginx.Address);

        Assert.Equal((0, ""), (result.Status, result.Error));
        Assert.StartsWith("HTTP/1.1 200 OK\r\nServer: nginx", result.Text, StringComparison.Ordinal);
        Assert.EndsWith("\r\n\r\n" + NginxServer.Page, result.Text, StringComparison.Ordinal);
    }

    [RequiresProgram("nginx", Package)]
    public async Task A_body_goes_to_its_file()
    {
        using var folder = new TemporaryFolder();

        var result = await Tool.RunAsync("get", nginx.Address, "-o", folder.PathOf("page"));

        Assert.Equal(0, result.Status);
        Assert.Equal(NginxServer.Page, folder.Read("page"));
    }

    [RequiresProgram("nginx", Package)]
    public async Task The_head_alone_is_shown()
    {
        var result = await Tool.RunAsync("get", nginx.Address, "--print", "h");

        Assert.Equal(0, result.Status);
        Assert.EndsWith("\r\n\r\n", result.Text, StringComparison.Ordinal);
    }

    [RequiresProgram("nginx", Package)]
    public async Task Head_has_a_length_and_no_body()
    {
        var result = await Tool.RunAsync("get", nginx.Address, "-I");

        Assert.Equal(0, result.Status);
        Assert.Contains($"Content-Length: {NginxServer.Page.Length}\r\n", result.Text, StringComparison.Ordinal);
        Assert.EndsWith("\r\n\r\n", result.Text, StringComparison.Ordinal);
    }

    [RequiresProgram("nginx", Package)]
    public async Task A_404_fails_if_asked_to_and_is_shown()
    {
        var result = await Tool.RunAsync("get", nginx.Address + "/missing", "-f");

        Assert.Equal((22, $"rawhttp: get {nginx.Address}: the status is 404\n"), (result.Status, result.Error));
        Assert.Contains("<h1>404 Not Found</h1>", result.Text, StringComparison.Ordinal);
    }

    [RequiresProgram("nginx", Package)]
    public async Task A_204_has_no_body()
    {
        var result = await Tool.RunAsync("get", nginx.Address + "/204", "-v");

        Assert.Equal(0, result.Status);
        Assert.StartsWith("HTTP/1.1 204 No Content\r\n", result.Text, StringComparison.Ordinal);
        Assert.Contains("* no body (RFC 9112 §6.3 rule 1)", result.Error, StringComparison.Ordinal);
    }

    [RequiresProgram("nginx", Package)]
    public async Task A_chunked_listing_is_shown_without_its_chunks()
    {
        var result = await Tool.RunAsync("get", nginx.Address + "/list/");

        Assert.Equal((0, ""), (result.Status, result.Error));
        Assert.Contains("\r\nTransfer-Encoding: chunked\r\n", result.Text, StringComparison.Ordinal);
        Assert.Contains("\r\n\r\n<html>\r\n", result.Text, StringComparison.Ordinal);
    }

    [RequiresProgram("nginx", Package)]
    public async Task Raw_is_what_a_plain_socket_receives()
    {
        foreach (var path in new[] { "/", "/list/", "/204", "/missing" })
        {
            // The Date field changes once a second: one of a few pairs falls into the same one.
            var (plain, raw) = (Array.Empty<byte>(), new byte[1]);
            for (var attempt = 0; attempt < 5 && !plain.AsSpan().SequenceEqual(raw); attempt++)
            {
                plain = await nginx.ReadPlainAsync(path);
                raw = (await Tool.RunAsync("get", nginx.Address + path, "--raw")).Output;
            }

            Assert.Equal(plain, raw);
        }
    }

    [RequiresProgram("nginx", Package)]
    public async Task The_server_is_free_of_findings()
    {
        foreach (var path in new[] { "/", "/list/", "/204", "/missing" })
        {
            var result = await Tool.RunAsync("get", nginx.Address + path, "-v");
            Assert.DoesNotContain("note:", result.Error, StringComparison.Ordinal);
        }
    }
}

/// <summary>nginx on a free loopback port, where it is installed.</summary>
public sealed class NginxServer : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private Process? _process;

    public static string Page { get; } = string.Concat(Enumerable.Range(0, 1200).Select(i => $"<p>Paragraph {i} of the page.</p>\n"));

    public string Address => $"127.0.0.1:{Port}";

    private int Port { get; set; }

    public async Task InitializeAsync()
    {
        if (new RequiresProgramAttribute("nginx", "nginx-light").Skip is not null)
        {
            return;
        }

        using (var free = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp))
        {
            free.Bind(new IPEndPoint(IPAddress.Loopback, 0));
            Port = ((IPEndPoint)free.LocalEndPoint!).Port;
        }

        var root = Directory.CreateDirectory(_folder.PathOf("root")).FullName;
        Directory.CreateDirectory(Path.Combine(root, "list"));
        await File.WriteAllTextAsync(Path.Combine(root, "index.html"), Page);
        await File.WriteAllTextAsync(Path.Combine(root, "list", "file"), "x");
        _folder.Write(
            "nginx.conf",
            $$"""
            daemon off; worker_processes 1; pid {{_folder.PathOf("pid")}}; {{(Environment.UserName == "root" ? "user root;" : "")}}
            events { worker_connections 64; }
            http {
                access_log off; client_body_temp_path {{_folder.PathOf("body")}}; proxy_temp_path {{_folder.PathOf("proxy")}};
                fastcgi_temp_path {{_folder.PathOf("fastcgi")}}; uwsgi_temp_path {{_folder.PathOf("uwsgi")}}; scgi_temp_path {{_folder.PathOf("scgi")}};
                server { listen {{Address}}; root {{root}}; location /list/ { autoindex on; } location /204 { return 204; } }
            }
            """);
        _process = Process.Start("nginx", ["-c", _folder.PathOf("nginx.conf"), "-e", _folder.PathOf("error.log")]);
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                await ReadPlainAsync("/");
                return;
            }
            catch (SocketException) when (attempt < 100)
            {
                await Task.Delay(50);
            }
        }
    }

    public async Task DisposeAsync()
    {
        if (_process is not null)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
            _process.Dispose();
        }

        _folder.Dispose();
    }

    public async Task<byte[]> ReadPlainAsync(string path)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(IPAddress.Loopback, Port);
        await socket.SendAsync(Encoding.ASCII.GetBytes($"GET {path} HTTP/1.1\r\nHost: {Address}\r\nConnection: close\r\n\r\n"));
        using var received = new MemoryStream();
        await new NetworkStream(socket).CopyToAsync(received);
        return received.ToArray();
    }
}
