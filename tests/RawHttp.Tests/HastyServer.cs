using System.Net;
using System.Net.Sockets;

namespace RawHttp.Tests;

/// <summary>A server on a free loopback port that answers each client before it has asked, and resets, as fast as it can.</summary>
internal sealed class HastyServer : IDisposable
{
    private readonly Socket _listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly Thread _serving;

    public HastyServer(byte[] answer)
    {
        _listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _listener.Listen();
        Port = ((IPEndPoint)_listener.LocalEndPoint!).Port;
        _serving = new Thread(() => Serve(answer)) { IsBackground = true };
        _serving.Start();
    }

    public int Port { get; }

    public void Dispose()
    {
        _listener.Dispose();
        _serving.Join();
    }

    private void Serve(byte[] answer)
    {
        try
        {
            while (true)
            {
                using var client = _listener.Accept();
                client.Send(answer);
                new ScriptedClient(client).Reset();
            }
        }
        catch (Exception stopped) when (stopped is SocketException or ObjectDisposedException)
        {
        }
    }
}
