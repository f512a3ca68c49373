using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Security.Authentication;
using System.Text;

namespace RawHttp.Tests;

/// <summary>How a server ends a connection.</summary>
public enum Ending
{
    /// <summary>FIN; it goes on reading until the client leaves.</summary>
    HalfClose,

    /// <summary>FIN; what still comes is answered with RST.</summary>
    Fin,

    /// <summary>RST, once all that was sent has arrived.</summary>
    Reset,

    /// <summary>Not at all: it waits until the client leaves.</summary>
    Silence,
}

/// <summary>A server, on a free loopback port unless it is told where, that does to each client what the test says, after the client's request head has come.</summary>
internal sealed class ScriptedServer : IAsyncDisposable
{
    private readonly Socket _listener;
    private readonly Func<ScriptedClient, Task> _script;
    private readonly bool _readsRequest;
    private readonly Task _serving;

    private ScriptedServer(Func<ScriptedClient, Task> script, bool readsRequest, EndPoint? at = null, bool isHasty = false)
    {
        at ??= new IPEndPoint(IPAddress.Loopback, 0);
        _listener = new Socket(at.AddressFamily, SocketType.Stream, at is IPEndPoint ? ProtocolType.Tcp : ProtocolType.Unspecified);
        _script = script;
        _readsRequest = readsRequest;
        _listener.Bind(at);
        _listener.Listen();
        _serving = isHasty ? Task.Factory.StartNew(() => ServeAsync(isHasty), TaskCreationOptions.LongRunning).Unwrap() : ServeAsync(isHasty);
    }

    public int Port => ((IPEndPoint)_listener.LocalEndPoint!).Port;

    public string Address => $"127.0.0.1:{Port}";

    /// <summary>The same by name, as a certificate has it.</summary>
    public string Name => $"localhost:{Port}";

    /// <summary>Where it is found if it speaks TLS.</summary>
    public string Url => $"https://{Name}/";

    /// <summary>The request heads that came, an octet a character.</summary>
    public List<string> Requests { get; } = [];

    /// <summary>Does as the script says, on a free port of 127.0.0.1 unless it is told where.</summary>
    public static ScriptedServer Start(Func<ScriptedClient, Task> script, bool readsRequest = true, EndPoint? at = null) => new(script, readsRequest, at);

    /// <summary>Answers each client before it has asked, and resets, as fast as it can: on a thread of its own.</summary>
    public static ScriptedServer Hasty(byte[] answer) => new(
        client =>
        {
            client.Socket.Send(answer);
            client.Reset();
            return Task.CompletedTask;
        },
        readsRequest: false,
        isHasty: true);

    /// <summary>Sends these octets and ends.</summary>
    public static ScriptedServer Sending(byte[] octets, Ending ending = Ending.HalfClose, EndPoint? at = null) => Start(
        async client =>
        {
            await client.SendAsync(octets);
            await client.EndAsync(ending);
        },
        at: at);

    /// <summary>Sends this text, an octet a character, and ends.</summary>
    public static ScriptedServer Sending(string text, Ending ending = Ending.HalfClose, EndPoint? at = null) =>
        Sending(Encoding.Latin1.GetBytes(text), ending, at);

    public static ScriptedServer SendingThenReset(string text) => Sending(text, Ending.Reset);

    public static ScriptedServer SendingThenSilent(string text) => Sending(text, Ending.Silence);

    public async ValueTask DisposeAsync()
    {
        _listener.Dispose();
        await _serving;
    }

