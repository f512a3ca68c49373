using System.Diagnostics;
using System.Globalization;
using RawHttp.Http;
using RawHttp.Lines;
using RawHttp.Net;

namespace RawHttp.Benchmarks.Speed;

/// <summary>Times requests one after another, each over a connection of its own, and prints how many there were a second.</summary>
internal static class GetSpeed
{
    public static async Task RunAsync(string client, int port, int count)
    {
        if (client == "rawhttp")
        {
            // As the tool has it. HttpClient is the slower for it.
            Environment.SetEnvironmentVariable("DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS", "1");
            Environment.SetEnvironmentVariable("DOTNET_SYSTEM_NET_SOCKETS_THREAD_COUNT", "1");
        }

        var start = Stopwatch.GetTimestamp();
        var octets = client == "rawhttp" ? await RawHttpAsync(port, count) : await HttpClientAsync(port, count);
        Console.WriteLine((count / Stopwatch.GetElapsedTime(start).TotalSeconds).ToString("0", CultureInfo.InvariantCulture));
        if (octets % count != 0 || octets == 0)
        {
            throw new InvalidDataException($"{octets} octets of {count} bodies");
        }
    }

    private static async Task<long> RawHttpAsync(int port, int count)
    {
        var request = new ReadOnlyMemory<byte>([.. "GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"u8]);
        long octets = 0;
        for (var i = 0; i < count; i++)
        {
            await using var connection = await Connection.ConnectAsync("127.0.0.1", port);
            await connection.SendAsync(request);
            var response = new ResponseReader(new LineReader(connection.Input), "GET");
            await response.ReadHeadAsync();
            while (await response.ReadBodyAsync() is { IsEmpty: false } piece)
            {
                octets += piece.Length;
            }
        }

        return octets;
    }

    private static async Task<long> HttpClientAsync(int port, int count)
    {
        using var client = new HttpClient();
        client.DefaultRequestHeaders.ConnectionClose = true;
        var address = new Uri($"http://127.0.0.1:{port}/");
        var buffer = new byte[64 * 1024];
        long octets = 0;
        for (var i = 0; i < count; i++)
        {
            using var response = await client.GetAsync(address, HttpCompletionOption.ResponseHeadersRead);
            await using var body = await response.Content.ReadAsStreamAsync();
            while (await body.ReadAsync(buffer) is > 0 and var read)
            {
                octets += read;
            }
        }

        return octets;
    }
}
