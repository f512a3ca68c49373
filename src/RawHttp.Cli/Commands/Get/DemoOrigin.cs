using System.IO.Pipelines;
using System.Net;
using System.Net.Sockets;
using System.Text;
using RawHttp.Http;
using RawHttp.Lines;

namespace RawHttp.Cli.Commands.Get;

/// <summary>The server of --demo, on a free loopback port: answers / with the example response, /odd with one that has faults, and
/// closes after each.</summary>
internal sealed class DemoOrigin : IAsyncDisposable
{
    // Two lengths, a bare LF, a weekday that the date does not have, and a cookie with an attribute twice.
    private const string Odd = "HTTP/1.1 200 OK\r\nServer: demo\nDate: Fri, 28 Nov 2026 12:00:00 GMT\r\nContent-Type: text/plain\r\n"
        + "Set-Cookie: id=1; Path=/; Path=/odd\r\nContent-Length: 12\r\nTransfer-Encoding: chunked\r\n\r\n"
        + "c\r\nhello, odd!\n\r\n0\r\n\r\n";

    private const string NotFound = "HTTP/1.1 404 Not Found\r\nDate: Sat, 28 Nov 2026 12:00:00 GMT\r\nContent-Length: 0\r\n\r\n";

    private readonly Socket _listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _serving;

    private DemoOrigin()
    {
        _listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _listener.Listen();
        _serving = ServeAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndPoint!).Port;

    public static DemoOrigin Start() => new();

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        _listener.Dispose();
        await _serving.ConfigureAwait(false);
        _stop.Dispose();
    }

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                using var client = await _listener.AcceptAsync(_stop.Token).ConfigureAwait(false);
                await AnswerAsync(client).ConfigureAwait(false);
            }
        }
        catch (Exception end) when (end is OperationCanceledException or IOException or SocketException or ReadException)
        {
            // The only client has gone.
        }
    }

    private async Task AnswerAsync(Socket client)
    {
        await using var stream = new NetworkStream(client);
        var lines = new LineReader(PipeReader.Create(stream));
        var head = await new RequestReader(lines).ReadHeadAsync(_stop.Token).ConfigureAwait(false);
        var isHead = head.RequestLine.Method.Span.SequenceEqual("HEAD"u8);
        var response = Encoding.Latin1.GetString(head.RequestLine.Target.Span) switch
        {
            "/" => Example(),
            "/odd" => Encoding.Latin1.GetBytes(Odd),
            _ => Encoding.Latin1.GetBytes(NotFound),
        };
        var body = response.AsSpan().IndexOf("\r\n\r\n"u8) + 4;
        await stream.WriteAsync(response.AsMemory(0, isHead ? body : response.Length), _stop.Token).ConfigureAwait(false);
        client.Shutdown(SocketShutdown.Send);

        // Closing before the client closes would reset the connection, and the response could be lost.
        var rest = new ReadLimit(LineKind.Other, 64 * 1024) { Name = "rest of the request" };
        _ = await lines.ReadToEndAsync(rest, _stop.Token).ConfigureAwait(false);
    }

    private static byte[] Example()
    {
        using var resource = typeof(DemoOrigin).Assembly.GetManifestResourceStream("example.http")!;
        var octets = new byte[resource.Length];
        resource.ReadExactly(octets);
        return octets;
    }
}
