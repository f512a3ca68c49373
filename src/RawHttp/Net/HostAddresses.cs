using System.Net;
using System.Net.Sockets;

namespace RawHttp.Net;

/// <summary>Resolves a host.</summary>
internal static class HostAddresses
{
    /// <summary>The addresses of a host, in the order in which to try them.</summary>
    /// <exception cref="ConnectException">There are none of a family that the options allow.</exception>
    public static async Task<IEnumerable<IPAddress>> ResolveAsync(
        string host, ConnectOptions options, IReadOnlyList<ConnectAttempt> attempts, CancellationToken cancellationToken)
    {
        IReadOnlyList<IPAddress> addresses;
        try
        {
            addresses = options.Addresses
                ?? (IPAddress.TryParse(host, out var literal) ? [literal] : LocalhostName.Resolve(host))
                ?? await Dns.GetHostAddressesAsync(host, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception failure) when (failure is SocketException or ArgumentException)
        {
            throw new ConnectException(ConnectError.NotResolved, $"resolve {host}: {Describe(failure)}", attempts);
        }

        var usable = addresses.Where(address => options.Family is not { } family || address.AddressFamily == family).ToList();
        return usable.Count > 0
            ? Interleave(usable)
            : throw new ConnectException(
                ConnectError.NotResolved,
                $"resolve {host}: no {(options.Family == AddressFamily.InterNetwork ? "IPv4" : "IPv6")} address",
                attempts);
    }

    // RFC 8305 §4: alternate the families, starting with the resolver's first choice.
    private static IEnumerable<IPAddress> Interleave(List<IPAddress> addresses)
    {
        var first = addresses.Where(address => address.AddressFamily == addresses[0].AddressFamily).ToList();
        var other = addresses.Except(first).ToList();
        for (var i = 0; i < Math.Max(first.Count, other.Count); i++)
        {
            if (i < first.Count)
            {
                yield return first[i];
            }

            if (i < other.Count)
            {
                yield return other[i];
            }
        }
    }

    /// <summary>Why a name was not resolved or an address not connected to, in words.</summary>
    public static string Describe(Exception failure, bool isIP = true) => failure is not SocketException socketFailure
        ? failure.Message
        : socketFailure.SocketErrorCode switch
        {
            SocketError.HostNotFound or SocketError.NoData => "the name is not known",
            SocketError.TryAgain => "the name server did not answer",
            SocketError.ConnectionRefused => "connection refused",
            SocketError.NetworkUnreachable => "network unreachable",
            SocketError.HostUnreachable => "host unreachable",
            SocketError.TimedOut => "no answer",
            SocketError.ConnectionReset => "the connection was reset",
            SocketError.AddressFamilyNotSupported => "the system does not know this kind of address",
            SocketError.AddressNotAvailable => isIP ? "address not available" : "no such socket",
            _ => socketFailure.Message,
        };
}
