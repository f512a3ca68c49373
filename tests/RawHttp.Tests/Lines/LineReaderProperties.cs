using System.Buffers;
using System.IO.Pipelines;
using System.Text;
using CsCheck;
using RawHttp.Lines;

namespace RawHttp.Tests.Lines;

/// <summary>What holds for any octets in any segments: the fast path over one segment and the careful one over many give the same.</summary>
public sealed class LineReaderProperties
{
    private static readonly ReadLimit NoLimit = new(LineKind.Other, int.MaxValue);

    private static readonly Gen<string> Octets = Gen.Frequency(
        (6, Gen.String[Gen.Char['a', 'e'], 0, 12]),
        (3, Gen.Const("\r\n")),
        (2, Gen.Const("\n")),
        (1, Gen.Const("\r")),
        (1, Gen.String[Gen.Char['\0', '\xff'], 0, 3])).Array[0, 20].Select(string.Concat);

    private static readonly Gen<int[]> Sizes = Gen.OneOf<int>(Gen.Int[1, 3], Gen.Int[0, 30]).Array[1, 6].Where(sizes => sizes.Any(size => size > 0));

    // How to read next, and how much of it.
    private static readonly Gen<(int How, int Count)[]> Reads = Gen.Select(Gen.Int[0, 6], Gen.Int[0, 20]).Array[1, 12];

    [Fact]
    public void Lines_are_what_stands_between_their_ends()
    {
        Gen.Select(Octets, Sizes).Sample(
            (octets, sizes) => Assert.Equal(LinesOf(octets), Fragments.FeedAsync(Fragments.Cut(Bytes(octets), sizes), ReadLinesAsync).GetAwaiter().GetResult()),
            iter: Samples.Of(3000),
            print: sample => $"{Printable.Text(sample.Item1)} in {string.Join(',', sample.Item2)}");
    }

    [Fact]
    public void One_segment_and_many_read_the_same()
    {
        Gen.Select(Octets, Sizes, Reads).Sample(
            (octets, sizes, reads) =>
            {
                var one = ReadAsync(PipeReader.Create(new ReadOnlySequence<byte>(Bytes(octets))), reads);
                var many = ReadAsync(PipeReader.Create(Fragments.Join(Fragments.Cut(Bytes(octets), sizes))), reads);

                Assert.Equal(one.GetAwaiter().GetResult(), many.GetAwaiter().GetResult());
            },
            iter: Samples.Of(5000),
            print: Print);
    }

    [Fact]
    public void What_comes_at_once_and_what_comes_in_pieces_reads_the_same()
    {
        Gen.Select(Octets, Sizes, Reads.Select(AllThatWait)).Sample(
            (octets, sizes, reads) =>
            {
                var whole = ReadAsync(PipeReader.Create(new ReadOnlySequence<byte>(Bytes(octets))), reads);
                var pieces = Fragments.FeedAsync(Fragments.Cut(Bytes(octets), sizes), input => ReadAsync(input, reads));

                Assert.True(pieces.IsCompleted);
                Assert.Equal(whole.GetAwaiter().GetResult(), pieces.GetAwaiter().GetResult());
            },
            iter: Samples.Of(3000),
            print: Print);
    }

    [Fact]
    public void Any_reads_read_the_same_though_every_wait_is_cancelled()
    {
        Gen.Select(Octets, Sizes, Reads.Select(AllThatWait), Gen.Int[0, 2].Array[1, 6]).Sample(
            (octets, sizes, reads, times) =>
            {
                var waits = new CancelledWaits(times);
                var whole = ReadAsync(PipeReader.Create(new ReadOnlySequence<byte>(Bytes(octets))), reads);
                var pieces = waits.FeedAsync(Fragments.Cut(Bytes(octets), sizes), input => ReadAsync(input, reads, waits));

                Assert.True(pieces.IsCompleted);
                Assert.Equal(whole.GetAwaiter().GetResult(), pieces.GetAwaiter().GetResult());
            },
            iter: Samples.Of(3000),
            print: sample => $"{Print((sample.Item1, sample.Item2, sample.Item3))}, cancelled {string.Join(',', sample.Item4)}");
    }

