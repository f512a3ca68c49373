using System.Text;

namespace RawHttp.Tests.Docs;

/// <summary>Makes the completions of the shells from what --help says: commands, options, the few values there are, files and hosts as the shell offers them.</summary>
internal static class Completions
{
    public static string Bash(IReadOnlyList<HelpText> commands)
    {
        var text = new StringBuilder(
            """
            # Completion of rawhttp for bash; made from its --help by a test.
            _rawhttp() {
                local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]} command=rawhttp i
                COMPREPLY=()
                for ((i = 1; i < COMP_CWORD; i++)); do
                    case "$command ${COMP_WORDS[i]}" in

            """);
        text.Append($"            {Pattern(commands.Skip(1).Select(command => command.Command))}) command+=\" ${{COMP_WORDS[i]}}\" ;;\n        esac\n    done\n    case \"$command $before\" in\n");
        foreach (var command in commands)
        {
            AppendValues(text, command, option => option.TakesFile, "compopt -o filenames; mapfile -t COMPREPLY < <(compgen -f -- \"$word\"); return");
            foreach (var option in command.Options.Where(option => option.Choices.Count > 0))
            {
                AppendValues(text, command, one => one == option, $"mapfile -t COMPREPLY < <(compgen -W '{string.Join(' ', option.Choices)}' -- \"$word\"); return");
            }

            AppendValues(text, command, option => option is { Value: not null, TakesFile: false, Choices.Count: 0 }, "return");
        }

        text.Append("    esac\n    case \"$command\" in\n");
        foreach (var command in commands)
        {
            var words = string.Join(' ', command.Commands.Select(child => child.Names[0]).Concat(command.Options.SelectMany(option => option.Names)));
            var argument = ArgumentOf(command);
            text.Append($"        '{command.Command}')\n            mapfile -t COMPREPLY < <(compgen -W '{words}' -- \"$word\")\n");
            text.Append(argument is null ? "" : $"            [[ $word == -* ]] || {(argument == "FILE" ? "{ compopt -o filenames; mapfile -t COMPREPLY < <(compgen -f -- \"$word\"); }" : "mapfile -t COMPREPLY < <(compgen -A hostname -- \"$word\")")}\n");
            text.Append("            ;;\n");
        }

        return text.Append("    esac\n}\ncomplete -F _rawhttp rawhttp\n").ToString();
    }

    public static string Fish(IReadOnlyList<HelpText> commands)
    {
        var text = new StringBuilder("# Completion of rawhttp for fish; made from its --help by a test.\ncomplete -c rawhttp -f\n");
        foreach (var command in commands)
        {
            var condition = Condition(command);
            foreach (var child in command.Commands)
            {
                text.Append($"complete -c rawhttp -n '{condition}' -a {child.Names[0]} -d {Quoted(child.Description)}\n");
            }

            foreach (var option in command.Options)
            {
                var names = string.Join(' ', option.Names.Select(name => name.StartsWith("--", StringComparison.Ordinal) ? $"-l {name[2..]}" : $"-s '{name[1..]}'"));
                var value = option.Value is null ? "" : option.TakesFile ? " -rF" : option.Choices.Count > 0 ? $" -xa '{string.Join(' ', option.Choices)}'" : " -x";
                text.Append($"complete -c rawhttp -n '{condition}' {names}{value} -d {Quoted(option.Description)}\n");
            }

            text.Append(ArgumentOf(command) switch
            {
                null => "",
                "FILE" => $"complete -c rawhttp -n '{condition}' -F\n",
                _ => $"complete -c rawhttp -n '{condition}' -a '(__fish_print_hostnames)'\n",
            });
        }

        return text.ToString();
    }

    public static string Zsh(IReadOnlyList<HelpText> commands)
    {
        var text = new StringBuilder("#compdef rawhttp\n# Completion of rawhttp for zsh; made from its --help by a test.\n");
        foreach (var command in commands.Reverse())
        {
            text.Append($"\n_{command.Command.Replace(' ', '_')}() {{\n    local state\n    _arguments -s -S");
            foreach (var option in command.Options)
            {
                var names = option.Names.Count == 1 ? option.Names[0] : $"'({string.Join(' ', option.Names)})'{{{string.Join(',', option.Names.Select(name => name == "-?" ? "'-?'" : name))}}}";
                var value = option.Value is null ? "" : option.TakesFile ? ":file:_files" : option.Choices.Count > 0 ? $":value:({string.Join(' ', option.Choices)})" : $":{option.Value.Replace(":", "\\:", StringComparison.Ordinal)}:";
                text.Append($" \\\n        {names}{Quoted($"[{option.Description.Replace("]", "\\]", StringComparison.Ordinal).Replace("[", "\\[", StringComparison.Ordinal)}]{value}")}");
            }

            if (command.Commands.Count > 0)
            {
                text.Append($" \\\n        '1:command:(({string.Join(' ', command.Commands.Select(child => $"{child.Names[0]}\\:{Quoted(child.Description).Replace("'", "\"", StringComparison.Ordinal)}"))}))' \\\n        '*::arguments:->rest'\n    [[ $state == rest ]] && _{command.Command.Replace(' ', '_')}_$words[1]\n}}\n");
            }
            else
            {
                var place = command.Usage.Contains("...", StringComparison.Ordinal) ? '*' : '1';
                text.Append(ArgumentOf(command) switch { null => "", "FILE" => $" \\\n        '{place}:file:_files'", _ => $" \\\n        '{place}:host:_hosts'" }).Append("\n}\n");
            }
        }

        return text.Append("\n_rawhttp \"$@\"\n").ToString();
    }

    private static void AppendValues(StringBuilder text, HelpText command, Func<HelpText.Entry, bool> takes, string then)
    {
        var names = command.Options.Where(takes).SelectMany(option => option.Names).Select(name => $"{command.Command} {name}").ToList();
        if (names.Count > 0)
        {
            text.Append($"        {Pattern(names)}) {then} ;;\n");
        }
    }

    private static string Pattern(IEnumerable<string> words) => string.Join(" | ", words.Select(word => $"'{word}'"));

    // What stands behind the command itself: a file, a host, or nothing.
    private static string? ArgumentOf(HelpText command) => command.Usage.Contains("<FILE>", StringComparison.Ordinal) ? "FILE" : command.Usage.Contains('<', StringComparison.Ordinal) ? "HOST" : null;

    private static string Condition(HelpText command)
    {
        var path = command.Command.Split(' ')[1..];
        var inside = path.Select(word => $"__fish_seen_subcommand_from {word}");
        var outside = command.Commands.Count > 0 ? $"not __fish_seen_subcommand_from {string.Join(' ', command.Commands.Select(child => child.Names[0]))}" : null;
        return string.Join("; and ", inside.Append(outside).OfType<string>());
    }

    private static string Quoted(string text) => $"'{text.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
