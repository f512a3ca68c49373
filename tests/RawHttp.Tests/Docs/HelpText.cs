using System.Text.RegularExpressions;
using RawHttp.Tests.Cli;

namespace RawHttp.Tests.Docs;

/// <summary>A command as its --help describes it: what the manual page and the completions are made of, so that they cannot say anything else.</summary>
internal sealed partial record HelpText(string Command, string Description, string Usage, IReadOnlyList<HelpText.Entry> Arguments, IReadOnlyList<HelpText.Entry> Options, IReadOnlyList<HelpText.Entry> Commands, IReadOnlyList<string> Examples)
{
    /// <summary>The command's last word.</summary>
    public string Name => Command.Split(' ')[^1];

    /// <summary>The tool and every command of it, each before its own.</summary>
    public static async Task<IReadOnlyList<HelpText>> AllAsync()
    {
        var all = new List<HelpText>();
        await AddAsync("");
        return all;

        async Task AddAsync(string command)
        {
            var help = Parse($"rawhttp {command}".TrimEnd(), (await Tool.RunAsync([.. command.Split(' ', StringSplitOptions.RemoveEmptyEntries), "--help"])).Text);
            all.Add(help);
            foreach (var child in help.Commands)
            {
                await AddAsync($"{command} {child.Names[0]}".TrimStart());
            }
        }
    }

    private static HelpText Parse(string command, string text)
    {
        var sections = Section().Matches(text).ToDictionary(match => match.Groups["title"].Value, match => match.Groups["lines"].Value.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line[2..]).ToList());
        return new HelpText(command, sections["Description"][0], sections["Usage"][0], Entries("Arguments"), [.. sections.Keys.Where(title => title.EndsWith("ptions", StringComparison.Ordinal)).SelectMany(Entries)], Entries("Commands"), sections["Examples"]);

        List<Entry> Entries(string title) => sections.TryGetValue(title, out var lines) ? [.. lines.Select(Entry.Parse)] : [];
    }

    [GeneratedRegex(@"^(?<title>[A-Z][\w ]+):\n(?<lines>(  .*\n)+)", RegexOptions.Multiline)]
    private static partial Regex Section();

    /// <summary>An option with its names, an argument, or a command.</summary>
    internal sealed partial record Entry(IReadOnlyList<string> Names, string? Value, string Description)
    {
        /// <summary>The values there are, if they are few.</summary>
        public IReadOnlyList<string> Choices => Value is not null && Value.Contains('|', StringComparison.Ordinal) ? Value.Split('|') : [];

        public bool TakesFile => Value is "FILE" or "PATH";

        public static Entry Parse(string line)
        {
            var match = Columns().Match(line);
            Assert.True(match.Success, $"no entry of a help: {line}");
            return new Entry([.. match.Groups["names"].Value.Split(", ", StringSplitOptions.RemoveEmptyEntries)], match.Groups["value"] is { Success: true, Value: var value } ? value : null, match.Groups["description"].Value);
        }

        [GeneratedRegex(@"^(?<names>[^<]*?) ?(<(?<value>.+?)>)?  +(?<description>\S.*)$")]
        private static partial Regex Columns();
    }
}
