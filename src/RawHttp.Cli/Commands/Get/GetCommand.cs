using System.CommandLine;
using System.Text;
using RawHttp.Cli.CommandLine;
using RawHttp.Cli.Output;
using RawHttp.Cli.Views;
using RawHttp.Client;

namespace RawHttp.Cli.Commands.Get;

/// <summary><c>rawhttp get</c>: its options, and their conversion to <see cref="GetOptions"/>.</summary>
internal static class GetCommand
{
    private static readonly ExchangeOptions ExchangeDefaults = new();
    // As curl has it.
    private const int DefaultRedirections = 50;

    // Formats with times and both directions, which --save does not write.
    private static readonly string[] Captures = [".pcapng", ".pcap", ".har", ".warc", ".warc.gz"];

    private static readonly TimeSpan DefaultLinger = TimeSpan.FromMilliseconds(100);

    public static Command Create()
    {
        var target = new Argument<string[]>("TARGET")
        {
            Arity = ArgumentArity.ZeroOrMore,
            Description = "host, host:port, [ipv6]:port, :port, each with an optional path, or an http:// or https:// URL",
        };
        var connection = new ConnectionFlags();
        var header = connection.Header;
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
        var linger = OptionValue.Seconds(
            "--linger",
            "Time to look at the connection after the message, "
                + "with --strict, --raw, --save, --report, --wire, --json, -v or --print m (0.1)",
            min: 0);
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
            "Limit options", [.. connection.ForTime, linger, expectTimeout, maxRedirections, .. shared.ForLimits]);
        command.AddGroup("Connection options", [.. connection.ForConnecting, demo]);
        connection.AddExclusions(command);
        command.AddExclusion(shared.Views);
        command.AddExclusion(shared.Output, remoteName);
        command.AddExclusion(http10, http11);
        command.AddExclusion(location, request);
        command.AddExclusion(connection.Proxy, demo);
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
            : result.GetValue(writeOut) is ['@', ..] file ? $"--write-out: no format is read from a file; -w \"$(cat {file[1..]})\" does"
            : result.GetValue(writeOut) is { } format && WriteOutView.Fault(format) is { } unknown ? unknown
            : connection.Fault(result) is { } misuse ? misuse
            : result.GetValue(save) is { } kept
                && Captures.FirstOrDefault(kind => kept.EndsWith(kind, StringComparison.OrdinalIgnoreCase)) is { } kind
                ? $"--save writes the octets received, which are no {kind[1..]}; give FILE another name"
            : result.GetValue(remoteName) && result.GetValue(target) is not [_] ? "-O names one file, and needs one TARGET"
            : shared.View(result) is { Wire: true } or { Json: true }
                && (result.GetValue(remoteName) || (result.GetValue(shared.Output) ?? result.GetValue(dumpHeader)) is not null)
                ? "--wire and --json go without -o, -O and -D; --save FILE keeps what was received"
            : ((Option<string?>[])[request, shared.Output, dumpHeader, save, .. connection.Files])
                .FirstOrDefault(file => result.GetValue(file) is "") is { } nameless
                ? $"{nameless.Name}: the file name is empty"
            : NamedFiles.Fault(result, [request, .. connection.FilesRead], [shared.Output, dumpHeader, save, shared.Report]);

        Option? BuiltBy(ParseResult result) =>
            ((Option[])[method, head, http10, header, .. fields.All, data, chunked])
                .FirstOrDefault(option => result.GetResult(option) is { Implicit: false });

        command.SetAction((result, _) => Fault(result) is { } fault ? throw ToolException.Usage(fault) : GetRun.RunAsync(
            connection.Apply(result, new GetOptions
            {
                Targets = result.GetValue(target)!,
                KeepAlive = result.GetValue(keepAlive),
                Pipeline = result.GetValue(pipeline),
                Follows = result.GetValue(location),
                MaxRedirections = (int)(result.GetValue(maxRedirections) ?? DefaultRedirections),
                Idle = result.GetValue(idle) ?? TimeSpan.Zero,
                PathAsIs = result.GetValue(pathAsIs),
                Demo = result.GetValue(demo),
                Headers =
                [
                    .. result.GetValue(header) ?? [],
                    .. fields.Fields(result),
                    .. FieldOptions.Codings(shared.View(result), result.GetValue(header)),
                ],
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
                    FileTimeout = connection.ConnectTimeout(result),
                },
                Fail = shared.Fails(result),
                Verbose = shared.IsVerbose(result),
                Linger = result.GetValue(linger) ?? DefaultLinger,
                Limits = shared.Limits(result),
            })));
        return command;
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
