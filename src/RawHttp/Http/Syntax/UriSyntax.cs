using System.Buffers;
using System.Net;

namespace RawHttp.Http;

/// <summary>The grammar of RFC 3986, over octets.</summary>
internal static class UriSyntax
{
    private const string Unreserved = "-._~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private const string RegisteredName = Unreserved + "!$&'()*+,;=";

    private static readonly SearchValues<byte> Host = Set(RegisteredName);
    private static readonly SearchValues<byte> UserInfo = Set(RegisteredName + ":");
    private static readonly SearchValues<byte> Path = Set(RegisteredName + ":@/");
    private static readonly SearchValues<byte> PlainPath = Set(RegisteredName + "@/");
    private static readonly SearchValues<byte> Query = Set(RegisteredName + ":@/?");
    private static readonly SearchValues<byte> Scheme = Set("+-.0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

    /// <summary>URI-reference (RFC 3986 §4.1).</summary>
    public static bool IsReference(ReadOnlySpan<byte> value)
    {
        if (!value.ContainsAnyExcept(PlainPath) && !value.StartsWith("//"u8))
        {
            return true;
        }

        var hash = value.IndexOf((byte)'#');
        return hash < 0
            ? IsPartial(value)
            : IsEncoded(value[(hash + 1)..], Query) && IsPartial(value[..hash]);
    }

    /// <summary>absolute-URI / partial-URI (RFC 9110 §4.1): a reference without a fragment.</summary>
    public static bool IsPartial(ReadOnlySpan<byte> value)
    {
        var question = value.IndexOf((byte)'?');
        if (question >= 0)
        {
            if (!IsEncoded(value[(question + 1)..], Query))
            {
                return false;
            }

            value = value[..question];
        }

        // In the first segment of a path, a colon is only allowed after a scheme (RFC 3986 §4.2).
        var colon = value.IndexOfAny((byte)':', (byte)'/');
        if (colon >= 0 && value[colon] == ':')
        {
            if (!IsScheme(value[..colon]))
            {
                return false;
            }

            value = value[(colon + 1)..];
        }

        if (!value.StartsWith("//"u8))
        {
            return IsEncoded(value, Path);
        }

        value = value[2..];
        var slash = value.IndexOf((byte)'/');
        return slash < 0 ? IsAuthority(value) : IsAuthority(value[..slash]) && IsEncoded(value[slash..], Path);
    }

    /// <summary>Octets of a set, and percent-encoded ones.</summary>
    public static bool IsEncoded(ReadOnlySpan<byte> octets, SearchValues<byte> allowed)
    {
        for (var at = octets.IndexOfAnyExcept(allowed); at >= 0; at = octets.IndexOfAnyExcept(allowed))
        {
            if (octets[at] != '%' || octets.Length < at + 3
                || !char.IsAsciiHexDigit((char)octets[at + 1]) || !char.IsAsciiHexDigit((char)octets[at + 2]))
            {
                return false;
            }

            octets = octets[(at + 3)..];
        }

        return true;
    }

    /// <summary>IP-literal (RFC 3986 §3.2.2), without brackets.</summary>
    public static bool IsAddress(ReadOnlySpan<byte> address)
    {
        if (!address.IsEmpty && address[0] is (byte)'v' or (byte)'V')
        {
            var dot = address.IndexOf((byte)'.');
            return dot > 1 && dot < address.Length - 1 && !address[(dot + 1)..].ContainsAnyExcept(UserInfo)
                && IsHexadecimal(address[1..dot], "");
        }

        // The colon excludes an IPv4 address; the hexadecimal digits exclude a zone, which IPAddress would accept.
        return address.Contains((byte)':') && IsHexadecimal(address, ":.") && IPAddress.IsValidUtf8(address);
    }

    /// <summary>A path and perhaps a query (RFC 9112 §3.2.1); the path may begin with two slashes.</summary>
    public static bool IsPathAndQuery(ReadOnlySpan<byte> value)
    {
        var question = value.IndexOf((byte)'?');
        return question < 0
            ? IsEncoded(value, Path)
            : IsEncoded(value[..question], Path) && IsEncoded(value[(question + 1)..], Query);
    }

    /// <summary>The length of the scheme before a colon; 0 if there is none.</summary>
    public static int SchemeLength(ReadOnlySpan<byte> value)
    {
        var colon = value.IndexOf((byte)':');
        return colon > 0 && IsScheme(value[..colon]) ? colon : 0;
    }

    /// <summary>The authority after a scheme and "://"; empty if there is none.</summary>
    public static ReadOnlySpan<byte> AuthorityOf(ReadOnlySpan<byte> uri)
    {
        var rest = uri[SchemeLength(uri)..];
        if (!rest.StartsWith("://"u8))
        {
            return default;
        }

        rest = rest[3..];
        var end = rest.IndexOfAny("/?#"u8);
        return end < 0 ? rest : rest[..end];
    }

    /// <summary>A host and perhaps a port, without userinfo (RFC 9110 §7.2); both may be empty.</summary>
    public static bool IsHostAndPort(ReadOnlySpan<byte> value) => !value.Contains((byte)'@') && IsAuthority(value);

    /// <summary>Splits an authority without userinfo; the colon belongs to neither part.</summary>
    public static void SplitPort(ReadOnlySpan<byte> authority, out ReadOnlySpan<byte> host, out ReadOnlySpan<byte> port)
    {
        var colon = authority[(authority.LastIndexOf((byte)']') + 1)..].LastIndexOf((byte)':');
        var end = colon < 0 ? authority.Length : authority.LastIndexOf((byte)':');
        host = authority[..end];
        port = colon < 0 ? default : authority[(end + 1)..];
    }

    private static bool IsAuthority(ReadOnlySpan<byte> authority)
    {
        var at = authority.IndexOf((byte)'@');
        if (at >= 0)
        {
            if (!IsEncoded(authority[..at], UserInfo))
            {
                return false;
            }

            authority = authority[(at + 1)..];
        }

        var end = authority.IndexOf((byte)']');
        if (!authority.IsEmpty && authority[0] == '[')
        {
            return end > 0 && IsAddress(authority[1..end]) && IsPort(authority[(end + 1)..]);
        }

        var colon = authority.IndexOf((byte)':');
        return colon < 0
            ? IsEncoded(authority, Host)
            : IsEncoded(authority[..colon], Host) && IsPort(authority[colon..]);
    }

    // Digits after a colon; there may be none (RFC 3986 §3.2.3).
    private static bool IsPort(ReadOnlySpan<byte> port) =>
        port.IsEmpty || (port[0] == ':' && !port[1..].ContainsAnyExceptInRange((byte)'0', (byte)'9'));

    private static bool IsScheme(ReadOnlySpan<byte> scheme) =>
        !scheme.IsEmpty && char.IsAsciiLetter((char)scheme[0]) && !scheme.ContainsAnyExcept(Scheme);

    private static bool IsHexadecimal(ReadOnlySpan<byte> octets, string others)
    {
        foreach (var octet in octets)
        {
            if (!char.IsAsciiHexDigit((char)octet) && !others.Contains((char)octet))
            {
                return false;
            }
        }

        return true;
    }

    private static SearchValues<byte> Set(string characters) => SearchValues.Create(System.Text.Encoding.ASCII.GetBytes(characters));
}
