using System.Text.Json;
using System.Text.Json.Nodes;

namespace RawHttp.Attack;

/// <summary>The record of all runs, added up, and the last one.</summary>
internal static class Record
{
    private static readonly JsonSerializerOptions Layout = new() { WriteIndented = true };

    /// <summary>Adds a run.</summary>
    public static void Add(string record, int seconds, int seed, Campaign run)
    {
        var before = File.Exists(record) ? JsonNode.Parse(File.ReadAllText(record))!.AsObject() : [];
        var all = new JsonObject
        {
            ["seconds"] = Before("seconds") + seconds,
            ["runs"] = Before("runs") + run.Runs,
            ["failures"] = Before("failures") + run.Failures,
            ["last"] = new JsonObject
            {
                ["date"] = $"{DateTime.UtcNow:yyyy-MM-dd}",
                ["seconds"] = seconds,
                ["seed"] = seed,
                ["runs"] = run.Runs,
                ["failures"] = run.Failures,
            },
        };
        File.WriteAllText(record, all.ToJsonString(Layout) + "\n");

        long Before(string name) => (long?)before[name] ?? 0;
    }
}
