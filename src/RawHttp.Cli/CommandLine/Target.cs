using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using RawHttp.Cli.CommandLine.Idna;

namespace RawHttp.Cli.CommandLine;

/// <summary>Where to connect and what to request: host, host:port, [ipv6]:port or :port, each with an
/// optional path, or an http or https URL.</summary>
/// <param name="Host">A name in its ASCII form, or an address without brackets.</param>
/// <param name="Port">1 to 65535.</param>
/// <param name="Path">Path and query for the request line. Dot segments are kept.</param>
/// <param name="IsSecure">Whether the scheme is https.</param>
internal sealed partial record Target(string Host, int Port, string Path, bool IsSecure = false)
{
    private const int HttpPort = 80;
    private const int HttpsPort = 443;

    /// <summary>The value of the Host field (RFC 9112 §3.2): with brackets around IPv6, and without the scheme's default port.</summary>
    public string HostField => Port == (IsSecure ? HttpsPort : HttpPort) ? HostWithoutZone : $"{HostWithoutZone}:{Port}";

    /// <summary>Host and port, including the scheme's default port: the target and the Host field of CONNECT (RFC 9112 §3.2.3).</summary>
    public string Authority => $"{HostWithoutZone}:{Port}";

    /// <summary>The host for the certificate: an address without its zone, a name without the final dot.</summary>
    public string ServerName => HostWithoutZone.Trim('[', ']').TrimEnd('.');

    /// <summary>Host and port for an error line.</summary>
    public string HostAndPort => $"{BracketedHost}:{Port}";

    private string BracketedHost => Host.Contains(':', StringComparison.Ordinal) ? $"[{Host}]" : Host;

    // A zone names a link of this machine only, so it is never sent (RFC 6874 §1).
    private string HostWithoutZone => BracketedHost.IndexOf('%', StringComparison.Ordinal) is >= 0 and var zone
        ? BracketedHost[..zone] + "]"
        : BracketedHost;

    /// <summary>Parses a target.</summary>
    /// <param name="text">The target as given.</param>
    /// <param name="pathAsIs">Whether to keep every octet of the path; otherwise octets outside ASCII are percent-encoded,
    /// and a space or a control is refused.</param>
    /// <exception cref="ToolException">It is malformed.</exception>
    public static Target Parse(string text, bool pathAsIs = false)
    {
        if (text.AsSpan().ContainsAny('\r', '\n', '\0'))
        {
            throw new ToolException(ExitStatus.Usage, "target: it holds CR, LF or NUL; --request FILE sends anything");
        }

        if (OneSlash().IsMatch(text))
        {
            throw Malformed(text, "two slashes follow the scheme: http://HOST");
        }

        var rest = text;
        var scheme = Scheme().Match(text);
        var isSecure = scheme.Success && IsHttps(scheme.Groups[1].Value);
        if (scheme.Success)
        {
            rest = text[scheme.Length..];
        }

        var end = rest.AsSpan().IndexOfAny('/', '?', '#');
        var authority = end < 0 ? rest : rest[..end];
        var path = end < 0 ? "" : rest[end..].Split('#')[0];
        if (!pathAsIs)
        {
            if (path.AsSpan().ContainsAnyInRange('\0', ' ') || path.Contains('\x7f', StringComparison.Ordinal))
            {
                throw Malformed(text, "its path holds a space or a control; write it as %20 or the like, or use --path-as-is");
            }

            path = PercentEncoded(path);
        }

        var defaultPort = isSecure ? HttpsPort : HttpPort;
        var (host, port) = ParseAuthority(text, authority, defaultPort, mayBeEmpty: !scheme.Success && authority.StartsWith(':'));
        return new Target(host, port, path.StartsWith('/') ? path : "/" + path, isSecure);
    }

    // RFC 3986 §2.5: text outside ASCII is percent-encoded octet by octet, as UTF-8.
    private static string PercentEncoded(string path) => Ascii.IsValid(path)
        ? path
        : string.Concat(Encoding.UTF8.GetBytes(path).Select(octet => octet < 0x80 ? $"{(char)octet}" : $"%{octet:X2}"));

    private static bool IsHttps(string scheme) =>
        scheme.Equals("https", StringComparison.OrdinalIgnoreCase)
        || (scheme.Equals("http", StringComparison.OrdinalIgnoreCase)
            ? false
            : throw new ToolException(ExitStatus.UnsupportedScheme, $"{scheme}: this scheme is not supported; http and https are"));

    /// <summary>Parses host, host:port, [ipv6]:port or :port; the host may be empty if the last form is
    /// allowed, and then means localhost.</summary>
    public static (string Host, int Port) ParseAuthority(string text, string authority, int defaultPort, bool mayBeEmpty)
    {
        if (authority.Contains('@', StringComparison.Ordinal))
        {
            throw Malformed(text, "a user name in a target is not supported; -u USER:PASSWORD sends it");
        }

        var match = AuthorityForm().Match(authority);
        if (!match.Success)
        {
            var isBareAddress = authority.Count(c => c == ':') > 1 && !authority.StartsWith('[')
                && !authority.Contains('/', StringComparison.Ordinal);
            throw Malformed(
                text,
                isBareAddress
                    ? "an IPv6 address needs brackets: [::1] or [::1]:8080"
                    : $"it is no host, host:port or [ipv6]:port{Habit(text)}");
        }

        var port = defaultPort;
        var digits = match.Groups["port"].Value;
        if (digits.Length > 0
            && (!int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out port) || port is < 1 or > 65535))
        {
            throw Malformed(text, $"{digits} is no port (1 to 65535)");
        }

        try
        {
            var host = match.Groups["host"].Value;
            return match.Groups["ipv6"].Success ? (HostText.ParseIPv6(match.Groups["ipv6"].Value), port)
                : host.Length > 0 ? (HostName.ToAscii(host), port)
                : mayBeEmpty ? ("localhost", port)
                : throw Malformed(text, "it has no host");
        }
        catch (FormatException bad)
        {
            throw Malformed(text, bad.Message);
        }
    }

    // What HTTPie takes after its URL.
    private static string Habit(string text) =>
        text.StartsWith('[') ? ""
        : text.Contains("==", StringComparison.Ordinal) ? "; a query is written into TARGET: HOST/PATH?NAME=VALUE"
        : text.AsSpan().ContainsAny('=', '{') ? "; -d sends content"
        : text.Contains(':', StringComparison.Ordinal) ? "; -H \"Name: value\" sends a field"
        : "";

    private static ToolException Malformed(string text, string why) => new(ExitStatus.MalformedTarget, $"target \"{text}\": {why}");

    [GeneratedRegex("^https?:/([^/]|$)", RegexOptions.IgnoreCase)]
    private static partial Regex OneSlash();

    [GeneratedRegex("^([A-Za-z][A-Za-z0-9+.-]*)://")]
    private static partial Regex Scheme();

    [GeneratedRegex(@"^(\[(?<ipv6>[^\]]*)\]|(?<host>([A-Za-z0-9._~-]|[^\x00-\x7f])*))(:(?<port>[0-9]*))?$")]
    private static partial Regex AuthorityForm();
}
