using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
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

    /// <summary>Clients with a line of 65,535 bytes that does not end, at the tool: its resident memory.</summary>
    public static async Task UnendedAsync(string tool)
    {
        const int Clients = 9_500;
        using var process = Process.Start(new ProcessStartInfo(tool, "echo serve -s --listen 127.0.0.1:0") { RedirectStandardOutput = true })!;
        var endPoint = IPEndPoint.Parse((await process.StandardOutput.ReadLineAsync())!.Split(' ')[^1]);
        var clients = Enumerable.Range(0, Clients).Select(_ => new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp)).ToList();
        clients.ForEach(client => client.Connect(endPoint));
        await Task.WhenAll(clients.Select(async client =>
        {
            try
            {
                await client.SendAsync(new byte[65_535]);
            }
            catch (SocketException)
            {
                // It was one of the largest.
            }
        }));
        await Task.Delay(1000);
        clients.ForEach(client => client.Dispose());
        await Task.Delay(5000);
        Console.WriteLine($"{Clients} unended lines of 65535 bytes: {Resident("VmHWM")} at most, {Resident("VmRSS")} when all have left");
        process.Kill();
        await process.WaitForExitAsync();

        string Resident(string name) =>
            File.ReadLines($"/proc/{process.Id}/status").First(line => line.StartsWith(name, StringComparison.Ordinal))[7..].Trim();
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
