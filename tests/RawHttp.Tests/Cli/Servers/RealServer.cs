using System.Net;
using System.Net.Sockets;
using System.Text;

namespace RawHttp.Tests.Cli.Servers;

/// <summary>A server that runs, on a free loopback port and with a folder of its own.</summary>
internal sealed class RealServer : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private readonly Site _site;
    private readonly IAsyncDisposable _running;

    private RealServer(Site site, IAsyncDisposable running) => (_site, _running) = (site, running);

    public string Address => _site.Address;

    /// <summary>Starts it and waits until it accepts.</summary>
    public static async Task<RealServer> StartAsync(Func<Site, IAsyncDisposable> start, string origin, Certificate? certificate = null)
    {
        var site = new Site(new TemporaryFolder(), FreePort(), origin, certificate);
        site.Write();
        var server = new RealServer(site, start(site));
        for (var attempt = 0; !await server.AcceptsAsync(); attempt++)
        {
            if (attempt == 200)
            {
                var log = site.Folder.Read("log");
                await server.DisposeAsync();
                throw new InvalidOperationException($"The server does not accept: {log}");
            }

            await Task.Delay(50);
        }

        return server;
    }

    /// <summary>What a plain socket receives for this request: all of it, or so many octets.</summary>
    public async Task<byte[]> ReadPlainAsync(string request, int length = int.MaxValue)
    {
        using var stop = new CancellationTokenSource(Patience);
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(IPAddress.Loopback, _site.Port, stop.Token);
        await socket.SendAsync(Encoding.ASCII.GetBytes(request), stop.Token);
        using var received = new MemoryStream();
        var octets = new byte[64 * 1024];
        while (received.Length < length && await socket.ReceiveAsync(octets, stop.Token) is > 0 and var count)
        {
            received.Write(octets, 0, count);
        }

        return received.ToArray();
    }

    public async ValueTask DisposeAsync()
    {
        await _running.DisposeAsync();
        _site.Folder.Dispose();
    }

    private static int FreePort()
    {
        using var free = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        free.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)free.LocalEndPoint!).Port;
    }

    private async Task<bool> AcceptsAsync()
    {
        try
        {
            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            await socket.ConnectAsync(IPAddress.Loopback, _site.Port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
