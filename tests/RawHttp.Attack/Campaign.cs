using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;

namespace RawHttp.Attack;

/// <summary>A run: cases of a seed, one after another, until the time is over.</summary>
internal sealed class Campaign(string tool, int seed)
{
    private const int Workers = 2;
    private readonly ConcurrentDictionary<(string Command, int Status), int> _endings = new();
    private readonly IReadOnlyList<ToolOptions> _tools =
        [.. ToolOptions.Commands.Select(command => ToolOptions.Parse(command, Help(tool, command)))];

    private readonly IReadOnlyList<byte[]> _fixtures = Mutation.Fixtures("../../fixtures");
    private int _number;
    private int _failures;

    public int Runs => _endings.Values.Sum();

    public int Failures => _failures;

    public async Task RunAsync(TimeSpan time)
    {
        var started = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, Workers).Select(_ => Task.Run(async () =>
        {
            using var runner = new Runner(tool);
            while (started.Elapsed < time)
            {
                await RunOneAsync(runner, Interlocked.Increment(ref _number));
            }
        })));
    }

    /// <summary>Runs the case of a number, and shows a failure.</summary>
    /// <returns>Its script, and how it ended.</returns>
    public async Task<(string Script, Ending Ending)> RunOneAsync(Runner runner, int number)
    {
        using var server = new AttackServer();
        var what = Case.Draw(new Chance(seed, number), _tools, _fixtures, server.Address);
        server.Serve(what.Server);
        var ending = await runner.RunAsync(what);
        _endings.AddOrUpdate((what.Command, ending.Status), 1, (_, count) => count + 1);
        if (Verdict.On(ending, what) is { } wrong)
        {
            Interlocked.Increment(ref _failures);
            Console.WriteLine(
                $"FAILED: {wrong}, status {ending.Status}. Again: tests/RawHttp.Attack/run --again {seed} {number}\n"
                + Shortened(what.Text(tool)) + Shortened(ending.Error));
        }

        return (what.Text(tool), ending);
    }

    /// <summary>Prints how many processes of each command ended with each status.</summary>
    public void Summarize()
    {
        var commands = _endings.Keys.Select(ending => ending.Command).Distinct().Order(StringComparer.Ordinal).ToList();
        Console.WriteLine($"{"status",8}{string.Concat(commands.Select(command => $"{command,14}"))}");
        foreach (var status in _endings.Keys.Select(ending => ending.Status).Distinct().Order())
        {
            var counts = commands.Select(command => $"{_endings.GetValueOrDefault((command, status)),14}");
            Console.WriteLine($"{status,8}{string.Concat(counts)}");
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Runs} runs, {Failures} failures, seed {seed}"));
    }

    private static string Help(string tool, string[] command)
    {
        using var process = Process.Start(new ProcessStartInfo(tool, [.. command, "--help"]) { RedirectStandardOutput = true })!;
        return process.StandardOutput.ReadToEnd();
    }

    private static string Shortened(string text) => text.Length <= 2000 ? text : $"{text[..2000]}...\n";
}
