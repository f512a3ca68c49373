using System.Buffers;
using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.Time.Testing;
using RawHttp.Lines;
using RawHttp.Net;

namespace RawHttp.Tests.Net;

/// <summary>The file over a connection: what it reads and writes, and who holds what (R1 and R6).</summary>
public sealed class SocketFileTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Lines_have_three_outcomes(bool accepts)
    {
        await using var pair = await SocketPair.ConnectAsync(accepts: accepts);
        await using var file = pair.Connection.MakeFile();
        await pair.SendAsync("one\r\n\nlast");
        pair.Peer.Shutdown(SocketShutdown.Send);

        Assert.Equal(("one\r\n", LineEnding.CrLf), Told(await file.ReadLineAsync()));
        Assert.Equal(("\n", LineEnding.Lf), Told(await file.ReadLineAsync()));
        Assert.Equal(("last", LineEnding.None), Told(await file.ReadLineAsync()));
        Assert.Null(await file.ReadLineAsync());
        Assert.Equal(ConnectionEnd.EndOfStream, pair.Connection.End);
    }

    [Fact]
    public async Task A_count_and_the_rest_follow_a_line()
    {
        await using var pair = await SocketPair.ConnectAsync();
        await using var file = pair.Connection.MakeFile();
        await pair.SendAsync("line\n12345the rest");
        pair.Peer.Shutdown(SocketShutdown.Send);

        await file.ReadLineAsync();

        Assert.Equal("12345", Text(await file.ReadExactlyAsync(5)));
        Assert.Equal("the rest", Text(await file.ReadToEndAsync(100)));
    }

    [Fact]
    public async Task A_count_past_the_end_of_the_stream_is_an_error_and_loses_nothing()
    {
        await using var pair = await SocketPair.ConnectAsync();
        await using var file = pair.Connection.MakeFile();
        await pair.SendAsync(new string('x', 42));
        pair.Peer.Shutdown(SocketShutdown.Send);

        await Assert.ThrowsAsync<EndOfStreamException>(async () => await file.ReadExactlyAsync(500));

        Assert.Equal(42, (await file.ReadToEndAsync(100)).Length);
    }

    [Fact]
    public async Task A_line_over_the_limit_is_an_error_and_loses_nothing()
    {
        await using var pair = await SocketPair.ConnectAsync();
        await using var file = pair.Connection.MakeFile(FileAccess.Read, maxLine: 4);
        await pair.SendAsync("12345\n");

        var failure = await Assert.ThrowsAnyAsync<ReadException>(async () => await file.ReadLineAsync());

        Assert.Equal("line at offset 0 is longer than the limit of 4 bytes", failure.Message);
        Assert.Equal("12345\n", Text(await file.ReadExactlyAsync(6)));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task After_a_timeout_the_next_read_returns_the_whole_line(bool accepts)
    {
        var time = new FakeTimeProvider();
        await using var pair = await SocketPair.ConnectAsync(time, accepts);
        await using var file = pair.Connection.MakeFile();
        file.ReadTimeout = TimeSpan.FromSeconds(60);
        await pair.SendAsync("first\nha");
        await file.ReadLineAsync();

        for (var round = 0; round < 3; round++)
        {
            var reading = file.ReadLineAsync().AsTask();
            time.Advance(TimeSpan.FromSeconds(59));
            Assert.False(reading.IsCompleted);
            time.Advance(TimeSpan.FromSeconds(1));
            Assert.Equal("nothing was read within 60 s", (await Assert.ThrowsAsync<TimeoutException>(() => reading)).Message);
            await pair.SendAsync("l");
        }

        await pair.SendAsync("f\n");

        Assert.Equal(("halllf\n", LineEnding.Lf), Told(await file.ReadLineAsync()));
    }

    [Fact]
    public async Task After_a_cancelled_read_the_next_returns_the_whole_line()
    {
        await using var pair = await SocketPair.ConnectAsync();
        await using var file = pair.Connection.MakeFile();
        await pair.SendAsync("ha");
        using var cancel = new CancellationTokenSource();
        var reading = file.ReadLineAsync(cancel.Token).AsTask();

        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading);
        await pair.SendAsync("lf\n");

        Assert.Equal(("half\n", LineEnding.Lf), Told(await file.ReadLineAsync()));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Any_reads_that_are_cancelled_at_any_moment_lose_nothing(bool accepts)
    {
        var random = new Random(1);
        for (var round = 0; round < 20; round++)
        {
            var lines = Enumerable.Range(0, 40).Select(i => $"{i} {new string('x', random.Next(60))}\n");
            var octets = Encoding.ASCII.GetBytes(string.Concat(lines));
            var waits = new CancelledWaits([.. Enumerable.Range(0, 7).Select(_ => random.Next(3))]);
            await using var pair = await SocketPair.ConnectAsync(accepts: accepts);
            await using var file = pair.Connection.MakeFile();
            var reading = Task.Run(async () =>
            {
                var read = new StringBuilder();
                while (read.Length < octets.Length / 2)
                {
                    read.Append(Told(await waits.ReadAsync(file.ReadLineAsync)).Text);
                    read.Append(Text(await waits.ReadAsync(token => file.ReadExactlyAsync(3, token))));
                }

                return read.Append(Text(await waits.ReadAsync(token => file.ReadToEndAsync(10_000, token)))).ToString();
            });
            foreach (var piece in waits.Before(Fragments.Cut(octets, [random.Next(1, 20), random.Next(1, 20)])))
            {
                await pair.Peer.SendAsync(piece);
            }

            pair.Peer.Shutdown(SocketShutdown.Send);
            Assert.Equal(Encoding.ASCII.GetString(octets), await reading);
        }
    }

    [Fact]
    public async Task What_is_written_is_sent_when_flushed()
    {
        await using var pair = await SocketPair.ConnectAsync();
        await using var file = pair.Connection.MakeFile();

        await file.WriteAsync("one "u8.ToArray());
        await file.WriteLineAsync("two"u8.ToArray());
        file.NewLine = LineEnding.CrLf;
        await file.WriteLineAsync("three"u8.ToArray());
        Assert.Equal(0, pair.Peer.Available);
        await file.FlushAsync();

        Assert.Equal("one two\nthree\r\n", await pair.ReceiveAsync());
    }

    [Fact]
    public async Task Much_is_sent_without_being_flushed()
    {
        await using var pair = await SocketPair.ConnectAsync();
        await using var file = pair.Connection.MakeFile(FileAccess.Write);
        var much = new byte[1024 * 1024];
        var writing = Task.Run(async () =>
        {
            await file.WriteAsync(much);
            pair.Connection.Shutdown(SocketShutdown.Send);
        });

        var length = 0;
        while (await pair.ReceiveAsync() is { Length: > 0 } received)
        {
            length += received.Length;
        }

        await writing;
        Assert.Equal(much.Length, length);
    }

    [Fact]
    public async Task A_file_does_only_what_it_was_made_for()
    {
        await using var pair = await SocketPair.ConnectAsync();
        await using var reader = pair.Connection.MakeFile(FileAccess.Read);
        await using var writer = pair.Connection.MakeFile(FileAccess.Write);

        await Assert.ThrowsAsync<NotSupportedException>(async () => await reader.WriteLineAsync(default));
        await Assert.ThrowsAsync<NotSupportedException>(async () => await writer.ReadLineAsync());
    }

    [Fact]
    public async Task Disposing_a_file_sends_what_was_written_and_leaves_the_connection_open()
    {
        await using var pair = await SocketPair.ConnectAsync();
        await using (var file = pair.Connection.MakeFile())
        {
            await file.WriteLineAsync("last words"u8.ToArray());
        }

        Assert.Equal("last words\n", await pair.ReceiveAsync());
        await pair.Connection.SendAsync("more"u8.ToArray());
        Assert.Equal("more", await pair.ReceiveAsync());
    }

    [Fact]
    public async Task What_one_file_had_buffered_the_next_one_reads()
    {
        await using var pair = await SocketPair.ConnectAsync();
        await pair.SendAsync("one\ntwo\nthr");
        await using (var first = pair.Connection.MakeFile())
        {
            Assert.Equal("one\n", Told(await first.ReadLineAsync()).Text);
        }

        await using var second = pair.Connection.MakeFile();
        Assert.True(second.TryReadLine(out var two));
        Assert.Equal("two\n", Told(two).Text);
        await pair.SendAsync("ee\n");
        Assert.Equal("three\n", Told(await second.ReadLineAsync()).Text);
    }

    [Fact]
    public async Task The_connection_ends_when_the_last_holder_lets_go()
    {
        await using var pair = await SocketPair.ConnectAsync();
        var file = pair.Connection.MakeFile();
        var second = pair.Connection.MakeFile();
        Assert.Equal(3, pair.Connection.Holders);

        pair.Connection.Release();
        pair.Connection.Release();
        await second.DisposeAsync();
        await second.DisposeAsync();
        Assert.Equal(1, pair.Connection.Holders);
        await pair.SendAsync("still there?\n");
        Assert.Equal("still there?\n", Told(await file.ReadLineAsync()).Text);
        await file.WriteLineAsync("as if nothing had happened"u8.ToArray());
        await file.FlushAsync();
        Assert.Equal("as if nothing had happened\n", await pair.ReceiveAsync());

        await file.DisposeAsync();
        Assert.Equal(0, pair.Connection.Holders);
        Assert.Equal("", await pair.ReceiveAsync());
    }

    [Fact]
    public async Task Shutdown_ends_the_connection_whoever_holds_it()
    {
        await using var pair = await SocketPair.ConnectAsync();
        await using var file = pair.Connection.MakeFile();
        var reading = file.ReadLineAsync().AsTask();

        pair.Connection.Shutdown();

        Assert.Null(await reading);
        Assert.Equal("", await pair.ReceiveAsync());
        Assert.Equal((2, ConnectionEnd.ShutDown), (pair.Connection.Holders, pair.Connection.End));
        await file.WriteLineAsync("too late"u8.ToArray());
        await Assert.ThrowsAsync<IOException>(async () => await file.FlushAsync());
    }

    [Fact]
    public async Task Shutting_down_to_receive_leaves_what_has_come_and_the_sending()
    {
        await using var pair = await SocketPair.ConnectAsync();
        await using var file = pair.Connection.MakeFile();
        await pair.SendAsync("one\ntwo\n");
        await file.ReadLineAsync();

        pair.Connection.Shutdown(SocketShutdown.Receive);

        Assert.Equal("two\n", Told(await file.ReadLineAsync()).Text);
        Assert.Null(await file.ReadLineAsync());
        await file.WriteLineAsync("bye"u8.ToArray());
        await file.FlushAsync();
        Assert.Equal("bye\n", await pair.ReceiveAsync());
    }

    [Fact]
    public async Task A_released_connection_makes_no_files()
    {
        await using var pair = await SocketPair.ConnectAsync();
        await using var file = pair.Connection.MakeFile();
        pair.Connection.Release();

        Assert.Throws<ObjectDisposedException>(() => pair.Connection.MakeFile());
    }

    [Fact]
    public async Task A_patient_close_lets_the_peer_read_the_last_words()
    {
        await using var pair = await SocketPair.ConnectAsync();
        await pair.SendAsync(new string('x', 100_000));
        await pair.Connection.SendAsync("last words"u8.ToArray());
        var closing = pair.Connection.CloseAsync(TimeSpan.FromHours(1));

        // With all those octets unread, a plain close would have reset the connection.
        Assert.Equal("last words", await pair.ReceiveAsync());
        Assert.Equal("", await pair.ReceiveAsync());
        pair.Peer.Shutdown(SocketShutdown.Send);
        await closing;
        Assert.Equal(0, pair.Connection.Holders);
    }

    [Fact]
    public async Task A_patient_close_has_an_end()
    {
        var time = new FakeTimeProvider();
        await using var pair = await SocketPair.ConnectAsync(time);
        var closing = pair.Connection.CloseAsync(TimeSpan.FromSeconds(1));

        time.Advance(TimeSpan.FromSeconds(1));

        await closing;
    }

    [Fact]
    public async Task A_patient_close_is_not_cut_short_by_what_ends_another_wait()
    {
        await using var pair = await SocketPair.ConnectAsync(new FakeTimeProvider());
        var closing = pair.Connection.CloseAsync(TimeSpan.FromSeconds(1));

        pair.Connection.Input.CancelPendingRead();

        Assert.False(closing.IsCompleted);
        pair.Peer.Shutdown(SocketShutdown.Send);
        await closing;
    }

    [Fact]
    public async Task Text_is_decoded_in_whole_lines()
    {
        await using var pair = await SocketPair.ConnectAsync();
        await using var file = pair.Connection.MakeFile();
        var text = file.AsText(Encoding.UTF8);
        var octets = Encoding.UTF8.GetBytes("gr\u00fc\u00df dich\r\n\u20ac\nend");
        foreach (var octet in octets)
        {
            await pair.Peer.SendAsync(new[] { octet });
        }

        pair.Peer.Shutdown(SocketShutdown.Send);
        await text.WriteAsync("\u20ac");
        await text.WriteLineAsync("\u00fc");
        await text.FlushAsync();

        Assert.Equal(new TextLine("gr\u00fc\u00df dich", LineEnding.CrLf), await text.ReadLineAsync());
        Assert.Equal(new TextLine("\u20ac", LineEnding.Lf), await text.ReadLineAsync());
        Assert.Equal("end", await text.ReadToEndAsync(100));
        Assert.Null(await text.ReadLineAsync());
        Assert.Equal("\u00e2\u0082\u00ac\u00c3\u00bc\n", await pair.ReceiveAsync());
    }

    [Fact]
    public async Task Text_takes_an_encoding_that_has_lines()
    {
        await using var pair = await SocketPair.ConnectAsync();
        await using var file = pair.Connection.MakeFile();

        Assert.Throws<ArgumentException>(() => file.AsText(Encoding.Unicode));
        await pair.SendAsync("\u00fc\n");
        Assert.Equal(new TextLine("\u00fc", LineEnding.Lf), await file.AsText(Encoding.Latin1).ReadLineAsync());
    }

    private static (string Text, LineEnding Ending) Told(Line? line) => (Encoding.Latin1.GetString(line!.Value.Octets.Span), line.Value.Ending);

    private static string Text(ReadOnlySequence<byte> octets) => Encoding.Latin1.GetString(octets);
}
