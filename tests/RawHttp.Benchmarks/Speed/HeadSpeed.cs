using System.Buffers;
using System.Diagnostics;
using System.Globalization;
using System.IO.Pipelines;
using RawHttp.Http;
using RawHttp.Lines;

namespace RawHttp.Benchmarks.Speed;

/// <summary>Times the reading of heads as the programs of peers/ time theirs: the least of many short batches, in nanoseconds a head.</summary>
internal static class HeadSpeed
{
    private const int Heads = 500;
    private const int Batches = 500;

    // The first batches run before the runtime has compiled its best.
    private const int WarmUp = 100;

    public static void Run(string how, IEnumerable<string> files)
    {
        foreach (var file in files)
        {
            var head = File.ReadAllBytes(file);
            Func<byte[], double> batch = how == "place" ? InPlace : Kept;
            for (var i = 0; i < WarmUp; i++)
            {
                batch(head);
                Thread.Sleep(10);
            }

            var least = Enumerable.Range(0, Batches).Min(_ => batch(head));
            Console.WriteLine(least.ToString("0.00", CultureInfo.InvariantCulture));
        }
    }

    private static double InPlace(byte[] octets)
    {
        var fields = new FieldRange[64];
        var start = Stopwatch.GetTimestamp();
        for (var i = 0; i < Heads; i++)
        {
            if (!CleanHead.TryRead(octets, fields, out _))
            {
                throw new InvalidDataException("not a clean head");
            }
        }

        return Stopwatch.GetElapsedTime(start).TotalNanoseconds / Heads;
    }

    // What is in memory is there without waiting.
    private static double Kept(byte[] octets)
    {
        var sequence = new ReadOnlySequence<byte>(octets);
        var start = Stopwatch.GetTimestamp();
        for (var i = 0; i < Heads; i++)
        {
            var reading = new ResponseReader(new LineReader(PipeReader.Create(sequence)), "GET").ReadHeadAsync();
            if (reading is not { IsCompletedSuccessfully: true, Result.IsComplete: true })
            {
                throw new InvalidDataException("not a head");
            }
        }

        return Stopwatch.GetElapsedTime(start).TotalNanoseconds / Heads;
    }
}
