using System.CommandLine;
using System.Text;
using RawHttp.Cli.Output;

namespace RawHttp.Cli.Commands.Help;

/// <summary>--help of a command: what it does, its usage, arguments, options in groups, subcommands, and examples.</summary>
internal static class HelpText
{
    private const int Gap = 2;

    // The least width: on a narrower terminal the lines are wider than the terminal.
    private const int MinColumns = 40;

    public static int Print(ParseResult parsed)
    {
        DescriptorStream.Print(Make(new CommandPage(parsed.CommandResult.Command), Tty.Is(1) ? Tty.Columns(1) : int.MaxValue));
        return CommandLine.ExitStatus.Ok;
    }

    private static string Make(CommandPage page, int columns)
    {
        var text = new StringBuilder();
        AppendLines(text, "Description", [page.Description], columns);
        AppendLines(text, "Usage", [$"{page.Path} {page.Synopsis}"], columns);
        AppendTable(text, [("Arguments", page.Arguments.Select(Row))], columns);
        AppendTable(text, page.Groups.Select(group => (group.Title, group.Options.Select(Row))), columns);
        AppendTable(text, [("Commands", page.Commands.Select(Row))], columns);
        AppendLines(text, "Examples", page.Examples, int.MaxValue);
        return text.ToString();
    }

    private static (string Label, string Description) Row(Entry entry) => (entry.Label, entry.Description);

    private static (string Label, string Description) Row(CommandPage command) =>
        (string.Join(' ', command.Arguments.Select(argument => argument.Label).Prepend(command.Name)), command.Description);

    private static void AppendLines(StringBuilder text, string title, IEnumerable<string> lines, int columns)
    {
        var indent = new string(' ', Gap);
        text.Append(title).Append(":\n");
        foreach (var line in lines.SelectMany(line => Broken(line, columns, Gap)))
        {
            text.Append(indent).Append(line).Append('\n');
        }

        text.Append('\n');
    }

    // The descriptions of all groups are aligned in one column. A label too long for that gets its own line.
    private static void AppendTable(
        StringBuilder text, IEnumerable<(string Title, IEnumerable<(string Label, string Description)> Rows)> groups, int columns)
    {
        var all = groups.Select(group => (group.Title, Rows: group.Rows.ToList())).Where(group => group.Rows.Count > 0).ToList();
        var widest = all.SelectMany(group => group.Rows).Select(row => row.Label.Length).DefaultIfEmpty().Max();
        var label = Math.Min(widest, Math.Max(columns, MinColumns) / 2);
        var indent = new string(' ', Gap + label + Gap);
        foreach (var (title, rows) in all)
        {
            text.Append(title).Append(":\n");
            foreach (var row in rows)
            {
                text.Append(' ', Gap).Append(row.Label.PadRight(label + Gap)).Append(row.Label.Length > label ? "\n" + indent : "");
                text.AppendJoin("\n" + indent, Broken(row.Description, columns, indent.Length)).Append('\n');
            }

            text.Append('\n');
        }
    }

    // Breaks the text between words, so that each line fits after the indent.
    private static IEnumerable<string> Broken(string text, int columns, int indent)
    {
        var room = Math.Max(columns, MinColumns) - indent;
        while (text.Length > room)
        {
            var space = text.LastIndexOf(' ', room);
            space = space < 0 ? text.IndexOf(' ', StringComparison.Ordinal) : space;
            if (space < 0)
            {
                break;
            }

            yield return text[..space];
            text = text[(space + 1)..];
        }

        yield return text;
    }
}
