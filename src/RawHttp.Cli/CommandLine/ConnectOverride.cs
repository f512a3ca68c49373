using System.Globalization;
using System.Net;

namespace RawHttp.Cli.CommandLine;

/// <summary>The address to connect to for a target, after --connect-to and --resolve.</summary>
internal sealed record ConnectOverride(string Host, int Port, IReadOnlyList<IPAddress>? Addresses)
{
    public static ConnectOverride Create(Target target, IReadOnlyList<string> connectTo, IReadOnlyList<string> resolve)
    {
        var (host, port, isRouted) = (target.Host, target.Port, false);
        foreach (var rule in connectTo)
        {
            if (Split(rule, 4) is not { } parts)
            {
                throw new ToolException(ExitStatus.Usage, $"--connect-to: \"{rule}\" is not HOST:PORT:HOST:PORT");
            }

            // As in curl, an empty part matches anything and changes nothing. Rules that do not match are checked, too.
            var (from, to) = (PortOrAny(rule, parts[1]), PortOrAny(rule, parts[3]));
            var (fromHost, toHost) = (HostOrAny("--connect-to", rule, parts[0]), HostOrAny("--connect-to", rule, parts[2]));
            if (!isRouted && (fromHost ?? host).Equals(host, StringComparison.OrdinalIgnoreCase) && (from ?? port) == port)
            {
                isRouted = true;
                host = toHost ?? host;
                port = to ?? port;
            }
        }

        IReadOnlyList<IPAddress>? addresses = null;
        foreach (var rule in resolve)
        {
            if (Split(rule, 3) is not { } parts)
            {
                throw new ToolException(ExitStatus.Usage, $"--resolve: \"{rule}\" is not HOST:PORT:ADDR[,ADDR]");
            }

            IReadOnlyList<IPAddress> given = [.. parts[2].Split(',').Select(text => ParseAddress(rule, text))];
            var forPort = ParsePort(rule, parts[1]);
            var forHost = HostOrAny("--resolve", rule, parts[0]);
            if (addresses is null && host.Equals(forHost, StringComparison.OrdinalIgnoreCase) && forPort == port)
            {
                addresses = given;
            }
        }

        return new ConnectOverride(host, port, addresses);
    }

    private static IPAddress ParseAddress(string rule, string text) => IPAddress.TryParse(text.Trim('[', ']'), out _)
        ? Checked("--resolve", rule, () => HostText.ParseAddress(text.Trim('[', ']')))
        : throw new ToolException(ExitStatus.Usage, $"--resolve: \"{text}\" in \"{rule}\" is no address");

    // In ASCII, as in the target, so that equal names compare equal in whichever form they were written.
    private static string? HostOrAny(string option, string rule, string text) =>
        text.Length == 0 ? null : Checked(option, rule, () => HostText.Parse(text));

    private static T Checked<T>(string option, string rule, Func<T> parse)
    {
        try
        {
            return parse();
        }
        catch (FormatException bad)
        {
            throw new ToolException(ExitStatus.Usage, $"{option}: \"{rule}\": {bad.Message}");
        }
    }

    private static int? PortOrAny(string rule, string text) => text.Length == 0 ? null : ParsePort(rule, text);

    private static int ParsePort(string rule, string text) =>
        ushort.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port > 0
            ? port
            : throw new ToolException(ExitStatus.Usage, $"\"{text}\" in \"{rule}\" is no port (1 to 65535)");

    // The parts between colons; an IPv6 address in brackets is one part. The last part is the whole rest, which may be a list of addresses.
    private static List<string>? Split(string rule, int count)
    {
        var parts = new List<string>();
        var rest = rule;
        while (parts.Count < count - 1)
        {
            var close = rest.StartsWith('[') ? rest.IndexOf(']', StringComparison.Ordinal) : 0;
            var colon = close < 0 ? -1 : rest.IndexOf(':', close);
            if (colon < 0)
            {
                return null;
            }

            parts.Add(rest[..colon].Trim('[', ']'));
            rest = rest[(colon + 1)..];
        }

        parts.Add(rest);
        return parts;
    }
}
