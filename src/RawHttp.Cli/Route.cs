using System.Net;

namespace RawHttp.Cli;

/// <summary>Where the connection for a target really goes: what --connect-to and --resolve make of it.</summary>
internal sealed record Route(string Host, int Port, IReadOnlyList<IPAddress>? Addresses)
{
    public static Route Of(Target target, IReadOnlyList<string> connectTo, IReadOnlyList<string> resolve)
    {
        var (host, port) = (target.Host, target.Port);
        foreach (var rule in connectTo)
        {
            if (Split(rule, 4) is not { } parts)
            {
                throw new ToolException(ExitStatus.Usage, $"--connect-to: \"{rule}\" is not HOST:PORT:HOST:PORT");
            }

            // An empty part matches any and changes nothing, as curl has it.
            if (Matches(parts[0], host) && Matches(parts[1], $"{port}"))
            {
                host = parts[2].Length > 0 ? parts[2] : host;
                port = parts[3].Length > 0 ? ParsePort(rule, parts[3]) : port;
                break;
            }
        }

        IReadOnlyList<IPAddress>? addresses = null;
        foreach (var rule in resolve)
        {
            if (Split(rule, 3) is not { } parts)
            {
                throw new ToolException(ExitStatus.Usage, $"--resolve: \"{rule}\" is not HOST:PORT:ADDR[,ADDR]");
            }

            IReadOnlyList<IPAddress> given = [.. parts[2].Split(',').Select(text =>
                IPAddress.TryParse(text.Trim('[', ']'), out var address) ? address : throw new ToolException(ExitStatus.Usage, $"--resolve: \"{text}\" in \"{rule}\" is no address"))];
            if (addresses is null && parts[0].Equals(host, StringComparison.OrdinalIgnoreCase) && ParsePort(rule, parts[1]) == port)
            {
                addresses = given;
            }
        }

        return new Route(host, port, addresses);
    }

    private static bool Matches(string part, string value) => part.Length == 0 || part.Equals(value, StringComparison.OrdinalIgnoreCase);

    private static int ParsePort(string rule, string text) =>
        ushort.TryParse(text, out var port) && port > 0 ? port : throw new ToolException(ExitStatus.Usage, $"\"{text}\" in \"{rule}\" is no port (1 to 65535)");

    // The parts between colons, an IPv6 address in brackets being one; the last takes what is left if it is an address list.
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
