using System.Buffers;
using System.IO.Pipelines;
using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.Time.Testing;
using RawHttp.Http;
using RawHttp.Lines;
using RawHttp.Net;

namespace RawHttp.Tests.Net;

/// <summary>Two reads at once, or two sends, at every level: the second throws at once, and the first goes on as if it had not been.</summary>
public sealed class OneAtATimeTests
{
    private static readonly ReadLimit Limit = new(LineKind.Other, 100);
    // With these, and without a context, a write runs the reader until it waits again.
    private static readonly PipeOptions Inline = new(readerScheduler: PipeScheduler.Inline, writerScheduler: PipeScheduler.Inline, useSynchronizationContext: false);

    private static readonly Func<LineReader, Task>[] Waits =
    [
        async lines => await lines.ReadLineAsync(Limit),
        async lines => await lines.ReadExactlyAsync(2),
        async lines => await lines.ReadSomeAsync(10),
        async lines => await lines.ReadToEndAsync(Limit),
        async lines => await lines.WaitForMoreAsync(),
    ];

    private static readonly Func<LineReader, Task>[] Reads =
    [
        .. Waits,
        lines => Task.FromResult(lines.TryReadLine(Limit, out _)),
        lines => Task.FromResult(lines.TakeBuffered()),
        async lines => await new ResponseReader(lines, "GET").ReadHeadAsync(),
        async lines => await new RequestReader(lines).ReadHeadAsync(),
    ];

    public OneAtATimeTests() => SynchronizationContext.SetSynchronizationContext(null);

