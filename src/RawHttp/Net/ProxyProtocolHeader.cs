using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace RawHttp.Net;

/// <summary>The header of the PROXY protocol (HAProxy's proxy-protocol.txt): a connection's addresses, before all else on it.</summary>
internal static class ProxyProtocolHeader
{
    private const byte Local = 0x20;
    private const byte Proxied = 0x21;
    private const byte OverIPv4 = 0x11;
    private const byte OverIPv6 = 0x21;

    private static ReadOnlySpan<byte> Signature => "\r\n\r\n\0\r\nQUIT\n"u8;

    /// <summary>Makes the header for a socket: its own address as the source. A Unix socket has no such addresses.</summary>
    public static byte[] Make(ProxyProtocol version, Socket socket)
    {
        var (source, target) = (socket.LocalEndPoint as IPEndPoint, socket.RemoteEndPoint as IPEndPoint);
        return version == ProxyProtocol.V1 ? MakeText(source, target) : MakeBinary(source, target);
    }

    private static byte[] MakeText(IPEndPoint? source, IPEndPoint? target)
    {
        if (source is null || target is null)
        {
            return [.. "PROXY UNKNOWN\r\n"u8];
        }

        var family = source.AddressFamily == AddressFamily.InterNetwork ? "TCP4" : "TCP6";
        var (from, to) = (new IPAddress(source.Address.GetAddressBytes()), new IPAddress(target.Address.GetAddressBytes()));
        return Encoding.ASCII.GetBytes($"PROXY {family} {from} {to} {source.Port} {target.Port}\r\n");
    }

    private static byte[] MakeBinary(IPEndPoint? source, IPEndPoint? target)
    {
        if (source is null || target is null)
        {
            return [.. Signature, Local, 0, 0, 0];
        }

        var family = source.AddressFamily == AddressFamily.InterNetwork ? OverIPv4 : OverIPv6;
        byte[] addresses = [.. source.Address.GetAddressBytes(), .. target.Address.GetAddressBytes(), 0, 0, 0, 0];
        BinaryPrimitives.WriteUInt16BigEndian(addresses.AsSpan(addresses.Length - 4), (ushort)source.Port);
        BinaryPrimitives.WriteUInt16BigEndian(addresses.AsSpan(addresses.Length - 2), (ushort)target.Port);
        return [.. Signature, Proxied, family, 0, (byte)addresses.Length, .. addresses];
    }
}
