using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text;

namespace RawHttp.Tests;

/// <summary>A server on a free loopback port that does to each client what the test says, after the client's request head has come.</summary>
internal sealed class ScriptedServer : IAsyncDisposable
{
    private readonly Socket _listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly Func<ScriptedClient, Task> _script;
    private readonly Task _serving;

    private ScriptedServer(Func<ScriptedClient, Task> script)
    {
        _script = script;
        _listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _listener.Listen();
        _serving = ServeAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndPoint!).Port;

    public string Address => $"127.0.0.1:{Port}";

    /// <summary>The request heads that came, an octet a character.</summary>
    public List<string> Requests { get; } = [];

    public static ScriptedServer Start(Func<ScriptedClient, Task> script) => new(script);

    /// <summary>Sends these octets and closes in order.</summary>
    public static ScriptedServer Sending(byte[] octets) => new(async client =>
    {
        await client.SendAsync(octets);
        await client.CloseAsync();
    });

    /// <summary>Sends this text, an octet a character, and closes in order.</summary>
    public static ScriptedServer Sending(string text) => Sending(Encoding.Latin1.GetBytes(text));

    /// <summary>Sends this text, then resets the connection.</summary>
    public static ScriptedServer SendingThenReset(string text) => new(async client =>
    {
        await client.SendAsync(text);
        await client.HasArrivedAsync();
        client.Reset();
    });

    /// <summary>Sends this text, then nothing until the client leaves.</summary>
    public static ScriptedServer SendingThenSilent(string text) => new(async client =>
    {
        await client.SendAsync(text);
        await client.LeftAsync();
    });

    public async ValueTask DisposeAsync()
    {
        _listener.Dispose();
        await _serving;
    }

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                using var socket = await _listener.AcceptAsync();
                var client = new ScriptedClient(socket);
                try
                {
                    // What is sent apart is to come apart.
                    socket.NoDelay = true;
                    Requests.Add(await client.ReadHeadAsync());
                    await _script(client);
                }
                catch (SocketException)
                {
                    // The client left before the script was done.
                }
            }
        }
        catch (Exception stopped) when (stopped is SocketException or ObjectDisposedException)
        {
        }
    }
}

/// <summary>The server's side of one connection.</summary>
internal sealed class ScriptedClient(Socket socket)
{
    public async Task<string> ReadHeadAsync()
    {
        var head = new StringBuilder();
        var octets = new byte[64 * 1024];
        while (!head.ToString().Contains("\r\n\r\n", StringComparison.Ordinal))
        {
            var count = await socket.ReceiveAsync(octets);
            if (count == 0)
            {
                break;
            }

            head.Append(Encoding.Latin1.GetString(octets, 0, count));
        }

        return head.ToString();
    }

    public async Task SendAsync(byte[] octets)
    {
        for (var sent = 0; sent < octets.Length;)
        {
            sent += await socket.SendAsync(octets.AsMemory(sent));
        }
    }

    public Task SendAsync(string text) => SendAsync(Encoding.Latin1.GetBytes(text));

    /// <summary>Sends this until the client leaves.</summary>
    public async Task SendForeverAsync(string text)
    {
        for (var octets = Encoding.Latin1.GetBytes(text); ;)
        {
            await SendAsync(octets);
        }
    }

    /// <summary>FIN, and then the client's own.</summary>
    public async Task CloseAsync()
    {
        socket.Shutdown(SocketShutdown.Send);
        await LeftAsync();
    }

    /// <summary>RST.</summary>
    public void Reset()
    {
        socket.LingerState = new LingerOption(true, 0);
        socket.Close();
    }

    /// <summary>Waits until the client has closed.</summary>
    public async Task LeftAsync()
    {
        var octets = new byte[4096];
        while (await socket.ReceiveAsync(octets) > 0)
        {
        }
    }

    /// <summary>Waits until the client's system has acknowledged all that was sent: SIOCOUTQ is 0.</summary>
    public async Task HasArrivedAsync()
    {
        const nuint OutQueue = 0x5411;
        var left = 0;
        do
        {
            await Task.Yield();
            Assert.Equal(0, ControlDevice((int)socket.Handle, OutQueue, ref left));
        }
        while (left > 0);
    }

    [DllImport("libc", EntryPoint = "ioctl")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int ControlDevice(int descriptor, nuint request, ref int value);
}
