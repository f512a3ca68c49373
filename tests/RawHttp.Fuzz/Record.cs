using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace RawHttp.Fuzz;

/// <summary>The record of all runs: what afl-fuzz wrote of each, added up by target, and more of the last one.</summary>
internal static class Record
{
    private static readonly JsonSerializerOptions Layout = new() { WriteIndented = true };

    /// <summary>Adds the run that a <c>fuzzer_stats</c> file is about.</summary>
    public static void Add(string record, string target, string statistics)
    {
        var figures = File.ReadLines(statistics).Select(line => line.Split(':', 2, StringSplitOptions.TrimEntries)).ToDictionary(pair => pair[0], pair => pair[1]);
        var all = File.Exists(record) ? JsonNode.Parse(File.ReadAllText(record))!.AsObject() : [];
        var before = all[target];
        all[target] = new JsonObject
        {
            ["minutes"] = Math.Round(Before("minutes") + (Figure("run_time") / 60), 1),
            ["executions"] = Before("executions") + Figure("execs_done"),
            ["crashes"] = Before("crashes") + Figure("saved_crashes"),
            ["hangs"] = Before("hangs") + Figure("saved_hangs"),
            ["last"] = new JsonObject
            {
                ["date"] = DateTimeOffset.FromUnixTimeSeconds((long)Figure("start_time")).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
                ["crashes"] = Figure("saved_crashes"),
                ["hangs"] = Figure("saved_hangs"),
                ["afl"] = figures["afl_version"].TrimStart('+'),
                ["sharpfuzz"] = typeof(SharpFuzz.Fuzzer).Assembly.GetName().Version!.ToString(3),
                ["dotnet"] = $"{Environment.Version}",
                ["edges"] = Figure("edges_found"),
                ["stability"] = figures["stability"],
            },
        };
        File.WriteAllText(record, all.ToJsonString(Layout) + "\n");

        double Before(string name) => before?[name]?.GetValue<double>() ?? 0;

        double Figure(string name) => double.Parse(figures[name], CultureInfo.InvariantCulture);
    }
}
