using System.Buffers;
using System.IO.Pipelines;
using System.Text;
using RawHttp.Lines;

namespace RawHttp.Tests.Lines;

public sealed class LineReaderTests
{
    private static readonly ReadLimit Limit = new(LineKind.Other, 100);

    [Fact]
    public async Task A_line_keeps_its_ending_and_tells_its_offset()
    {
        var reader = Over("one\r\ntwo\n\r\n\nlast");

        var lines = new List<(string, LineEnding, long)>();
        while (await reader.ReadLineAsync(Limit) is { } line)
        {
            lines.Add((Text(line.Octets), line.Ending, line.Offset));
        }

        Assert.Equal([("one\r\n", LineEnding.CrLf, 0), ("two\n", LineEnding.Lf, 5), ("\r\n", LineEnding.CrLf, 9), ("\n", LineEnding.Lf, 11), ("last", LineEnding.None, 12)], lines);
    }

    [Theory]
    [InlineData("a\r", "a\r", LineEnding.None)]
    [InlineData("a\rb\r\n", "a\rb", LineEnding.CrLf)]
    [InlineData("\r\r\n", "\r", LineEnding.CrLf)]
    [InlineData("\r", "\r", LineEnding.None)]
    public async Task A_bare_cr_ends_no_line(string octets, string content, LineEnding ending)
    {
        var line = await Over(octets).ReadLineAsync(Limit);

        Assert.Equal(content, Text(line!.Value.Content));
        Assert.Equal(ending, line.Value.Ending);
    }

    [Fact]
    public async Task The_end_of_the_stream_is_no_line()
    {
        Assert.Null(await Over("").ReadLineAsync(Limit));
    }

    [Fact]
    public async Task A_line_is_found_in_any_fragments()
    {
        var octets = Encoding.ASCII.GetBytes("first line\r\nsecond\n\r\nunended");
        var whole = await ReadAllAsync(PipeReader.Create(new(octets)));

        Assert.Equal(whole, await Fragments.FeedAsync(Fragments.ByteAtATime(octets), ReadAllAsync));
        for (var at = 1; at < octets.Length; at++)
        {
            Assert.Equal(whole, await Fragments.FeedAsync(Fragments.SplitAt(octets, at), ReadAllAsync));
        }
    }

    [Fact]
    public async Task A_line_in_one_segment_is_not_copied()
    {
        var octets = "one\r\ntwo\r\n"u8.ToArray();
        var line = await new LineReader(PipeReader.Create(new(octets))).ReadLineAsync(Limit);

        octets[0] = (byte)'X';
        Assert.Equal("Xne\r\n", Text(line!.Value.Octets));
    }

    [Theory]
    [InlineData("123456789\n", true)]
    [InlineData("1234567890", true)]
    [InlineData("1234567890\n", false)]
    [InlineData("12345678901", false)]
    public async Task A_line_may_be_as_long_as_its_limit_and_no_longer(string octets, bool fits)
    {
        var reader = Over(octets);
        var limit = new ReadLimit(LineKind.StatusLine, 10);

        if (fits)
        {
            Assert.Equal(octets, Text((await reader.ReadLineAsync(limit))!.Value.Octets));
            return;
        }

        var failure = await Assert.ThrowsAnyAsync<ReadException>(async () => await reader.ReadLineAsync(limit));
        Assert.Equal((ReadError.LineLimit, 0L), (failure.Error, failure.Offset));
        Assert.Equal("status line at offset 0 is longer than the limit of 10 bytes", failure.Message);
        Assert.Equal(octets, Text(reader.TakeBuffered()));
    }

    [Fact]
    public async Task What_is_buffered_is_read_without_waiting()
    {
        var pipe = new Pipe();
        var reader = new LineReader(pipe.Reader);
        await pipe.Writer.WriteAsync("one\r\ntwo"u8.ToArray());

        Assert.True(reader.ReadLineAsync(Limit).IsCompleted);
        Assert.False(reader.TryReadLine(Limit, out _));
        Assert.Equal("two", Text(reader.TakeBuffered()));
    }

    [Fact]
    public async Task A_cancelled_read_loses_nothing()
    {
        var pipe = new Pipe();
        var reader = new LineReader(pipe.Reader);
        await pipe.Writer.WriteAsync("hal"u8.ToArray());
        using var cancel = new CancellationTokenSource();
        var reading = reader.ReadLineAsync(Limit, cancel.Token);

        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await reading);
        await pipe.Writer.WriteAsync("f\r\nnext\n"u8.ToArray());

