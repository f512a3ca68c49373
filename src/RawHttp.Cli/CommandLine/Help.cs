using System.CommandLine;
using System.CommandLine.Help;
using RawHttp.Cli.Output;

namespace RawHttp.Cli.CommandLine;

/// <summary>--help: what the library says of a command, its options in groups, and three examples.</summary>
internal static class Help
{
    // What a group begins with, and its title; an option that begins none belongs to the one before.
    private static readonly (string Option, string Title)[] Groups =
    [
        ("  -H, --header ", "Request options"), ("  --print ", "Output options"), ("  --connect-timeout ", "Limit options"), ("  -4, --ipv4 ", "Connection options"), ("  -?, -h, --help ", "Other options"),
    ];

    public static int Write(ParseResult parsed)
    {
        // The library would ask the console for its writer and its width; the console sends a terminal control sequences at its first use.
        using var said = new StringWriter();
        parsed.InvocationConfiguration.Output = said;
        var status = new HelpAction { MaxWidth = Tty.Is(1) ? Tty.Columns(1) : int.MaxValue }.Invoke(parsed);
        var examples = string.Concat(Examples.For(parsed.CommandResult.Command.Name).Select(example => $"  {example}\n"));
        DescriptorStream.Print($"{Grouped(said.ToString().Split('\n'))}Examples:\n{examples}\n");
        return status;
    }

    // The options of a command that has few stay as they are.
    private static string Grouped(string[] lines)
    {
        var titles = lines.Select(line => Groups.FirstOrDefault(group => line.StartsWith(group.Option, StringComparison.Ordinal)).Title).ToList();
        if (titles.OfType<string>().Count() < 3)
        {
            return string.Join('\n', lines);
        }

        return string.Join('\n', lines.Select((line, at) => titles[at] switch
        {
            null when line == "Options:" && titles[at + 1] is { } title => $"{title}:",
            { } title when lines[at - 1] != "Options:" => $"\n{title}:\n{line}",
            _ => line,
        }));
    }
}
