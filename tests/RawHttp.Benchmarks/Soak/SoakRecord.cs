using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace RawHttp.Benchmarks.Soak;

/// <summary>The record of soaks, one object for each kind; a run replaces its own.</summary>
internal static class SoakRecord
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <summary>Where the record lies unless told: beside the program's source.</summary>
    public static string Path { get; } = System.IO.Path.GetFullPath(System.IO.Path.Combine(SourceFolder(), "..", "soak.json"));

    /// <summary>Prints what was held before and after and whether that is the same, and records it with what the run has counted.</summary>
    /// <returns>The exit status: 1 if more is held than before.</returns>
    public static int Conclude(string what, JsonObject counted, Holdings before, Holdings after, string path)
    {
        var holdsMore = after.Exceeds(before);
        Console.WriteLine($"{what}: {counted.ToJsonString()}");
        Console.WriteLine($"before: {before}");
        Console.WriteLine($"after:  {after}");
        Console.WriteLine($"{Holdings.Allowance}: {(holdsMore ? "FAILED, more is held than before" : "kept")}");
        Holdings.Write(counted, before, after);
        using var process = Process.GetCurrentProcess();
        counted["peakResidentKiB"] = process.PeakWorkingSet64 / 1024;
        counted["machine"] = Machine();
        counted["dotnet"] = RuntimeInformation.FrameworkDescription;
        counted["date"] = TimeProvider.System.GetUtcNow().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

        var record = File.Exists(path) ? JsonNode.Parse(File.ReadAllText(path))!.AsObject() : [];
        record[what] = counted;
        File.WriteAllText(path, record.ToJsonString(Indented) + "\n");
        return holdsMore ? 1 : 0;
    }

    private static string Machine()
    {
        var model = File.ReadLines("/proc/cpuinfo").FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))?.Split(':')[^1].Trim() ?? RuntimeInformation.ProcessArchitecture.ToString();
        return $"{Environment.ProcessorCount} processors of {model}, {RuntimeInformation.OSDescription}";
    }

    private static string SourceFolder([CallerFilePath] string thisFile = "") => System.IO.Path.GetDirectoryName(thisFile)!;
}
