using System.CommandLine;
using System.CommandLine.Parsing;

namespace RawHttp.Cli.CommandLine;

/// <summary>Finds unknown words in a command line, and suggests known ones.</summary>
internal static class WrongWord
{
    /// <summary>The error in a command line, in words; null if there is none.</summary>
    public static string? Fault(ParseResult parsed, string[] args)
    {
        // A valid command line needs no search.
        if (parsed.Errors.Count == 0 && !Array.Exists(args, arg => arg.StartsWith('-')))
        {
            return null;
        }

        var command = parsed.CommandResult.Command;
        return OptionFault(command, args) ?? CommandFault(parsed)
            ?? (parsed.Errors is not [var error, ..] ? null
                : command.Subcommands.Count > 0 && parsed.UnmatchedTokens.Count == 0
                    ? $"a command is missing: {string.Join(" or ", Names(command))}"
                : command.Arguments.FirstOrDefault(one => IsMissing(one, parsed)) is { } argument
                    && !parsed.CommandResult.Children.OfType<OptionResult>().Any(option => option.Errors.Any())
                    ? $"{argument.Name.Replace("|", " or ", StringComparison.Ordinal)} is missing"
                : error.Message.TrimEnd('.'));
    }

    private static bool IsMissing(Argument argument, ParseResult parsed) =>
        argument.Arity.MinimumNumberOfValues > 0 && parsed.GetResult(argument) is not { Tokens.Count: > 0 };

    // The first option that is not known or cannot have its value. The library would take such words for arguments, and report another one.
    private static string? OptionFault(Command command, string[] args)
    {
        var words = args.TakeWhile(arg => arg != "--").ToArray();
        for (var i = 0; i < words.Length; i++)
        {
            if (words[i] is not ['-', _, ..] word)
            {
                continue;
            }

            var fault = word[1] == '-' ? LongFault(command, word, out var takesNext) : ShortFault(command, word, out takesNext);
            fault ??= takesNext && i + 1 == args.Length ? $"{word}: its value is missing" : null;
            if (fault is not null)
            {
                return fault;
            }

            // A word that is no option is the value, even if it begins like one.
            i += takesNext && i + 1 < words.Length && Known(command, NameIn(words[i + 1])) is null ? 1 : 0;
        }

        return null;
    }

    private static string? LongFault(Command command, string word, out bool takesNext)
    {
        var name = Known(command, word) is null ? NameIn(word) : word;
        var hasValue = name.Length < word.Length;
        var option = Known(command, name);
        takesNext = option is not (null or Option<bool>) && !hasValue;
        return option is null ? Unknown(command, name)
            : !hasValue ? null
            : option is Option<bool> ? NoValue(name)
            : word.Length == name.Length + 1 ? $"{name}: its value is missing"
            : null;
    }

    // Several letters may share a dash; the last one may have a value.
    private static string? ShortFault(Command command, string word, out bool takesNext)
    {
        takesNext = false;
        for (var i = 1; i < word.Length; i++)
        {
            var name = $"-{word[i]}";
            switch (Known(command, name))
            {
                case null:
                    return Unknown(command, name);
                case not Option<bool>:
                    takesNext = i == word.Length - 1;
                    return null;
                case var _ when i + 1 < word.Length && word[i + 1] is '=' or ':':
                    return NoValue(name);
            }
        }

        return null;
    }

    private static string NoValue(string name) => name switch
    {
        "--json" => "--json takes no value: it shows the response; -d '{...}' -H \"Content-Type: application/json\" sends JSON",
        "--wire" => "--wire takes no value but all: --wire=all",
        _ => $"{name} takes no value",
    };

    private static string Unknown(Command command, string name)
    {
        var known = command.Options.SelectMany(Names).Concat(["--help"]);
        return (command.Name == "get" ? Habits.Answer(name) : null) ?? $"there is no option {name}{Meant(name, known)}";
    }

    private static Option? Known(Command command, string name) =>
        command.Options.Concat(command.Parents.OfType<Command>().SelectMany(parent => parent.Options).Where(option => option.Recursive))
            .FirstOrDefault(option => Names(option).Contains(name));

    private static IEnumerable<string> Names(Option option) => option.Aliases.Prepend(option.Name);

    private static IEnumerable<string> Names(Command command) => command.Subcommands.Where(one => !one.Hidden).Select(one => one.Name);

    private static string NameIn(string word) => word.AsSpan().IndexOfAny('=', ':') is > 0 and var end ? word[..end] : word;

    private static string? CommandFault(ParseResult parsed) =>
        parsed.CommandResult.Command.Subcommands.Count > 0 && parsed.UnmatchedTokens is [var name, ..]
            ? $"there is no command \"{name}\"{Meant(name, Names(parsed.CommandResult.Command))}"
            : null;

    /// <summary>A question with the nearest known word; empty if none is near.</summary>
    public static string Meant(string word, IEnumerable<string> known) =>
        Nearest(word, known) is { } nearest ? $", did you mean {nearest}?" : "";

    /// <summary>The nearest known word that differs; null if none is near.</summary>
    public static string? Nearest(string word, IEnumerable<string> known) =>
        known.Where(one => one.Length > 2 && Math.Abs(one.Length - word.Length) <= MaxFaults(one))
            .Select(one => (Word: one, Distance: Distance(word, one)))
            .Where(one => one.Distance > 0 && one.Distance <= MaxFaults(one.Word))
            .OrderBy(one => one.Distance).Select(one => one.Word).FirstOrDefault();

    private static int MaxFaults(string word) => Math.Max(word.Length / 3, 1);

    // The number of letters to insert, remove, replace, or swap with their neighbour.
    private static int Distance(string word, string other)
    {
        var rows = new int[word.Length + 1, other.Length + 1];
        for (var i = 0; i <= word.Length; i++)
        {
            for (var j = 0; j <= other.Length; j++)
            {
                rows[i, j] = (i, j) switch
                {
                    (0, _) => j,
                    (_, 0) => i,
                    _ => Math.Min(Math.Min(rows[i - 1, j], rows[i, j - 1]) + 1, rows[i - 1, j - 1] + (word[i - 1] == other[j - 1] ? 0 : 1)),
                };
                if (i > 1 && j > 1 && word[i - 1] == other[j - 2] && word[i - 2] == other[j - 1])
                {
                    rows[i, j] = Math.Min(rows[i, j], rows[i - 2, j - 2] + 1);
                }
            }
        }

        return rows[word.Length, other.Length];
    }
}
