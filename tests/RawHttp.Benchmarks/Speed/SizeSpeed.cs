using System.Diagnostics;
using System.Globalization;
using System.IO.Pipelines;
using System.Text;
using RawHttp.Http;
using RawHttp.Lines;

namespace RawHttp.Benchmarks.Speed;

/// <summary>What an octet costs, in nanoseconds, as heads grow in fields and lines in length: where it grows too, something is searched or copied again.</summary>
internal static class SizeSpeed
{
    private const int Rounds = 5;
    private const int HeadOctets = 32 << 20;
    private static readonly MessageLimits Unlimited = new() { Fields = int.MaxValue - 2, Head = int.MaxValue, Line = int.MaxValue };

    public static async Task RunAsync()
    {
        foreach (var fields in new[] { 10, 100, 1000, 10_000 })
        {
            var head = Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\n{string.Concat(Enumerable.Range(0, fields).Select(i => $"X-Field-{i:00000}: a value of forty octets, or nearly so..\r\n"))}\r\n");
            Print("head", fields, "whole", await MeasureAsync(() => ReadHeadsAsync(head)));
        }

        foreach (var piece in new[] { 1, 7, 4096 })
        {
            for (var length = 16; length <= 16 << 20; length *= 32)
            {
                Print("line", length, piece.ToString(CultureInfo.InvariantCulture), await MeasureAsync(() => ReadLinesAsync(length, piece, 16 << 20)));
            }
        }
    }

    private static void Print(string what, int size, string piece, double cost) =>
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what} {size} {piece} {cost:0.000}"));

    private static async Task<double> MeasureAsync(Func<Task<long>> read)
    {
        await read();
        var best = double.MaxValue;
        for (var i = 0; i < Rounds; i++)
        {
            var start = Stopwatch.GetTimestamp();
            var octets = await read();
            best = Math.Min(best, Stopwatch.GetElapsedTime(start).TotalNanoseconds / octets);
        }

        return best;
    }

    private static async Task<long> ReadHeadsAsync(byte[] head)
    {
        long octets = 0;
        while (octets < HeadOctets)
        {
            var response = new ResponseReader(new LineReader(PipeReader.Create(new(head))), "GET", Unlimited);
            await response.ReadHeadAsync();
            octets += head.Length;
        }

        return octets;
    }

    // Each piece is read before the next one is written.
    private static async Task<long> ReadLinesAsync(int length, int piece, long octets)
    {
        var line = new byte[length];
        line.AsSpan().Fill((byte)'x');
        line[^1] = (byte)'\n';
        var pipe = new Pipe(new PipeOptions(readerScheduler: PipeScheduler.Inline, writerScheduler: PipeScheduler.Inline, pauseWriterThreshold: 0, useSynchronizationContext: false));
        var reading = ReadAllAsync(new LineReader(pipe.Reader));
        for (long written = 0; written < octets;)
        {
            var target = pipe.Writer.GetMemory(piece).Span[..piece];
            for (var i = 0; i < piece;)
            {
                var from = line.AsSpan((int)((written + i) % length));
                from = from[..Math.Min(from.Length, piece - i)];
                from.CopyTo(target[i..]);
                i += from.Length;
            }

            pipe.Writer.Advance(piece);
            await pipe.Writer.FlushAsync();
            written += piece;
        }

        await pipe.Writer.CompleteAsync();
        return await reading;
    }

    private static async Task<long> ReadAllAsync(LineReader lines)
    {
        while (await lines.ReadLineAsync(new ReadLimit(LineKind.Other, int.MaxValue)) is not null)
        {
        }

        return lines.Offset;
    }
}