        Assert.Equal("half\r\n", Text((await reader.ReadLineAsync(Limit))!.Value.Octets));
        Assert.Equal("next\n", Text((await reader.ReadLineAsync(Limit))!.Value.Octets));
    }

    [Fact]
    public async Task What_a_cancelled_read_had_seen_can_be_taken()
    {
        var pipe = new Pipe();
        var reader = new LineReader(pipe.Reader);
        await pipe.Writer.WriteAsync("half"u8.ToArray());
        using var cancel = new CancellationTokenSource();
        var reading = reader.ReadLineAsync(Limit, cancel.Token);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await reading);

        Assert.Equal("half", Text(reader.TakeBuffered()));
        Assert.Equal(4, reader.Offset);
    }

    [Fact]
    public async Task A_cancelled_exact_read_loses_nothing()
    {
        var pipe = new Pipe();
        var reader = new LineReader(pipe.Reader);
        await pipe.Writer.WriteAsync("12345"u8.ToArray());
        using var cancel = new CancellationTokenSource();
        var reading = reader.ReadExactlyAsync(8, cancel.Token);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await reading);
        await pipe.Writer.WriteAsync("678rest"u8.ToArray());
        await pipe.Writer.CompleteAsync();

        Assert.Equal("12345678", Text(await reader.ReadExactlyAsync(8)));
        Assert.Equal("rest", Text(await reader.ReadToEndAsync(Limit)));
    }

    [Fact]
    public async Task Lines_counted_octets_and_the_rest_follow_each_other()
    {
        var octets = "line\r\n12345tail of it"u8.ToArray();
        var read = await Fragments.FeedAsync(Fragments.ByteAtATime(octets), async input =>
        {
            var reader = new LineReader(input);
            return new[]
            {
                Text((await reader.ReadLineAsync(Limit))!.Value.Octets),
                Text(await reader.ReadExactlyAsync(5)),
                Text(await reader.ReadToEndAsync(Limit)),
                $"{reader.Offset}",
            };
        });

        Assert.Equal(["line\r\n", "12345", "tail of it", "21"], read);
    }

    [Fact]
    public async Task An_exact_read_past_the_end_of_the_stream_fails_and_loses_nothing()
    {
        var reader = Over("line\nabc");
        await reader.ReadLineAsync(Limit);

        var failure = await Assert.ThrowsAsync<EndOfStreamException>(async () => await reader.ReadExactlyAsync(8));

        Assert.Equal("the stream ends at offset 8, after 3 of 8 bytes", failure.Message);
        Assert.Equal(5, reader.Offset);
        Assert.Equal("abc", Text(await reader.ReadExactlyAsync(3)));
        Assert.True((await reader.ReadExactlyAsync(0)).IsEmpty);
        await Assert.ThrowsAsync<EndOfStreamException>(async () => await reader.ReadExactlyAsync(1));
    }

    [Fact]
    public async Task The_end_of_a_plain_pipe_is_an_orderly_one()
    {
        var reader = Over("abc");

        Assert.Equal(ConnectionEnd.None, reader.End);
        await reader.ReadToEndAsync(Limit);
        Assert.Equal(ConnectionEnd.EndOfStream, reader.End);
    }

    [Fact]
    public async Task The_rest_has_a_limit()
    {
        var failure = await Assert.ThrowsAnyAsync<ReadException>(async () => await Over("12345").ReadToEndAsync(new ReadLimit(LineKind.Other, 4) { Name = "rest" }));

        Assert.Equal(ReadError.BodyLimit, failure.Error);
    }

    [Fact]
    public async Task Waiting_for_more_reads_nothing()
    {
        var reader = Over("x");

        Assert.True(await reader.WaitForMoreAsync());
        Assert.Equal(0, reader.Offset);
        Assert.Equal("x", Text(await reader.ReadSomeAsync(10)));
        Assert.False(await reader.WaitForMoreAsync());
    }

    [Fact]
    public async Task The_observer_sees_each_line_and_each_wait()
    {
        var seen = new Observer();
        await Fragments.FeedAsync([new("a\r\nb\n"u8.ToArray()), new("c"u8.ToArray())], async input =>
        {
            var reader = new LineReader(input, seen);
            while (await reader.ReadLineAsync(Limit) is not null)
            {
            }

            return 0;
        });

        Assert.Equal(["wait", "line at 0: a", "line at 3: b", "wait", "wait", "line at 5: c"], seen.Events);
    }

    private static LineReader Over(string octets) => new(PipeReader.Create(new(Encoding.Latin1.GetBytes(octets))));

    private static string Text(ReadOnlyMemory<byte> octets) => Encoding.Latin1.GetString(octets.Span);

    private static string Text(ReadOnlySequence<byte> octets) => Encoding.Latin1.GetString(octets);

    private static async Task<string> ReadAllAsync(PipeReader input)
    {
        var reader = new LineReader(input);
        var text = new StringBuilder();
        while (await reader.ReadLineAsync(Limit) is { } line)
        {
            text.Append($"{line.Offset} {line.Ending} {Text(line.Content)}\n");
        }

        return text.ToString();
    }

    private sealed class Observer : ILineObserver
    {
        public List<string> Events { get; } = [];

        public void LineRead(in Line line, LineKind kind) => Events.Add($"{new ReadLimit(kind, 0).Name} at {line.Offset}: {Text(line.Content)}");

        public void Waiting() => Events.Add("wait");
    }
}
