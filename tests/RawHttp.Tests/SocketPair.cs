using System.Net;
using System.Net.Sockets;
using System.Text;
using RawHttp.Net;

namespace RawHttp.Tests;

/// <summary>Two ends of a loopback connection: ours, and a plain socket for the peer.</summary>
internal sealed class SocketPair : IAsyncDisposable
{
    private SocketPair(Connection connection, Socket peer)
    {
        Connection = connection;
        Peer = peer;
    }

    public Connection Connection { get; }

    public Socket Peer { get; }

    /// <summary>Connects them; ours is the accepting side, or the one that connects.</summary>
    public static async Task<SocketPair> ConnectAsync(TimeProvider? time = null, bool accepts = true)
    {
        if (accepts)
        {
            return await AcceptAsync(new ConnectionOptions { Time = time ?? TimeProvider.System });
        }

        using var listener = Listen();
        var options = new ConnectOptions { ReadTimeout = Timeout.InfiniteTimeSpan, Time = time ?? TimeProvider.System };
        var connecting = Connection.ConnectAsync("127.0.0.1", ((IPEndPoint)listener.LocalEndPoint!).Port, options);
        var accepted = await listener.AcceptAsync();
        return new SocketPair(await connecting, accepted);
    }

    /// <summary>Connects them; ours is the accepting side.</summary>
    public static async Task<SocketPair> AcceptAsync(ConnectionOptions? options)
    {
        using var listener = Listen();
        var peer = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await peer.ConnectAsync(listener.LocalEndPoint!);
        return new SocketPair(Connection.FromSocket(await listener.AcceptAsync(), options), peer);
    }

    public Task SendAsync(string text) => new ScriptedClient(Peer).SendAsync(text);

    /// <summary>What the peer receives next; empty at the end of the stream.</summary>
    public async Task<string> ReceiveAsync()
    {
        var octets = new byte[64 * 1024];
        return Encoding.Latin1.GetString(octets, 0, await Peer.ReceiveAsync(octets));
    }

    public async ValueTask DisposeAsync()
    {
        await Connection.DisposeAsync();
        Peer.Dispose();
    }

    private static Socket Listen()
    {
        var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen();
        return listener;
    }
}