    private async Task ServeAsync(bool isHasty)
    {
        try
        {
            while (true)
            {
                using var socket = isHasty ? _listener.Accept() : await _listener.AcceptAsync();
                var client = new ScriptedClient(socket);
                try
                {
                    // What is sent apart is to come apart.
                    if (socket.ProtocolType == ProtocolType.Tcp)
                    {
                        socket.NoDelay = true;
                    }

                    if (_readsRequest)
                    {
                        Requests.Add(await client.ReadHeadAsync());
                    }

                    await _script(client);
                }
                catch (Exception left) when (left is SocketException or IOException or AuthenticationException or ObjectDisposedException)
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
    private readonly Stopwatch _sinceAccepted = Stopwatch.StartNew();

    public Socket Socket => socket;

    /// <summary>How long the client has waited: since it was accepted or, by the system's clock, since it sent something last, whichever is longer.</summary>
    public TimeSpan Waiting
    {
        get
        {
            const int LastDataReceived = 52;
            var sinceSent = TimeSpan.FromMilliseconds(BitConverter.ToUInt32(Info(), LastDataReceived));
            return sinceSent > _sinceAccepted.Elapsed ? sinceSent : _sinceAccepted.Elapsed;
        }
    }

    // TCP_INFO; its first octet is the state.
    private byte[] Info()
    {
        const int Tcp = 6;
        const int TcpInfo = 11;
        var info = new byte[104];
        socket.GetRawSocketOption(Tcp, TcpInfo, info);
        return info;
    }

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
    public async Task SendForeverAsync(string text, TimeSpan pause = default)
    {
        for (var octets = Encoding.Latin1.GetBytes(text); ;)
        {
            await SendAsync(octets);
            if (pause > TimeSpan.Zero)
            {
                // What trickles, pauses: the tool is timed by the real clock.
                await Task.Delay(pause);
            }
        }
    }

    /// <summary>Sends this in pieces, each of which has arrived before the next is sent.</summary>
    public async Task SendInPiecesAsync(string text, int length)
    {
        foreach (var piece in Encoding.Latin1.GetBytes(text).Chunk(length))
        {
            await SendAsync(piece);
            await HasArrivedAsync();
        }
    }

    public async Task EndAsync(Ending ending)
    {
        switch (ending)
        {
            case Ending.HalfClose:
                await CloseAsync();
                break;
            case Ending.Fin:
                socket.Close();
                break;
            case Ending.Reset:
                await HasArrivedAsync();
                Reset();
                break;
            default:
                await LeftAsync();
                break;
        }
    }

    /// <summary>FIN.</summary>
    public void ShutDown() => socket.Shutdown(SocketShutdown.Send);

    /// <summary>FIN, and then the client's own.</summary>
    public async Task CloseAsync()
    {
        ShutDown();
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

    /// <summary>Waits until the client's system has acknowledged all that was sent: SIOCOUTQ is 0. Of a client that has reset it nothing more comes.</summary>
    public async Task HasArrivedAsync()
    {
        const nuint OutQueue = 0x5411;
        const byte Closed = 7;
        var left = 0;
        do
        {
            await Task.Yield();
            Assert.Equal(0, ControlDevice((int)socket.Handle, OutQueue, ref left));
        }
        while (left > 0 && Info()[0] != Closed);
    }

    /// <summary>Waits until the client's program has read all that was sent: its system, which is this one, holds nothing for it.</summary>
    public async Task HasBeenReadAsync()
    {
        await HasArrivedAsync();
        var client = $" {Hexadecimal(socket.RemoteEndPoint)} {Hexadecimal(socket.LocalEndPoint)} ";
        await Eventually.HoldsAsync(() =>
            File.ReadLines("/proc/net/tcp").FirstOrDefault(line => line.Contains(client, StringComparison.Ordinal)) is not { } row
            || row.Contains(":00000000 ", StringComparison.Ordinal));
    }

    // An IPv4 address and a port as proc(5) has them; each row's queues follow as tx:rx.
    private static string Hexadecimal(EndPoint? endPoint) =>
        endPoint is IPEndPoint ip
            ? $"{BitConverter.ToUInt32(ip.Address.GetAddressBytes()):X8}:{ip.Port:X4}"
            : throw new NotSupportedException();

    [DllImport("libc", EntryPoint = "ioctl")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int ControlDevice(int descriptor, nuint request, ref int value);
}
