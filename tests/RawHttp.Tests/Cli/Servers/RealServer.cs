using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using RawHttp.Tests.Tls;

namespace RawHttp.Tests.Cli.Servers;

/// <summary>A server that runs, on a free loopback port and with a folder of its own.</summary>
internal sealed class RealServer : IAsyncDisposable
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(20);
    private readonly Site _site;
    private readonly IAsyncDisposable _running;

    private RealServer(Site site, IAsyncDisposable running) => (_site, _running) = (site, running);

    public string Address => _site.Address;

    public string Url => _site.Url;

    /// <summary>Starts it and waits until it accepts.</summary>
    public static async Task<RealServer> StartAsync(Func<Site, IAsyncDisposable> start, string origin, Certificate? certificate = null)
    {
        var site = new Site(new TemporaryFolder(), FreePort(), origin, certificate);
        site.Write();
        var server = new RealServer(site, start(site));
        try
        {
            await Eventually.HoldsAsync(server.AcceptsAsync);
            return server;
        }
        catch (TimeoutException)
        {
            var log = site.Folder.Read("log");
            await server.DisposeAsync();
            throw new InvalidOperationException($"The server does not accept: {log}");
        }
    }

    /// <summary>What a plain socket, under TLS where the server speaks it, receives for this request: all of it, or so many octets.</summary>
    public async Task<byte[]> ReadPlainAsync(string request, int length = int.MaxValue)
    {
        using var stop = new CancellationTokenSource(Timeout);
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(IPAddress.Loopback, _site.Port, stop.Token);
        await using var stream = await OpenAsync(socket, stop.Token);
        await stream.WriteAsync(Encoding.ASCII.GetBytes(request), stop.Token);
        using var received = new MemoryStream();
        var octets = new byte[64 * 1024];
        while (received.Length < length && await stream.ReadAsync(octets, stop.Token) is > 0 and var count)
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

    private async Task<Stream> OpenAsync(Socket socket, CancellationToken stop)
    {
        var stream = new NetworkStream(socket);
        if (_site.Certificate is null)
        {
            return stream;
        }

        var tls = new SslStream(stream);
        var trust = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, CustomTrustStore = { TestCertificates.Authority }, RevocationMode = X509RevocationMode.NoCheck };
        await tls.AuthenticateAsClientAsync(new SslClientAuthenticationOptions { TargetHost = "127.0.0.1", CertificateChainPolicy = trust }, stop);
        return tls;
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