    [Fact]
    public void A_wait_cancelled_after_every_piece_loses_nothing()
    {
        Gen.Select(Octets, Sizes, Gen.Bool).Sample(
            (octets, sizes, ends) =>
            {
                var pipe = new Pipe(new PipeOptions(readerScheduler: PipeScheduler.Inline, useSynchronizationContext: false));
                var reader = new LineReader(pipe.Reader);
                var read = new List<string>();
                foreach (var piece in Fragments.Cut(Bytes(octets), sizes))
                {
                    Assert.True(pipe.Writer.WriteAsync(piece).IsCompleted);
                    ReadUntilItWaits(reader, read);
                }

                if (ends)
                {
                    pipe.Writer.Complete();
                    ReadUntilItWaits(reader, read);
                }
                else if (reader.TakeBuffered().ToArray() is { Length: > 0 } unended)
                {
                    // What the last wait had seen is there to be taken.
                    read.Add(Text(new Line(unended, reader.Offset - unended.Length)));
                }

                Assert.Equal(LinesOf(octets), read);
            },
            iter: Samples.Of(2000),
            print: sample => $"{Printable.Text(sample.Item1)} in {string.Join(',', sample.Item2)}, {(sample.Item3 ? "ended" : "taken")}");
    }

    private static IEnumerable<string> LinesOf(string octets)
    {
        for (var at = 0; at < octets.Length;)
        {
            var end = octets.IndexOf('\n', at) is >= 0 and var found ? found + 1 : octets.Length;
            var line = octets[at..end];
            yield return $"{at} {(line.EndsWith("\r\n", StringComparison.Ordinal) ? LineEnding.CrLf : line.EndsWith('\n') ? LineEnding.Lf : LineEnding.None)} {line}";
            at = end;
        }
    }

    private static async Task<IEnumerable<string>> ReadLinesAsync(PipeReader input)
    {
        var reader = new LineReader(input);
        var read = new List<string>();
        while (await reader.ReadLineAsync(NoLimit) is { } line)
        {
            read.Add(Text(line));
        }

        return read;
    }

    private static void ReadUntilItWaits(LineReader reader, List<string> read)
    {
        using var cancel = new CancellationTokenSource();
        while (true)
        {
            var reading = reader.ReadLineAsync(NoLimit, cancel.Token);
            if (!reading.IsCompleted)
            {
                cancel.Cancel();
                Assert.True(reading.IsCanceled);
                return;
            }

            if (reading.GetAwaiter().GetResult() is not { } line)
            {
                return;
            }

            read.Add(Text(line));
        }
    }

    private static async Task<IEnumerable<string>> ReadAsync(PipeReader input, (int How, int Count)[] reads, CancelledWaits? waits = null)
    {
        ValueTask<T> Read<T>(Func<CancellationToken, ValueTask<T>> read) => waits is null ? read(default) : waits.ReadAsync(read);
        var reader = new LineReader(input);
        var read = new List<string>();
        foreach (var (how, count) in reads)
        {
            var limit = new ReadLimit(LineKind.Other, count);
            try
            {
                read.Add($"{reader.Offset}: {how switch
                {
                    0 => await Read(token => reader.ReadLineAsync(NoLimit, token)) is { } line ? Text(line) : "no line",
                    1 => await Read(token => reader.ReadLineAsync(limit, token)) is { } line ? Text(line) : "no line",
                    2 => Text(await Read(token => reader.ReadExactlyAsync(count, token))),
                    3 => Text(await Read(token => reader.ReadToEndAsync(limit, token))),
                    4 => await Read(reader.WaitForMoreAsync) ? "more" : "no more",
                    5 => reader.TryReadLine(limit, out var line) ? Text(line) : "no line here",
                    _ => Text(await reader.ReadSomeAsync(count)),
                }}");
            }
            catch (ReadException failure)
            {
                read.Add($"{failure.Error} at {failure.Offset}: {failure.Message}");
            }
            catch (EndOfStreamException failure)
            {
                read.Add(failure.Message);
            }
        }

        read.Add($"left: {Text(await Read(token => reader.ReadToEndAsync(NoLimit, token)))}");
        return read;
    }

    // What a read that does not wait for all it asks for returns depends on what has come.
    private static (int How, int Count)[] AllThatWait((int How, int Count)[] reads) => [.. reads.Where(read => read.How < 5)];

    private static string Print((string Octets, int[] Sizes, (int How, int Count)[] Reads) sample) =>
        $"{Printable.Text(sample.Octets)} in {string.Join(',', sample.Sizes)} by {string.Join(", ", sample.Reads)}";

    private static byte[] Bytes(string octets) => Encoding.Latin1.GetBytes(octets);

    private static string Text(Line line) => $"{line.Offset} {line.Ending} {Encoding.Latin1.GetString(line.Octets.Span)}";

    private static string Text(ReadOnlySequence<byte> octets) => Encoding.Latin1.GetString(octets);
}
