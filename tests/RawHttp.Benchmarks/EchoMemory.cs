using System.Diagnostics;
using System.Globalization;
using RawHttp.Echo;

namespace RawHttp.Benchmarks;

/// <summary>What the echo server's clients cost its process in managed memory, while another program plays the clients.</summary>
internal static class EchoMemory
{
    /// <summary>Ten thousand clients that have said one line each and are idle now.</summary>
    public static async Task IdleAsync(string load)
    {
        const int Clients = 10_000;
        await using var server = EchoServer.Start(new EchoServerOptions { IdleTimeout = TimeSpan.FromMinutes(10) });
        await WithLoadAsync(load, $"idle {server.EndPoint} --connections 100 --seconds 60", before: 0, clients: 100, server);
        await WithLoadAsync(load, $"idle {server.EndPoint} --connections {Clients} --seconds 60", await UsedAsync(), Clients, server);
    }

    /// <summary>One client that sends and never reads.</summary>
    public static async Task HoardAsync(string load)
    {
        await using var server = EchoServer.Start();
        await WithLoadAsync(load, $"idle {server.EndPoint} --connections 1 --seconds 60", before: 0, clients: 1, server);
        await WithLoadAsync(load, $"hoard {server.EndPoint} --seconds 30", await UsedAsync(), clients: 1, server);
    }

    // The first run only warms up; it has nothing to be compared with.
    private static async Task WithLoadAsync(string load, string arguments, long before, int clients, EchoServer server)
    {
        using var process = Process.Start(new ProcessStartInfo(load, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true })!;
        var line = await process.StandardOutput.ReadLineAsync();
        if (before > 0)
        {
            var each = (await UsedAsync() - before) / clients;
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{line}: {each} bytes of managed memory a client, {server.ClientsServed} clients served in all"));
        }

        process.Kill();
        await process.WaitForExitAsync();
    }

    private static async Task<long> UsedAsync()
    {
        // What the clients before have left is to be gone.
        await Task.Delay(1000);
        GC.Collect();
        GC.WaitForPendingFinalizers();
        return GC.GetTotalMemory(forceFullCollection: true);
    }
}
