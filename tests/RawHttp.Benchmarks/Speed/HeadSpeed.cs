using System.Diagnostics;
using System.Globalization;
using RawHttp.Http;

namespace RawHttp.Benchmarks.Speed;

/// <summary>Times the reading of heads as the programs of peers/ time theirs: the median of batches, in nanoseconds a head.</summary>
internal static class HeadSpeed
{
    private const int Heads = 20_000;
    private const int Batches = 15;

    // The first batches run before the runtime has compiled its best.
    private const int WarmUp = 25;

    public static void Run(IEnumerable<string> files)
    {
        foreach (var file in files)
        {
            var head = File.ReadAllBytes(file);
            var fields = new FieldPlace[64];
            for (var i = 0; i < WarmUp; i++)
            {
                Batch(head, fields);
                Thread.Sleep(10);
            }

            var times = Enumerable.Range(0, Batches).Select(_ => Batch(head, fields)).Order().ToList();
            Console.WriteLine(times[Batches / 2].ToString("0.00", CultureInfo.InvariantCulture));
        }
    }

    private static double Batch(byte[] octets, FieldPlace[] fields)
    {
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
}
