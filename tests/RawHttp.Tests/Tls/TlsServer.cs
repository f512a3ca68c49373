using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace RawHttp.Tests.Tls;

/// <summary>A server on a free loopback port, scripted from the first octet on: before TLS, in it, and beneath it.</summary>
internal sealed class TlsServer : IAsyncDisposable
{
    private readonly Socket _listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly Func<Socket, Task> _script;
    private readonly Task _serving;

    private TlsServer(Func<Socket, Task> script)
    {
        _script = script;
        _listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _listener.Listen();
        _serving = ServeAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndPoint!).Port;

    public string Url => $"https://localhost:{Port}/";

    public string Name => $"localhost:{Port}";

    /// <summary>Speaks no TLS, or has yet to: the script has the socket.</summary>
    public static TlsServer StartBare(Func<Socket, Task> script) => new(script);

    /// <summary>Reads the hello of the client, answers with these octets and closes.</summary>
    public static TlsServer Answering(byte[] octets) => new(async socket =>
    {
        await socket.ReceiveAsync(new byte[16 * 1024]);
        await socket.SendAsync(octets);
        socket.Shutdown(SocketShutdown.Send);
        await socket.ReceiveAsync(new byte[16 * 1024]);
    });

    /// <summary>Agrees on TLS, reads a request head, then does as told.</summary>
    public static TlsServer Start(X509Certificate2 certificate, Func<SslStream, Socket, Task> script, SslServerAuthenticationOptions? options = null) => new(async socket =>
    {
        await using var tls = new SslStream(new NetworkStream(socket));
        options ??= new SslServerAuthenticationOptions();
        options.ServerCertificate = certificate;
        await tls.AuthenticateAsServerAsync(options);
        var head = new StringBuilder();
        var octets = new byte[16 * 1024];
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal) && await tls.ReadAsync(octets) is > 0 and var count)
        {
            head.Append(Encoding.Latin1.GetString(octets, 0, count));
        }

        await script(tls, socket);
    });

    /// <summary>Sends this text in TLS and ends in order, TLS first.</summary>
    public static TlsServer Sending(X509Certificate2 certificate, string text, SslServerAuthenticationOptions? options = null) => Start(
        certificate,
        async (tls, socket) =>
        {
            await tls.WriteAsync(Encoding.Latin1.GetBytes(text));
            await tls.ShutdownAsync();
            socket.Shutdown(SocketShutdown.Send);
            await LeftAsync(socket);
        },
        options);

    /// <summary>Waits until the client has closed.</summary>
    public static async Task LeftAsync(Socket socket)
    {
        var octets = new byte[4096];
        while (await socket.ReceiveAsync(octets) > 0)
        {
        }
    }

    public async ValueTask DisposeAsync()
    {
        _listener.Dispose();
        await _serving;
    }

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                using var socket = await _listener.AcceptAsync();
                try
                {
                    await _script(socket);
                }
                catch (Exception left) when (left is SocketException or IOException or AuthenticationException or ObjectDisposedException)
                {
                    // The client did not agree, or left before the script was done.
                }
            }
        }
        catch (Exception stopped) when (stopped is SocketException or ObjectDisposedException)
        {
        }
    }
}
