using System.Net;
using System.Net.Sockets;
using RawHttp.Cli.CommandLine.Idna;

namespace RawHttp.Cli.CommandLine;

/// <summary>Parses hosts: names, and addresses with the zone of a link-local one (RFC 4007 §11).</summary>
internal static class HostText
{
    /// <summary>Parses a name or an address without brackets.</summary>
    /// <returns>The name in ASCII, or the address.</returns>
    /// <exception cref="FormatException">The text is not a host; the message gives the reason.</exception>
    public static string Parse(string host) => host.Contains(':', StringComparison.Ordinal) ? ParseIPv6(host) : HostName.ToAscii(host);

    /// <summary>Parses an IPv6 address without brackets; %25 before a zone stands for its percent sign (RFC 6874 §2).</summary>
    /// <returns>The address as text, its zone after a plain percent sign.</returns>
    /// <exception cref="FormatException">The text is not an IPv6 address, or this machine has no such zone.</exception>
    public static string ParseIPv6(string text)
    {
        var zone = text.IndexOf('%', StringComparison.Ordinal);
        var literal = zone >= 0 && zone + 3 < text.Length && text.AsSpan(zone).StartsWith("%25") ? text.Remove(zone + 1, 2) : text;
        return ParseAddress(literal).AddressFamily == AddressFamily.InterNetworkV6
            ? literal
            : throw new FormatException($"{text} is no IPv6 address");
    }

    /// <summary>Parses an IPv4 or IPv6 address without brackets.</summary>
    /// <returns>The address.</returns>
    /// <exception cref="FormatException">The text is not an address, or this machine has no such zone.</exception>
    public static IPAddress ParseAddress(string text)
    {
        if (!IPAddress.TryParse(text, out var address))
        {
            throw new FormatException($"{text} is no {(text.Contains(':', StringComparison.Ordinal) ? "IPv6 " : "")}address");
        }

        // The parser treats a zone that the system does not know as no zone.
        var zone = text.IndexOf('%', StringComparison.Ordinal) is >= 0 and var at ? text[(at + 1)..] : "0";
        return zone == "0" || address is { AddressFamily: AddressFamily.InterNetworkV6, ScopeId: > 0 }
            ? address
            : throw new FormatException($"{zone} in {text} is no network interface of this machine");
    }
}
