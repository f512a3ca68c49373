using System.CommandLine;
using System.Net.Sockets;
using System.Text;
using RawHttp.Cli.CommandLine;
using RawHttp.Cli.Output;
using RawHttp.Cli.Views;
using RawHttp.Client;
using RawHttp.Net;

namespace RawHttp.Cli.Commands.Get;

/// <summary><c>rawhttp get</c>: its options, and their conversion to <see cref="GetOptions"/>.</summary>
internal static class GetCommand
{
    private static readonly ConnectOptions ConnectDefaults = new();
    private static readonly ExchangeOptions ExchangeDefaults = new();
    // As curl has it.
    private const int DefaultRedirections = 50;

    private static readonly TimeSpan DefaultLinger = TimeSpan.FromMilliseconds(100);

    public static Command Create()
    {
        var target = new Argument<string[]>("TARGET")
        {
            Arity = ArgumentArity.ZeroOrMore,
            Description = "host, host:port, [ipv6]:port, :port, each with an optional path, or an http:// or https:// URL",
        };
        var header = new Option<string[]>("--header", "-H")
        {
            HelpName = "Name: value",
            Description = "Add a field, or replace a built-in one; \"Name:\" removes it, \"Name;\" sends it empty (repeatable)",
            AllowMultipleArgumentsPerToken = false,
        };
        var include = new Option<bool>("--include", "-i")
        {
            Description = "Has no effect: the head is shown by default (see --print)",
        };
        var method = new Option<string?>("--method", "-X") { HelpName = "METHOD", Description = "Another method than GET" };
        var head = new Option<bool>("--head", "-I") { Description = "Send HEAD" };
        var http10 = new Option<bool>("--http1.0", "-0") { Description = "Send HTTP/1.0 in the request line" };
        var http11 = new Option<bool>("--http1.1") { Description = "Has no effect: HTTP/1.1 is sent by default" };
        var fields = new FieldOptions();
        var pathAsIs = new Option<bool>("--path-as-is")
        {
            Description = "Send the path unchanged: nothing is percent-encoded, and a space or a control is not refused",
        };
        var request = new Option<string?>("--request")
        {
            HelpName = "FILE",
            Description = "Send the bytes of FILE (- is standard input) instead of the built request; they may be several requests",
        };
        var data = new Option<string?>("--data", "-d", "--data-binary")
        {
            HelpName = "TEXT|@FILE",
            Description = "Send this content, or that of FILE (@- is standard input), with its length counted; POST unless -X",
        };
        var chunked = new Option<bool>("--chunked") { Description = "Send the content of -d in chunks" };
        var expectTimeout = OptionValue.Seconds(
            "--expect-timeout", "Time to wait for a 100 before the content, with -H \"Expect: 100-continue\" (1)", min: 0);
        var keepAlive = new Option<bool>("--keep-alive")
        {
            Description = "Send no Connection: close; targets of one origin share a connection, one after another",
        };
        var pipeline = new Option<bool>("--pipeline")
        {
            Description = "As --keep-alive, but send all requests to one origin at once, then read the responses",
        };
        var idle = OptionValue.Seconds(
            "--idle", "Time to wait between two requests of a kept connection (0); needs --keep-alive", min: 0);
        var location = new Option<bool>("--location", "-L")
        {
            Description = "Follow redirections, each an exchange of its own; another origin gets no credentials",
        };
        var maxRedirections = OptionValue.Size("--max-redirs", "Most redirections to follow, with -L (50)", 0, int.MaxValue, "N");
        var shared = new SharedOptions();
        var save = new Option<string?>("--save")
        {
            HelpName = "FILE",
            Description = "Write everything received, byte for byte, to FILE, for rawhttp read",
        };
        var remoteName = new Option<bool>("--remote-name", "-O")
        {
            Description = "Write the body to a file named like the last part of the path of TARGET",
        };
        var dumpHeader = new Option<string?>("--dump-header", "-D")
        {
            HelpName = "FILE",
            Description = "Write the head, byte for byte, to FILE; the heads of several exchanges in order",
        };
        var writeOut = new Option<string?>("--write-out", "-w")
        {
            HelpName = "FORMAT",
            Description = "Print FORMAT after each exchange: curl's variables such as %{http_code} and %{time_total}, \\n, %%",
        };
        var showError = new Option<bool>("--show-error", "-S") { Description = "Has no effect: errors are printed, also with -s" };
        var connectTimeout = OptionValue.Seconds("--connect-timeout", "Time to resolve and connect (30)");
        var readTimeout = OptionValue.Seconds("--read-timeout", "Time to wait for the next byte (60)");
        var maxTime = OptionValue.Seconds("--max-time", "Time for the whole run (none)", ["-m"]);
        var linger = OptionValue.Seconds(
            "--linger",
            "Time to look at the connection after the message, "
                + "with --strict, --raw, --save, --report, --wire, --json, -v or --print m (0.1)",
            min: 0);
        var ipv4 = new Option<bool>("--ipv4", "-4") { Description = "Use IPv4 addresses only" };
        var ipv6 = new Option<bool>("--ipv6", "-6") { Description = "Use IPv6 addresses only" };
        var resolve = new Option<string[]>("--resolve")
        {
            HelpName = "HOST:PORT:ADDR[,ADDR]",
            Description = "Use these addresses for HOST:PORT (repeatable)",
        };
        var connectTo = new Option<string[]>("--connect-to")
        {
            HelpName = "HOST:PORT:HOST:PORT",
            Description = "Connect to the second HOST:PORT instead of the first (repeatable)",
        };
        var unixSocket = new Option<string?>("--unix-socket") { HelpName = "PATH", Description = "Connect to this Unix domain socket" };
        var proxy = new Option<string?>("--proxy", "-x")
        {
            HelpName = "[SCHEME://][USER:PASSWORD@]HOST[:PORT]",
            Description = "Go through this proxy: http (default), socks5, or socks5h, which resolves names itself; port 1080 unless given",
        };
        var proxyProtocol = OptionValue.Choice<ProxyProtocol>(
            "--haproxy-protocol",
            "v1|v2",
            "Send this header of the PROXY protocol first, with the connection's addresses; with -x to the proxy");
        var certificate = new Option<string?>("--cert", "-E")
        {
            HelpName = "FILE[:PASSWORD]",
            Description = "Authenticate with this certificate and its key, PEM or PKCS#12; no password is asked for",
        };
        var key = new Option<string?>("--key") { HelpName = "FILE", Description = "The key for --cert (PEM), if its FILE has none" };
        var serverName = new Option<string?>("--servername")
        {
            HelpName = "NAME",
            Description = "Send this name (SNI), and look for it in the certificate, instead of the host; \"\" sends none",
        };
        var tlsMax = new Option<string?>("--tls-max")
        {
            HelpName = TlsChoices.Versions,
            Description = "The newest version of TLS to offer (1.3); 1.0 and 1.1 are offered only with this",
        };
        var insecure = new Option<bool>("--insecure", "-k") { Description = "Accept a certificate that is not trusted, and print a note" };
        var roots = new Option<string?>("--cacert")
        {
            HelpName = "FILE",
            Description = "Trust the certificates of FILE (PEM) instead of the system's",
        };
        var demo = new Option<bool>("--demo")
        {
            Description = "Read an example page from an embedded origin on a loopback port; TARGET is / or /odd, which has faults",
        };

        var command = new ToolCommand(
            "get",
            "Send hand-built requests over a raw socket and read the responses",
            "rawhttp get example.org",
            "rawhttp get --demo --wire /odd",
            "rawhttp get --wire https://example.org/",
            "rawhttp get --strict --save reply.http example.org:8080/health") { target };
        command.AddGroup(
            "Request options",
            [
                header, .. fields.All, include, method, head, http10, http11, data, chunked, pathAsIs, request,
                keepAlive, pipeline, idle, location,
            ]);
        command.AddGroup(
            "Output options",
            [.. shared.ForShowing, shared.Output, remoteName, dumpHeader, save, writeOut, .. shared.ForReporting, showError]);
        command.AddGroup(
            "Limit options", [connectTimeout, readTimeout, maxTime, linger, expectTimeout, maxRedirections, .. shared.ForLimits]);
        command.AddGroup(
            "Connection options",
            [
                ipv4, ipv6, resolve, connectTo, unixSocket, proxy, proxyProtocol,
                insecure, roots, certificate, key, serverName, tlsMax, demo,
            ]);
        command.AddExclusion(ipv4, ipv6);
        command.AddExclusion(shared.Views);
        command.AddExclusion(shared.Output, remoteName);
        command.AddExclusion(http10, http11);
        command.AddExclusion(location, request);
        command.AddExclusion(proxy, unixSocket);
        command.AddExclusion(proxy, demo);
        command.AddExclusion(location, pipeline);

        // Checked only after parsing has succeeded, because the values of invalid options cannot be read.
        string? Fault(ParseResult result) =>
            result.GetValue(demo) && !result.GetValue(target)!.All(path => path is ['/', ..] && Ascii.IsValid(path))
                ? "--demo takes a path of its origin in place of TARGET: / or /odd"
            : result.GetValue(target) is [] && !result.GetValue(demo) ? "a TARGET is missing (or --demo)"
            : result.GetValue(target) is [var word, _, ..] && FirstWord.IsMethod(word)
                ? $"\"{word}\" stands where a TARGET does; {(word == "GET" ? "leave it out" : $"-X {word} sends another method")}"
            : result.GetValue(chunked) && result.GetValue(data) is null ? "--chunked needs -d, whose content it sends in chunks"
            : result.GetValue(idle) is not null && !result.GetValue(keepAlive) ? "--idle needs --keep-alive: other connections are not kept"
            : command.ExclusionFault(result) is { } apart ? apart
            : result.GetValue(request) is not null && BuiltBy(result) is { } built
                ? $"--request sends the bytes of its FILE as they are; {built.Name} goes without it"
            : (shared.Fault(result) ?? fields.Fault(result)) is { } fault ? fault
            : result.GetValue(writeOut) is { } format && WriteOutView.Fault(format) is { } unknown ? unknown
            : result.GetValue(key) is not null && result.GetValue(certificate) is null ? "--key needs --cert, whose key it is"
            : result.GetValue(tlsMax) is { } max && !TlsChoices.Versions.Split('|').Contains(max)
                ? $"--tls-max: \"{max}\" is none of {TlsChoices.Versions.Replace("|", ", ", StringComparison.Ordinal)}"
            : result.GetValue(serverName) is { } sni && !Ascii.IsValid(sni) ? $"--servername: \"{sni}\" is not ASCII; write it as xn--..."
            : result.GetValue(remoteName) && result.GetValue(target) is not [_] ? "-O names one file, and needs one TARGET"
            : shared.View(result) is { Wire: true } or { Json: true }
                && (result.GetValue(remoteName) || (result.GetValue(shared.Output) ?? result.GetValue(dumpHeader)) is not null)
                ? "--wire and --json go without -o, -O and -D; --save FILE keeps what was received"
            : new[] { request, shared.Output, dumpHeader, save, roots, certificate, key }
                .FirstOrDefault(file => result.GetValue(file) is "") is { } nameless
                ? $"{nameless.Name}: the file name is empty"
            : NamedFiles.Fault(result, [request, roots, key], [shared.Output, dumpHeader, save, shared.Report]);

        Option? BuiltBy(ParseResult result) =>
            ((Option[])[method, head, http10, header, .. fields.All, data, chunked])
                .FirstOrDefault(option => result.GetResult(option) is { Implicit: false });

        command.SetAction((result, _) => Fault(result) is { } fault ? throw ToolException.Usage(fault) : GetRun.RunAsync(
            new GetOptions
            {
                Targets = result.GetValue(target)!,
                KeepAlive = result.GetValue(keepAlive),
                Pipeline = result.GetValue(pipeline),
                Follows = result.GetValue(location),
                MaxRedirections = (int)(result.GetValue(maxRedirections) ?? DefaultRedirections),
                Idle = result.GetValue(idle) ?? TimeSpan.Zero,
                PathAsIs = result.GetValue(pathAsIs),
                Demo = result.GetValue(demo),
                Headers = [.. result.GetValue(header) ?? [], .. fields.Fields(result), .. FieldOptions.Codings(shared.View(result), result.GetValue(header))],
                Method = result.GetValue(method)
                    ?? (result.GetValue(head) ? "HEAD" : result.GetValue(data) is null ? null : "POST"),
                Content = BuiltRequest.Content(result.GetValue(data)),
                Chunked = result.GetValue(chunked),
                ExpectTimeout = result.GetValue(expectTimeout) ?? ExchangeDefaults.ExpectTimeout,
                Http10 = result.GetValue(http10),
                RequestFile = result.GetValue(request),
                View = shared.View(result) with
                {
                    Follows = result.GetValue(location),
                    WriteOut = result.GetValue(writeOut),
                    OutputFile = result.GetValue(remoteName) ? LastPart(result.GetValue(target)![0]) : result.GetValue(shared.Output),
                    HeadFile = result.GetValue(dumpHeader),
                    SaveFile = result.GetValue(save),
                    FileTimeout = result.GetValue(connectTimeout) ?? ConnectDefaults.ConnectTimeout,
                },
                Fail = shared.Fails(result),
                Verbose = shared.IsVerbose(result),
                ConnectTimeout = result.GetValue(connectTimeout) ?? ConnectDefaults.ConnectTimeout,
                ReadTimeout = result.GetValue(readTimeout) ?? ConnectDefaults.ReadTimeout,
                MaxTime = result.GetValue(maxTime),
                Linger = result.GetValue(linger) ?? DefaultLinger,
                Limits = shared.Limits(result),
                Family = result.GetValue(ipv4) ? AddressFamily.InterNetwork : result.GetValue(ipv6) ? AddressFamily.InterNetworkV6 : null,
                Resolve = result.GetValue(resolve) ?? [],
                ConnectTo = result.GetValue(connectTo) ?? [],
                UnixSocket = result.GetValue(unixSocket),
                Proxy = result.GetValue(proxy) is { } url ? ProxyOf(url) : null,
                ProxyProtocol = result.GetValue(proxyProtocol),
                Tls = new TlsChoices
                {
                    Certificate = result.GetValue(certificate),
                    KeyFile = result.GetValue(key),
                    ServerName = result.GetValue(serverName),
                    Max = result.GetValue(tlsMax),
                },
                Insecure = result.GetValue(insecure),
                RootsFile = result.GetValue(roots),
            }));
        return command;
    }

    private static Proxy ProxyOf(string url)
    {
        try
        {
            return Proxy.Parse(url);
        }
        catch (FormatException bad)
        {
            throw ToolException.Usage($"--proxy: \"{url}\": {bad.Message}");
        }
    }

    // The name comes from the command line, never from the server.
    private static string LastPart(string target)
    {
        var path = Target.Parse(target, pathAsIs: true).Path.Split('?')[0];
        var name = path[(path.LastIndexOf('/') + 1)..];
        return name is not ("" or "." or ".." or "-")
            ? name
            : throw ToolException.Usage($"-O: the path {path} ends without the name of a file; -o FILE names one");
    }
}
