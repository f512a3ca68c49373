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

        return FlagWithValue(parsed.CommandResult.Command, args) is { } flag ? $"{flag} takes no value"
            : Find(parsed) ?? (parsed.Errors is [var error, ..] ? error.Message.TrimEnd('.') : null);
    }

    // The first word that is neither a known option nor a command. A word after -- is not an option.
    private static string? Find(ParseResult parsed)
    {
        var command = parsed.CommandResult.Command;
        var words = parsed.CommandResult.Children.OfType<ArgumentResult>()
            .SelectMany(argument => argument.Tokens)
            .Select(token => token.Value)
            .Concat(parsed.UnmatchedTokens)
            .ToList();
        if (!parsed.Tokens.Any(token => token.Type == TokenType.DoubleDash)
            && words.Find(word => word.Length > 1 && word[0] == '-') is { } option)
        {
            var known = command.Options.SelectMany(one => one.Aliases.Prepend(one.Name)).Concat(["--help"]);
            return $"there is no option {option}{Meant(option, known)}";
        }

        return command.Subcommands.Count > 0 && words is [var name, ..]
            ? $"there is no command \"{name}\"{Meant(name, command.Subcommands.Select(one => one.Name))}"
            : null;
    }

    // The library would take the value for an argument.
    private static string? FlagWithValue(Command command, string[] args)
    {
        var flags = command.Options.OfType<Option<bool>>().ToList();
        return args.TakeWhile(arg => arg != "--")
            .Where(arg => arg.StartsWith('-') && arg.AsSpan().ContainsAny('=', ':'))
            .Select(arg => arg[..arg.AsSpan().IndexOfAny('=', ':')])
            .FirstOrDefault(name => flags.Exists(flag => flag.Name == name || flag.Aliases.Contains(name)));
    }

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
