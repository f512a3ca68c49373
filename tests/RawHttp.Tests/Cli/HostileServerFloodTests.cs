using RawHttp.Tests.Cli.Hostile;

namespace RawHttp.Tests.Cli;

/// <summary>Servers that begin before they are asked and never read the request, be it small or larger than what the systems between hold.</summary>
public sealed class HostileServerFloodTests : IClassFixture<HostileRecord>
{
    private const string Ok = "HTTP/1.1 200 OK\r\n";
    private const int RequestKiB = 16 * 1024;
    private static readonly string Flood = new('x', 4 * 1024 * 1024);

    public static TheoryData<string, bool> Floods => Each.With(
        ["by length", "in chunks", "until close", "until reset", "cut", "garbage", "silence", "half close", "reset"], false, true);

    [RequiresProgramTheory("time", "time")]
    [MemberData(nameof(Floods))]
    public async Task A_server_that_reads_nothing_holds_nobody_up(string name, bool isLarge)
    {
        var (sent, ending, status, printed, error) = Due(name);
        using var folder = new TemporaryFolder();
        folder.Write("request", $"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: {(isLarge ? RequestKiB * 1024 : 1)}\r\n\r\n" + new string('r', isLarge ? RequestKiB * 1024 : 1));
        var isOver = new TaskCompletionSource();
        await using var server = ScriptedServer.Start(
            async client =>
            {
                await client.SendAsync(sent);
                if (ending == Ending.HalfClose)
                {
                    client.ShutDown();
                }
                else if (ending == Ending.Reset)
                {
                    await client.EndAsync(Ending.Reset);
                }

                await isOver.Task;
            },
            readsRequest: false);
        try
        {
            var run = await HostileRun.GetAsync(
                $"flood {name}{(isLarge ? " against a large request" : "")}",
                "flood",
                server,
                ["--request", folder.PathOf("request"), "--read-timeout", name == "silence" ? "0.2" : "30"],
                status == 8 ? null : sent,
                isLarge ? RequestKiB : 0);
            if (name == "reset" && run.Tool.Error.StartsWith(run.Tool.Status == 55 ? "rawhttp: send" : "rawhttp: connect", StringComparison.Ordinal))
            {
                // Some of the request was on its way already, or the reset came before the tool could look.
                Assert.Matches(run.Tool.Status == 55 ? $"^rawhttp: send {server.Address}: [A-Z][a-z ]+\n$" : $"^rawhttp: connect {server.Address}: the connection was reset\n$", run.Tool.Error);
                return;
            }

            run.Came(status, printed ?? run.Tool.Text, error);
        }
        finally
        {
            isOver.SetResult();
        }
    }

    private static (string Sent, Ending Ending, int Status, string? Printed, string? Error) Due(string name)
    {
        var byLength = $"{Ok}Content-Length: {Flood.Length}\r\n\r\n";
        var chunked = Ok + "Transfer-Encoding: chunked\r\n\r\n";
        return name switch
        {
            "by length" => (byLength + Flood, Ending.Silence, 0, byLength + Flood, null),
            "in chunks" => ($"{chunked}{Flood.Length:x}\r\n{Flood}\r\n0\r\n\r\n", Ending.Silence, 0, chunked + Flood, null),
            "until close" => (Ok + "\r\n" + Flood, Ending.HalfClose, 0, Ok + "\r\n" + Flood, null),
            "until reset" => (Ok + "\r\n" + Flood, Ending.Reset, 56, Ok + "\r\n" + Flood, $"the body ends with the connection, at offset {Flood.Length + 19}, and may have been cut: the connection was reset"),
            "cut" => (byLength + Flood[1..], Ending.HalfClose, 18, byLength + Flood[1..], $"the stream ends in a body of {Flood.Length} bytes, with 1 of its bytes missing, at offset {byLength.Length + Flood.Length - 1}: the server closed the connection"),
            "garbage" => (Flood, Ending.Silence, 8, null, "not an HTTP/1.x response: it begins with \"x\", at offset 0"),
            "silence" => ("", Ending.Silence, 28, "", "no response came, not a byte: nothing arrived for 0.2 s"),
            "half close" => ("", Ending.HalfClose, 52, "", "no response came, not a byte: the server closed the connection"),
            _ => ("", Ending.Reset, 56, "", "no response came, not a byte: the connection was reset"),
        };
    }
}
