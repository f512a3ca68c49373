using System.Net.Sockets;
using System.Text;
using RawHttp.Echo;
using RawHttp.Lines;

namespace RawHttp.Tests.Echo;

/// <summary>The limit of what all clients of the server hold together.</summary>
public sealed class EchoServerMemoryTests
{
    [Fact]
    public async Task The_largest_unfinished_line_is_closed_first_and_told_why()
    {
        // Their buffers take 7, 31 and 63 KiB more than an idle client's: the limit is passed when all three have them, and not before.
        var seen = new Observer();
        await using var server = EchoServer.Start(new EchoServerOptions { MaxMemory = 100_000, Observer = seen });
        using var small = await SendingAsync(server, 5_000);
        using var middle = await SendingAsync(server, 20_000);
        using var largest = await SendingAsync(server, 40_000);

        const string Reason = "out of memory: the limit of all clients is 100000 bytes, and this one held the most\n";
        Assert.Equal(Reason, await ReadToEndAsync(largest));
        using var next = await SendingAsync(server, 60_000);
        Assert.Equal(Reason, await ReadToEndAsync(next));

        Assert.Equal(new string('x', 5_000) + "\n", await FinishAsync(small));
        Assert.Equal(new string('x', 20_000) + "\n", await FinishAsync(middle));
        SessionEnd[] ends = [SessionEnd.BlankLine, SessionEnd.BlankLine, SessionEnd.MemoryLimit, SessionEnd.MemoryLimit];
        Assert.Equal(ends, (await seen.EndsAsync(4)).Order());
    }

    [Fact]
    public async Task What_finished_lines_took_is_free_again()
    {
        await using var server = EchoServer.Start(new EchoServerOptions { MaxMemory = 100_000 });
        for (var i = 0; i < 10; i++)
        {
            using var client = await SendingAsync(server, 40_000);
            Assert.Equal(new string('x', 40_000) + "\n", await FinishAsync(client));
        }
    }

    [Fact]
    public async Task Replies_that_are_not_read_count_too()
    {
        // 15 KiB for its lines fit, 16 for the replies that wait do not.
        var seen = new Observer();
        await using var server = EchoServer.Start(new EchoServerOptions { MaxMemory = 24 * 1024, Observer = seen });
        using var deaf = await SendingAsync(server, 0);
        var lines = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat(new string('x', 1023) + "\n", 64)));

        await Assert.ThrowsAsync<SocketException>(async () =>
        {
            while (true)
            {
                await new ScriptedClient(deaf).SendAsync(lines);
            }
        });

        Assert.Equal([SessionEnd.MemoryLimit], await seen.EndsAsync(1));
    }

    private static async Task<Socket> SendingAsync(EchoServer server, int octets)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(server.EndPoint);
        await new ScriptedClient(socket).SendAsync(new string('x', octets));
        return socket;
    }

    private static async Task<string> FinishAsync(Socket client)
    {
        await new ScriptedClient(client).SendAsync("\n\n");
        return await ReadToEndAsync(client);
    }

    private static async Task<string> ReadToEndAsync(Socket client)
    {
        await using var stream = new NetworkStream(client);
        using var reader = new StreamReader(stream, Encoding.Latin1);
        return await reader.ReadToEndAsync();
    }

    private sealed class Observer : IEchoObserver
    {
        private readonly SemaphoreSlim _ended = new(0);
        private readonly List<SessionEnd> _ends = [];

        public async Task<List<SessionEnd>> EndsAsync(int count)
        {
            for (var i = 0; i < count; i++)
            {
                await _ended.WaitAsync();
            }

            return _ends;
        }

        public void Connected(string client)
        {
        }

        public void LineRead(string client, in Line line)
        {
        }

        public void Ended(string client, SessionEnd reason)
        {
            lock (_ends)
            {
                _ends.Add(reason);
            }

            _ended.Release();
        }

        public void Refused(string client)
        {
        }

        public void AcceptFailed(string reason)
        {
        }
    }
}
