using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace RawHttp.Cli.CommandLine;

/// <summary>Options whose value is a time, a size or a word, and the parsing of such values.</summary>
internal static class OptionValue
{
    /// <summary>The longest time: more than a month, and the most that a timer allows.</summary>
    private const int MaxSeconds = 4_000_000;

    /// <summary>
    /// Sets the rules for all options below a command: if an option is repeated, the last value counts, unless the option collects its
    /// values; a switch takes no value.
    /// </summary>
    public static void Settle(Command command)
    {
        foreach (var option in command.Options)
        {
            if (option is Option<bool>)
            {
                option.Arity = ArgumentArity.Zero;
                continue;
            }

            option.Arity = ArgumentArity.OneOrMore;
            option.Validators.Add(CheckValues);
            if (option is Option<string?> text)
            {
                text.CustomParser = result => result.Tokens[^1].Value;
            }
        }

        foreach (var subcommand in command.Subcommands)
        {
            Settle(subcommand);
        }
    }

    public static Option<TimeSpan?> Seconds(string name, string description, string[]? aliases = null, decimal min = 0.001m) =>
        new(name, aliases ?? [])
        {
            HelpName = "SECONDS",
            Description = description,
            CustomParser = result =>
            {
                var text = result.Tokens[^1].Value;
                if (TryParseSeconds(text, min, out var time))
                {
                    return time;
                }

                var from = min.ToString(CultureInfo.InvariantCulture);
                result.AddError($"{name}: \"{text}\" is no time in seconds ({from} to {MaxSeconds})");
                return null;
            },
        };

    public static Option<T> Choice<T>(string name, string choices, string description) where T : struct, Enum => new(name)
    {
        HelpName = choices,
        Description = description,
        CustomParser = result =>
        {
            var text = result.Tokens[^1].Value;
            if (choices.Split('|').Contains(text))
            {
                return Enum.Parse<T>(text, ignoreCase: true);
            }

            result.AddError($"{name}: \"{text}\" is none of {choices.Replace("|", ", ", StringComparison.Ordinal)}");
            return default;
        },
    };

    public static Option<long?> Size(string name, string description, long min, long max, string helpName = "BYTES") => new(name)
    {
        HelpName = helpName,
        Description = description,
        CustomParser = result =>
        {
            var text = result.Tokens[^1].Value;
            if (TryParseSize(text, out var size) && size >= min && size <= max)
            {
                return size;
            }

            result.AddError($"{name}: \"{text}\" is no size ({min} to {max}; K, M and G are understood)");
            return null;
        },
    };

    // The library counts the values of all occurrences together.
    private static void CheckValues(OptionResult result)
    {
        if (result.Tokens.Count < result.IdentifierTokenCount)
        {
            result.AddError($"{result.Option.Name}: its value is missing");
        }
    }

    private static bool TryParseSeconds(string text, decimal min, out TimeSpan time)
    {
        var valid = decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds)
            && seconds >= min && seconds <= MaxSeconds;
        time = valid ? TimeSpan.FromTicks((long)(seconds * TimeSpan.TicksPerSecond)) : default;
        return valid;
    }

    private static bool TryParseSize(string text, out long size)
    {
        var shift = text.Length == 0 ? 0 : char.ToUpperInvariant(text[^1]) switch { 'K' => 10, 'M' => 20, 'G' => 30, _ => 0 };
        var valid = long.TryParse(shift == 0 ? text : text[..^1], NumberStyles.None, CultureInfo.InvariantCulture, out size)
            && size <= long.MaxValue >> shift;
        size <<= shift;
        return valid;
    }
}
