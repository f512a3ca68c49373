using System.Net;
using System.Net.Sockets;

namespace RawHttp.Tests;

/// <summary>A loopback address that neither accepts nor refuses: its queue of connections is full.</summary>
internal sealed class SilentListener : IDisposable
{
    private readonly Socket _listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly List<Socket> _queued = [];

    public SilentListener()
    {
        _listener.Bind(new IPEndPoint(Address, 0));
        _listener.Listen(0);

        // A backlog of 0 holds one; what comes after it gets no answer.
        for (var i = 0; i < 4; i++)
        {
            var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { Blocking = false };
            _queued.Add(socket);
            try
            {
                socket.Connect(_listener.LocalEndPoint!);
            }
            catch (SocketException pending) when (pending.SocketErrorCode is SocketError.WouldBlock or SocketError.InProgress)
            {
            }
        }
    }

    public IPAddress Address { get; } = IPAddress.Parse("127.0.0.3");

    public int Port => ((IPEndPoint)_listener.LocalEndPoint!).Port;

    public void Dispose()
    {
        _queued.ForEach(socket => socket.Dispose());
        _listener.Dispose();
    }
}
