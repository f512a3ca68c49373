using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;
using RawHttp.Client;
using RawHttp.Echo;
using RawHttp.Http;
using RawHttp.Lines;
using RawHttp.Net;
using Shown = Examples.Examples;

namespace RawHttp.Tests.Docs;

/// <summary>The examples of the main types: each is compiled, runs, and is named by its type's docstring.</summary>
public sealed partial class ExampleTests
{
    private static readonly string Root = Path.GetFullPath(Path.Combine(Fixture.Folder, ".."));

    private static byte[] Response => "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nConnection: close\r\n\r\nhello"u8.ToArray();

    public static TheoryData<Type> MainTypes =>
    [
        typeof(RawHttpClient), typeof(Exchange), typeof(RawHttpConnection), typeof(ExchangeReader), typeof(HttpMessages), typeof(LineReader),
        typeof(ResponseReader), typeof(RequestReader), typeof(Connection), typeof(EchoServer), typeof(EchoClient), typeof(RawHttp.Captures.Capture),
    ];

    [Theory]
    [MemberData(nameof(MainTypes))]
    public async Task Each_main_type_names_an_example_that_is_there(Type type)
    {
        ArgumentNullException.ThrowIfNull(type);
        var docs = await File.ReadAllTextAsync(Path.ChangeExtension(type.Assembly.Location, ".xml"));
        var member = docs[docs.IndexOf($"name=\"T:{type.FullName}\"", StringComparison.Ordinal)..];
        member = member[..member.IndexOf("</member>", StringComparison.Ordinal)];

        var named = Source().Match(member);

        Assert.True(named.Success, $"{type.Name} has no example");
        var code = await File.ReadAllTextAsync(Path.Combine(Root, "docs/samples", named.Groups["file"].Value));
        Assert.Matches($@"#region {named.Groups["region"].Value}\r?\n(.*\n)*?.*#endregion", code);
        Assert.Equal(type.Name, named.Groups["region"].Value);
    }

    [Fact]
    public async Task Those_that_ask_a_server_run()
    {
        await WithServerAsync(port => Shown.RawHttpClientAsync($"http://127.0.0.1:{port}/"));
        await WithServerAsync(port => Shown.ExchangeAsync($"http://127.0.0.1:{port}/"));
        await WithServerAsync(port => Shown.RawHttpConnectionAsync($"http://127.0.0.1:{port}"));
        await WithServerAsync(port => Shown.ResponseReaderAsync("127.0.0.1", port));
        await WithServerAsync(port => Shown.ConnectionAsync("127.0.0.1", port));
    }

    [Fact]
    public async Task Those_that_read_run()
    {
        await Shown.HttpMessagesAsync(new MemoryStream(Response));
        await Shown.LineReaderAsync(new MemoryStream(Response));
        await Shown.ExchangeReaderAsync(new MemoryStream([.. "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n"u8, .. Response]));
        await Shown.CaptureAsync();
    }

    [Fact]
    public async Task Those_of_the_echo_and_of_a_server_run()
    {
        await Shown.EchoServerAsync();
        await using var server = EchoServer.Start();
        await Shown.EchoClientAsync("127.0.0.1", server.EndPoint.Port);

        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, ((IPEndPoint)listener.LocalEndpoint).Port);
        await client.GetStream().WriteAsync("PUT / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nhi"u8.ToArray());
        await Shown.RequestReaderAsync(await listener.AcceptSocketAsync());
        using var answer = new StreamReader(client.GetStream(), Encoding.ASCII);
        Assert.Equal("HTTP/1.1 204 No Content", await answer.ReadLineAsync());
    }

    // Answers the first read of one connection, and closes it.
    private static async Task WithServerAsync(Func<int, Task> example)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var serving = Task.Run(async () =>
        {
            using var socket = await listener.AcceptSocketAsync();
            _ = await socket.ReceiveAsync(new byte[4096]);
            _ = await socket.SendAsync(Response);
        });
        await example(((IPEndPoint)listener.LocalEndpoint).Port);
        await serving;
    }

    [GeneratedRegex("<example>\\s*<code source=\"(?<file>[^\"]+)\" region=\"(?<region>\\w+)\"")]
    private static partial Regex Source();
}
