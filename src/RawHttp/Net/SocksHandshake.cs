using System.Buffers;
using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;
using RawHttp.Lines;

namespace RawHttp.Net;

/// <summary>Asks a SOCKS 5 proxy for a connection to a server (RFC 1928), with a user name and a password if there are any
/// (RFC 1929).</summary>
/// <param name="lines">What the proxy sends.</param>
/// <param name="connection">The connection to the proxy.</param>
/// <param name="what">What an error begins with: the server and the proxy.</param>
internal sealed class SocksHandshake(LineReader lines, Connection connection, string what)
{
    private const byte Version = 5;
    private const byte NoAuthentication = 0;
    private const byte UserNameAndPassword = 2;
    private const byte NoAcceptableMethod = 0xFF;
    private const byte AuthenticationVersion = 1;
    private const byte Connect = 1;
    private const byte IPv4 = 1;
    private const byte DomainName = 3;
    private const byte IPv6 = 4;
    private const int MaxText = byte.MaxValue;

    /// <summary>Makes the request for a host: a name if it is to be resolved by the proxy, otherwise an address.</summary>
    /// <exception cref="FormatException">The name is longer than SOCKS can say.</exception>
    public static byte[] MakeRequest(string host, int port)
    {
        var isAddress = IPAddress.TryParse(host, out var address);
        var octets = isAddress ? address!.GetAddressBytes() : Encoding.UTF8.GetBytes(host);
        if (!isAddress && octets.Length is 0 or > MaxText)
        {
            throw new FormatException($"the name of the server has {octets.Length} bytes, and SOCKS has room for 1 to {MaxText}");
        }

        byte[] request = isAddress
            ? [Version, Connect, 0, address!.AddressFamily == AddressFamily.InterNetwork ? IPv4 : IPv6, .. octets, 0, 0]
            : [Version, Connect, 0, DomainName, (byte)octets.Length, .. octets, 0, 0];
        BinaryPrimitives.WriteUInt16BigEndian(request.AsSpan(request.Length - 2), (ushort)port);
        return request;
    }

    /// <summary>Makes the message with a user name and a password; null if there is no user name.</summary>
    /// <exception cref="FormatException">One of them is longer than SOCKS can say.</exception>
    public static byte[]? MakeCredentials(string? userName, string? password)
    {
        if (userName is null)
        {
            return null;
        }

        var (user, secret) = (Encoding.UTF8.GetBytes(userName), Encoding.UTF8.GetBytes(password ?? ""));
        return user.Length is > 0 and <= MaxText && secret.Length <= MaxText
            ? [AuthenticationVersion, (byte)user.Length, .. user, (byte)secret.Length, .. secret]
            : throw new FormatException($"SOCKS has room for a user name of 1 to {MaxText} bytes and a password of {MaxText}");
    }

    /// <summary>Performs the handshake. What follows it belongs to the server.</summary>
    /// <exception cref="ConnectException">The proxy refused, ended the connection, or does not speak SOCKS 5.</exception>
    public async Task PerformAsync(byte[] request, byte[]? credentials, CancellationToken cancellationToken)
    {
        try
        {
            byte[] methods = credentials is null
                ? [Version, 1, NoAuthentication]
                : [Version, 2, NoAuthentication, UserNameAndPassword];
            await connection.SendAsync(methods, cancellationToken).ConfigureAwait(false);
            var method = await ReadAsync(2, Version, cancellationToken).ConfigureAwait(false);
            if (method[1] == UserNameAndPassword && credentials is not null)
            {
                await connection.SendAsync(credentials, cancellationToken).ConfigureAwait(false);
                var answer = await ReadAsync(2, AuthenticationVersion, cancellationToken).ConfigureAwait(false);
                Require(answer[1] == 0, "it refused the user name and the password");
            }
            else
            {
                Require(method[1] == NoAuthentication, MethodRefusal(method[1], credentials is not null));
            }

            await connection.SendAsync(request, cancellationToken).ConfigureAwait(false);
            await ReadReplyAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (IOException unsent) when (unsent is not ConnectException)
        {
            throw Failed($"the request could not be sent: {unsent.Message}");
        }
    }

    private static string MethodRefusal(byte method, bool hasCredentials) => method switch
    {
        NoAcceptableMethod when hasCredentials => "it accepts neither a user name and a password nor to go without",
        NoAcceptableMethod or UserNameAndPassword when !hasCredentials => "it wants a user name and a password",
        _ => $"it chose the authentication method {method}, which was not offered",
    };

    // RFC 1928 §6.
    private static string Words(byte reply) => reply switch
    {
        1 => "general failure",
        2 => "not allowed by its rules",
        3 => "network unreachable",
        4 => "host unreachable",
        5 => "connection refused",
        6 => "no answer in time",
        7 => "command not supported",
        8 => "address type not supported",
        _ => "not a registered reply",
    };

    private async Task ReadReplyAsync(CancellationToken cancellationToken)
    {
        // Up to the first octet of the address, which is the length of a name.
        var reply = await ReadAsync(5, Version, cancellationToken).ConfigureAwait(false);
        Require(reply[1] == 0, $"it refused: {Words(reply[1])} (reply {reply[1]})");
        var rest = reply[3] switch
        {
            IPv4 => 3,
            IPv6 => 15,
            DomainName => reply[4],
            _ => -1,
        };
        Require(rest >= 0, $"its reply has an address of type {reply[3]}, which is not defined");
        _ = await ReadExactlyAsync(rest + 2, cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask<byte[]> ReadAsync(int count, byte version, CancellationToken cancellationToken)
    {
        // An answer of another protocol may be shorter.
        var first = await lines.PeekAsync(1, cancellationToken).ConfigureAwait(false);
        if (!first.IsEmpty && first.FirstSpan[0] != version)
        {
            var is4 = first.FirstSpan[0] is 0 or 4;
            throw Failed(is4 ? "it does not speak SOCKS 5" : "it does not speak SOCKS", first.ToArray());
        }

        return await ReadExactlyAsync(count, cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask<byte[]> ReadExactlyAsync(int count, CancellationToken cancellationToken)
    {
        try
        {
            return (await lines.ReadExactlyAsync(count, cancellationToken).ConfigureAwait(false)).ToArray();
        }
        catch (EndOfStreamException)
        {
            var end = lines.End switch
            {
                ConnectionEnd.Reset => "the connection was reset",
                ConnectionEnd.Timeout => "nothing arrived for the read timeout",
                _ => "it closed the connection",
            };
            throw Failed($"{end} in the midst of the handshake, after {connection.Received} bytes");
        }
    }

    private void Require(bool isGood, string why)
    {
        if (!isGood)
        {
            throw Failed(why);
        }
    }

    private ConnectException Failed(string why, byte[]? received = null) => new(
        lines.End == ConnectionEnd.Timeout ? ConnectError.Timeout : ConnectError.SocksFailed, $"{what}: {why}", connection.Attempts)
    {
        Received = received ?? default(ReadOnlyMemory<byte>),
    };
}
