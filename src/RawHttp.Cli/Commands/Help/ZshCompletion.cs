using System.Text;

namespace RawHttp.Cli.Commands.Help;

/// <summary>The completion for zsh.</summary>
internal static class ZshCompletion
{
    private const string Next = " \\\n        ";

    public static string Make(CommandPage root)
    {
        var text = new StringBuilder("#compdef rawhttp\n# Completion of rawhttp for zsh; made by \"rawhttp completions zsh\".\n");
        foreach (var page in root.All().Reverse())
        {
            text.Append($"\n{Function(page)}() {{\n    local state\n    _arguments -s -S");
            text.AppendJoin("", page.Options.Select(option => Next + Specification(option)));
            if (page.Commands.Count > 0)
            {
                var commands = page.Commands.Select(child =>
                    $"{child.Name}\\:\"{child.Description.Replace("'", "'\\''", StringComparison.Ordinal)}\"");
                text.Append($"{Next}'1:command:(({string.Join(' ', commands)}))'{Next}'*::arguments:->rest'\n");
                text.Append($"    [[ $state == rest ]] && {Function(page)}_$words[1]\n}}\n");
            }
            else
            {
                var place = page.Repeats ? '*' : '1';
                text.AppendJoin("", page.Arguments.Select(argument => $"{Next}'{place}{Value(argument)}'")).Append("\n}\n");
            }
        }

        return text.Append("\n_rawhttp \"$@\"\n").ToString();
    }

    private static string Function(CommandPage page) => $"_{page.Path.Replace(' ', '_')}";

    // '(names that it excludes, or * if it can be repeated)'{its names}'[description]:value:action'
    private static string Specification(Entry option)
    {
        string[] alternatives = [.. option.Names, .. option.Excluded];
        var apart = option.Repeats ? "'*'" : alternatives.Length > 1 ? $"'({string.Join(' ', alternatives)})'" : "";
        var names = string.Join(',', option.Names.Select(name => name == "-?" ? "'-?'" : name + Joint(option, name)));
        names = option.Names.Count > 1 ? $"{{{names}}}" : names;
        var description = option.Description.Replace("]", "\\]", StringComparison.Ordinal).Replace("[", "\\[", StringComparison.Ordinal);
        return $"{apart}{names}{Quoted($"[{description}]{Value(option)}")}";
    }

    // A value may follow a long name after an equals sign, and a short one directly.
    private static string Joint(Entry option, string name) =>
        option.Kind == ValueKind.None ? "" : name.StartsWith("--", StringComparison.Ordinal) ? "=" : "+";

    private static string Value(Entry entry) => entry.Kind switch
    {
        ValueKind.None => "",
        ValueKind.File => ":file:_files",
        ValueKind.Host => ":host:_hosts",
        ValueKind.Choice => $":value:({string.Join(' ', entry.Choices)})",
        _ => $":{entry.Value!.Replace(":", "\\:", StringComparison.Ordinal)}:",
    };

    private static string Quoted(string text) => $"'{text.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
