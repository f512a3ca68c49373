using System.CommandLine;
using System.Net;
using RawHttp.Cli.CommandLine;
using RawHttp.Echo;

namespace RawHttp.Cli.Commands.Echo;

/// <summary>The options of <c>rawhttp echo serve</c> and <c>rawhttp echo connect</c>.</summary>
internal static class EchoCommand
{
    private const int Port = 9990;
    private static readonly EchoServerOptions ServerDefaults = new() { EndPoint = new IPEndPoint(IPAddress.Loopback, Port) };
    private static readonly EchoClientOptions ClientDefaults = new();

    public static Command Create() => new ToolCommand(
        "echo",
        "A line-echo server and client",
        "rawhttp echo serve",
        "rawhttp echo connect",
        @"printf 'set time 5\nhello\n' | rawhttp echo connect") { Serve(), Connect() };

    private static ToolCommand Serve()
    {
        var listen = new Option<IPEndPoint?>("--listen")
        {
            HelpName = "ADDR:PORT",
            Description = "Where to listen (127.0.0.1:9990); port 0 takes a free one",
            CustomParser = result =>
            {
                var text = result.Tokens[^1].Value;
                if (ParseListen(text) is { } endPoint)
                {
                    return endPoint;
                }

                result.AddError($"--listen: \"{text}\" is not ADDR:PORT, an address and a port from 0 to 65535");
                return null;
            },
        };
        var timeout = OptionValue.Seconds(
            "--timeout", "Time a client may take to send a line (60); it changes its own with the line \"set time N\"");
        var reply = OptionValue.Choice<EchoReply>(
            "--reply", "echo|ack", "Answer with the line itself (echo), or with \"IP:PORT recevied ok!\"");
        var onTimeout = OptionValue.Choice<TimeoutEnding>(
            "--on-timeout", "shutdown|release", "End the connection of an idle client (shutdown), or only release it");
        var maxLine = OptionValue.Size("--max-line", "Longest line (64K)", 1, int.MaxValue);
        var maxConnections = OptionValue.Size(
            "--max-connections", "Most clients at a time (10000); further ones receive \"server busy\"", 1, int.MaxValue, "N");
        var maxMemory = OptionValue.Size(
            "--max-memory",
            "Most memory for unfinished lines and unsent replies of all clients (256M); past it the largest is closed",
            1,
            long.MaxValue);
        var silent = new Option<bool>("--silent", "-s")
        {
            Description = "Print only the address and the counts, not the clients and their lines",
        };
        var command = new ToolCommand(
            "serve",
            "Answer each line a client sends",
            "rawhttp echo serve",
            "rawhttp echo serve --listen 127.0.0.1:0 --timeout 5",
            "rawhttp echo serve --on-timeout release") { listen, timeout, reply, onTimeout, maxLine, maxConnections, maxMemory, silent };
        command.SetAction((result, _) => EchoServe.RunAsync(result.GetValue(silent), ServerDefaults with
        {
            EndPoint = result.GetValue(listen) ?? ServerDefaults.EndPoint,
            IdleTimeout = result.GetValue(timeout) ?? ServerDefaults.IdleTimeout,
            Reply = result.GetValue(reply),
            OnTimeout = result.GetValue(onTimeout),
            MaxLine = (int)(result.GetValue(maxLine) ?? ServerDefaults.MaxLine),
            MaxConnections = (int)(result.GetValue(maxConnections) ?? ServerDefaults.MaxConnections),
            MaxMemory = result.GetValue(maxMemory) ?? ServerDefaults.MaxMemory,
        }));
        return command;
    }

    // The parser treats a zone that the system does not know as no zone.
    private static IPEndPoint? ParseListen(string text) =>
        text.LastIndexOf(':') > text.LastIndexOf(']')
        && IPEndPoint.TryParse(text.Replace("localhost:", "127.0.0.1:", StringComparison.OrdinalIgnoreCase), out var endPoint)
        && text.EndsWith($":{endPoint.Port}", StringComparison.Ordinal)
        && (!text.Contains('%', StringComparison.Ordinal) || endPoint.Address.ScopeId > 0)
            ? endPoint
            : null;

    private static ToolCommand Connect()
    {
        var target = new Argument<string?>("HOST[:PORT]")
        {
            Arity = ArgumentArity.ZeroOrOne,
            Description = "Where the server listens (127.0.0.1:9990)",
        };
        var timeout = OptionValue.Seconds("--timeout", "Time to wait for a reply (60)");
        var command = new ToolCommand(
            "connect",
            "Send lines, typed or from a pipe, and print the replies",
            "rawhttp echo connect",
            "rawhttp echo connect --timeout 5 127.0.0.1:9990",
            @"printf 'one\ntwo\n' | rawhttp echo connect") { target, timeout };
        command.SetAction((result, _) => EchoConnect.RunAsync(
            result.GetValue(target) ?? $"127.0.0.1:{Port}",
            Port,
            ClientDefaults with { ReplyTimeout = result.GetValue(timeout) ?? ClientDefaults.ReplyTimeout }));
        return command;
    }
}
