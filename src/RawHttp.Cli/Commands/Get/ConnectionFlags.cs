using System.CommandLine;
using System.Net.Sockets;
using System.Text;
using RawHttp.Cli.CommandLine;
using RawHttp.Client;
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

    private readonly Option<ProxyProtocol> _proxyProtocol = OptionValue.Choice<ProxyProtocol>(
        "--haproxy-protocol",
        "v1|v2",
        "Send this header of the PROXY protocol first, with the connection's addresses; with -x to the proxy");
    private readonly Option<string?> _certificate = new("--cert", "-E")
    {
        HelpName = "FILE[:PASSWORD]",
        Description = "Authenticate with this certificate and its key, PEM or PKCS#12; no password is asked for",
    };
    private readonly Option<string?> _key = new("--key")
    {
        HelpName = "FILE",
        Description = "The key for --cert (PEM), if its FILE has none",
    };
    private readonly Option<string?> _serverName = new("--servername")
    {
        HelpName = "NAME",
        Description = "Send this name (SNI), and look for it in the certificate, instead of the host; \"\" sends none",
    };
    private readonly Option<string?> _tlsMax = new("--tls-max")
    {
        HelpName = TlsChoices.Versions,
        Description = "The newest version of TLS to offer (1.3); 1.0 and 1.1 are offered only with this",
    };
    private readonly Option<string?> _roots = new("--cacert")
    {
        HelpName = "FILE",
        Description = "Trust the certificates of FILE (PEM) instead of the system's",
    };

    /// <summary>The proxy.</summary>
    public Option<string?> Proxy { get; } = new("--proxy", "-x")
    {
        HelpName = "[SCHEME://][USER:PASSWORD@]HOST[:PORT]",
        Description = "Go through this proxy: http (default), socks5, or socks5h, which resolves names itself; port 1080 unless given",
    };

    /// <summary>The fields of the request.</summary>
    public Option<string[]> Header { get; } = new("--header", "-H")
    {
        HelpName = "Name: value",
        Description = "Add a field, or replace a built-in one; \"Name:\" removes it, \"Name;\" sends it empty (repeatable)",
        AllowMultipleArgumentsPerToken = false,
    };

    public Option[] ForTime => [_connectTimeout, _readTimeout, _maxTime];

    public Option[] ForConnecting =>
    [
        _ipv4, _ipv6, _resolve, _connectTo, _unixSocket, Proxy, _proxyProtocol,
        _insecure, _roots, _certificate, _key, _serverName, _tlsMax,
    ];

    /// <summary>The options that name a file.</summary>
    public Option<string?>[] Files => [_roots, _certificate, _key];

    /// <summary>Those whose value is nothing but the name of a file, which is read.</summary>
    public Option<string?>[] FilesRead => [_roots, _key];

    /// <summary>Declares which of the options exclude each other.</summary>
    public void AddExclusions(ToolCommand command)
    {
        command.AddExclusion(_ipv4, _ipv6);
        command.AddExclusion(Proxy, _unixSocket);
    }

    /// <summary>The error in the values; null if there is none.</summary>
    public string? Fault(ParseResult result) =>
        result.GetValue(_key) is not null && result.GetValue(_certificate) is null ? "--key needs --cert, whose key it is"
        : result.GetValue(_tlsMax) is { } max && !TlsChoices.Versions.Split('|').Contains(max)
            ? $"--tls-max: \"{max}\" is none of {TlsChoices.Versions.Replace("|", ", ", StringComparison.Ordinal)}"
        : result.GetValue(_serverName) is { } name && !Ascii.IsValid(name) ? $"--servername: \"{name}\" is not ASCII; write it as xn--..."
        : null;

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
        Proxy = result.GetValue(Proxy) is { } url ? ProxyOf(url) : null,
        ProxyProtocol = result.GetValue(_proxyProtocol),
        Tls = new TlsChoices
        {
            Certificate = result.GetValue(_certificate),
            KeyFile = result.GetValue(_key),
            ServerName = result.GetValue(_serverName),
            Max = result.GetValue(_tlsMax),
        },
        Insecure = result.GetValue(_insecure),
        RootsFile = result.GetValue(_roots),
    };

    private static Proxy ProxyOf(string url)
    {
        try
        {
            return RawHttp.Client.Proxy.Parse(url);
        }
        catch (FormatException bad)
        {
            throw ToolException.Usage($"--proxy: \"{url}\": {bad.Message}");
        }
    }
}
