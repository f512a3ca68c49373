using RawHttp.Attack;
using RawHttp.Tests.Cli;
using RawHttp.ToolHost;

namespace RawHttp.Tests.Attack;

/// <summary>Every option of every command, given wrongly in every way there is: one line says what is wrong, and no defect is.</summary>
public sealed class OptionWalkTests
{
    private static readonly string[] Values =
        ["", "-1", "0", "1e9", "9223372036854775807", "99999999999999999999", "\u00e4 \ufffd", "\e[2J\n", "/nowhere/x", ".", new('x', 100_000)];

    [Fact]
    public async Task No_option_given_wrongly_is_a_defect()
    {
        using var folder = new TemporaryFolder();
        const string Response = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello";
        await using var server = ScriptedServer.Start(client => client.SendAsync(Response), readsRequest: false);
        string[][] commands = [.. ToolOptions.Commands, ["explain"], ["completions"]];
        var helps = await Tool.RunEachInAsync(folder.PathOf(""), commands.Select(command => command.Append("--help").ToArray()));
        var lines = commands.Zip(helps, (command, help) => ToolOptions.Parse(command, help.Text))
            .SelectMany(tool => Lines(tool, server.Address)).ToList();

        var ended = await Tool.RunEachInAsync(folder.PathOf(""), lines);

        for (var i = 0; i < lines.Count; i++)
        {
            var line = string.Join(' ', lines[i].Select(word => word.Length > 100 ? word[..100] + "..." : word));
            Assert.True(ended[i].Status is >= 0 and not 70 and not HostedRuns.Crashed, $"{line}: {ended[i]}");
            Assert.True(ended[i].Status == 0 || ended[i].Error.Split('\n').Any(said => said.StartsWith("rawhttp: ", StringComparison.Ordinal)), $"{line}: {ended[i]}");
        }
    }

    // Without a value, with each that means nothing to most, and with two: every option has each of them.
    private static IEnumerable<string[]> Lines(ToolOptions tool, string server)
    {
        var command = tool.Command;
        string[] argument = command.LastOrDefault() switch
        {
            "get" or "connect" => [server],
            "read" or "minimize" or "redact" => ["/dev/null"],
            "diff" => ["/dev/null", "/dev/null"],
            "serve" => ["--listen", "192.0.2.1:1"],
            "completions" => ["bash"],
            _ => [],
        };
        foreach (var name in tool.Options.SelectMany(option => option.Names))
        {
            yield return [.. command, .. argument, name];
            yield return [.. command, name, .. argument];
            yield return [.. command, .. argument, name, "1", name];
        }

        foreach (var name in tool.Options.Select(option => option.Names[^1]))
        {
            foreach (var value in Values)
            {
                yield return [.. command, .. argument, $"{name}={value}"];
                yield return [.. command, .. argument, name, "x", name, value];
            }
        }
    }
}
