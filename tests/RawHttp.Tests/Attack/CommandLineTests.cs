using RawHttp.Attack;
using RawHttp.Tests.Cli;

namespace RawHttp.Tests.Attack;

/// <summary>
/// A fixed sample of what tests/RawHttp.Attack/run draws: command lines of get and read, changed fixtures to read and to receive.
/// </summary>
public sealed class CommandLineTests
{
    private const int Seed = 1;
    private const int Count = 400;

    // What waits for another process, or has no end.
    private static readonly string[] Waiting = ["fifo", "/dev/zero", "/dev/std", "/dev/fd/", "/proc/self/"];

    [Fact]
    public async Task No_drawn_command_line_ends_in_a_defect()
    {
        using var folder = new TemporaryFolder();
        var fixtures = Mutation.Fixtures(Fixture.Folder);
        ToolOptions[] tools = [await OptionsOfAsync("get"), await OptionsOfAsync("read")];
        var served = -1;
        await using var server =
            ScriptedServer.Start(client => client.SendAsync(Input(Interlocked.Increment(ref served))), readsRequest: false);
        var lines = Enumerable.Range(0, Count).Select(Line).Where(words => !words.Any(IsLeftOut)).ToList();

        var ended = await Tool.RunEachInAsync(folder.PathOf(""), lines);

        Assert.InRange(lines.Count, Count * 3 / 4, Count);
        Assert.InRange(ended.Count(one => one.Status == 0), Count / 20, Count);
        for (var i = 0; i < lines.Count; i++)
        {
            var line = string.Join(' ', lines[i].Select(word => word.Length > 100 ? word[..100] + "..." : word));
            Assert.True(i < ended.Count, $"{line}: it ended the process, or did not end");
            Assert.True(Verdict.IsStatus(ended[i].Status), $"{line}: {ended[i].Status} {ended[i].Error}");
        }

        byte[] Input(int number) => Mutation.Of(fixtures[number % fixtures.Count], new Chance(Seed, number));

        string[] Line(int number)
        {
            var words = CommandLine.Draw(tools[number % tools.Length], new Chance(Seed, number), server.Address);
            File.WriteAllBytes(folder.PathOf($"input-{number}"), Input(number));
            return [.. words.Select(word => word == "input" ? $"input-{number}" : word)];
        }
    }

    private static bool IsLeftOut(string word) =>
        !word.All(char.IsAscii) || Waiting.Any(name => word.Contains(name, StringComparison.Ordinal));

    private static async Task<ToolOptions> OptionsOfAsync(string command) =>
        ToolOptions.Parse([command], (await Tool.RunAsync(command, "--help")).Text);
}
