// A line protocol of one's own: the server answers "add N" with the sum so far, and "bye" by closing. A client tries it.
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using RawHttp.Net;

using var listener = new TcpListener(IPAddress.Loopback, 0);
listener.Start();
var serving = ServeAsync(listener);

await using (var connection = await Connection.ConnectAsync("127.0.0.1", ((IPEndPoint)listener.LocalEndpoint).Port))
{
    await using var file = connection.MakeFile();
    foreach (var line in new[] { "add 40", "add 2", "add x", "bye" })
    {
        await SayAsync(file, line);
        Console.WriteLine($"{line}: {(await file.ReadLineAsync() is { } reply ? Encoding.ASCII.GetString(reply.Content.Span) : "closed")}");
    }
}

await serving;

static async Task ServeAsync(TcpListener listener)
{
    await using var connection = Connection.FromSocket(await listener.AcceptSocketAsync());
    await using var file = connection.MakeFile();
    long sum = 0;
    while (await file.ReadLineAsync() is { } line && Encoding.ASCII.GetString(line.Content.Span) is not "bye" and var command)
    {
        var isNumber = command.StartsWith("add ", StringComparison.Ordinal) & long.TryParse(command.AsSpan(Math.Min(4, command.Length)), CultureInfo.InvariantCulture, out var number);
        sum += number;
        await SayAsync(file, isNumber ? sum.ToString(CultureInfo.InvariantCulture) : "that is no number");
    }
}

static async Task SayAsync(SocketFile file, string line)
{
    await file.WriteLineAsync(Encoding.ASCII.GetBytes(line));
    await file.FlushAsync();
}
