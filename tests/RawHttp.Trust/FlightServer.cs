using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace RawHttp.Trust;

/// <summary>A server that sends any octets as certificates: the first flight of TLS 1.2 (RFC 5246 §7.3), and no more.</summary>
public sealed class FlightServer : IDisposable
{
    private const int MaxRecord = 16 * 1024;
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly byte[] _flight;
    private readonly Thread _thread;

    public FlightServer(params IEnumerable<byte[]> certificates)
    {
        // TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256; renegotiation_info (RFC 5746), without which OpenSSL 3 goes no further.
        byte[] hello = [3, 3, .. RandomNumberGenerator.GetBytes(32), 0, 0xC0, 0x2B, 0, 0, 5, 0xFF, 1, 0, 1, 0];
        byte[] list = [.. certificates.SelectMany(certificate => (byte[])[.. Length(certificate.Length), .. certificate])];
        byte[] messages = [2, .. Length(hello.Length), .. hello, 11, .. Length(list.Length + 3), .. Length(list.Length), .. list];
        _flight = [.. messages.Chunk(MaxRecord).SelectMany(Record)];
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _thread = new Thread(Run) { IsBackground = true };
        _thread.Start();
    }

    public int Port { get; }

    public void Dispose()
    {
        _listener.Dispose();
        _thread.Join();
    }

    private static byte[] Record(byte[] content) => [22, 3, 3, (byte)(content.Length >> 8), (byte)content.Length, .. content];

    private static byte[] Length(int length)
    {
        Span<byte> octets = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(octets, length);
        return octets[1..].ToArray();
    }

    private void Run()
    {
        try
        {
            while (true)
            {
                using var client = _listener.AcceptSocket();
                client.ReceiveTimeout = 5000;
                Serve(client);
            }
        }
        catch (Exception ended) when (ended is SocketException or ObjectDisposedException or InvalidOperationException)
        {
        }
    }

    private void Serve(Socket client)
    {
        try
        {
            var octets = new byte[MaxRecord];
            client.Receive(octets);
            client.Send(_flight);
            client.Shutdown(SocketShutdown.Send);
            while (client.Receive(octets) > 0)
            {
            }
        }
        catch (SocketException)
        {
            // The client had enough.
        }
    }
}
