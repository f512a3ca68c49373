using System.Text;

namespace RawHttp.Cli.Commands.Help;

/// <summary>The completion for bash.</summary>
internal static class BashCompletion
{
    public static string Make(CommandPage root)
    {
        var pages = root.All().ToList();
        var text = new StringBuilder(
            """
            # Completion of rawhttp for bash; made by "rawhttp completions bash".
            _rawhttp() {
                local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]} command=rawhttp i
                COMPREPLY=()

                # Bash breaks a word such as --color=auto at the equals sign.
                if [[ $word == = ]]; then word=''; elif [[ $before == = ]]; then before=${COMP_WORDS[COMP_CWORD - 2]}; fi
                for ((i = 1; i < COMP_CWORD; i++)); do
                    case "$command ${COMP_WORDS[i]}" in

            """);
        text.Append($"            {Pattern(pages.Skip(1).Select(page => page.Path))}) command+=\" ${{COMP_WORDS[i]}}\" ;;\n");
        text.Append("        esac\n    done\n    case \"$command $before\" in\n");
        foreach (var page in pages)
        {
            AppendValues(text, page);
        }

        text.Append("    esac\n    case \"$command\" in\n");
        foreach (var page in pages)
        {
            var words = page.Commands.Select(child => child.Name).Concat(page.Options.SelectMany(option => option.Names));
            text.Append($"        '{page.Path}')\n            {Words(words)}\n");
            foreach (var offer in page.Arguments.Select(Offer).Where(offer => offer.Length > 0))
            {
                text.Append($"            [[ $word == -* ]] || {{ {offer}; }}\n");
            }

            text.Append("            ;;\n");
        }

        return text.Append("    esac\n}\ncomplete -F _rawhttp rawhttp\n").ToString();
    }

    // Completes the value of an option. Options with the same kind of value are grouped.
    private static void AppendValues(StringBuilder text, CommandPage page)
    {
        foreach (var options in page.Options.Where(option => option.Kind != ValueKind.None).GroupBy(Offer))
        {
            var names = options.SelectMany(option => option.Names).Select(name => $"{page.Path} {name}");
            text.Append($"        {Pattern(names)}) {options.Key}{(options.Key.Length > 0 ? "; " : "")}return ;;\n");
        }
    }

    // A command that prints the candidates.
    private static string Offer(Entry entry) => entry.Kind switch
    {
        ValueKind.File => "compopt -o filenames; mapfile -t COMPREPLY < <(compgen -f -- \"$word\")",
        ValueKind.Host => "mapfile -t COMPREPLY < <(compgen -A hostname -- \"$word\")",
        ValueKind.Choice => Words(entry.Choices),
        _ => "",
    };

    private static string Words(IEnumerable<string> words) =>
        $"mapfile -t COMPREPLY < <(compgen -W '{string.Join(' ', words)}' -- \"$word\")";

    private static string Pattern(IEnumerable<string> words) => string.Join(" | ", words.Select(word => $"'{word}'"));
}
