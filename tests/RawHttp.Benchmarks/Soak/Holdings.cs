using System.Globalization;
using System.Runtime;
using System.Text.Json.Nodes;

namespace RawHttp.Benchmarks.Soak;

/// <summary>What this process holds: open descriptors, managed memory in use, threads beside those of the pool, and timers that are running.</summary>
internal sealed record Holdings(int Descriptors, long Heap, int Threads, long Timers)
{
    // Pools keep some arrays for the next who needs one; all else is exact.
    private const int HeapAllowance = 256 * 1024;

    // More than the last of it all allocates.
    private const long LastAllocations = 128 * 1024 * 1024;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>What is allowed beyond what was held before.</summary>
    public static string Allowance => Text($"allowed: no descriptor, thread or timer and {HeapAllowance / 1024} KiB of managed memory more");

    /// <summary>What is held a moment after the last thing has happened.</summary>
    public static Holdings AtRest()
    {
        Thread.Sleep(500);
        return Now(OpenDescriptors());
    }

    /// <summary>What is held after the last of it all, when that is no more than before, or has had the time to be.
    /// Nothing is collected meanwhile, so that no finalizer closes what was left open.</summary>
    public static async Task<Holdings> AfterAsync(Func<Task> last, Holdings before)
    {
        GC.TryStartNoGCRegion(LastAllocations);
        await last();
        var descriptors = Awaited(OpenDescriptors, count => count <= before.Descriptors);
        if (GCSettings.LatencyMode == GCLatencyMode.NoGCRegion)
        {
            GC.EndNoGCRegion();
        }

        return Awaited(() => Now(descriptors), now => descriptors > before.Descriptors || !now.Exceeds(before));
    }

    /// <summary>Whether this is more than was held before and is allowed.</summary>
    public bool Exceeds(Holdings before) =>
        Descriptors > before.Descriptors || Timers > before.Timers || Threads > before.Threads || Heap > before.Heap + HeapAllowance;

    /// <summary>Both as they stand in a record.</summary>
    public static void Write(JsonObject record, Holdings before, Holdings after)
    {
        record["descriptors"] = Pair(before.Descriptors, after.Descriptors);
        record["heapBytes"] = Pair(before.Heap, after.Heap);
        record["threads"] = Pair(before.Threads, after.Threads);
        record["timers"] = Pair(before.Timers, after.Timers);
    }

    public override string ToString() => Text($"{Descriptors} descriptors, {Heap / 1024} KiB of managed memory, {Threads} threads beside the pool's, {Timers} timers");

    // What is held once all is collected that can be.
    private static Holdings Now(int descriptors)
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        var heap = GC.GetTotalMemory(forceFullCollection: true);
        return new Holdings(descriptors, heap, LastingThreads(), Timer.ActiveCount);
    }

    private static T Awaited<T>(Func<T> measure, Func<T, bool> isEnough)
    {
        var started = TimeProvider.System.GetTimestamp();
        T measured;
        while (!isEnough(measured = measure()) && TimeProvider.System.GetElapsedTime(started) < Patience)
        {
            // No timer of our own among those counted.
            Thread.Sleep(200);
        }

        return measured;
    }

    // Without the assemblies and their symbols, which the runtime opens when it first needs them.
    private static int OpenDescriptors() =>
        new DirectoryInfo("/proc/self/fd").EnumerateFiles().Count(descriptor => Path.GetExtension(descriptor.LinkTarget) is not (".dll" or ".pdb"));

    // Without those that the runtime starts and ends as it likes.
    private static int LastingThreads() =>
        Directory.GetDirectories("/proc/self/task").Count(thread => NameOf(thread) is not (null or ".NET TP Worker" or ".NET TP Gate" or ".NET Tiered Com"));

    private static string? NameOf(string thread)
    {
        try
        {
            return File.ReadAllText(Path.Combine(thread, "comm")).TrimEnd();
        }
        catch (IOException)
        {
            // It has ended.
            return null;
        }
    }

    private static JsonObject Pair(long before, long after) => new() { ["before"] = before, ["after"] = after };

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
