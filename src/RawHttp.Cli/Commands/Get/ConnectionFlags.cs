using System.CommandLine;
using System.Net.Sockets;
using RawHttp.Cli.CommandLine;
using RawHttp.Net;

namespace RawHttp.Cli.Commands.Get;

/// <summary>The options of a connection to a target, and their values: where it goes, whom it trusts, how long it may take.</summary>
internal sealed class ConnectionFlags
{
    private static readonly ConnectOptions Defaults = new();

    private readonly Option<TimeSpan?> _connectTimeout = OptionValue.Seconds("--connect-timeout", "Time to resolve and connect (30)");
    private readonly Option<TimeSpan?> _readTimeout = OptionValue.Seconds("--read-timeout", "Time to wait for the next byte (60)");
    private readonly Option<TimeSpan?> _maxTime = OptionValue.Seconds("--max-time", "Time for the whole run (none)", ["-m"]);
    private readonly Option<bool> _ipv4 = new("--ipv4", "-4") { Description = "Use IPv4 addresses only" };
    private readonly Option<bool> _ipv6 = new("--ipv6", "-6") { Description = "Use IPv6 addresses only" };
    private readonly Option<string[]> _resolve = new("--resolve")
    {
        HelpName = "HOST:PORT:ADDR[,ADDR]",
        Description = "Use these addresses for HOST:PORT (repeatable)",
    };
    private readonly Option<string[]> _connectTo = new("--connect-to")
    {
        HelpName = "HOST:PORT:HOST:PORT",
        Description = "Connect to the second HOST:PORT instead of the first (repeatable)",
    };
    private readonly Option<string?> _unixSocket = new("--unix-socket")
    {
        HelpName = "PATH",
        Description = "Connect to this Unix domain socket",
    };
    private readonly Option<bool> _insecure = new("--insecure", "-k")
    {
        Description = "Accept a certificate that is not trusted, and print a note",
    };

    /// <summary>The fields of the request.</summary>
    public Option<string[]> Header { get; } = new("--header", "-H")
    {
        HelpName = "Name: value",
        Description = "Add a field, or replace a built-in one; \"Name:\" removes it, \"Name;\" sends it empty (repeatable)",
        AllowMultipleArgumentsPerToken = false,
    };

    /// <summary>The file of --cacert.</summary>
    public Option<string?> Roots { get; } = new("--cacert")
    {
        HelpName = "FILE",
        Description = "Trust the certificates of FILE (PEM) instead of the system's",
    };

    public Option[] ForTime => [_connectTimeout, _readTimeout, _maxTime];

    public Option[] ForConnecting => [_ipv4, _ipv6, _resolve, _connectTo, _unixSocket, _insecure, Roots];

    /// <summary>Declares which of the options exclude each other.</summary>
    public void AddExclusions(ToolCommand command) => command.AddExclusion(_ipv4, _ipv6);

    /// <summary>How long to wait for a connection, or for the reader of a pipe that is written.</summary>
    public TimeSpan ConnectTimeout(ParseResult result) => result.GetValue(_connectTimeout) ?? Defaults.ConnectTimeout;

    /// <summary>Options of <c>get</c> with the values of these.</summary>
    public GetOptions Apply(ParseResult result, GetOptions options) => options with
    {
        ConnectTimeout = ConnectTimeout(result),
        ReadTimeout = result.GetValue(_readTimeout) ?? Defaults.ReadTimeout,
        MaxTime = result.GetValue(_maxTime),
        Family = result.GetValue(_ipv4) ? AddressFamily.InterNetwork : result.GetValue(_ipv6) ? AddressFamily.InterNetworkV6 : null,
        Resolve = result.GetValue(_resolve) ?? [],
        ConnectTo = result.GetValue(_connectTo) ?? [],
        UnixSocket = result.GetValue(_unixSocket),
        Insecure = result.GetValue(_insecure),
        RootsFile = result.GetValue(Roots),
    };
}
