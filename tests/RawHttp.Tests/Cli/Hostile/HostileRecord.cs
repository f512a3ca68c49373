using System.Collections.Concurrent;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace RawHttp.Tests.Cli.Hostile;

/// <summary>What the runs against hostile servers came to. With RAWHTTP_RECORD=1 each class, when done, writes what is known into <c>hostile.json</c>.</summary>
public sealed class HostileRecord : IDisposable
{
    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, NewLine = "\n", PropertyNamingPolicy = JsonNamingPolicy.CamelCase, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly ConcurrentDictionary<string, Run> Runs = [];
    private static readonly Lock Writing = new();

    internal static bool IsWanted { get; } = Environment.GetEnvironmentVariable("RAWHTTP_RECORD") == "1";

    internal static void Note(string name, string ending, long peakKiB, long lost) => Runs[name] = new Run(name, ending, peakKiB, lost);

    public void Dispose()
    {
        if (!IsWanted || Runs.IsEmpty)
        {
            return;
        }

        var worst = Runs.Values.MaxBy(run => run.PeakKiB)!;
        var record = new
        {
            Tool = Tool.IsNative ? "native" : "dotnet",
            Cases = Runs.Count,
            CasesByEnding = new SortedDictionary<string, int>(Runs.Values.GroupBy(run => run.Ending).ToDictionary(runs => runs.Key, runs => runs.Count()), StringComparer.Ordinal),
            LostOctets = Runs.Values.Sum(run => run.Lost),
            PeakKiB = new { Good = HostileRun.GoodPeakKiB.Result, Worst = worst.PeakKiB, WorstCase = worst.Name },
        };
        lock (Writing)
        {
            File.WriteAllText(Path.Combine(Fixture.Folder, "..", "tests", "RawHttp.Tests", "Cli", "hostile.json"), JsonSerializer.Serialize(record, Readable) + "\n");
        }
    }

    private sealed record Run(string Name, string Ending, long PeakKiB, long Lost);
}
