using System.Text;

namespace RawHttp.Cli.Commands.Help;

/// <summary>The completion for fish.</summary>
internal static class FishCompletion
{
    public static string Make(CommandPage root)
    {
        var text = new StringBuilder("# Completion of rawhttp for fish; made by \"rawhttp completions fish\".\ncomplete -c rawhttp -f\n");
        foreach (var page in root.All())
        {
            var complete = $"complete -c rawhttp -n '{Condition(page)}'";
            foreach (var child in page.Commands)
            {
                text.Append($"{complete} -a {child.Name} -d {Quoted(child.Description)}\n");
            }

            foreach (var option in page.Options)
            {
                var names = option.Names.Select(name =>
                    name.StartsWith("--", StringComparison.Ordinal) ? $"-l {name[2..]}" : $"-s '{name[1..]}'");
                text.Append($"{complete} {string.Join(' ', names)}{Value(option)} -d {Quoted(option.Description)}\n");
            }

            text.AppendJoin("", page.Arguments.Select(Argument).OfType<string>().Select(offer => $"{complete} {offer}\n"));
        }

        return text.ToString();
    }

    private static string Value(Entry option) => option.Kind switch
    {
        ValueKind.None => "",
        ValueKind.File => " -rF",
        ValueKind.Choice => $" -xa '{string.Join(' ', option.Choices)}'",
        _ => " -x",
    };

    private static string? Argument(Entry argument) => argument.Kind switch
    {
        ValueKind.File => "-F",
        ValueKind.Host => "-a '(__fish_print_hostnames)'",
        ValueKind.Choice => $"-a '{string.Join(' ', argument.Choices)}'",
        _ => null,
    };

    private static string Condition(CommandPage page)
    {
        var inside = page.Path.Split(' ')[1..].Select(word => $"__fish_seen_subcommand_from {word}");
        var children = string.Join(' ', page.Commands.Select(child => child.Name));
        return string.Join("; and ", children.Length == 0 ? inside : inside.Append($"not __fish_seen_subcommand_from {children}"));
    }

    private static string Quoted(string text) => $"'{text.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