    [Fact]
    public async Task A_line_reader_reads_once_at_a_time()
    {
        foreach (var wait in Waits)
        {
            var pipe = new Pipe(Inline);
            var lines = new LineReader(pipe.Reader);
            var first = wait(lines);
            foreach (var read in Reads)
            {
                await Assert.ThrowsAsync<InvalidOperationException>(() => AtOnce(() => read(lines)));
            }

            Assert.False(first.IsCompleted);
            await pipe.Writer.WriteAsync("one\ntwo\n"u8.ToArray());
            await pipe.Writer.CompleteAsync();
            await first;
            if (lines.Offset < 4)
            {
                await lines.ReadExactlyAsync((int)(4 - lines.Offset));
            }

            Assert.Equal(lines.Offset == 8 ? "" : "two\n", Text(await lines.ReadToEndAsync(Limit)));
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_connection_has_one_reader_at_a_time(bool accepts)
    {
        await using var pair = await SocketPair.ConnectAsync(accepts: accepts);
        await using var file = pair.Connection.MakeFile();
        var lines = new LineReader(pair.Connection.Input);
        Func<Task>[] others =
        [
            .. Reads.Select(read => (Func<Task>)(() => read(new LineReader(pair.Connection.Input)))),
            async () => await file.ReadLineAsync(),
            async () => await file.ReadExactlyAsync(1),
            async () => await file.ReadToEndAsync(10),
            () => Task.FromResult(file.TryReadLine(out _)),
            async () => await pair.Connection.Input.ReadAsync(),
            () => Task.FromResult(pair.Connection.Input.TryRead(out _)),
        ];

        // While it waits, and while it holds the second line.
        var first = lines.ReadLineAsync(Limit).AsTask();
        await AssertRefusedAsync(others);
        Assert.False(first.IsCompleted);
        await pair.SendAsync("one\ntwo\n");
        Assert.Equal("one\n", Text(await first));
        await AssertRefusedAsync(others);

        pair.Peer.Shutdown(SocketShutdown.Send);
        Assert.Equal("two\n", Text(await lines.ReadLineAsync(Limit)));
        Assert.Null(await lines.ReadLineAsync(Limit));
    }

    [Fact]
    public async Task A_response_is_read_once_at_a_time()
    {
        var pipe = new Pipe(Inline);
        var reader = new ResponseReader(new LineReader(pipe.Reader), "GET");
        var head = reader.ReadHeadAsync().AsTask();
        await AssertRefusedAsync(async () => await reader.ReadHeadAsync());
        await pipe.Writer.WriteAsync("HTTP/1.1 200 OK\r\nTransfer-Encoding"u8.ToArray());
        await AssertRefusedAsync(async () => await reader.ReadHeadAsync(), async () => await reader.ReadBodyAsync());
        await pipe.Writer.WriteAsync(": chunked\r\n\r\n"u8.ToArray());
        Assert.Single((await head).Fields);
        var body = reader.ReadBodyAsync().AsTask();
        foreach (var piece in new[] { "5\r\n", "hello" })
        {
            await AssertRefusedAsync(async () => await reader.ReadBodyAsync(), async () => await reader.ReadHeadAsync());
            await pipe.Writer.WriteAsync(Encoding.ASCII.GetBytes(piece));
        }

        Assert.Equal("hello", Text(await body));
        var end = reader.ReadBodyAsync().AsTask();
        foreach (var piece in new[] { "\r\n0\r\n", "A: 1\r\n", "\r\n" })
        {
            await AssertRefusedAsync(async () => await reader.ReadBodyAsync());
            await pipe.Writer.WriteAsync(Encoding.ASCII.GetBytes(piece));
        }

        Assert.True((await end).IsEmpty);
        Assert.Equal((true, 1, 5L), (reader.IsComplete, reader.Trailers.Count, reader.BodyLength));
    }

    [Fact]
    public async Task A_file_keeps_the_time_of_its_read_though_another_was_tried()
    {
        var time = new FakeTimeProvider();
        await using var pair = await SocketPair.ConnectAsync(time);
        await using var file = pair.Connection.MakeFile();
        await using var other = pair.Connection.MakeFile();
        file.ReadTimeout = other.ReadTimeout = TimeSpan.FromSeconds(60);
        var reading = file.ReadExactlyAsync(2).AsTask();
        time.Advance(TimeSpan.FromSeconds(30));
        await AssertRefusedAsync(
            async () => await file.ReadExactlyAsync(1),
            async () => await file.ReadLineAsync(),
            async () => await file.ReadToEndAsync(10),
            async () => await other.ReadExactlyAsync(1),
            async () => await other.AsText(Encoding.ASCII).ReadLineAsync());
        time.Advance(TimeSpan.FromSeconds(30));

        await Assert.ThrowsAsync<TimeoutException>(() => reading);
    }

    [Fact]
    public async Task A_connection_sends_once_at_a_time()
    {
        await using var pair = await SocketPair.ConnectAsync();
        await using var file = pair.Connection.MakeFile();
        var octets = Encoding.ASCII.GetBytes(new string('x', 16 * 1024 * 1024));
        var sending = pair.Connection.SendAsync(octets);
        Assert.False(sending.IsCompleted);
        await file.WriteLineAsync("stays"u8.ToArray());
        await AssertRefusedAsync(() => pair.Connection.SendAsync("x"u8.ToArray()), async () => await file.FlushAsync());

        var received = new MemoryStream();
        var receiving = new NetworkStream(pair.Peer).CopyToAsync(received);
        await sending;
        await file.FlushAsync();
        pair.Connection.Shutdown(SocketShutdown.Send);
        await receiving;

        Assert.Equal([.. octets, .. "stays\n"u8], received.ToArray());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Closing_twice_at_once_closes(bool accepts)
    {
        await using var pair = await SocketPair.ConnectAsync(accepts: accepts);
        var (first, second) = (pair.Connection.CloseAsync(TimeSpan.FromSeconds(5)), pair.Connection.CloseAsync(TimeSpan.FromSeconds(5)));
        pair.Peer.Shutdown(SocketShutdown.Send);

        await first;
        await second;
        Assert.Equal(0, pair.Connection.Holders);
    }

    private static async Task AssertRefusedAsync(params Func<Task>[] reads)
    {
        foreach (var read in reads)
        {
            await Assert.ThrowsAsync<InvalidOperationException>(() => AtOnce(read));
        }
    }

    // A read that waits in place of throwing would wait for ever.
    private static Task AtOnce(Func<Task> read)
    {
        var reading = read();
        Assert.True(reading.IsCompleted);
        return reading;
    }

    private static string Text(Line? line) => Encoding.ASCII.GetString(line!.Value.Octets.Span);

    private static string Text(ReadOnlySequence<byte> octets) => Encoding.ASCII.GetString(octets);
}
