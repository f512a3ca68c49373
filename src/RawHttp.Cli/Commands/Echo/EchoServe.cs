using System.Net.Sockets;
using RawHttp.Cli.CommandLine;
using RawHttp.Cli.Startup;
using RawHttp.Echo;

namespace RawHttp.Cli.Commands.Echo;

/// <summary><c>rawhttp echo serve</c>: serves until it is interrupted.</summary>
internal static class EchoServe
{
    public static async Task<int> RunAsync(bool silent, EchoServerOptions options)
    {
        SocketThreads.RunInline();
        using var interruption = new Interruption(EchoServer.ShutdownTimeout + TimeSpan.FromSeconds(2));
        using var log = new EchoLog();
        EchoServer server;
        try
        {
            server = EchoServer.Start(options with { Observer = silent ? null : log });
        }
        catch (SocketException failure)
        {
            throw new ToolException(ExitStatus.NotBound, $"listen {options.EndPoint}: {failure.Message}");
        }

        await using (server)
        {
            log.Say($"listening on {server.EndPoint}");
            log.Say("wait for connecting ...");
            interruption.ListenForSignals();
            await Task.WhenAny(interruption.Signaled, log.Failed).ConfigureAwait(false);
            await server.StopAsync(EchoServer.ShutdownTimeout).ConfigureAwait(false);
        }

        log.Say($"served {Count(server.ClientsServed, "client")}, {Count(server.LinesServed, "line")}");
        return log.Failed.Exception?.InnerException is ToolException failed ? throw failed : ExitStatus.Interrupted;
    }

    private static string Count(long number, string what) => $"{number} {what}{(number == 1 ? "" : "s")}";
}
